"""Turn a snapshot and its facts into the document: sections, figures, tables, notes, every number with its fact."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from html import unescape
from typing import TYPE_CHECKING, Any

from reporter.document import charts, section_file, tables, typed
from reporter.document.account import findings
from reporter.document.asked import Asked
from reporter.document.naming import names_of, unbroken
from reporter.document.notes import notes
from reporter.document.prose import directions, fits, marks
from reporter.document.prose.markup import paragraphs, phrase_html
from reporter.document.prose.sentences import settled
from reporter.document.prose.tokens import DROP, Tokens
from reporter.document.prose.voice import Numbered, Voice
from reporter.document.slots import slot
from reporter.model.document import Document, KeyFigure, Mention, Section, When, plain
from reporter.model.finding import Finding
from reporter.templating import Templates, escaped, html

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reporter.document.prose.names import Names
    from reporter.document.section_file import SectionFile
    from reporter.model.document import FactBook, Figure, Phrase, Table
    from reporter.model.finding import Place
    from reporter.model.snapshot import Snapshot

_BLANKS = re.compile(r"(?<=[^\x00-\x7f]) +(?=[^\x00-\x7f])")
"""Blanks that YAML leaves where it joins the lines of a Chinese text."""
_MENTIONED = re.compile(r'data-fact="([^"]*)"')


@dataclass(frozen=True, slots=True)
class _Writing:
    """What all parts of one document are written with."""

    snapshot: Snapshot
    asked: Asked
    tokens: Tokens
    names: Names
    voice: Voice
    figures: dict[str, Figure]
    tables: dict[str, Table]
    told: list[Finding] = field(default_factory=list)
    """What is wrong with words typed by hand."""

    def phrase(self, text: object, section: SectionFile, key: str) -> Phrase:
        """A short text of the front matter; empty when something in it is missing."""
        filled = self.voice.fill(str(text or ""), section.place(key))
        return () if DROP in filled else self.tokens.phrase(filled)

    def line(self, section: SectionFile, key: str) -> str:
        """A heading as HTML; ``<wbr>`` marks where it may break."""
        parts = [self.phrase(part, section, key) for part in str(section.head.get(key) or "").split("<wbr>")]
        return html("<wbr>".join(phrase_html(part) for part in parts)) if all(parts) else ""

    def weigh(self, text: str, place: Place) -> None:
        """Note where words typed by hand say something else than the figures."""
        wording, indicators = self.snapshot.office.wording, self.snapshot.indicators
        self.told.extend(fits.verbs(text, place))
        self.told.extend(directions.astray(text, place, self.asked))
        self.told.extend(fits.judgements(text, place, indicators, wording, self.voice.judge))

    def text(self, section: SectionFile) -> str:
        """The paragraphs as HTML."""
        self.weigh(section.body, section.place())
        filled = self.voice.fill(
            section.body, section.place(), optional=frozenset(map(str, section.head.get("optional") or ()))
        )
        blocks = (_BLANKS.sub("", re.sub(r"\s*\n\s*", "", block)) for block in re.split(r"\n\s*\n", filled))
        kept = [marks.once(settled(block), self.tokens) for block in blocks]
        return paragraphs("\n\n".join(block for block in kept if block), self.tokens)


def compose(snapshot: Snapshot, book: FactBook) -> Document:
    """The document of a snapshot; raises :class:`reporter.errors.Faults` for faults of its texts."""
    sections = section_file.read(
        snapshot.files, snapshot.report.template, snapshot.report.name, snapshot.key.period.code, snapshot.report.cut
    )
    writing = _writing(snapshot, Asked(book), sections)
    lead = next((each for each in sections if each.id == section_file.LEAD), None)
    body = tuple(_section(writing, each) for each in sections if each is not lead)
    office, report, period = snapshot.office, snapshot.report, snapshot.key.period
    by_months = lead is not None and lead.head.get("period") == "months"
    said = f"{period.year}年{period.months_said}" if by_months else period.name
    document = Document(
        title=_title(snapshot, said), kicker=writing.line(lead, "kicker") if lead else "",
        headline=(writing.line(lead, "headline") if lead else "") or escaped(_title(snapshot, said)),
        dateline=_dateline(snapshot), office=office.name, period=snapshot.key.period,
        period_said=(When(said, snapshot.key.period.code),), cut_off=snapshot.cut_off,
        report_date=snapshot.report_date, lead=writing.text(lead) if lead else "",
        strip=tuple(_strip(writing, lead)) if lead else (), photos=tuple(_photos(writing)),
        sections=tuple(each for each in body if each.html or each.figures or each.tables), notes=(),
        keywords=report.keywords, editor=office.editor, contact=office.contact,
        secrecy=report.secrecy, facts=(), missing=tuple(writing.asked.missing.values()),
        mailed=tuple(str(name) for name in (lead.head.get("mail") if lead else None) or ()),
        issue=snapshot.issue, imprint=report.imprint, number=snapshot.key.number,
        areas=(office.own, office.parent), names=unbroken(office, snapshot.registers, snapshot.indicators),
    )  # fmt: skip
    for place, text in writing.voice.quoted.items():
        writing.weigh(text, place)
        writing.told.extend(typed.outside(text, place, writing.names))
    accounted = _accounted(document, writing)
    return replace(accounted, findings=(*accounted.findings, *_undrawn(sections, writing)))


def _undrawn(sections: Iterable[SectionFile], writing: _Writing) -> Iterator[Finding]:
    """The figures that have nothing to show: no empty one is drawn, and whoever signs is told."""
    for section in sections:
        for number, spec in enumerate(section.blocks("charts")):
            if str(spec["id"]) not in writing.figures and not section.head.get("optional"):
                said, place = f"图“{spec['id']}”要的数据一项也没有，没有画出", section.place(f"charts[{number}]")
                yield Finding("empty_figure", "warning", place, said, "补报数据，或从栏目里去掉这张图")


def _writing(snapshot: Snapshot, asked: Asked, sections: Iterable[SectionFile]) -> _Writing:
    """Plan figures and tables first, because texts refer to their numbers."""
    tokens, names = Tokens(), names_of(snapshot.registers, snapshot.indicators)
    drawn: dict[str, Figure] = {}
    tabled: dict[str, Table] = {}
    numbered = Numbered({}, {})
    for section in sections:
        for spec in section.blocks("charts"):
            figure = charts.plan(spec, asked, snapshot.registers)
            numbered.figures[str(spec["id"])] = len(drawn) + 1 if figure else 0  # type: ignore[index]
            if figure:
                drawn[str(spec["id"])] = _named(replace(figure, number=len(drawn) + 1), names)
        for spec in section.blocks("tables"):
            table = tables.plan(spec, asked, snapshot.indicators, snapshot.office.wording)
            numbered.tables[str(spec["id"])] = len(tabled) + 1 if table else 0  # type: ignore[index]
            if table:
                tabled[str(spec["id"])] = _named_table(replace(table, number=len(tabled) + 1), names)
    voice = Voice(snapshot, asked, Templates(snapshot.files), tokens, names, numbered)
    return _Writing(snapshot, asked, tokens, names, voice, drawn, tabled)


def _named(figure: Figure, names: Names) -> Figure:
    """A figure whose words have their names marked."""
    return replace(
        figure, title=names.marked(figure.title), subtitle=names.marked(figure.subtitle),
        notes=tuple(names.marked(note) for note in figure.notes),
    )  # fmt: skip


def _named_table(table: Table, names: Names) -> Table:
    """A table whose words have their names marked."""
    rows = tuple(replace(row, cells=tuple(names.marked(cell) for cell in row.cells)) for row in table.rows)
    return replace(table, rows=rows, notes=tuple(names.marked(note) for note in table.notes))


def _section(writing: _Writing, section: SectionFile) -> Section:
    """One section as printed."""

    def own(kind: str, made: dict[str, Any]) -> tuple[Any, ...]:
        return tuple(made[str(spec["id"])] for spec in section.blocks(kind) if str(spec["id"]) in made)

    return Section(
        section.id, writing.line(section, "title"), writing.text(section), own("charts", writing.figures),
        own("tables", writing.tables), str(section.head.get("theme") or ""),
    )  # fmt: skip


def _strip(writing: _Writing, lead: SectionFile) -> Iterator[KeyFigure]:
    """The key figures of page 1; one that is missing leaves its place to the others."""
    for number, spec in enumerate(lead.blocks("strip")):
        at = f"strip[{number}]"
        value = writing.phrase(spec.get("value"), lead, f"{at}.value")
        if value:
            label = plain(writing.phrase(spec.get("label"), lead, f"{at}.label"))
            yield KeyFigure(label, value, writing.phrase(spec.get("note"), lead, f"{at}.note"))


def _photos(writing: _Writing) -> Iterator[tuple[str, str, str]]:
    """Asset, caption and words for those who cannot see it."""
    for photo in writing.snapshot.report.photos.get(writing.snapshot.key.period.code, ()):
        caption = f"{photo.caption}（{photo.credit}）" if photo.credit else photo.caption
        yield photo.file, phrase_html(writing.names.marked((caption,))), caption


def _title(snapshot: Snapshot, period: str) -> str:
    """The plain title: period, office, kind of report."""
    return f"{period}{snapshot.office.name}{snapshot.report.title}"


def _dateline(snapshot: Snapshot) -> tuple[str, ...]:
    """Date of issue, source, byline, photo credit - what there is of them."""
    issue, report = snapshot.issue, snapshot.report
    day = issue.date or snapshot.report_date
    photos = report.photos.get(snapshot.key.period.code, ())
    credited = "、".join(dict.fromkeys(photo.credit for photo in photos if photo.credit))
    dated = (When(f"{day.year}年{day.month}月{day.day}日", day.isoformat()),)
    parts: list[Phrase] = [(f"来源：{report.source_line}",)] if report.source_line else []
    parts += [(snapshot.office.byline,)] if snapshot.office.byline else []
    parts += [(f"配图：{credited}",)] if credited else []
    signed = (
        ()
        if report.sign_off == "automatic"
        else (slot("signer", escaped(f"签发：{issue.signer}" if issue.signer else "")),)
    )
    return (slot("date", phrase_html(dated)), *(phrase_html(part) for part in parts), *signed)


def _accounted(document: Document, writing: _Writing) -> Document:
    """The document with its notes, and with every fact that it says in order of first mention."""
    asked, facts = writing.asked, writing.asked.facts
    said = list(dict.fromkeys(_mentions(document)))
    found = notes(writing.snapshot, facts, said, asked)
    document = replace(document, notes=tuple(phrase_html(writing.names.marked(note)) for note in found))
    said = list(dict.fromkeys([*said, *(ident for note in found for ident in _in_phrase(note))]))
    return replace(document, facts=tuple(facts[ident] for ident in said), findings=tuple(findings(writing.told, asked)))


def _mentions(document: Document) -> Iterator[str]:
    """Ids of the facts that are printed, from front to back."""
    for page in (document.kicker, document.headline, document.lead):
        yield from _in_html(page)
    for cell in document.strip:
        yield from _in_phrase((*cell.value, *cell.note))
    for section in document.sections:
        yield from _in_html(section.title + section.html)
        for figure in section.figures:
            yield from _in_phrase((*figure.title, *figure.subtitle))
            yield from (mark.fact for mark in figure.marks if mark.fact)
        for table in section.tables:
            for row in table.rows:
                for phrase in row.cells:
                    yield from _in_phrase(phrase)


def _in_html(page: str) -> Iterator[str]:
    return (unescape(found) for found in _MENTIONED.findall(page))


def _in_phrase(phrase: Phrase) -> Iterator[str]:
    return (piece.fact for piece in phrase if isinstance(piece, Mention))
