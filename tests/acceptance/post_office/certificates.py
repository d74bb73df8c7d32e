"""An authority of our own and the certificates that a careless server may show, made by the ``openssl`` command."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path

NAME = "localhost"


@dataclass(frozen=True)
class Pair:
    """A certificate with its key, in one file as Postfix and Dovecot read it."""

    file: Path


@dataclass(frozen=True)
class Authority:
    """A certificate authority that tests trust."""

    folder: Path

    @property
    def file(self) -> Path:
        """What a client must know to trust it."""
        return self.folder / "authority.pem"

    @classmethod
    def founded(cls, folder: Path) -> Authority:
        """A new one."""
        folder.mkdir(parents=True, exist_ok=True)
        _openssl("req", "-x509", *_KEY, "-keyout", folder / "authority.key", "-out", folder / "authority.pem", "-days", "9",
                 "-subj", "/CN=tests", "-addext", "basicConstraints=critical,CA:TRUE")  # fmt: skip
        return cls(folder)

    def issue(self, name: str = NAME) -> Pair:
        """A certificate for ``name``."""
        return self._signed(name, name, "-days", "5")

    def expired(self) -> Pair:
        """A certificate for the right name, of yesteryear."""
        return self._signed(NAME, "expired", "-startdate", "20200101000000Z", "-enddate", "20200201000000Z")

    def _signed(self, name: str, label: str, *when: str) -> Pair:
        stem = self.folder / label
        key, request, out = (stem.with_suffix(suffix) for suffix in (".key", ".csr", ".crt"))
        _openssl(
            "req",
            *_KEY,
            "-keyout",
            key,
            "-out",
            request,
            "-subj",
            f"/CN={name}",
            "-addext",
            f"subjectAltName=DNS:{name}",
        )
        (self.folder / "index.txt").touch()
        config = self.folder / "ca.cnf"
        config.write_text(_CA.format(folder=self.folder))
        _openssl("ca", "-batch", "-create_serial", "-config", config, "-in", request, "-out", out, "-notext", *when)
        pair = stem.with_suffix(".pem")
        pair.write_bytes(key.read_bytes() + out.read_bytes())
        return Pair(pair)


_KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
_CA = """\
[ca]
default_ca=one
[one]
dir={folder}
database=$dir/index.txt
serial=$dir/serial
new_certs_dir=$dir
certificate=$dir/authority.pem
private_key=$dir/authority.key
unique_subject=no
default_md=sha256
policy=any
copy_extensions=copy
[any]
commonName=supplied
"""


def _openssl(*words: object) -> None:
    subprocess.run(("openssl", *map(str, words)), check=True, capture_output=True)
