"""Turn a snapshot into a Word draft, and a draft that came back into the period's own words: pure functions, run in the child."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from reporter import document as documents
from reporter.document import charts, check, revision, section_file
from reporter.document.naming import names_of
from reporter.document.revision.reading import LEAD, Part
from reporter.document.revision.spans import BREAK, blocks, known, tag_of_section
from reporter.document.revision.words import Terms
from reporter.errors import Faults
from reporter.facts import Book, kinds
from reporter.model.fact import MARK
from reporter.model.finding import Finding, Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from reporter.document.revision.reading import Revised
    from reporter.document.revision.spans import Span
    from reporter.document.section_file import SectionFile
    from reporter.model.document import Document
    from reporter.model.fact import Fact
    from reporter.model.snapshot import Snapshot

DRAFT, CHANGES, EDITION = "draft.docx", "changes.json", "edition.txt"
_SCALE = 2
_HEADS = ("kicker", "headline")


def preload() -> None:
    """Import what a draft needs, while the parent still reads the figures."""
    import docx  # noqa: F401, PLC0415

    kinds(), charts.kinds()


def draft(snapshot: Snapshot) -> dict[str, bytes]:
    """The Word draft of what would be printed now."""
    document = documents.compose(snapshot, Book(snapshot))
    drawn = {figure.id: charts.png(figure, _SCALE) for section in document.sections for figure in section.figures}
    return {DRAFT: revision.written(document, drawn, f"{snapshot.report.name}/{snapshot.key.period.code}")}


def edition(content: bytes) -> dict[str, bytes]:
    """What a Word file is a draft of, as it says itself."""
    return {EDITION: revision.read(content).edition.encode()}


def taken(job: tuple[Snapshot, bytes]) -> dict[str, bytes]:
    """The section files of the period by path, and ``changes.json``: what was changed and what to know about it.

    Raises :class:`Faults` for words that cannot be taken - a number typed in Word, a heading deleted whole - and where
    what would be printed then is not what Word says.
    """
    snapshot, content = job
    document = documents.compose(snapshot, Book(snapshot))
    report, period = snapshot.report, snapshot.key.period.code
    sections = section_file.read(snapshot.files, report.template, report.name, period, report.cut)
    came = _named(revision.read(content), sections)
    was, terms = _parts(document), _terms(snapshot, document)
    files: dict[str, bytes] = {}
    changes: list[dict[str, Any]] = []
    findings: list[Finding] = []
    for section in (one for one in sections if one.id in was):
        name = _said(was[section.id].title) or "导语"
        if section.id not in came.parts:
            said = f"栏目“{name}”的标题被整个删去，不知道下面的文字属于哪一栏"
            findings.append(Finding("lost_heading", "error", Place(), said, "在Word里恢复这个标题，再改其中的字"))
            continue
        path = f"texts/{report.name}/{period}/{section.path.rsplit('/', 1)[-1]}"
        own = section_file.parse(path, snapshot.files[path]).head if path in snapshot.files else {}
        heads = _heads(section, was[section.id], came.parts[section.id], document, came)
        words = revision.of_section(section, own, was[section.id], came.parts[section.id], heads, terms)
        findings += [replace(one, place=replace(one.place, part=f"{name}{one.place.part}")) for one in words.findings]
        if words.text:
            files[path] = words.text.encode()
            changes.append({"section": name, "path": path, "changes": words.changes})
    _refuse(findings)
    _refuse(_afterwards(snapshot, document, files, came))
    told = [str(one) for one in findings]
    return files | {CHANGES: json.dumps({"sections": changes, "told": told}, ensure_ascii=False).encode()}


def _named(came: Revised, sections: Iterable[SectionFile]) -> Revised:
    """What came back, its sections by their ids."""
    ids = {tag_of_section(one.id): one.id for one in sections}
    return replace(came, parts={ids.get(tag, tag): part for tag, part in came.parts.items()})


def _refuse(findings: Iterable[Finding]) -> None:
    """Raise what stands in the way."""
    errors = [one for one in findings if one.severity == "error"]
    if errors:
        raise Faults(errors)


def _parts(document: Document) -> dict[str, Part]:
    """The sections as they are printed, by id."""
    facts = _facts(document)
    lead = {LEAD: Part((), list(blocks(document.lead, facts)))} if document.lead else {}
    return lead | {
        section.id: Part(_line(section.title, document), list(blocks(section.html, facts))) for section in document.sections
    }  # fmt: skip


def _facts(document: Document) -> dict[str, Fact]:
    """The facts of a document by id."""
    return {fact.id: fact for fact in document.facts}


def _line(page: str, document: Document) -> tuple[Span, ...]:
    """A heading as spans."""
    return tuple(span for block in blocks(page, _facts(document)) for span in block.spans)


def _heads(
    section: SectionFile, was: Part, now: Part, document: Document, came: Revised
) -> Mapping[str, tuple[tuple[Span, ...], tuple[Span, ...]]]:
    """The headings of a section that were changed, before and after; those of the whole report are the lead's."""
    if section.id == LEAD:
        pairs = {key: (_line(getattr(document, key), document), getattr(came, key)) for key in _HEADS}
    else:
        pairs = {"title": (was.title, now.title)}
    return {key: (old, new) for key, (old, new) in pairs.items() if _said(old) != _said(new)}


def _said(spans: Iterable[Span]) -> str:
    return "".join(span.text for span in spans)


def _terms(snapshot: Snapshot, document: Document) -> Terms:
    """What words may refer to."""
    figures = {f"图{one.number}": f'figure("{one.id}")' for section in document.sections for one in section.figures}
    tables = {f"表{one.number}": f'table("{one.id}")' for section in document.sections for one in section.tables}
    names = names_of(snapshot.registers, snapshot.indicators)
    return Terms(_facts(document), figures | tables, names.mask)


def _afterwards(snapshot: Snapshot, before: Document, files: Mapping[str, bytes], came: Revised) -> Iterator[Finding]:
    """What is wrong with the report once the words are taken: faults that were not there, words other than Word's."""
    then = replace(snapshot, files={**snapshot.files, **files})
    found = check.check(then.files, then.report, then.indicators, then.registers, kinds())
    ours = [one for one in found if one.place.file in files]
    yield from ours
    document = documents.compose(then, Book(then))
    yield from (one for one in document.findings if one not in before.findings)
    if ours:
        return
    names = {section.id: _said(_line(section.title, document)) for section in document.sections}
    for ident, part in _parts(document).items():
        printed, wanted = _plain(part, document), _plain(came.parts[ident], before)
        if printed != wanted:
            off = next((one for one in zip(printed, wanted, strict=False) if one[0] != one[1]), ("", ""))
            said = f"收回后会印成“{off[0]}”，而Word稿里是“{off[1]}”"
            advice = "在Word里把这一段改得简单些，或直接改栏目文件"
            yield Finding("not_the_same", "error", Place(part=names.get(ident, "导语")), said, advice)


def _plain(part: Part, document: Document) -> list[str]:
    """The words of a section with the figures of the data, whatever Word shows in their place; 推算 is ours to say."""
    marks = known(_facts(document))
    return [
        "".join(marks[span.tag][1] if span.tag in marks else span.text for span in block.spans)
        .replace(BREAK, "")
        .replace(MARK, "")
        for block in part.blocks
    ]
