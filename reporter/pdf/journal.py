"""Turn what WeasyPrint logs while it works into findings; nothing that it complains of goes unheard."""

from __future__ import annotations

import logging
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

from reporter.model.finding import Finding, Place

if TYPE_CHECKING:
    from collections.abc import Iterator

_LOGGER = "weasyprint"
_NOTDEF = re.compile(r'\.notdef glyph rendered .* "(?P<character>.)" \(U\+(?P<code>[0-9A-F]+)\)', re.DOTALL)
_FETCHING = ("Failed to load", "Relative URI", "Failed to fetch")
"""Complaints about resources, which the fetcher has already reported in our own words."""


class _Listener(logging.Handler):
    """Keeps findings instead of lines."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.findings: list[Finding] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one complaint."""
        said = record.getMessage()
        place = Place(part="版式")
        if found := _NOTDEF.search(said):
            self.findings.append(
                Finding(
                    "missing_glyph", "error", place, f"字体中没有“{found['character']}”字（U+{found['code']}），会印成空框", "请换用通行字，或在字体目录中补充含该字的字体",
                ),
            )  # fmt: skip
        elif said.startswith(_FETCHING):
            if "base" in said:
                self.findings.append(
                    Finding("foreign_address", "error", place, f"版式引用了相对地址：{said}", "请写成asset:文件名")
                )
        elif record.levelno >= logging.ERROR:
            self.findings.append(Finding("layout_error", "error", place, f"排版引擎报告错误：{said}"))
        else:
            self.findings.append(Finding("layout_warning", "warning", place, f"排版引擎提醒：{said}"))


@contextmanager
def listen() -> Iterator[_Listener]:
    """Hear what the library says, and keep it off the terminal."""
    logger, listener = logging.getLogger(_LOGGER), _Listener()
    handlers, propagate = logger.handlers[:], logger.propagate
    logger.handlers, logger.propagate = [listener], False
    try:
        yield listener
    finally:
        logger.handlers, logger.propagate = handlers, propagate
