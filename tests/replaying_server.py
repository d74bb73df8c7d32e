"""A small web server on this machine that answers each request with the next of its replies, honest or hostile."""

from __future__ import annotations

import contextlib
import ssl
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True)
class Reply:
    """What the server answers."""

    content: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    endless: bool = False
    """Whether the content is sent again and again, until the other side hangs up."""
    cut: bool = False
    """Whether the line is cut in the middle."""
    silent: bool = False
    """Whether nothing comes after the headers."""


@dataclass
class Server:
    """A running server."""

    address: str
    asked: list[str]
    """Path and query of every request."""
    headers: list[dict[str, str]]
    done: threading.Event


@contextlib.contextmanager
def replaying(replies: Sequence[Reply], certificate: ssl.SSLContext | None = None) -> Iterator[Server]:
    """Serve the replies in turn, the last one for ever; with a certificate, under TLS."""
    asked: list[str] = []
    headers: list[dict[str, str]] = []
    done = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        """Answers one request."""

        def do_GET(self) -> None:
            """Send the next reply."""
            reply = replies[min(len(asked), len(replies) - 1)]
            asked.append(self.path)
            headers.append(dict(self.headers))
            self.send_response(reply.status)
            for name, value in {"Content-Type": "application/json", **reply.headers}.items():
                self.send_header(name, value)
            if not reply.endless:
                self.send_header("Content-Length", str(len(reply.content) * (2 if reply.cut else 1)))
            self.end_headers()
            with contextlib.suppress(OSError):
                self._send(reply)

        def _send(self, reply: Reply) -> None:
            """Send the body as the reply wants it."""
            if reply.silent:
                done.wait(30)
                return
            self.wfile.write(reply.content)
            while reply.endless and not done.is_set():
                self.wfile.write(reply.content)
            self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the base class's
            """Nothing on the screen."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    if certificate:
        server.socket = certificate.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield Server(f"{'https' if certificate else 'http'}://127.0.0.1:{server.server_port}", asked, headers, done)
    finally:
        done.set()
        server.shutdown()
        server.server_close()
