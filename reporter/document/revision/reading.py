"""Turn a Word draft that came back into headings and blocks: what was inserted counts, what was deleted does not."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from reporter.document.revision.draft import SHOWN
from reporter.document.revision.spans import BREAK, HEADLINE, KICKER, MARKED, Block, Span
from reporter.errors import SourceError
from reporter.word_file import W as _W
from reporter.word_file import opened

if TYPE_CHECKING:
    from collections.abc import Iterator

_GONE = {f"{_W}del", f"{_W}moveFrom", f"{_W}pPr", f"{_W}rPr", f"{_W}sdtPr", f"{_W}drawing", f"{_W}pict"}
_LETTERS = {f"{_W}tab": "　", f"{_W}br": BREAK, f"{_W}noBreakHyphen": "-"}
_KINDS = {"list bullet": "li", "list paragraph": "li", "heading 2": "h3", "heading 3": "h3"}
_FIGURES = ("f", "n")
LEAD = "lead"
_MERGED = f"{_W}pPr/{_W}rPr/{_W}del"


@dataclass(slots=True)
class Part:
    """A section as it came back."""

    title: tuple[Span, ...] = ()
    blocks: list[Block] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Revised:
    """A draft as it came back."""

    edition: str
    """What it is a draft of: half_year/2018-H1; empty where the file does not say."""
    kicker: tuple[Span, ...]
    headline: tuple[Span, ...]
    parts: dict[str, Part]
    """Sections by the mark of their heading, the lead by its name."""


def read(content: bytes) -> Revised:
    """The draft; raises :class:`SourceError` for a file that is no Word file, or no draft of ours."""
    from docx.text.paragraph import Paragraph  # noqa: PLC0415 - only for Word files

    paper = opened(content)
    headings: dict[str, tuple[Span, ...]] = {}
    parts: dict[str, Part] = {LEAD: Part()}
    part = parts[LEAD]
    carried: tuple[Span, ...] = ()
    for element in _paragraphs(paper.element.body):
        style = str(getattr(Paragraph(element, paper._body).style, "name", "")).lower()  # noqa: SLF001 - its part knows the styles
        if style == SHOWN.lower():
            continue
        place, spans = _heading(element), tuple(_joined(iter((*carried, *_spans(element, _Marks())))))
        carried = spans if element.find(_MERGED) is not None else ()
        if carried:  # its end was deleted: it goes on in the next one
            continue
        if place in {KICKER, HEADLINE}:
            headings[place] = spans
        elif place:
            part = parts[place] = Part(spans)
        elif "".join(span.text for span in spans).strip():
            part.blocks.append(Block(_KINDS.get(style, "p"), spans))
    if HEADLINE not in headings:
        message = "不是reporter words export导出的改稿，或标题已被整个删去"
        raise SourceError(message, advice="在导出的文件里改，不要把文字复制到新文件")
    edition = paper.core_properties.subject or ""
    return Revised(edition, headings.get(KICKER, ()), headings[HEADLINE], parts)


def _paragraphs(element: Any) -> Iterator[Any]:
    """Paragraphs in their order; tables are only to be looked at."""
    for child in element:
        if child.tag == f"{_W}p":
            yield child
        elif child.tag == f"{_W}sdt":
            yield from _paragraphs(child.find(f"{_W}sdtContent"))
        elif child.tag in {f"{_W}ins", f"{_W}moveTo", f"{_W}customXml", f"{_W}smartTag"}:
            yield from _paragraphs(child)


def _tag(control: Any) -> str:
    """The mark of a control."""
    found = control.find(f"{_W}sdtPr/{_W}tag")
    return "" if found is None else _mark(found.get(f"{_W}val"))


def _mark(name: str | None) -> str:
    """The mark in the name of a control or a bookmark, if it is one of ours."""
    found = MARKED.fullmatch(name or "")
    return found["tag"] if found else ""


def _heading(paragraph: Any) -> str:
    """Which heading a paragraph is, if any."""
    marks = [_tag(one) for one in paragraph.iter(f"{_W}sdt")]
    marks += [_mark(one.get(f"{_W}name")) for one in paragraph.iter(f"{_W}bookmarkStart")]
    marks += [_tag(one) for one in paragraph.iterancestors() if one.tag == f"{_W}sdt"]
    return next((mark for mark in marks if mark and not mark.startswith(_FIGURES)), "")


@dataclass(slots=True)
class _Marks:
    """The bookmarks that are open where a paragraph is read: not every word processor keeps the marks of controls."""

    open: dict[str, str] = field(default_factory=dict)

    @property
    def figure(self) -> str:
        """The figure within whose bookmark we are, if any."""
        return next((mark for mark in self.open.values() if mark.startswith(_FIGURES)), "")


def _spans(element: Any, marks: _Marks, tag: str = "") -> Iterator[Span]:
    """The runs of a paragraph, with the mark of the figure that they stand in."""
    for child in element:
        if child.tag in _GONE:
            continue
        if child.tag == f"{_W}bookmarkStart":
            marks.open[child.get(f"{_W}id")] = _mark(child.get(f"{_W}name"))
        elif child.tag == f"{_W}bookmarkEnd":
            marks.open.pop(child.get(f"{_W}id"), None)
        elif child.tag == f"{_W}sdt":
            own = _tag(child)
            yield from _spans(child.find(f"{_W}sdtContent"), marks, own if own.startswith(_FIGURES) else tag)
        elif child.tag == f"{_W}r":
            yield from _run(child, tag or marks.figure)
        elif child.tag != f"{_W}p":
            yield from _spans(child, marks, tag)


def _run(run: Any, tag: str) -> Iterator[Span]:
    bold = run.find(f"{_W}rPr/{_W}b")
    strong = bold is not None and bold.get(f"{_W}val") not in {"0", "false", "off"}
    words = "".join(
        _LETTERS.get(child.tag, child.text or "") for child in run if child.tag == f"{_W}t" or child.tag in _LETTERS
    )
    if words:
        yield Span(words, tag, strong)


def _joined(spans: Iterator[Span]) -> Iterator[Span]:
    """Neighbours that are alike as one: Word splits runs as it likes."""
    before: Span | None = None
    for span in spans:
        if before and (before.tag, before.strong) == (span.tag, span.strong):
            before = Span(before.text + span.text, span.tag, span.strong)
            continue
        if before:
            yield before
        before = span
    if before:
        yield before
