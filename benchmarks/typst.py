"""Turn the hurried script's page into PDF with Typst: a second comparator, the fastest typesetter that there is.

Data, text and matplotlib charts are those of ``naive.py``; the page is rewritten in Typst's own markup. The package is
installed for the benchmark only, beside the locked environment.
"""

from __future__ import annotations

import importlib
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from benchmarks.measuring import ROOT
from benchmarks.warm import MissingError

if TYPE_CHECKING:
    from collections.abc import Callable

_FOLDER = ROOT / ".venv" / "benchmark"
_HEAD = """\
#set page(paper: "a4", margin: (top: 24mm, bottom: 23mm, x: 21mm), numbering: "1")
#set text(font: "Noto Serif SC", size: 11pt, lang: "zh")
#set par(justify: true, first-line-indent: (amount: 2em, all: true), leading: 0.9em)
#show heading: set text(font: "Noto Sans SC", size: 15pt)
#set table(stroke: none, inset: 3pt)
"""
_ESCAPED = str.maketrans({one: f"\\{one}" for one in "\\#$*_`<>@[]=-+/~\"'"})


class _Markup(HTMLParser):
    """Writes the elements of the script's page in Typst's markup."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []
        self._rows: list[list[str]] | None = None
        self._silent = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin an element."""
        if tag == "head":
            self._silent = True
        elif tag in {"h1", "h2"}:
            self.out.append(f"\n\n{'=' * int(tag[1])} ")
        elif tag in {"p", "li", "header", "figcaption"}:
            self.out.append("\n\n")
        elif tag == "img":
            self.out.append(f'\n\n#image("{unquote(urlsplit(str(dict(attrs)["src"])).path)}", width: 100%)\n')
        elif tag == "table":
            self._rows = []
        elif tag == "tr" and self._rows is not None:
            self._rows.append([])
        elif tag in {"td", "th"} and self._rows:
            self._rows[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        """End an element; a table is written as a whole."""
        if tag == "head":
            self._silent = False
        elif tag == "table" and self._rows:
            cells = ", ".join(f"[{cell}]" for row in self._rows for cell in row)
            self.out.append(f"\n\n#table(columns: {max(map(len, self._rows))}, {cells})\n")
            self._rows = None

    def handle_data(self, data: str) -> None:
        """Words, of a cell or of the text."""
        words = " ".join(data.split()).translate(_ESCAPED)
        if self._silent or not words:
            return
        if self._rows is None:
            self.out.append(words)
        elif self._rows and self._rows[-1]:
            self._rows[-1][-1] += words


def markup(html: str) -> str:
    """The page in Typst's markup."""
    reader = _Markup()
    reader.feed(html)
    reader.close()
    return _HEAD + "".join(reader.out)


def _library() -> Any:
    """The package, installed beside the environment where it is not there."""
    sys.path.insert(0, str(_FOLDER))
    try:
        return importlib.import_module("typst")
    except ModuleNotFoundError:
        subprocess.run(
            (sys.executable, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--target", str(_FOLDER), "typst"),
            check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        importlib.invalidate_caches()
    try:
        return importlib.import_module("typst")
    except ModuleNotFoundError as fault:
        message = "no Typst: the package index does not offer it"
        raise MissingError(message) from fault


def side(project: Path, output: Path) -> Callable[[], None]:
    """The script with Typst in the place of its printer."""
    from benchmarks import naive as script  # noqa: PLC0415

    library = _library()

    class Page:
        """Stands for ``weasyprint.HTML``."""

        def __init__(self, string: str) -> None:
            self.string = string

        def write_pdf(self, target: Path, **_: object) -> None:
            """Set with Typst."""
            page = output / "page.typ"
            page.write_text(markup(self.string), encoding="utf-8")
            target.write_bytes(library.compile(str(page), font_paths=[str(ROOT / "reporter" / "fonts")], root="/"))

    script.HTML, script.CSS = Page, lambda **_: None  # type: ignore[attr-defined]
    script.FontConfiguration = script.Attachment = lambda **_: None  # type: ignore[attr-defined]
    return lambda: script.main(project, output)
