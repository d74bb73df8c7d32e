"""How a source may use the network: the options that every kind shares which asks a server."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """Bounds of a request, and whom it may reach."""

    hosts: tuple[str, ...] = ()
    """Hosts besides that of ``url``; an address or a network (10.1.2.3, 10.0.0.0/8) opens what is not public."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """Headers of the request; a value may be ``env:NAME`` or ``file:PATH``, and never leaves the host of ``url``."""
    ca_file: str = ""
    """Certificate authority besides those that everybody trusts, below the project folder."""
    seconds: float = 30.0
    """The longest that one request may take, from the first byte to the last."""
    megabytes: float = 20.0
    """The largest reply, unpacked."""
    tries: int = 3
    """How often a request is tried that fails for the moment."""
    pause: float = 1.0
    """Seconds before the second try; doubled each time."""

    def get(self, address: str, folder: Path) -> bytes:
        """The reply to a request; raises :class:`reporter.errors.SourceError` with the address and what to do."""
        from reporter.sources import _web  # noqa: PLC0415 - the child that reads the replies needs no network

        return _web.get(address, self, folder)
