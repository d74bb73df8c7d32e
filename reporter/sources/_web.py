"""Turn an address into the bytes of a reply: bounded in time and size, from hosts that are listed, never from inside by accident.

A host is resolved once and the connection goes to the address that was looked at, so that a name cannot mean another
machine a moment later; redirects are looked at in the same way. Proxies of the environment are not used.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
import tenacity

from reporter.clock import monotonic
from reporter.errors import SourceError
from reporter.sources._access import Access

_MOST_REDIRECTS = 3
_TRANSIENT = frozenset({408, 425, 429, 500, 502, 503, 504})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_OK = 200
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_LONGEST_PAUSE = 30.0

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class _TransientError(SourceError):
    """Not this time; the same request may succeed later."""


def get(address: str, access: Access, folder: Path) -> bytes:
    """The reply to a request; raises :class:`SourceError` with the address and what to do."""
    waits = tenacity.Retrying(
        stop=tenacity.stop_after_attempt(access.tries),
        wait=tenacity.wait_exponential_jitter(multiplier=access.pause, max=_LONGEST_PAUSE, jitter=access.pause),
        retry=tenacity.retry_if_exception_type(_TransientError), reraise=True,
    )  # fmt: skip
    return waits(_get, address, access, _trusted(access.ca_file, folder))


def _get(address: str, access: Access, trusted: ssl.SSLContext) -> bytes:
    """One try, with its redirects."""
    url = own = _parsed(address)
    deadline = monotonic() + access.seconds
    with httpx.Client(verify=trusted, trust_env=False, follow_redirects=False, timeout=access.seconds) as client:
        for _ in range(_MOST_REDIRECTS + 1):
            try:
                reply = _sent(client, _requests(client, url, own, access))
                with _closing(reply):
                    if reply.status_code not in _REDIRECTS:
                        return _body(reply, url, access, deadline)
                    url = _parsed(str(url.join(reply.headers.get("Location", ""))))
            except httpx.TransportError as error:
                message = f"{_shown(url)}连接不上或中断：{type(error).__name__}"
                raise _TransientError(message, advice="检查网络和地址；数据源恢复后重新运行") from error
            except (httpx.InvalidURL, httpx.HTTPError) as error:
                message = f"{_shown(url)}的答复无法处理：{error}"
                raise SourceError(message, advice="检查地址，或与数据源的管理员联系") from error
    message = f"{_shown(own)}转来转去超过{_MOST_REDIRECTS}次"
    raise SourceError(message, advice="在数据源里写最终的地址")


def _trusted(ca_file: str, folder: Path) -> ssl.SSLContext:
    """Who may vouch for a server: those whom everybody trusts, and the office's own authority."""
    trusted = ssl.create_default_context()
    if ca_file:
        try:
            trusted.load_verify_locations((folder / ca_file).resolve(strict=True))
        except (OSError, ssl.SSLError) as error:
            message = f"读不了证书文件“{ca_file}”"
            raise SourceError(message, advice="ca_file写项目文件夹以下的PEM文件") from error
    return trusted


def _parsed(address: str) -> httpx.URL:
    """The address, if it is one of the web and carries no password."""
    try:
        url = httpx.URL(address)
    except httpx.InvalidURL as error:
        message = f"地址“{address}”写得不对"
        raise SourceError(message, advice="写作https://主机/路径") from error
    if url.scheme not in ("http", "https") or not url.host or url.userinfo:
        message = f"地址“{_shown(url)}”不能用"
        raise SourceError(message, advice="写作https://主机/路径；口令写在headers里，用env:变量名或file:路径")
    return url


def _requests(client: httpx.Client, url: httpx.URL, own: httpx.URL, access: Access) -> list[httpx.Request]:
    """A request to each address that was looked at; headers with secrets go to the source's own host only."""
    headers = {"Accept-Encoding": "gzip", "Accept": "application/json", "User-Agent": "reporter"}
    if (url.scheme, url.host, url.port) == (own.scheme, own.host, own.port):
        headers |= {name: _value(value) for name, value in access.headers.items()}
    headers["Host"] = url.netloc.decode("ascii")
    name = {"sni_hostname": url.raw_host.decode("ascii")}
    return [
        client.build_request("GET", url.copy_with(host=str(address)), headers=headers, extensions=name)
        for address in _looked_at(url, own, access)
    ]


