"""Turn the hurried script's page into PDF with a browser that stays open: the comparator of P2.

Data, text and matplotlib charts are those of ``naive.py``; only the printing is another.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.warm import MissingError
from tests.browser import Browser

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def side(project: Path, output: Path) -> Callable[[], None]:
    """The script with the browser in the place of its printer; raises :class:`MissingError` where there is none."""
    from benchmarks import naive as script  # noqa: PLC0415

    try:
        browser = Browser()
    except FileNotFoundError as missing:
        raise MissingError(str(missing)) from missing

    class Page:
        """Stands for ``weasyprint.HTML``."""

        def __init__(self, string: str) -> None:
            self.string = string

        def write_pdf(self, target: Path, *, stylesheets: list[str], **_: object) -> None:
            """Print with the browser."""
            page = output / "page.html"
            page.write_text(self.string.replace("</head>", f"<style>{stylesheets[0]}</style></head>"), encoding="utf-8")
            target.write_bytes(browser.pdf(page.resolve()))

    script.HTML, script.CSS = Page, lambda string, **_: string  # type: ignore[attr-defined]
    script.FontConfiguration = script.Attachment = lambda **_: None  # type: ignore[attr-defined]
    return lambda: script.main(project, output)
