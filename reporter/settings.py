"""Every environment option of the service, each with its meaning.

Options are read from variables ``REPORTER_…`` once, at start. Secrets never stand in a file of the project: they are
named there as ``env:NAME`` or ``file:PATH`` and read by :func:`secret` at the moment of use.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, Field

from reporter.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping


class Settings(BaseModel):
    """Options that belong to the machine, not to the office."""

    model_config = ConfigDict(frozen=True)

    clock: Path | None = Field(
        default=None, description="File that holds the instant at which the clock stands (tests)."
    )
    database: str = Field(default="", description="SQLAlchemy URL; empty means SQLite below output/.")
    output: Path | None = Field(default=None, description="Folder for editions; empty means output/ of the project.")
    tick_seconds: float = Field(default=30.0, gt=0, description="How often the service looks at what is due.")
    render_seconds: float = Field(default=120.0, gt=0, description="Longest time that one production may take.")
    render_megabytes: int = Field(default=1500, gt=0, description="Most memory that one production may take.")
    read_seconds: float = Field(default=60.0, gt=0, description="Longest time that reading what came in may take.")
    read_megabytes: int = Field(default=1000, gt=0, description="Most memory that reading what came in may take.")
    settle_seconds: float = Field(default=2.0, ge=0, description="How long a file in the inbox must keep its size.")
    log_level: str = Field(default="INFO", description="DEBUG, INFO, WARNING or ERROR.")
    health_port: int = Field(
        default=0, ge=0, le=65535, description="Port on 127.0.0.1 for /healthz and /metrics; 0 opens none."
    )
    longest_jump_hours: float = Field(
        default=36.0,
        gt=0,
        description="A clock that jumps further ahead than this stops the service until it is looked at.",
    )
    retention_days: int = Field(
        default=0, ge=0, description="How long admin purge keeps the files of an edition; 0 keeps them for ever."
    )
    token: str = Field(
        default="", description="Token of the person who signs, where the operating system does not name him."
    )
    crash_testing: str = Field(default="", description="Only with yes does crash_at count (tests).")
    crash_at: str = Field(default="", description="Named place at which the process kills itself (tests).")


_PREFIX = "REPORTER_"


def settings() -> Settings:
    """The options of this process.

    Pydantic alone reads them: pydantic-settings would import asyncio and the clients of clouds into every command.
    """
    variables = {name: f"{_PREFIX}{name.upper()}" for name in Settings.model_fields}
    return Settings.model_validate({name: os.environ[key] for name, key in variables.items() if key in os.environ})


def supervisor() -> tuple[str, float]:
    """Where systemd wants to hear from this process, and within how many seconds again and again; empty without it."""
    return os.environ.get("NOTIFY_SOCKET", ""), int(os.environ.get("WATCHDOG_USEC") or 0) / 1e6


def secret(reference: str) -> str:
    """The secret that ``env:NAME`` or ``file:PATH`` names; raises :class:`UsageError` when there is none."""
    kind, _, name = reference.partition(":")
    if kind == "env" and name in os.environ:
        return os.environ[name]
    if kind == "file" and Path(name).is_file():
        return Path(name).read_text(encoding="utf-8").strip()
    message = f"找不到口令：{reference}"
    raise UsageError(message, advice="口令写成env:变量名或file:文件路径，并确认变量或文件存在")


def child_environment() -> Mapping[str, str]:
    """What a sandboxed child may know of the environment: no option and no secret, only where things lie."""
    kept = ("PATH", "HOME", "LANG", "LC_ALL", "PYTHONPATH", "VIRTUAL_ENV", "TMPDIR", "SSL_CERT_FILE")
    return {name: os.environ[name] for name in kept if name in os.environ}
