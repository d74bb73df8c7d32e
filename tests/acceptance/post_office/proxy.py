"""A wire with faults between the office and Postfix: each connection can have its own, the rest are sound."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from typing import Literal, Self

Fault = Literal[
    "sound", "before-dot", "half-way", "after-dot", "lost-dot", "banner", "drip", "garbage", "silent", "early-550"
]
_DOT = b"\r\n.\r\n"


class Proxy:
    """Connections are taken in order; ``faults`` says what happens to each, and after them all is well."""

    def __init__(self, port: int, *faults: Fault) -> None:
        """``port`` is where the server listens."""
        self._server, self._faults = port, list(faults)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.connections = 0

    def __enter__(self) -> Self:
        """Listen."""
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop listening."""
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                self.connections += 1
                fault = self._faults.pop(0) if self._faults else "sound"
                threading.Thread(target=self._serve, args=(client, fault), daemon=True).start()

    def _serve(self, client: socket.socket, fault: Fault) -> None:
        """One connection with its fault."""
        with contextlib.suppress(OSError), client:
            if fault in {"banner", "drip", "garbage", "silent"}:
                _talk(client, fault)
                return
            with socket.create_connection(("127.0.0.1", self._server)) as server:
                answers = threading.Thread(target=_answers, args=(server, client, fault), daemon=True)
                answers.start()
                _commands(client, server, fault)
                for end in (server, client):  # closing alone would leave the line open while the other thread listens
                    with contextlib.suppress(OSError):
                        end.shutdown(socket.SHUT_RDWR)


def _talk(client: socket.socket, fault: Fault) -> None:
    """A server that never comes to the point; gives up after a while for the test's sake."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        if fault == "banner":
            client.sendall(b"220-" + b"x" * 4096 + b"\r\n")
        elif fault == "drip":
            client.sendall(b"2")
            time.sleep(0.2)
        elif fault == "garbage":
            client.sendall(b"\x00\xff\xfe not mail at all\r\n")
            time.sleep(0.2)
        else:
            time.sleep(0.2)


def _commands(client: socket.socket, server: socket.socket, fault: Fault) -> None:
    """What the office says, up to the fault."""
    seen = b""
    in_data = 0
    while piece := client.recv(65536):
        seen += piece
        begun = seen.find(b"\r\nDATA\r\n")
        in_data = len(seen) - begun if begun >= 0 else 0
        if fault == "half-way" and in_data > 20_000:
            server.sendall(piece[: len(piece) // 2])
            return
        if fault in {"before-dot", "lost-dot"} and in_data and seen.endswith(_DOT):
            if len(piece) > 3 and fault == "before-dot":
                server.sendall(piece[:-3])
            return  # the dot never gets to the server
        server.sendall(piece)
        if fault == "after-dot" and in_data and seen.endswith(_DOT):
            time.sleep(0.5)  # the server takes it; its answer is lost
            return


def _answers(server: socket.socket, client: socket.socket, fault: Fault) -> None:
    """What the server answers."""
    with contextlib.suppress(OSError):
        while piece := server.recv(65536):
            if fault == "after-dot" and b"queued as" in piece:
                return
            client.sendall(piece)
