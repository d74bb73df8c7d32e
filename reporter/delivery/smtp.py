"""Turn a message into the answer of an SMTP server: one transaction for one recipient.

The DATA step is our own. ``smtplib`` cannot tell a line that broke before the final dot, after which the server has
surely not taken the message, from one that broke after it, after which nobody can know (RFC 1047).
"""

from __future__ import annotations

import base64
import contextlib
import smtplib
from collections.abc import Callable

from reporter.delivery._secured import connected, encrypted
from reporter.delivery._wire import Broken, Limits, Wire, printable
from reporter.errors import Deferred, DeliveryError, Refused, RelayPaused, Uncertain, UsageError
from reporter.model.address import Address, ascii_domain
from reporter.model.message import Delivery
from reporter.model.office import Mail

KIND = "smtp"

_OK, _GO_AHEAD, _PERMANENT = 2, 3, 5
_AUTHENTICATION = frozenset({530, 534, 535, 538})
_LONGEST_LINE = 998
_LIMITS = Limits()


def deliver(
    delivery: Delivery, body: bytes, mail: Mail, *, before_dot: Callable[[], None], limits: Limits = _LIMITS
) -> tuple[int, str]:
    """Send ``body`` to the one recipient; the server's code and words when it took the message over."""
    sender, to = _sender(mail), _recipient(delivery.address, mail)
    wire = _stuffed(body)
    try:
        with _Session(Wire(connected(mail, limits.step), limits)) as session:
            _introduce(session, mail)
            _envelope(session, sender, to, len(body))
            session.hand_over(wire)
            before_dot()
            return session.verdict()
    except Broken as broken:
        message = f"邮件服务器{mail.host}没有收下：{broken}"
        raise Deferred(message, reply=str(broken)) from broken


class _Session(smtplib.SMTP):
    """``smtplib``'s commands, extensions and log-in over our own wire, and our own DATA."""

    def __init__(self, wire: Wire) -> None:
        super().__init__(local_hostname=_own_name(wire))
        self.wire = wire
        self.sock = wire.socket
        self._between_commands = True

    def __exit__(self, *_: object) -> None:
        """Say goodbye where that is possible; do not wait for the answer."""
        if self._between_commands:
            self.wire.extend(min(1, self.wire.limits.step))
            with contextlib.suppress(Broken):
                self.wire.send(b"QUIT\r\n")
        self.close()

    def send(self, s: object) -> None:
        """What ``smtplib`` wants to say."""
        self.wire.send(s.encode() if isinstance(s, str) else bytes(s))  # type: ignore[call-overload]

    def getreply(self) -> tuple[int, bytes]:
        """What the server answers to it."""
        return self.wire.answer(self.wire.limits.step)

    def ask(self, step: str, command: str, expected: int = _OK) -> None:
        """Send a command; raise what the answer means unless it is of the ``expected`` hundred."""
        code, reply = self.docmd(command)
        if code // 100 != expected:
            raise _refusal(code, reply, step)

    def encrypt(self, mail: Mail) -> None:
        """STARTTLS; nothing that was said before it counts afterwards."""
        if not self.has_extn("starttls"):
            message = f"邮件服务器{mail.host}不提供加密（STARTTLS）"
            raise RelayPaused(message, advice="检查邮件设置中的端口和加密方式；不加密不发送")
        code, reply = self.docmd("STARTTLS")
        if code // 100 != _OK:
            raise _refusal(code, reply, "加密", whole=True)
        if self.wire.unread:
            message = f"邮件服务器{mail.host}在加密之前夹带数据"
            raise RelayPaused(message, advice="可能有人截取连接，请网络管理员检查")
        self._between_commands = False
        self.sock = self.wire.socket = encrypted(self.wire.socket, mail)
        self._between_commands = True
        self.esmtp_features = {}

    def hand_over(self, lines: bytes) -> None:
        """Everything up to the final dot; the server's objection where it has one already."""
        self.ask("正文", "DATA", _GO_AHEAD)
        self._between_commands = False
        try:
            self.wire.send(lines)
        except Broken:
            with contextlib.suppress(Broken):
                raise _refusal(*self.wire.answer(min(1, self.wire.limits.step)), "正文") from None
            raise
        self.listen()

    def listen(self) -> None:
        """Heed what the server says before the dot: it has then surely not taken the message."""
        if self.wire.spoken():
            raise _refusal(*self.getreply(), "正文")

    def verdict(self) -> tuple[int, str]:
        """Write the final dot; what the server says to it."""
        self.listen()
        seconds = self.wire.limits.verdict
        self.wire.extend(seconds)
        try:
            self.wire.send(b".\r\n")
            code, reply = self.wire.answer(seconds)
        except Broken as broken:
            message = f"已投出而未得到答复：{broken}"
            raise Uncertain(message, reply=str(broken)) from broken
        self._between_commands = True
        if code // 100 == _GO_AHEAD:
            message = f"已投出，答复不合规：{code} {printable(reply)}"
            raise Uncertain(message, code=code, reply=printable(reply))
        if code // 100 != _OK:
            raise _refusal(code, reply, "正文")
        return code, printable(reply)


