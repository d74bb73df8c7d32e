"""A real Postfix of our own: its own configuration, queue and mailboxes, on ports of the loopback that nobody else uses."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

DOMAIN = "example.org"
_SERVICES = """\
cleanup   unix  n  -  n  -  0  cleanup
qmgr      unix  n  -  n  1  1  qmgr
tlsmgr    unix  -  -  n  1000?  1  tlsmgr
rewrite   unix  -  -  n  -  -  trivial-rewrite
bounce    unix  -  -  n  -  0  bounce
defer     unix  -  -  n  -  0  bounce
trace     unix  -  -  n  -  0  bounce
verify    unix  -  -  n  -  1  verify
flush     unix  n  -  n  1000?  0  flush
proxymap  unix  -  -  n  -  -  proxymap
smtp      unix  -  -  n  -  -  smtp
error     unix  -  -  n  -  -  error
retry     unix  -  -  n  -  -  error
discard   unix  -  -  n  -  -  discard
virtual   unix  -  n  n  -  -  virtual
anvil     unix  -  -  n  -  1  anvil
scache    unix  -  -  n  -  1  scache
showq     unix  n  -  n  -  -  showq
postlog   unix-dgram n - n  -  1  postlogd
"""


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Postfix:
    """One instance. ``doors`` are its SMTP services: name -> options of ``smtpd``, each on a port of its own."""

    folder: Path
    doors: Mapping[str, tuple[str, ...]]
    settings: dict[str, str] = field(default_factory=dict)
    people: tuple[str, ...] = ()
    """Names before the @ that have a mailbox."""
    onward: dict[str, str] = field(default_factory=dict)
    """Names whose mail is accepted and then handed to another door, which may refuse it: a late bounce."""
    ports: dict[str, int] = field(default_factory=dict)

    def __enter__(self) -> Self:
        """Set up and start."""
        assert os.geteuid() == 0, "Postfix only starts as root: run the acceptance tests as root, as in a container"
        self.folder.chmod(0o755)
        for part in ("conf", "queue", "data", "mail"):
            (self.folder / part).mkdir(exist_ok=True)
        shutil.chown(self.folder / "data", "postfix")
        shutil.chown(self.folder / "mail", "nobody")
        self.ports = {name: self.ports.get(name) or free_port() for name in self.doors}
        self._configure()
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop."""
        self.stop()

    def start(self) -> None:
        """Start, and wait until every door is open."""
        self._control("start")
        until = time.monotonic() + 20
        for port in (self.ports[name] for name in self.doors):
            while True:
                try:
                    socket.create_connection(("127.0.0.1", port), 1).close()
                    break
                except OSError:
                    assert time.monotonic() < until, self.log[-1500:]
                    time.sleep(0.05)

    def stop(self) -> None:
        """Stop and wait until it has."""
        self._control("stop")

    @property
    def log(self) -> str:
        """What it wrote down."""
        file = self.folder / "maillog"
        return file.read_text(errors="replace") if file.exists() else ""

    def mailboxes(self) -> dict[str, list[bytes]]:
        """What lies in the mailboxes, by address; the queue is waited for first."""
        self.settle()
        found: dict[str, list[bytes]] = {}
        for box in sorted((self.folder / "mail").glob("*")):
            files = sorted([*box.glob("new/*"), *box.glob("cur/*")], key=lambda file: file.stat().st_mtime_ns)
            found[f"{box.name}@{DOMAIN}"] = [file.read_bytes() for file in files]
        return {address: bodies for address, bodies in found.items() if bodies}

    def settle(self, seconds: float = 20) -> None:
        """Wait until nothing is under way within the server."""
        until = time.monotonic() + seconds
        while any(file.is_file() for part in ("incoming", "active", "maildrop", "deferred")
                  for file in (self.folder / "queue" / part).rglob("*")):  # fmt: skip
            assert time.monotonic() < until, self.log[-3000:]
            time.sleep(0.02)

    def _control(self, word: str) -> None:
        subprocess.run(("postfix", "-c", self.folder / "conf", word), check=True, capture_output=True, timeout=60)

    def _configure(self) -> None:
        here, conf = self.folder, self.folder / "conf"
        (conf / "people").write_text("".join(f"{name}@{DOMAIN} {name}/\n" for name in self.people))
        onward = (f"{name}@{DOMAIN} smtp:[127.0.0.1]:{self.ports[door]}\n" for name, door in self.onward.items())
        (conf / "transport").write_text("".join(onward))
        main = {
            "compatibility_level": "3.6", "queue_directory": here / "queue", "data_directory": here / "data",
            "mail_owner": "postfix", "setgid_group": "postdrop", "inet_interfaces": "127.0.0.1", "inet_protocols": "ipv4",
            "myhostname": "mail.example.org", "mydestination": "", "mynetworks": "", "maillog_file": here / "maillog",
            "maillog_file_prefixes": here, "virtual_mailbox_domains": DOMAIN, "virtual_mailbox_base": here / "mail",
            "virtual_mailbox_maps": f"texthash:{conf}/people", "virtual_uid_maps": "static:65534", "virtual_gid_maps": "static:65534",
            "virtual_minimum_uid": "100", "virtual_mailbox_limit": "0", "message_size_limit": "20000000", "smtputf8_enable": "yes",
            "transport_maps": f"texthash:{conf}/transport", "default_transport": "error:no mail leaves this machine",
            "smtpd_client_event_limit_exceptions": "static:all", "smtpd_tls_security_level": "none",
            "smtpd_error_sleep_time": "0", "smtpd_hard_error_limit": "100000",
            "smtpd_soft_error_limit": "100000", "bounce_queue_lifetime": "0", "maximal_queue_lifetime": "0",
        } | self.settings  # fmt: skip
        (conf / "main.cf").write_text("".join(f"{name} = {value}\n" for name, value in main.items()))
        doors = "".join(
            f"127.0.0.1:{self.ports[name]} inet n - n - - smtpd -o syslog_name=postfix/{name} "
            + " ".join(f"-o {{ {option} }}" for option in options) + "\n"
            for name, options in self.doors.items()
        )  # fmt: skip
        (conf / "master.cf").write_text(doors + _SERVICES)
        shutil.copy("/etc/postfix/dynamicmaps.cf", conf) if Path("/etc/postfix/dynamicmaps.cf").exists() else None
