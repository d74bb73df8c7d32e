"""Turn a document into the words of the e-mail: one context for both templates."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence

from markupsafe import Markup, escape

from reporter.clock import local
from reporter.message.plain import line, paragraphs
from reporter.model.document import Document, Figure, KeyFigure, Mention, Phrase, When, plain
from reporter.model.message import Changes
from reporter.model.office import Office

WIDTH = 536
"""Width of a chart in the 600 px column, in CSS pixels."""
_DENSITY = 2
_PNG_WIDTH = slice(16, 20)
_NAMED = 4
"""Figures that are not in and are named; of the others there is only said how many."""
_PLACE = re.compile(r"(?<=[”》，；：、　])(?=[\w<“《])")

Context = Mapping[str, object]


def content_id(number: int, png: bytes, domain: str) -> str:
    """The Content-ID of a chart: the same for the same picture."""
    return f"chart{number}.{hashlib.sha256(png).hexdigest()[:20]}@{domain}"


def context(
    document: Document,
    charts: Sequence[tuple[Figure, bytes]],
    enclosed: Sequence[tuple[str, str]],
    office: Office,
    domain: str,
) -> dict[str, object]:
    """What ``message.html`` and ``message.txt`` may say; HTML as :class:`Markup`, everything else as text."""
    first, end, rest = document.lead.partition("</p>")
    cut_off = local(document.cut_off, office.time_zone)
    period = document.period_said or (document.period.name,)
    lacking = _lacking(document)
    return {
        "title": document.title,
        "office": office.name,
        "secrecy": "" if document.secrecy == "公开" else document.secrecy,
        "period": _html(period),
        "cut_off": f"{cut_off.year}年{cut_off.month}月{cut_off.day}日",
        "kicker": Markup(document.kicker),  # noqa: S704 - escaped when the document was composed
        "headline": Markup(_breakable(document.headline)),  # noqa: S704
        "lead": Markup(first + end),  # noqa: S704
        "more": Markup(rest.strip()),  # noqa: S704 - on a phone the figures come before it
        "lacking": lacking,
        "strip": list(_rows([_cell(figure) for figure in document.strip])),
        "charts": [_chart(number, figure, png, domain) for number, (figure, png) in enumerate(charts, 1)],
        "enclosed": [{"name": name, "what": what} for name, what in enclosed],
        "contact": document.contact or office.contact,
        "plain": {
            "period": plain(period),
            "kicker": line(document.kicker),
            "headline": line(document.headline),
            "lead": paragraphs(document.lead),
            "lacking": line(lacking),
            "notes": [line(note) for note in document.notes],
        },
    }


def _lacking(document: Document) -> Markup:
    """Who has not reported what, for a report that is sent without it; empty where nothing is owed."""
    owed = list(dict.fromkeys(lack.owed for lack in document.missing if lack.unreported))
    if not owed:
        return Markup()
    named = Markup("、").join(Markup('<span class="name long">{}</span>').format(one) for one in owed[:_NAMED])
    more = Markup('等<span class="numbering">{}项</span>').format(len(owed)) if len(owed) > _NAMED else ""
    return Markup("{}{}未报送，文中不作反映。").format(named, more)


def _breakable(headline: str) -> str:
    """The headline with the places at which it may break: after a quotation or a mark, and where the office said so."""
    return _PLACE.sub("<wbr>", headline)


def changed(changes: Changes | None) -> Context | None:
    """What differs from the last edition; every new number names its fact, every old one is a name of the past."""
    if changes is None:
        return None
    rows = [
        {"label": row.label, "before": row.before, "now": _html((Mention(row.fact, row.now),)), "plain_now": row.now}
        for row in changes.rows
    ]  # fmt: skip
    return {"since": changes.since, "rows": rows}


def _rows(cells: Sequence[dict[str, object]]) -> Iterator[Sequence[dict[str, object]]]:
    """Cells in rows of two; one that is left over has a row of its own."""
    for start in range(0, len(cells), 2):
        row = cells[start : start + 2]
        shape = {"columns": 1, "width": "50%"} if len(row) > 1 else {"columns": 2, "width": "100%"}
        yield [{**cell, **shape} for cell in row]


def _cell(figure: KeyFigure) -> dict[str, object]:
    """One key figure, for HTML and for text."""
    return {
        "label": figure.label,
        "value": _html(figure.value),
        "note": _html(figure.note),
        "plain_value": plain(figure.value),
        "plain_note": plain(figure.note),
    }


def _chart(number: int, figure: Figure, png: bytes, domain: str) -> dict[str, object]:
    """One chart: its picture by Content-ID, its words as text of the message."""
    return {
        "cid": content_id(number, png, domain),
        "width": min(WIDTH, int.from_bytes(png[_PNG_WIDTH], "big") // _DENSITY),
        "title": _html(figure.title),
        "subtitle": _html(figure.subtitle),
        "source": figure.source,
        "alt": figure.alt,
        "plain_title": plain(figure.title),
    }


def _html(phrase: Phrase) -> Markup:
    """A phrase as HTML in which every fact still names itself."""
    return Markup("").join(_pieces(phrase))


def _pieces(phrase: Phrase) -> Iterator[Markup]:
    for piece in phrase:
        if isinstance(piece, str):
            yield escape(piece)
        elif isinstance(piece, Mention):
            yield Markup('<data value="{}" data-fact="{}">{}</data>').format(piece.value, piece.fact, piece.text)
        elif isinstance(piece, When):
            yield Markup('<time datetime="{}">{}</time>').format(piece.code, piece.text)
        else:
            yield Markup('<span class="name">{}</span>').format(piece.text)
