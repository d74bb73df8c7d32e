"""A real Dovecot of our own over the mailboxes of our Postfix: IMAP, and log-in for Postfix."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from tests.acceptance.post_office.postfix import DOMAIN, free_port

WORD = "open-sesame"

_CONFIG = """\
base_dir = {run}
log_path = {here}/dovecot.log
protocols = imap
listen = 127.0.0.1
ssl = {ssl}
{certificates}
disable_plaintext_auth = no
auth_mechanisms = plain login
mail_location = maildir:{boxes}/%n
first_valid_uid = 100
default_internal_user = dovecot
default_login_user = dovenull
mail_uid = 65534
mail_gid = 65534
passdb {{
  driver = static
  args = password={word}
}}
userdb {{
  driver = static
  args = uid=65534 gid=65534 home={boxes}/%n
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {secure}
  }}
}}
service auth {{
  unix_listener {run}/postfix-auth {{
    mode = 0666
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
namespace inbox {{
  inbox = yes
  separator = /
}}
"""


@dataclass
class Dovecot:
    """One instance; everybody logs in with the same word."""

    folder: Path
    boxes: Path
    certificate: Path | None = None
    port: int = 0
    secure: int = 0

    def __enter__(self) -> Self:
        """Start."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.folder.chmod(0o755)
        self.port, self.secure = free_port(), free_port()
        given = f"ssl_cert = <{self.certificate}\nssl_key = <{self.certificate}" if self.certificate else ""
        text = _CONFIG.format(
            run=self.folder / "run", here=self.folder, boxes=self.boxes, word=WORD, port=self.port, secure=self.secure,
            ssl="yes" if self.certificate else "no", certificates=given,
        )  # fmt: skip
        (self.folder / "dovecot.conf").write_text(text)
        assert os.geteuid() == 0, "Dovecot only serves other users' mailboxes as root"
        self._process = subprocess.Popen(
            ("dovecot", "-F", "-c", self.folder / "dovecot.conf"), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )
        until = time.monotonic() + 20
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
            except OSError:
                assert time.monotonic() < until, self.log
                assert self._process.poll() is None, self.log
                time.sleep(0.05)
            else:
                return self

    def __exit__(self, *_: object) -> None:
        """Stop."""
        self._process.terminate()
        self._process.wait(20)
        if self._process.stderr:
            self._process.stderr.close()

    @property
    def log(self) -> str:
        """What it wrote down."""
        file = self.folder / "dovecot.log"
        return file.read_text(errors="replace")[-2000:] if file.exists() else ""

    @property
    def login_socket(self) -> Path:
        """Where Postfix asks who may log in."""
        return self.folder / "run" / "postfix-auth"


def user(name: str) -> str:
    """The log-in of somebody."""
    return f"{name}@{DOMAIN}"
