"""Turn a document into a Word draft: words to change, locked figures, charts and tables to look at."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from reporter.document.revision.spans import BREAK, HEADLINE, KICKER, Span, blocks, tag_of_section
from reporter.model.document import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from reporter.model.document import Document, Figure, Table
    from reporter.model.fact import Fact

SHOWN = "Caption"
"""Style of what is only to be looked at."""
_BODY, _HEAD, _SUB = "仿宋", "黑体", "楷体"
"""Faces that an office's Word and WPS have."""
_GREY = "E7E6E6"
_WIDE = 15.6
"""Width of the type area in centimetres, GB/T 9704."""
_NOTE = (
    "可以改、删、增文字和标题，修订模式也行；灰底的数字是锁定的，数有误请改数据。图表只供对照。"
    "改完存盘，用reporter words take收回。"
)
_FACES = {
    "Normal": (_BODY, 16), "List Bullet": (_BODY, 16), "Title": (_HEAD, 22), "Subtitle": (_SUB, 16), "Heading 1": (_HEAD, 16),
    "Heading 3": (_SUB, 16), SHOWN: (_BODY, 10.5),
}  # fmt: skip
"""Face and size in points by style; 三号 for the text, as in GB/T 9704."""
_LEAD = 13
"""Points between the lines."""
_STYLES = {"p": "Normal", "li": "List Bullet", "h3": "Heading 3"}


def written(document: Document, pictures: Mapping[str, bytes], edition: str) -> bytes:
    """The draft; ``pictures`` are the charts as PNG by figure, ``edition`` says of what it is: half_year/2018-H1."""
    import docx  # noqa: PLC0415 - only for Word files

    facts = {fact.id: fact for fact in document.facts}
    paper = _Paper(docx.Document(), facts)
    paper.set_up(document.title, edition)
    paper.note(_NOTE)
    if document.kicker:
        paper.heading(document.kicker, KICKER, "Subtitle")
    paper.heading(document.headline, HEADLINE, "Title")
    paper.text(document.lead)
    for section in document.sections:
        paper.heading(section.title, tag_of_section(section.id), "Heading 1")
        paper.text(section.html)
        for figure in section.figures:
            paper.figure(figure, pictures.get(figure.id))
        for table in section.tables:
            paper.table(table)
    return paper.saved()


