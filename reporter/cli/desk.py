"""What every command works with: the project, its output folder, its store, the clock - each opened when it is needed."""

from __future__ import annotations

from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING

from reporter.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from reporter.clock import Clock
    from reporter.project import Project
    from reporter.settings import Settings
    from reporter.store import Store


class Desk:
    """One command's view of a project folder."""

    def __init__(self, folder: Path) -> None:
        """``folder`` holds ``schedules.yaml``."""
        self.folder = folder.resolve()

    @cached_property
    def settings(self) -> Settings:
        """The options of the machine; raises :class:`reporter.errors.UsageError` where one cannot be read."""
        from pydantic import ValidationError  # noqa: PLC0415 - slow to import

        from reporter.settings import settings  # noqa: PLC0415

        try:
            return settings()
        except ValidationError as error:
            names = "、".join(f"REPORTER_{str(fault['loc'][0]).upper()}" for fault in error.errors())
            message = f"环境变量的值无法识别：{names}"
            raise UsageError(message, advice="改正或删去这个变量，再运行一次") from error

    @cached_property
    def clock(self) -> Clock:
        """The clock that counts here."""
        from reporter.clock import clock  # noqa: PLC0415

        return clock(self.settings.clock)

    @property
    def output(self) -> Path:
        """Where editions and the database lie."""
        return (self.settings.output or self.folder / "output").resolve()

    @cached_property
    def project(self) -> Project:
        """The project; raises :class:`reporter.errors.Faults`."""
        from reporter.project import load  # noqa: PLC0415

        return load(self.folder)

    @contextmanager
    def store(self) -> Iterator[Store]:
        """The store, closed afterwards."""
        from reporter.store import Store, location  # noqa: PLC0415 - SQLAlchemy is slow to import

        self.output.mkdir(parents=True, exist_ok=True)
        store = Store.open(location(self.settings.database, self.output), zone=self.project.office.time_zone)
        try:
            yield store
        finally:
            store.close()
