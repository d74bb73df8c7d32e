"""A mail server that follows a script: for what no decent server does."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable
from typing import Self


class Peer:
    """The server's end of one connection."""

    def __init__(self, sock: socket.socket) -> None:
        """``heard`` collects everything that came in."""
        self.sock = sock
        self.heard = bytearray()
        self._at = 0

    def say(self, words: str) -> None:
        """One line of an answer."""
        self.sock.sendall(words.encode() + b"\r\n")

    def hear(self, end: bytes = b"\r\n") -> bytes:
        """Everything up to ``end``."""
        while (found := self.heard.find(end, self._at)) < 0:
            piece = self.sock.recv(65536)
            if not piece:
                raise ConnectionError
            self.heard += piece
        start, self._at = self._at, found + len(end)
        return bytes(self.heard[start : self._at])

    def until_data(self) -> None:
        """The usual talk, up to and including 354."""
        self.say("220 scripted ESMTP")
        self.hear()
        self.say("250 scripted")
        for _ in ("MAIL", "RCPT"):
            self.hear()
            self.say("250 2.1.0 OK")
        self.hear()
        self.say("354 go on")

    def hang_up(self) -> None:
        """Cut the line."""
        self.sock.close()


class ScriptedServer:
    """Follows ``script`` with the first connection; ``heard`` is what the client sent."""

    def __init__(self, script: Callable[[Peer], None]) -> None:
        """The script runs in a thread of its own."""
        self._script = script
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._peer: Peer | None = None

    def __enter__(self) -> Self:
        """Listen."""
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Cut what is left."""
        self._listener.close()
        if self._peer:
            with contextlib.suppress(OSError):
                self._peer.sock.shutdown(socket.SHUT_RDWR)
        self._thread.join(5)

    @property
    def heard(self) -> bytes:
        """Everything that the client sent."""
        return bytes(self._peer.heard) if self._peer else b""

    def _run(self) -> None:
        with contextlib.suppress(OSError):
            sock, _ = self._listener.accept()
            with sock:
                self._peer = Peer(sock)
                self._script(self._peer)
                self._peer.hear(b"\0nothing ever\0")