class _Paper:
    """A Word file that is being written."""

    def __init__(self, paper: Any, facts: Mapping[str, Fact]) -> None:
        self._paper, self._facts, self._marks = paper, facts, 0

    def set_up(self, title: str, edition: str) -> None:
        """Page, faces, and what the file is a draft of."""
        from docx.enum.text import WD_LINE_SPACING  # noqa: PLC0415
        from docx.shared import Cm, Pt, RGBColor  # noqa: PLC0415

        properties = self._paper.core_properties
        properties.title, properties.subject, properties.author, properties.comments = title, edition, "", ""
        section = self._paper.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = map(
            Cm, (3.7, 3.5, 2.8, 2.6)
        )
        for name, (face, size) in _FACES.items():
            style = self._paper.styles[name]
            style.font.size, style.font.name, style.font.italic = Pt(size), face, False
            style.font.bold, style.font.color.rgb = (
                name == "Title",
                RGBColor(*((0x7F,) * 3 if name == SHOWN else (0,) * 3)),
            )
            _east(style.element.get_or_add_rPr(), face)
            layout = style.paragraph_format
            layout.space_before, layout.space_after = Pt(12 if name in {"Heading 1", SHOWN} else 0), Pt(0)
            if name != SHOWN:
                layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(size + _LEAD)

    def note(self, words: str) -> None:
        """A line to look at."""
        self._paper.add_paragraph(words, style=SHOWN).paragraph_format.keep_with_next = True

    def heading(self, page: str, tag: str, style: str) -> None:
        """A heading whose words are open and whose place is kept."""
        paragraph = self._paper.add_paragraph(style=style)
        for block in blocks(page, self._facts):
            self._write(paragraph, block.spans)
        self._mark(tag, "标题", [child for child in paragraph._p if not child.tag.endswith("}pPr")], locked=False)  # noqa: SLF001 - python-docx has no controls of its own

    def text(self, page: str) -> None:
        """Paragraphs, lists and headings of a section."""
        from docx.shared import Pt  # noqa: PLC0415

        for block in blocks(page, self._facts):
            paragraph = self._paper.add_paragraph(style=_STYLES[block.kind])
            if block.kind == "p":
                paragraph.paragraph_format.first_line_indent = Pt(32)
            self._write(paragraph, block.spans)

    def _write(self, paragraph: Any, spans: Iterable[Span]) -> None:
        """Spans as runs; a figure in a locked control with grey behind it."""
        for span in spans:
            for number, part in enumerate(span.text.split(BREAK)):
                if number:
                    paragraph.add_run().add_break()
                if not part:
                    continue
                run = paragraph.add_run(part)
                run.bold = span.strong or None
                if span.tag:
                    _shade(run)
                    self._mark(span.tag, "数据，已锁定", [run._r], locked=True)  # noqa: SLF001

    def _mark(self, tag: str, alias: str, runs: list[Any], *, locked: bool) -> None:
        """Put runs into a content control, and that into a bookmark, which every word processor keeps."""
        self._marks += 1
        name = f"{tag}_{self._marks}"
        start, end = (
            _element("w:bookmarkStart", id=str(self._marks), name=name),
            _element("w:bookmarkEnd", id=str(self._marks)),
        )
        runs[0].addprevious(start)
        holder = _control(name, alias, "sdtContentLocked" if locked else "sdtLocked", runs)
        start.addnext(holder)
        holder.addnext(end)

    def figure(self, figure: Figure, picture: bytes | None) -> None:
        """A chart to look at, with its words."""
        from docx.shared import Cm  # noqa: PLC0415

        self.note(f"图{figure.number}　{plain(figure.title)}（{plain(figure.subtitle)}）")
        if picture:
            drawn = self._paper.add_paragraph(style=SHOWN)
            width = _WIDE if figure.size == "full" else _WIDE / 2
            drawn.add_run().add_picture(io.BytesIO(picture), width=Cm(width))

    def table(self, table: Table) -> None:
        """A table to look at."""
        from docx.shared import Pt  # noqa: PLC0415

        self.note(f"表{table.number}　{table.title}")
        grid = self._paper.add_table(rows=0, cols=len(table.columns), style="Table Grid")
        for texts in ([column.title for column in table.columns], *(map(plain, row.cells) for row in table.rows)):
            for cell, words in zip(grid.add_row().cells, texts, strict=False):
                cell.text = words
                cell.paragraphs[0].style = self._paper.styles[SHOWN]
                cell.paragraphs[0].paragraph_format.space_after = Pt(0)

    def saved(self) -> bytes:
        """The file."""
        out = io.BytesIO()
        self._paper.save(out)
        return out.getvalue()


def _element(kind: str, /, **attributes: str) -> Any:
    """An element of WordprocessingML."""
    from docx.oxml import OxmlElement  # noqa: PLC0415
    from docx.oxml.ns import qn  # noqa: PLC0415

    element = OxmlElement(kind)
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), value)
    return element


def _control(tag: str, alias: str, lock: str, content: Iterable[Any]) -> Any:
    """A content control around runs (``w:sdt``, ISO/IEC 29500-1 17.5.2)."""
    control, properties, holder = _element("w:sdt"), _element("w:sdtPr"), _element("w:sdtContent")
    for child in (_element("w:alias", val=alias), _element("w:tag", val=tag), _element("w:lock", val=lock)):
        properties.append(child)
    control.append(properties)
    control.append(holder)
    for run in content:
        holder.append(run)
    return control


def _shade(run: Any) -> None:
    """Grey behind a run."""
    run._r.get_or_add_rPr().append(_element("w:shd", val="clear", color="auto", fill=_GREY))  # noqa: SLF001


def _east(properties: Any, face: str) -> None:
    """The face of Chinese characters, which Word keeps apart from that of Latin ones."""
    from docx.oxml.ns import qn  # noqa: PLC0415

    fonts = properties.get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), face)
    for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(theme), None)