def _refusal(code: int, reply: bytes, step: str, *, whole: bool = False) -> DeliveryError:
    """What an unexpected code means; ``whole`` where it cannot be about this recipient alone."""
    words = printable(reply)
    message = f"邮件服务器在“{step}”一步答复：{code} {words}"
    kind: type[DeliveryError] = Deferred
    if code in _AUTHENTICATION or (whole and code // 100 == _PERMANENT):
        kind = RelayPaused
    elif code // 100 == _PERMANENT:
        kind = Refused
    return kind(message, code=code, reply=words)


def _introduce(session: _Session, mail: Mail) -> None:
    """Greeting, TLS and credentials, in this order."""
    _greeted("问候", *session.getreply())
    _greeted("EHLO", *session.ehlo())
    if mail.tls == "starttls":
        session.encrypt(mail)
        _greeted("EHLO", *session.ehlo())
    if mail.user:
        _log_in(session, mail)


def _greeted(step: str, code: int, reply: bytes) -> None:
    """Go on only with a server that wants to talk."""
    if code // 100 != _OK:
        raise _refusal(code, reply, step, whole=True)


def _log_in(session: _Session, mail: Mail) -> None:
    """Credentials, over TLS only."""
    from reporter.settings import secret  # noqa: PLC0415 - pydantic is slow to import and seldom needed

    if mail.tls == "none":
        message = "不加密的连接不得登录"
        raise RelayPaused(message, advice="把邮件设置中的tls改为implicit或starttls，或去掉用户名")
    try:
        word = secret(mail.secret)
    except UsageError as error:
        raise RelayPaused(str(error), advice=error.advice) from None
    spellings = (word.encode(), base64.b64encode(word.encode()), base64.b64encode(f"\0{mail.user}\0{word}".encode()))
    session.wire.hidden = spellings if word else ()
    try:
        session.login(mail.user, word)
    except smtplib.SMTPAuthenticationError as error:
        reply = error.smtp_error if isinstance(error.smtp_error, bytes) else error.smtp_error.encode()
        raise _refusal(error.smtp_code, reply, "登录", whole=True) from None
    except (smtplib.SMTPException, ValueError):
        message = f"无法登录邮件服务器{mail.host}"
        raise RelayPaused(message, advice="检查用户名、口令和服务器支持的登录方式") from None


def _envelope(session: _Session, sender: Address, to: Address, size: int) -> None:
    """MAIL and RCPT."""
    options = ""
    if sender.international or to.international:
        if not session.has_extn("smtputf8"):
            message = f"邮件服务器不支持非英文的邮箱地址：{to}"
            raise Refused(message, advice="请收件人提供英文邮箱地址")
        options = " SMTPUTF8 BODY=8BITMIME"
    if session.has_extn("size"):
        options += f" SIZE={size}"
    session.ask("发件人", f"MAIL FROM:<{sender}>{options}")
    session.ask("收件人", f"RCPT TO:<{to}>")


def _sender(mail: Mail) -> Address:
    """The address in the envelope's MAIL."""
    try:
        return Address.parse(mail.sender)
    except ValueError as error:
        raise RelayPaused(str(error), advice="检查邮件设置中的发件人") from None


def _recipient(address: str, mail: Mail) -> Address:
    """The recipient, checked once more against the domains that mail may leave for."""
    try:
        to = Address.parse(address)
    except ValueError as error:
        raise Refused(str(error), advice="改正收件人的邮箱地址") from None
    if mail.domains and to.domain not in {ascii_domain(domain) for domain in mail.domains}:
        message = f"{to}不在允许发送的域名之内"
        raise Refused(message, advice="确认收件人无误后，把域名写入邮件设置的domains")
    return to


def _stuffed(body: bytes) -> bytes:
    """The message as it goes over the line: dots doubled, every line ended by CRLF and short enough."""
    whole = body if body.endswith(b"\r\n") else body + b"\r\n"
    lines = whole.split(b"\r\n")
    if {whole.count(b"\r"), whole.count(b"\n")} != {len(lines) - 1} or b"\0" in whole:
        message = "邮件含有不成对的换行符或空字符"
        raise Refused(message)
    if max(map(len, lines)) > _LONGEST_LINE:
        message = f"邮件有超过{_LONGEST_LINE}字节的行"
        raise Refused(message)
    return b"\r\n".join(b"." + line if line.startswith(b".") else line for line in lines)


def _own_name(wire: Wire) -> str:
    """Our side's address as a literal: no look-up, and nothing of this machine's name leaves it."""
    own = str(wire.socket.getsockname()[0]).partition("%")[0]
    return f"[IPv6:{own}]" if ":" in own else f"[{own}]"
