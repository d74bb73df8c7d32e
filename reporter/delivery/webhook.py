"""Turn a message into one POST to an address on the web: a signed JSON, or a post in a group of 企业微信 or 钉钉.

A group robot shows the message in words; the report itself goes by mail. The row names the webhook as it is called in
``schedules.yaml``, never its address, which is itself a secret for most robots.
"""

from __future__ import annotations

import base64
import email
import hashlib
import hmac
import json
import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage
from typing import Any
from urllib.parse import quote_plus, urlsplit

from reporter.clock import wall
from reporter.delivery._wire import printable
from reporter.errors import Deferred, Refused, RelayPaused, Uncertain, UsageError
from reporter.model.message import Delivery
from reporter.model.office import Mail, Webhook

KIND = "webhook"
SCHEME = "webhook:"

_SECONDS = 30.0
_LONGEST_REPLY = 1 << 16
_LONGEST = {"wecom": 4096, "dingtalk": 20_000, "json": 1 << 20}
"""Bytes of UTF-8 that a robot takes in one post (their own documentation)."""
_LATER = frozenset({408, 425, 429})
_TOO_OFTEN = frozenset({45009, 130101, 410100})
"""Codes of 企业微信 and 钉钉 for too many posts in a minute."""
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}
_GAP = re.compile(r"\n{3,}")


@dataclass(frozen=True, slots=True)
class _Said:
    """What of a message can be posted."""

    subject: str
    text: str
    message_id: str


class Line:
    """One HTTP client; redirects are not followed, proxies of the environment not used."""

    def __init__(self, mail: Mail) -> None:
        """Nothing is connected yet."""
        import httpx  # noqa: PLC0415 - few offices have a robot

        logging.getLogger("httpx").setLevel(logging.WARNING)  # it would log every address, and they are secrets
        self._hooks = mail.webhooks
        self._http = httpx.Client(timeout=_SECONDS, follow_redirects=False, trust_env=False)

    def deliver(self, delivery: Delivery, body: bytes, *, before_dot: Callable[[], None]) -> tuple[int, str]:
        """Post the words of ``body``; the code and the words of who took them."""
        hook = self._hooks.get(delivery.address.removeprefix(SCHEME))
        if hook is None:
            message = f"schedules.yaml里没有名为{delivery.address.removeprefix(SCHEME)}的webhook"
            raise Refused(message, advice="在mail的webhooks里写明")
        url, key = _secret(hook.url), _secret(hook.secret).encode()
        if urlsplit(url).scheme != "https" and urlsplit(url).hostname not in _LOOPBACK:
            message = "webhook的地址必须是https"
            raise RelayPaused(message, advice=f"改正{hook.name}的url")
        said = _read(body, delivery.message_id)
        content, heads, query = _FORMATS[hook.format](said, key)
        before_dot()
        return self._posted(hook, url + query(url), content, heads)

    def close(self) -> None:
        """Close the connection."""
        self._http.close()

    def _posted(self, hook: Webhook, url: str, content: bytes, heads: Mapping[str, str]) -> tuple[int, str]:
        """One request and what its answer means."""
        import httpx  # noqa: PLC0415

        try:
            with self._http.stream(
                "POST", url, content=content, headers={"Content-Type": "application/json", **heads}
            ) as answer:
                reply = b""
                for piece in answer.iter_bytes():
                    reply += piece
                    if len(reply) > _LONGEST_REPLY:
                        break
                code = answer.status_code
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol):
            message = f"连不上webhook“{hook.name}”"
            raise Deferred(message, advice="检查网络和地址") from None
        except httpx.HTTPError as problem:
            message = f"已投给webhook“{hook.name}”而未得到答复（{type(problem).__name__}）"
            raise Uncertain(message) from None
        return _judged(hook, code, reply)


