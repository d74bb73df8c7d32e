"""Turn a socket into one that sends and answers whole, in time, and within bounds.

``smtplib`` limits the wait for each byte only; a server that sends one byte a second, or never stops, would hold us
for ever.
"""

from __future__ import annotations

import re
import socket
import ssl
from dataclasses import dataclass, field

from reporter.clock import monotonic
from reporter.errors import plainly

_CHUNK = 1 << 16
_LONGEST_REPLY = 1 << 16
_KEPT = 1000
_REPLY = re.compile(rb"([2-5]\d\d)(?:([ -])(.*))?", re.DOTALL)
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


@dataclass(frozen=True, slots=True)
class Limits:
    """How long the server may take, in seconds (RFC 5321 4.5.3.2 for the last answer)."""

    step: float = 30
    """One command and its answer, one piece of the message."""
    whole: float = 900
    """Everything before the final dot."""
    verdict: float = 600
    """The answer to the final dot."""


class Broken(Exception):  # noqa: N818 - a state of the line, never seen outside the channel
    """The line is cut, silent, endless or speaks no SMTP."""


@dataclass(slots=True)
class Wire:
    """The connection; every method ends in time or raises :class:`Broken`."""

    socket: socket.socket
    limits: Limits
    hidden: tuple[bytes, ...] = ()
    """Secrets that no answer may repeat."""
    unread: bytearray = field(default_factory=bytearray)
    """What the server has sent beyond the last answer."""
    deadline: float = 0

    def __post_init__(self) -> None:
        """The time for the whole starts now."""
        self.extend(self.limits.whole)

    def extend(self, seconds: float) -> None:
        """All that follows must end within ``seconds`` from now."""
        self.deadline = monotonic() + seconds

    def send(self, octets: bytes) -> None:
        """Everything, piece by piece, each within the time of a step."""
        view = memoryview(octets)
        for start in range(0, len(view), _CHUNK):
            self._wait_until(monotonic() + self.limits.step)
            try:
                self.socket.sendall(view[start : start + _CHUNK])
            except OSError as error:
                raise Broken(_reason(error)) from error

    def answer(self, seconds: float) -> tuple[int, bytes]:
        """One whole answer of limited length: its code and its words."""
        until = monotonic() + seconds
        words: list[bytes] = []
        size = 0
        while size <= _LONGEST_REPLY:
            line = self._line(until)
            found = _REPLY.fullmatch(line)
            if not found:
                message = f"答复不合规（{printable(line[:80])}）"
                raise Broken(message)
            words.append(found[3] or b"")
            size += len(line) + 2
            if found[2] != b"-":
                return int(found[1]), self._discreet(b"\n".join(words))
        message = "答复没有尽头"
        raise Broken(message)

    def spoken(self) -> bool:
        """Whether the server has said something unasked; that it hung up is raised."""
        self.socket.settimeout(0)
        try:
            self._receive()
        except (BlockingIOError, ssl.SSLWantReadError):
            return bool(self.unread)
        except OSError as error:
            raise Broken(_reason(error)) from error
        return True

    def _line(self, until: float) -> bytes:
        """One line without its end."""
        while (end := self.unread.find(b"\n")) < 0:
            if len(self.unread) > _LONGEST_REPLY:
                message = "答复没有尽头"
                raise Broken(message)
            self._wait_until(until)
            try:
                self._receive()
            except OSError as error:
                raise Broken(_reason(error)) from error
        line = bytes(self.unread[:end])
        del self.unread[: end + 1]
        return line.rstrip(b"\r")

    def _receive(self) -> None:
        """What is there, at least one byte."""
        piece = self.socket.recv(4096)
        if not piece:
            message = "对方断开了连接"
            raise Broken(message)
        self.unread += piece

    def _wait_until(self, until: float) -> None:
        """Let the next operation take until then and not past the deadline."""
        left = min(until, self.deadline) - monotonic()
        if left <= 0:
            raise Broken(_reason(TimeoutError()))
        self.socket.settimeout(left)

    def _discreet(self, reply: bytes) -> bytes:
        """The answer without any secret in it."""
        for word in self.hidden:
            reply = reply.replace(word, b"***")
        return reply


def printable(reply: bytes) -> str:
    """An answer as text for tables and screens: one line, no controls, not endless."""
    return _CONTROLS.sub(" ", reply.decode("utf-8", "replace")).strip()[:_KEPT]


def _reason(error: OSError) -> str:
    """What happened to the line, in Chinese."""
    return "等待超时" if isinstance(error, TimeoutError) else f"连接中断（{plainly(error)}）"
