"""Turn a connection into SMTP commands and their answers: greeting, TLS, log-in, and a DATA of our own.

``smtplib`` cannot tell a line that broke before the final dot, after which the server has surely not taken the message,
from one that broke after it, after which nobody can know (RFC 1047).
"""

from __future__ import annotations

import base64
import contextlib
import smtplib

from reporter.delivery._secured import connected, encrypted
from reporter.delivery._wire import Broken, Limits, Wire, printable
from reporter.errors import Deferred, DeliveryError, Refused, RelayDown, RelayPaused, Uncertain, UsageError
from reporter.model.office import Mail

OK, GO_AHEAD, PERMANENT = 2, 3, 5
_LOG_INS = ("PLAIN", "LOGIN", "CRAM-MD5")
_AUTHENTICATION = frozenset({530, 534, 535, 538})


class Session(smtplib.SMTP):
    """``smtplib``'s commands, extensions and log-in over our own wire, and our own DATA."""

    def __init__(self, wire: Wire) -> None:
        """Nothing is said yet."""
        super().__init__(local_hostname=_own_name(wire))
        self.wire = wire
        self.sock = wire.socket
        self.served = 0
        """Messages that were taken over this connection."""
        self.between_commands = True
        """Whether the server waits for a command, and not for the rest of a message."""

    def leave(self) -> None:
        """Say goodbye where that is possible; do not wait for the answer."""
        if self.between_commands:
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

    def ask(self, step: str, command: str, expected: int = OK) -> None:
        """Send a command; raise what the answer means unless it is of the ``expected`` hundred."""
        code, reply = self.docmd(command)
        if code // 100 != expected:
            raise refusal(code, reply, step)

    def encrypt(self, mail: Mail) -> None:
        """STARTTLS; nothing that was said before it counts afterwards."""
        if not self.has_extn("starttls"):
            message = f"邮件服务器{mail.host}不提供加密（STARTTLS）"
            raise RelayPaused(message, advice="检查邮件设置中的端口和加密方式；不加密不发送")
        code, reply = self.docmd("STARTTLS")
        if code // 100 != OK:
            raise refusal(code, reply, "加密", whole=True)
        if self.wire.unread:
            message = f"邮件服务器{mail.host}在加密之前夹带数据"
            raise RelayPaused(message, advice="可能有人截取连接，请网络管理员检查")
        self.between_commands = False
        self.sock = self.wire.socket = encrypted(self.wire.socket, mail)
        self.between_commands = True
        self.esmtp_features = {}

    def hand_over(self, lines: bytes) -> None:
        """Everything up to the final dot; the server's objection where it has one already."""
        self.ask("正文", "DATA", GO_AHEAD)
        self.between_commands = False
        try:
            self.wire.send(lines)
        except Broken:
            with contextlib.suppress(Broken):
                raise refusal(*self.wire.answer(min(1, self.wire.limits.step)), "正文") from None
            raise
        self.listen()

    def listen(self) -> None:
        """Heed what the server says before the dot: it has then surely not taken the message."""
        if self.wire.spoken():
            raise refusal(*self.getreply(), "正文")

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
        self.between_commands = True
        if code // 100 == GO_AHEAD:
            message = f"已投出，答复不合规：{code} {printable(reply)}"
            raise Uncertain(message, code=code, reply=printable(reply))
        if code // 100 != OK:
            raise refusal(code, reply, "正文")
        self.served += 1
        return code, printable(reply)


def opened(mail: Mail, limits: Limits) -> Session:
    """A session after greeting, TLS and credentials, in this order; raises :class:`RelayDown` or
    :class:`RelayPaused`.
    """  # noqa: D205 - two errors, one sentence
    session = Session(Wire(connected(mail, limits.step), limits))
    try:
        _introduce(session, mail)
    except Broken as broken:
        session.leave()
        message = f"邮件服务器{mail.host}没有应答：{broken}"
        raise RelayDown(message, reply=str(broken)) from broken
    except BaseException:
        session.leave()
        raise
    return session


def refusal(code: int, reply: bytes, step: str, *, whole: bool = False) -> DeliveryError:
    """What an unexpected code means; ``whole`` where it cannot be about this recipient alone."""
    words = printable(reply)
    message = f"邮件服务器在“{step}”一步答复：{code} {words}"
    kind: type[DeliveryError] = RelayDown if whole else Deferred
    if code in _AUTHENTICATION or (whole and code // 100 == PERMANENT):
        kind = RelayPaused
    elif code // 100 == PERMANENT:
        kind = Refused
    return kind(message, code=code, reply=words)


def _introduce(session: Session, mail: Mail) -> None:
    """Greeting, TLS and credentials."""
    _greeted("问候", *session.getreply())
    _greeted("EHLO", *session.ehlo())
    if mail.tls == "starttls":
        session.encrypt(mail)
        _greeted("EHLO", *session.ehlo())
    if mail.user:
        _log_in(session, mail)


def _greeted(step: str, code: int, reply: bytes) -> None:
    """Go on only with a server that wants to talk."""
    if code // 100 != OK:
        raise refusal(code, reply, step, whole=True)


def _log_in(session: Session, mail: Mail) -> None:
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
    session.user, session.password = mail.user, word
    offered = session.esmtp_features.get("auth", "").upper().split()
    how = next((name for name in _LOG_INS if name in offered), _LOG_INS[0])
    try:
        # Not ``login``: it tries one way after the other, and a wrong word counts twice for whoever locks accounts.
        session.auth(how, getattr(session, f"auth_{how.lower().replace('-', '_')}"))
    except smtplib.SMTPAuthenticationError as error:
        reply = error.smtp_error if isinstance(error.smtp_error, bytes) else error.smtp_error.encode()
        raise refusal(error.smtp_code, reply, "登录", whole=True) from None
    except (smtplib.SMTPException, ValueError):
        message = f"无法登录邮件服务器{mail.host}"
        raise RelayPaused(message, advice="检查用户名、口令和服务器支持的登录方式") from None


def _own_name(wire: Wire) -> str:
    """Our side's address as a literal: no look-up, and nothing of this machine's name leaves it."""
    own = str(wire.socket.getsockname()[0]).partition("%")[0]
    return f"[IPv6:{own}]" if ":" in own else f"[{own}]"
