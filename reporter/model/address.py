"""Turn what a person wrote into a mail address that is safe in a header and in an envelope."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~\u00a1-\u1fff\u2030-\u205e\u2070-\ud7ff\uf900-\ufdff\uff01-\uffef-]+"
_LOCAL = re.compile(rf"{_ATOM}(?:\.{_ATOM})*")
_LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)")
_LONGEST_LOCAL = 64
_LONGEST_DOMAIN = 253


def ascii_domain(text: str) -> str:
    """A domain in ASCII (punycode) and lower case; empty when it is none."""
    try:
        domain = text.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return ""
    good = len(domain) <= _LONGEST_DOMAIN and all(_LABEL.fullmatch(label) for label in domain.split("."))
    return domain if good else ""


@dataclass(frozen=True, slots=True)
class Address:
    """An ``addr-spec`` (RFC 5322, RFC 6531) without quoted strings, comments or address literals."""

    local: str
    domain: str
    """In ASCII (punycode) and lower case: what DNS, headers and the allow-list use."""

    @classmethod
    def parse(cls, text: str) -> Address:
        """Read one address; raises ``ValueError`` for anything that is not exactly one."""
        local, at, domain = text.rpartition("@")
        host = ascii_domain(domain)
        fits = len(local.encode("utf-8", "replace")) <= _LONGEST_LOCAL
        # Lenient readers take =?…?= for an encoded word even here, and decode controls out of it.
        if not (at and fits and _LOCAL.fullmatch(local) and "=?" not in local and host):
            message = f"邮箱地址写法不对：{text!r}"
            raise ValueError(message)
        return cls(local, host)

    @property
    def international(self) -> bool:
        """Whether the part before the @ needs SMTPUTF8."""
        return not self.local.isascii()

    def __str__(self) -> str:
        """The address with its domain in ASCII."""
        return f"{self.local}@{self.domain}"
