"""Every environment option of the service, each with its meaning.

Options are read from variables ``REPORTER_…`` once, at start. Secrets never stand in a file of the project: they are
named there as ``env:NAME`` or ``file:PATH`` and read by :func:`secret` at the moment of use.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from reporter.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping


class Settings(BaseSettings):
    """Options that belong to the machine, not to the office."""

    model_config = SettingsConfigDict(env_prefix="REPORTER_", frozen=True)

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
    log_level: str = Field(default="INFO", description="DEBUG, INFO, WARNING or ERROR.")


def settings() -> Settings:
    """The options of this process."""
    return Settings()


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
