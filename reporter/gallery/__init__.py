"""Turn every kind of chart into one PDF: what it shows, how a section file asks for it, its example and its edge cases."""

from __future__ import annotations

import datetime as dt
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from reporter import pdf
from reporter.document import charts
from reporter.document.prose.markup import phrase_html
from reporter.errors import ProductionError
from reporter.templating import Templates

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reporter.model.document import Figure

GALLERY = "charts.pdf"
_PAGE, _STYLE = "templates/gallery.html", "gallery.css"
_PRINT = "templates/shared/print.css"
_TITLE = "图表样册"
_EPOCH = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
"""No report, no date: the same charts give the same bytes."""


def make(shared: Mapping[str, bytes]) -> dict[str, bytes]:
    """The gallery in the style that reports share; ``shared`` holds its style sheet by path below the project folder."""
    pages = [_kind(name) for name in sorted(charts.kinds())]
    drawn = {name: charts.svg(figure).encode() for page in pages for row in page["rows"] for _, figure, name in row}
    own = files(__name__)
    templates = Templates({_PAGE: own.joinpath("page.html").read_bytes()})
    assets = {**shared, _STYLE: own.joinpath("style.css").read_bytes(), **drawn}
    html = templates.render(
        _PAGE.removeprefix("templates/"),
        {"title": _TITLE, "pages": pages, "css": (_PRINT, _STYLE), "phrase": phrase_html},
    )
    printed = pdf.print_document(html, assets, title=_TITLE, created=_EPOCH)
    faults = [str(finding) for finding in printed.findings if finding.severity == "error"]
    if faults:
        raise ProductionError("\n".join(faults))
    return {GALLERY: printed.pdf}


def _kind(name: str) -> dict[str, Any]:
    """What the page tells of a kind."""
    kind = charts.kinds()[name]
    cases = [
        (what, figure, f"charts/{name}-{number}.svg") for number, (what, figure) in enumerate(charts.examples(name))
    ]
    return {"name": name, "says": kind.SAYS, "asks": kind.ASKS.strip(), "rows": list(_rows(cases))}


def _rows(cases: list[tuple[str, Figure, str]]) -> Iterator[list[tuple[str, Figure, str]]]:
    """The example alone, then the halves in pairs, then what takes the whole width."""
    yield cases[:1]
    halves = [case for case in cases[1:] if case[1].size == "half"]
    yield from (halves[at : at + 2] for at in range(0, len(halves), 2))
    yield from ([case] for case in cases[1:] if case[1].size == "full")
