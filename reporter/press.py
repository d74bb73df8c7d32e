"""Turn a snapshot into the files of an edition: a pure function, run in the sandboxed child.

The same snapshot gives the same bytes, on any day and in any folder.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import asdict, astuple
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from reporter import document as documents
from reporter import message, pdf, proof, templating
from reporter.document import charts, tables
from reporter.document.lacking import lacking as lacking_of
from reporter.document.prose.markup import phrase_html
from reporter.document.slots import emptied
from reporter.facts import Book
from reporter.model.edition import BEFORE, CHECKLIST, FACTS, FINDINGS, INPUTS, MANIFEST, MESSAGE, NOTE
from reporter.model.snapshot import inputs as inputs_of
from reporter.proof import checklist, waivers, workbook
from reporter.shipped import starter
from reporter.templating import Templates

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from reporter.model.document import Document, Figure
    from reporter.model.finding import Finding
    from reporter.model.message import Changes
    from reporter.model.owed import Owed
    from reporter.model.snapshot import Snapshot

_MAIL_SCALE = 3
"""Charts of the mail: sharp on a phone and on a fine screen."""
_MAILED = 2
_TYPE_AREA = 168.0
"""Width of the text on the page, in millimetres; photos share it ..."""
_BETWEEN = 4.0
"""... with so much between them."""
_UNFIT = str.maketrans('/\\:*?"<>|', "／＼：＊？＂＜＞｜", "".join(map(chr, range(32))))
_LONGEST = 80
"""Characters of a file name; no file system takes more than 255 bytes."""
LACKING = "lacking.json"


def preload() -> None:
    """Import what every production needs, while the parent still reads the figures."""
    import css_inline  # noqa: F401, PLC0415
    import pikepdf  # noqa: F401, PLC0415
    import pypdfium2  # noqa: F401, PLC0415

    pdf.preload()
    proof.preload()
    from reporter.facts import kinds  # noqa: PLC0415

    kinds(), charts.kinds(), tables.kinds()
    templating.preload(starter() / "templates")


def make(snapshot: Snapshot) -> dict[str, bytes]:
    """The files of the edition by name; raises :class:`reporter.errors.ReporterError` where none can be made."""
    document = documents.compose(snapshot, Book(snapshot))
    drawn = [figure for section in document.sections for figure in section.figures]
    templates = Templates(snapshot.files)
    page, photos = _page(snapshot, document, drawn, templates), _photos(snapshot)
    listing = _listing(snapshot, document)
    printed = pdf.print_document(
        page, _assets(snapshot, drawn, photos), title=document.title, author=snapshot.office.name, keywords=document.keywords,
        created=_created(snapshot), names=document.names,
        attachments=[
            listing, (INPUTS, inputs_of(snapshot, public=_public(snapshot)), "生成依据：数据和模板的校验值"), *_sheets(document),
        ],
    )  # fmt: skip
    name = file_name(document.title)
    ticked = workbook.written(checklist.rows(printed.html, document, _vintages(snapshot)), document.title)
    enclosed = {"facts": listing} if _public(snapshot) else {"facts": listing, "xlsx": (CHECKLIST, ticked, "核对表")}
    more = [enclosed[what] for what in snapshot.mail.attach if what in enclosed]
    changes = message.changes(document, snapshot.before)
    mails = _messages(snapshot, document, drawn, templates, [(name, printed.pdf, "报告全文"), *more], changes)
    found = (
        *snapshot.findings,
        *document.findings,
        *(finding for photo in photos.values() for finding in photo.findings),
        *printed.findings,
        *proof.proofread(document, printed.html, printed.pdf, *mails.values(), changes=changes, reason=snapshot.reason),
    )
    findings = waivers.judged(found, snapshot.files, snapshot.report.name, snapshot.key.period.code)
    files = {
        name: printed.pdf, "document.html": printed.html.encode(), FACTS: checklist.facts_csv(document.facts),
        INPUTS: inputs_of(snapshot), CHECKLIST: ticked,
        FINDINGS: _json([_finding(finding) for finding in findings]),
    }  # fmt: skip
    files |= mails | ({BEFORE: _json(asdict(snapshot.before))} if snapshot.before else {})
    return files | {MANIFEST: _manifest(document, name, files, findings, lacking_of(document, snapshot.report))}


def lacking(snapshot: Snapshot) -> dict[str, bytes]:
    """What the edition would be made without, as JSON; composed, but not drawn and not printed."""
    document = documents.compose(snapshot, Book(snapshot))
    return {LACKING: _json([astuple(one) for one in lacking_of(document, snapshot.report)])}


def saying(snapshot: Snapshot) -> dict[str, bytes]:
    """What the edition would say now: the list of its facts alone; composed, not printed."""
    return {FACTS: checklist.facts_csv(documents.compose(snapshot, Book(snapshot)).facts)}


def file_name(title: str) -> str:
    """The report's name as a file: what no file system bears is written full width, the end of a long one is left out."""
    return title.translate(_UNFIT).lstrip(".")[:_LONGEST] + ".pdf"


