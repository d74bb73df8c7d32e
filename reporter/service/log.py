"""Turn log records into lines of ``key=value`` on standard error."""

from __future__ import annotations

import datetime as dt
import json
import logging
import platform
from importlib.metadata import PackageNotFoundError, version

_STANDARD = frozenset(logging.makeLogRecord({}).__dict__) | {"message", "asctime", "taskName"}


class Lines(logging.Formatter):
    """One line a record: time in UTC, level, logger, message, and every ``extra`` of the record."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as a line; a traceback becomes one value."""
        fields = {
            "time": dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **{name: value for name, value in record.__dict__.items() if name not in _STANDARD},
        }
        if record.exc_info:
            fields["traceback"] = self.formatException(record.exc_info)
        return " ".join(f"{name}={_quoted(str(value))}" for name, value in fields.items())


def start(level: str) -> None:
    """Log to standard error from now on."""
    handler = logging.StreamHandler()
    handler.setFormatter(Lines())
    logging.basicConfig(level=level, handlers=[handler], force=True)


def surroundings() -> dict[str, str]:
    """What a later reader of the log will want to know: versions that decide about times and print."""
    found = {name: _version(name) for name in ("reporter", "tzdata", "chinesecalendar", "weasyprint", "matplotlib")}
    return {**found, "python": platform.python_version()}


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "absent"


def _quoted(value: str) -> str:
    """The value, in quotation marks where it needs them; never with a line break."""
    plain = value and value.isprintable() and not any(sign in value for sign in ' ="')
    return value if plain else json.dumps(value, ensure_ascii=False)
