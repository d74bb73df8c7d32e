"""A mail server that takes whatever it is given and keeps it in a folder; equipment of the demo and the tests.

``python -m tests.catch_all --port 0 --folder DIR`` prints its port as the first line and runs until it is stopped.
Every message becomes ``NNN.eml``, its envelope ``NNN.json``.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import ssl
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

LARGEST = 64 * 1024 * 1024


class CatchAll:
    """The server, in a thread of its own, between ``with`` and the end of its block."""

    def __init__(
        self,
        folder: Path,
        *,
        port: int = 0,
        refuse: Mapping[str, str] | None = None,
        largest: int = LARGEST,
        tls: ssl.SSLContext | None = None,
        implicit: bool = False,
        login: tuple[str, str] | None = None,
    ) -> None:
        """``refuse`` maps an address to the answer to its RCPT; ``login`` makes log-in over TLS a duty."""
        self.folder = folder
        self.port = port
        self.refuse = dict(refuse or {})
        self.seconds = 0.0
        """How long it thinks about each message."""
        self._login = login
        self._implicit = tls if implicit else None
        self._options: dict[str, Any] = {"data_size_limit": largest, "enable_SMTPUTF8": True, "hostname": "catch-all"}
        if tls and not implicit:
            self._options |= {"tls_context": tls, "require_starttls": True}
        if login:
            self._options |= {"authenticator": self._authenticate, "auth_required": True, "auth_require_tls": True}
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._server: asyncio.Server | None = None

    def __enter__(self) -> Self:
        """Listen; ``port`` then says where."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop listening and drop every connection."""
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    @property
    def messages(self) -> list[bytes]:
        """What was accepted so far, in order."""
        return [path.read_bytes() for path in sorted(self.folder.glob("*.eml"))]

    @property
    def envelopes(self) -> list[dict[str, Any]]:
        """The envelopes of what was accepted, in order."""
        return [json.loads(path.read_text(encoding="utf-8")) for path in sorted(self.folder.glob("*.json"))]

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Take the recipient, or say what the test wants said."""
        if address in self.refuse:
            return self.refuse[address]
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, _server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Keep the message, and say so after a while."""
        number = len(list(self.folder.glob("*.eml"))) + 1
        about = {
            "mail_from": envelope.mail_from,
            "rcpt_tos": envelope.rcpt_tos,
            "mail_options": envelope.mail_options,
            "tls": bool(session.ssl or self._implicit),
        }
        stem = self.folder / f"{number:03}"
        stem.with_suffix(".json").write_text(json.dumps(about, ensure_ascii=False, indent=1), encoding="utf-8")
        draft = stem.with_suffix(".part")
        draft.write_bytes(envelope.original_content or b"")
        draft.rename(stem.with_suffix(".eml"))
        await asyncio.sleep(self.seconds)
        return f"250 2.0.0 kept as {number:03}"

    def _authenticate(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _how: str, data: object
    ) -> AuthResult:
        """Compare with the one log-in that is good."""
        good = isinstance(data, LoginPassword) and self._login == (data.login.decode(), data.password.decode())
        return AuthResult(success=good, handled=False)

    async def _listen(self) -> None:
        self._server = await self._loop.create_server(
            lambda: SMTP(self, loop=self._loop, **self._options), "127.0.0.1", self.port, ssl=self._implicit
        )
        self.port = self._server.sockets[0].getsockname()[1]

    async def _close(self) -> None:
        if self._server:
            self._server.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)


def main() -> None:
    """Serve until stopped."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--folder", type=Path, required=True)
    arguments = parser.parse_args()
    with CatchAll(arguments.folder, port=arguments.port) as server:
        print(server.port, flush=True)
        threading.Event().wait()


if __name__ == "__main__":
    main()
