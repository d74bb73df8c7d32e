"""Turn a message into the answer of an SMTP server: one transaction for one recipient, many over one connection."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from functools import lru_cache

from reporter.crashpoint import crashpoint
from reporter.delivery._session import OK, PERMANENT, Session, opened, refusal
from reporter.delivery._wire import Broken, Limits, printable
from reporter.errors import Deferred, DeliveryError, Refused, RelayPaused, Uncertain
from reporter.model.address import Address, ascii_domain
from reporter.model.message import Delivery
from reporter.model.office import Mail

KIND = "smtp"

_LONGEST_LINE = 998
_MOST_SERVED = 100
"""Messages over one connection; many servers turn a client away that wants more."""
_LONGEST_ENVELOPE_ID = 100
_TOO_LARGE = frozenset({552, 523})
_CLOSING = 421
_LIMITS = Limits()


class Line:
    """The connection to the server, kept for the next message as long as it is good."""

    def __init__(self, mail: Mail, limits: Limits = _LIMITS) -> None:
        """Nothing is connected yet."""
        self._mail, self._limits = mail, limits
        self._session: Session | None = None

    def deliver(self, delivery: Delivery, body: bytes, *, before_dot: Callable[[], None]) -> tuple[int, str]:
        """Send ``body`` to the one recipient; the server's code and words when it took the message over."""
        sender, to = _sender(self._mail), _recipient(delivery.address, self._mail)
        lines = _stuffed(body)
        session = self._begun(delivery, sender, to, len(body))
        kept = False
        try:
            session.ask("收件人", f"RCPT TO:<{to}>{_asked_back(session, to)}")
            crashpoint("smtp.rcpt_ok")
            session.hand_over(lines)
            before_dot()
            answer = session.verdict()
            kept = session.served < _MOST_SERVED
        except Broken as broken:
            message = f"邮件服务器{self._mail.host}没有收下：{broken}"
            raise Deferred(message, reply=str(broken)) from broken
        except Uncertain:
            raise
        except DeliveryError as problem:
            kept = problem.code != _CLOSING and _cleared(session)
            raise
        else:
            return answer
        finally:
            if not kept:
                self.close()

    def close(self) -> None:
        """Say goodbye; the next message opens a new connection."""
        if self._session is not None:
            self._session.leave()
            self._session = None

    def _begun(self, delivery: Delivery, sender: Address, to: Address, size: int) -> Session:
        """A session in which MAIL was accepted: the one that is open, or a new one."""

        def asked(session: Session) -> str:
            return _mail_command(session, delivery, sender, to, size)

        if self._session is not None:
            with contextlib.suppress(Broken, DeliveryError):
                self._session.wire.extend(self._limits.whole)
                if not self._session.wire.spoken():
                    self._session.ask("发件人", asked(self._session))
                    return self._session
            self.close()  # it went stale, or has had enough of us: a new one tells which
        session = self._session = opened(self._mail, self._limits)
        crashpoint("smtp.connected")
        try:
            code, reply = session.docmd(asked(session))
            if code // 100 != OK:
                about_all = code // 100 == PERMANENT and code not in _TOO_LARGE and not to.international
                raise refusal(code, reply, "发件人", whole=about_all)
        except Broken as broken:
            self.close()
            message = f"邮件服务器{self._mail.host}没有收下：{broken}"
            raise Deferred(message, reply=str(broken)) from broken
        except DeliveryError:
            self.close()
            raise
        return session


def greeted(mail: Mail, limits: Limits = _LIMITS) -> str:
    """Knock: connect, encrypt, log in, and leave; the server's greeting. Raises :class:`DeliveryError`."""
    session = opened(mail, limits)
    said = printable(session.ehlo_resp or b"").splitlines()
    session.leave()
    return said[0] if said else ""


def deliver(
    delivery: Delivery, body: bytes, mail: Mail, *, before_dot: Callable[[], None], limits: Limits = _LIMITS
) -> tuple[int, str]:
    """Send one message alone; see :meth:`Line.deliver`."""
    with contextlib.closing(Line(mail, limits)) as line:
        return line.deliver(delivery, body, before_dot=before_dot)


def _cleared(session: Session) -> bool:
    """Whether the server has forgotten what it refused and takes the next message."""
    if not session.between_commands:
        return False
    try:
        return session.docmd("RSET")[0] // 100 == OK
    except Broken:
        return False


def _mail_command(session: Session, delivery: Delivery, sender: Address, to: Address, size: int) -> str:
    """MAIL with what the server offers: size, international addresses, a note when mail comes back (RFC 3461)."""
    options = ""
    if sender.international or to.international:
        if not session.has_extn("smtputf8"):
            message = f"邮件服务器不支持非英文的邮箱地址：{to}"
            raise Refused(message, advice="请收件人提供英文邮箱地址")
        options = " SMTPUTF8 BODY=8BITMIME"
    if session.has_extn("size"):
        options += f" SIZE={size}"
    if session.has_extn("dsn"):
        known = _xtext(delivery.message_id.strip("<>"))
        options += " RET=HDRS" + (f" ENVID={known}" if len(known) <= _LONGEST_ENVELOPE_ID else "")
    return f"MAIL FROM:<{sender}>{options}"


def _asked_back(session: Session, to: Address) -> str:
    """That the server should tell when the message comes to nothing."""
    if not session.has_extn("dsn"):
        return ""
    return " NOTIFY=FAILURE,DELAY" + ("" if to.international else f" ORCPT=rfc822;{_xtext(str(to))}")


def _xtext(text: str) -> str:
    """Text as a parameter of an SMTP command (RFC 3461 section 4)."""
    plain = (
        character if "!" <= character <= "~" and character not in "+=" else f"+{ord(character):02X}"
        for character in text
    )
    return "".join(plain)


def _sender(mail: Mail) -> Address:
    """The address in the envelope's MAIL."""
    try:
        return Address.parse(mail.bounces_to or mail.sender)
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


def _stuffed(message: bytes) -> bytes:
    """The message as it goes over the line: dots doubled, every line ended by CRLF and short enough."""
    head, end, body = message.partition(b"\r\n\r\n")
    return _on_the_line(head + end) + _on_the_line_again(body)


def _on_the_line(part: bytes) -> bytes:
    whole = part if part.endswith(b"\r\n") or not part else part + b"\r\n"
    ends = whole.count(b"\r\n")
    if {whole.count(b"\r"), whole.count(b"\n")} != {ends} or b"\0" in whole:
        message = "邮件含有不成对的换行符或空字符"
        raise Refused(message)
    if max(map(len, whole.split(b"\r\n"))) > _LONGEST_LINE:
        message = f"邮件有超过{_LONGEST_LINE}字节的行"
        raise Refused(message)
    return (b"." if whole.startswith(b".") else b"") + whole.replace(b"\r\n.", b"\r\n..")


_on_the_line_again = lru_cache(maxsize=2)(_on_the_line)
"""The same for what many recipients get: the report below the head, looked through once."""
