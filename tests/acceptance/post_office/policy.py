"""A policy server: Postfix asks it about every recipient, and it answers what the test has written down."""

from __future__ import annotations

import socketserver
import threading
import time
from collections import defaultdict
from typing import Self


class Policy:
    """Answers by recipient: a list is used up answer by answer, after that everybody is welcome."""

    def __init__(self) -> None:
        """Everybody is welcome."""
        self.answers: dict[str, list[str]] = {}
        self.asked: dict[str, int] = defaultdict(int)
        self.seconds = 0.0
        """How long it thinks."""
        policy = self

        class Handler(socketserver.StreamRequestHandler):
            """One connection of Postfix."""

            def handle(self) -> None:
                """Answer request after request."""
                about: dict[str, str] = {}
                for line in self.rfile:
                    name, _, value = line.decode().strip().partition("=")
                    if name:
                        about[name] = value
                        continue
                    self.wfile.write(f"action={policy.answer(about.get('recipient', ''))}\n\n".encode())
                    about = {}

        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.port: int = self._server.server_address[1]

    def __enter__(self) -> Self:
        """Serve."""
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        """End."""
        self._server.shutdown()
        self._server.server_close()

    def answer(self, recipient: str) -> str:
        """What Postfix is to do with a recipient."""
        self.asked[recipient] += 1
        time.sleep(self.seconds)
        left = self.answers.get(recipient, [])
        return (
            (
                left.pop(0)
                if len(left) > 1 or (left and not left[0].endswith("always"))
                else left[0].removesuffix(" always")
            )
            if left
            else "DUNNO"
        )