def _sent(client: httpx.Client, requests: list[httpx.Request]) -> httpx.Response:
    """The reply of the first address that can be reached."""
    for request in requests[:-1]:
        with suppress(httpx.ConnectError, httpx.ConnectTimeout):
            return client.send(request, stream=True)
    return client.send(requests[-1], stream=True)


def _value(value: str) -> str:
    """The value of a header; a secret is fetched at the moment of use."""
    from reporter.settings import secret  # noqa: PLC0415 - pydantic is slow, and only who fetches needs it

    return secret(value) if value.startswith(("env:", "file:")) else value


def _looked_at(url: httpx.URL, own: httpx.URL, access: Access) -> list[Address]:
    """The addresses of a host that may be asked; raises :class:`SourceError` for any other."""
    if url.host != own.host and url.host not in access.hosts:
        message = f"转到了没有列出的主机{url.host}，不予跟随"
        raise SourceError(message, advice="确认可信的，把它写进这个数据源的hosts")
    try:
        found = socket.getaddrinfo(url.host, url.port or 0, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError) as error:
        message = f"找不到主机{url.host}"
        raise _TransientError(message, advice="检查主机名和网络") from error
    addresses = [ipaddress.ip_address(one[4][0]) for one in found]
    for address in addresses:
        if not (_is_public(address) or _is_listed(address, access)):
            message = f"主机{url.host}的地址{address}不是公网地址，不予访问"
            raise SourceError(message, advice="确认是本单位内网的数据源，把这个地址写进hosts")
    return list(dict.fromkeys(addresses))


def _is_public(address: Address) -> bool:
    """Whether an address lies on the public internet, whatever it is wrapped in."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return _is_public(inner)
    return address.is_global and not address.is_multicast


def _is_listed(address: Address, access: Access) -> bool:
    """Whether an address is opened by the list of hosts, as itself or as part of a network."""
    plain = getattr(address, "ipv4_mapped", None) or address
    for host in access.hosts:
        try:
            if plain in ipaddress.ip_network(host, strict=False):
                return True
        except ValueError:  # a name
            continue
    return False


def _body(reply: httpx.Response, url: httpx.URL, access: Access, deadline: float) -> bytes:
    """What the reply holds, unpacked, within its limits of time and size."""
    if reply.status_code in _TRANSIENT:
        message = f"{_shown(url)}暂时不能答复（HTTP {reply.status_code}）"
        raise _TransientError(message, advice="稍后再试；一直如此的，与数据源的管理员联系")
    if reply.status_code != _OK:
        message = f"{_shown(url)}拒绝了请求（HTTP {reply.status_code}）"
        raise SourceError(message, advice="检查地址、参数和口令")
    most = int(access.megabytes * (1 << 20))
    packed = reply.headers.get("Content-Encoding", "identity").lower()
    unpack = zlib.decompressobj(wbits=47) if packed in ("gzip", "x-gzip", "deflate") else None
    if unpack is None and packed != "identity":
        message = f"{_shown(url)}的答复用了没有要求的压缩方式{packed}"
        raise SourceError(message, advice="与数据源的管理员联系")
    pieces: list[bytes] = []
    size = 0
    try:
        for raw in reply.iter_raw():
            piece = unpack.decompress(raw, most - size + 1) if unpack else raw
            size += len(piece)
            if size > most:
                message = f"{_shown(url)}的答复超过{access.megabytes:g}MB，已停止"
                raise SourceError(message, advice="缩小查询的范围，或调高megabytes")
            if monotonic() > deadline:
                message = f"{_shown(url)}在{access.seconds:g}秒内没有答完，已停止"
                raise _TransientError(message, advice="稍后再试，或调高seconds")
            pieces.append(piece)
    except zlib.error as error:
        message = f"{_shown(url)}的答复解压不了"
        raise _TransientError(message, advice="稍后再试") from error
    return b"".join(pieces)


@contextmanager
def _closing(reply: httpx.Response) -> Iterator[None]:
    """Close a reply, read to its end or not."""
    try:
        yield
    finally:
        reply.close()


def _shown(url: httpx.URL) -> str:
    """An address as a message shows it: without parameters, which may hold a key."""
    return str(url.copy_with(query=None, fragment=None, username=None, password=None)) if url.userinfo else str(
        url.copy_with(query=None, fragment=None)
    )  # fmt: skip