def _judged(hook: Webhook, code: int, reply: bytes) -> tuple[int, str]:
    """What an answer means; robots answer 200 to everything and say in JSON what went wrong."""
    words = printable(reply)[:200]
    if code in _LATER or code >= 500:  # noqa: PLR2004 - HTTP's own hundreds
        message = f"webhook“{hook.name}”答复{code}"
        raise Deferred(message, code=code, reply=words)
    if code // 100 != 2:  # noqa: PLR2004
        message = f"webhook“{hook.name}”答复{code}"
        raise Refused(message, code=code, reply=words, advice="检查地址和密钥")
    if hook.format == "json":
        return code, words
    try:
        said = json.loads(reply)
        failed = int(said["errcode"])
    except (ValueError, KeyError, TypeError):
        message = f"webhook“{hook.name}”的答复不合规"
        raise Refused(message, code=code, reply=words) from None
    if failed in _TOO_OFTEN:
        message = f"webhook“{hook.name}”发送过于频繁"
        raise Deferred(message, code=failed, reply=words)
    if failed:
        message = f"webhook“{hook.name}”没有收下"
        raise Refused(message, code=failed, reply=words, advice="检查机器人的地址、密钥和安全设置")
    return code, words


def _secret(reference: str) -> str:
    """An address or a key, read where it is kept."""
    if not reference.startswith(("env:", "file:")):
        return reference
    from reporter.settings import secret  # noqa: PLC0415 - pydantic is slow to import

    try:
        return secret(reference)
    except UsageError as error:
        raise RelayPaused(str(error), advice=error.advice) from None


def _read(body: bytes, message_id: str) -> _Said:
    """Subject and text of the message."""
    message = email.message_from_bytes(body, policy=policy.default)
    assert isinstance(message, EmailMessage)  # noqa: S101 - the policy makes no other
    part = message.get_body(("plain",))
    text = str(part.get_content()).replace("\r\n", "\n") if part else ""
    return _Said(str(message["Subject"] or ""), _GAP.sub("\n\n", text.partition("\n-- \n")[0]).strip(), message_id)


_Request = tuple[bytes, Mapping[str, str], Callable[[str], str]]


def _json(said: _Said, key: bytes) -> _Request:
    """Subject, text and Message-ID, signed with time and key: HMAC-SHA256 over ``time.body``."""
    content = _packed(
        {"message_id": said.message_id, "subject": said.subject, "text": _short(said.text, _LONGEST["json"])}
    )
    moment = str(wall())
    heads = {"X-Reporter-Timestamp": moment, "Idempotency-Key": said.message_id}
    if key:
        digest = hmac.new(key, f"{moment}.".encode() + content, hashlib.sha256).hexdigest()
        heads["X-Reporter-Signature"] = f"sha256={digest}"
    return content, heads, lambda _url: ""


def _wecom(said: _Said, key: bytes) -> _Request:
    """企业微信: the key is part of the address."""
    del key
    text = _short(f"**{said.subject}**\n{said.text}", _LONGEST["wecom"])
    return _packed({"msgtype": "markdown", "markdown": {"content": text}}), {}, lambda _url: ""


def _dingtalk(said: _Said, key: bytes) -> _Request:
    """钉钉: time and signature stand in the address (加签)."""
    text = _short(f"### {said.subject}\n\n" + said.text.replace("\n", "  \n"), _LONGEST["dingtalk"])
    content = _packed({"msgtype": "markdown", "markdown": {"title": said.subject, "text": text}})
    if not key:
        return content, {}, lambda _url: ""
    moment = str(wall() * 1000)
    digest = hmac.new(key, moment.encode() + b"\n" + key, hashlib.sha256).digest()
    sign = quote_plus(base64.b64encode(digest))
    return content, {}, lambda url: f"{'&' if '?' in url else '?'}timestamp={moment}&sign={sign}"


_FORMATS: Mapping[str, Callable[[_Said, bytes], _Request]] = {"json": _json, "wecom": _wecom, "dingtalk": _dingtalk}


def _packed(said: Any) -> bytes:
    return json.dumps(said, ensure_ascii=False).encode()


def _short(text: str, most: int) -> str:
    """The text within a robot's limit, cut between characters and said to be."""
    end = "\n……（全文见邮件）"
    if len(text.encode()) <= most:
        return text
    return text.encode()[: most - len(end.encode())].decode("utf-8", "ignore") + end
