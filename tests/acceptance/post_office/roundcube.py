"""A real webmail: Debian's Roundcube on PHP's own server, somebody logged in, and a door for a browser without cookies."""

from __future__ import annotations

import os
import re
import shutil
import socket
import sqlite3
import subprocess
import threading
import time
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Self

import httpx

from tests.acceptance.post_office.dovecot import WORD, Dovecot, user
from tests.acceptance.post_office.postfix import free_port

HOME = Path("/var/lib/roundcube")
_CONFIG = """<?php
$config = [];
$config['db_dsnw'] = 'sqlite:///{here}/roundcube.db?mode=0640';
$config['imap_host'] = '127.0.0.1:{imap}';
$config['smtp_host'] = '';
$config['des_key'] = 'only-for-this-test-key--';
$config['plugins'] = [];
$config['temp_dir'] = '{here}/temp';
$config['log_dir'] = '{here}/logs';
$config['language'] = 'zh_CN';
$config['skin'] = 'elastic';
$config['session_lifetime'] = 60;
$config['enable_installer'] = false;
"""


@dataclass
class Roundcube:
    """The webmail of one person; ``url`` shows it to a browser."""

    folder: Path
    dovecot: Dovecot
    name: str

    def __enter__(self) -> Self:
        """Start, and log in."""
        self.folder.mkdir(parents=True)
        for part in ("temp", "logs", "conf"):
            (self.folder / part).mkdir()
        for file in ("defaults.inc.php", "mimetypes.php"):
            shutil.copy(f"/etc/roundcube/{file}", self.folder / "conf")
        (self.folder / "conf" / "config.inc.php").write_text(_CONFIG.format(here=self.folder, imap=self.dovecot.port))
        tables = Path("/usr/share/roundcube/SQL/sqlite.initial.sql").read_text()
        with sqlite3.connect(self.folder / "roundcube.db") as database:
            database.executescript(tables)
        database.close()
        port = free_port()
        self._php = subprocess.Popen(
            ("php", "-S", f"127.0.0.1:{port}", "-t", HOME), env={**os.environ, "ROUNDCUBE_CONFIG_DIR": str(self.folder / "conf")},
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        until = time.monotonic() + 15
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                assert time.monotonic() < until
                time.sleep(0.05)
        self._web = httpx.Client(
            base_url=f"http://127.0.0.1:{port}", follow_redirects=True, timeout=30, trust_env=False
        )
        self._log_in()
        self._door()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop."""
        self._server.shutdown()
        self._server.server_close()
        self._web.close()
        self._php.terminate()
        self._php.wait(10)

    def get(self, path: str) -> httpx.Response:
        """A page as the person who is logged in sees it."""
        return self._web.get(path)

    def _log_in(self) -> None:
        """Fill in the form, as a person would."""
        page = self._web.get("/index.php").text
        token = re.search(r'name="_token" value="([^"]+)"', page)
        assert token, page[:2000]
        done = self._web.post("/index.php?_task=login", data={
            "_token": token[1], "_task": "login", "_action": "login", "_timezone": "Asia/Shanghai", "_url": "",
            "_user": user(self.name), "_pass": WORD,
        })  # fmt: skip
        assert "_task=logout" in done.text, done.text[:2000]

    def _door(self) -> None:
        """A server that hands every request on with the cookies of the log-in."""
        web = self._web

        class Handler(BaseHTTPRequestHandler):
            """Hands on."""

            def do_GET(self) -> None:
                """One request."""
                answer = web.get(self.path)
                self.send_response(answer.status_code)
                self.send_header("Content-Type", answer.headers.get("content-type", "text/html"))
                self.send_header("Content-Length", str(len(answer.content)))
                self.end_headers()
                self.wfile.write(answer.content)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
