"""Turn a socket into one that nobody else can read, or say why that cannot be."""

from __future__ import annotations

import ipaddress
import socket
import ssl

from reporter.errors import RelayDown, RelayPaused, plainly
from reporter.model.office import Mail


def connected(mail: Mail, seconds: float) -> socket.socket:
    """A connection to the server, encrypted at once where ``mail.tls`` is ``implicit``."""
    try:
        plain = socket.create_connection((mail.host, mail.port), timeout=seconds)
    except UnicodeError:
        message = f"邮件服务器名称写法不对：{mail.host!r}"
        raise RelayPaused(message, advice="检查邮件设置中的服务器名称") from None
    except OSError as error:
        message = f"连不上邮件服务器{mail.host}:{mail.port}：{plainly(error)}"
        raise RelayDown(message, advice="检查网络和邮件服务器") from error
    try:
        if mail.tls == "none":
            if not mail.plaintext:
                same_machine(plain)
            return plain
        return encrypted(plain, mail) if mail.tls == "implicit" else plain
    except BaseException:
        plain.close()
        raise


def encrypted(plain: socket.socket, mail: Mail) -> socket.socket:
    """The same connection within TLS 1.2 or newer, the server's certificate checked against its name."""
    context = tls(mail)
    try:
        return context.wrap_socket(plain, server_hostname=mail.host)
    except ssl.SSLCertVerificationError as error:
        message = f"邮件服务器{mail.host}的证书不可信：{error.verify_message}"
        raise RelayPaused(message, advice="请服务器管理员更换证书，或在邮件设置中指明其证书颁发机构") from error
    except (ssl.SSLEOFError, ssl.SSLZeroReturnError, TimeoutError, ConnectionError) as error:
        message = f"与邮件服务器{mail.host}建立加密连接时中断：{plainly(error)}"
        raise RelayDown(message) from error
    except ssl.SSLError as error:
        message = f"无法与邮件服务器{mail.host}建立加密连接：{error.reason or error}"
        raise RelayPaused(message, advice="检查邮件设置中的端口和加密方式，服务器须支持TLS 1.2以上") from error
    except OSError as error:
        message = f"与邮件服务器{mail.host}的连接中断：{plainly(error)}"
        raise RelayDown(message) from error


def tls(mail: Mail) -> ssl.SSLContext:
    """TLS 1.2 or newer, checked against the system's authorities and the one of the settings."""
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if mail.ca_file:
        try:
            context.load_verify_locations(mail.ca_file)
        except OSError as error:
            message = f"读不到证书文件{mail.ca_file}：{plainly(error)}"
            raise RelayPaused(message, advice="检查邮件设置中的证书文件") from error
    return context


def same_machine(plain: socket.socket) -> None:
    """Without TLS only this machine may be at the other end, unless the office says otherwise in so many words."""
    peer = ipaddress.ip_address(str(plain.getpeername()[0]).partition("%")[0])
    mapped = getattr(peer, "ipv4_mapped", None)
    if not (mapped or peer).is_loopback:
        message = f"不加密的连接只许用于本机，服务器{peer}不是本机"
        raise RelayPaused(message, advice="把邮件设置中的tls改为implicit或starttls")