def _page(snapshot: Snapshot, document: Document, drawn: Iterable[Figure], templates: Templates) -> str:
    """The laid-out document as HTML."""
    look = f"looks/{snapshot.report.look}"
    sheets = [name for name in ("templates/shared/print.css", f"templates/{look}.css") if name in snapshot.files]
    context = {
        "doc": document, "css": [f"asset:{name}" for name in sheets], "phrase": phrase_html,
        "blanks": tables.blanks, "charts": {figure.id: f"asset:{_chart(figure)}" for figure in drawn},
    }  # fmt: skip
    return templates.render(f"{look}.html", context)


def _chart(figure: Figure) -> str:
    """Name of a figure's plot among the assets."""
    return f"charts/{figure.id}.svg"


def _photos(snapshot: Snapshot) -> Mapping[str, pdf.Prepared]:
    """The photos as they are printed, by file."""
    photos = snapshot.report.photos.get(snapshot.key.period.code, ())
    count = max(len(photos), 1)
    width = (_TYPE_AREA - _BETWEEN * (count - 1)) / count
    return {photo.file: pdf.prepared(photo.file, snapshot.files[photo.file], width) for photo in photos}


def _sheets(document: Document) -> Iterable[pdf.Attached]:
    """Tables that are too long for print, as CSV."""
    for table in (table for section in document.sections for table in section.tables if table.sheet):
        what = f"表{table.number}　{table.title}：全部{len(table.sheet)}行"
        yield f"table-{table.number}.csv", tables.as_csv(table), what


def _assets(snapshot: Snapshot, drawn: Iterable[Figure], photos: Mapping[str, pdf.Prepared]) -> Mapping[str, bytes]:
    """Everything that the page may show."""
    pictures = {name: photo.content for name, photo in photos.items()}
    return {**snapshot.files, **pictures, **{_chart(figure): charts.svg(figure).encode() for figure in drawn}}


def _created(snapshot: Snapshot) -> dt.datetime:
    """The only date in the file: midnight of the date of issue, where the office is."""
    return dt.datetime.combine(snapshot.report_date, dt.time(), ZoneInfo(snapshot.office.time_zone))


def _messages(
    snapshot: Snapshot,
    document: Document,
    drawn: list[Figure],
    templates: Templates,
    enclosed: list[pdf.Attached],
    changes: Changes | None,
) -> dict[str, bytes]:
    """The e-mail, if somebody is there to send it, and its form without attachments where somebody takes no large mail."""
    if not snapshot.mail.sender:
        return {}
    chosen = [figure for name in document.mailed for figure in drawn if figure.id == name] or drawn
    (name, content, _), *more = enclosed
    shown = [(figure, charts.png(charts.narrow(figure), _MAIL_SCALE)) for figure in chosen[:_MAILED]]

    def composed(*, enclose: bool) -> bytes:
        return message.compose(
            document, shown, pdf=content, pdf_name=name, attachments=more, office=snapshot.office, mail=snapshot.mail,
            render=lambda template, context: templates.render(template, {**context, "phrase": phrase_html}),
            number=snapshot.key.number, reason=snapshot.reason, changes=changes,
            enclose=enclose,
        )  # fmt: skip

    return {MESSAGE: composed(enclose=True), NOTE: composed(enclose=False)}


def _public(snapshot: Snapshot) -> bool:
    """Whether what is made may leave the house: then it tells nothing of files, departments and formulas."""
    return snapshot.report.cut == "public"


def _listing(snapshot: Snapshot, document: Document) -> pdf.Attached:
    """The list of the facts that are said, as far as the cut may tell of them."""
    public = _public(snapshot)
    what = "文中的数字" if public else "数据核对表：每个数字的来源和算法"
    return FACTS, checklist.facts_csv(document.facts, public=public), what


def _vintages(snapshot: Snapshot) -> checklist.Vintages:
    """When and how firmly each figure was released, by its cell."""
    return {
        row.origin: f"{row.released.isoformat() if row.released else ''}{row.status}" for row in snapshot.observations
        if row.released or row.status
    }  # fmt: skip


def _finding(finding: Finding) -> dict[str, object]:
    """A finding as data, with its place in words."""
    return {**asdict(finding), "place": str(finding.place), "said": str(finding), "mark": finding.mark}


def _manifest(
    document: Document, name: str, files: Mapping[str, bytes], findings: Iterable[Finding], owed: Iterable[Owed]
) -> bytes:
    """What lies in the folder, by hash; no clock."""
    hashes = {file: _hash(content) for file, content in sorted(files.items())}
    return _json({
        "title": document.title, "pdf": name, "files": hashes,
        "content": _hash(_json([document.title, _hash(emptied(files["document.html"].decode()).encode()), hashes[FACTS]])),
        "errors": sum(finding.severity == "error" for finding in findings),
        "missing": sorted({lack.owed for lack in document.missing if lack.unreported}),
        "owed": [astuple(one) for one in owed],
    })  # fmt: skip


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
