"""Turn HTML and assets in memory into a tagged PDF/A-3a: same input, same bytes, and nothing fetched from anywhere."""

from __future__ import annotations

import datetime as dt
import gc
import io
import warnings
from collections.abc import Callable, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from html import unescape
from typing import TYPE_CHECKING, Any

from reporter import fonts
from reporter.errors import ProductionError
from reporter.fonts import libraries
from reporter.pdf import assets as asset_urls
from reporter.pdf import (
    binding,
    contents,
    glyphs,
    headline,
    heights,
    journal,
    justify,
    leftovers,
    packing,
    placing,
    punctuation,
    shortcuts,
    tree,
)
from reporter.pdf.photos import DOTS_PER_INCH
from reporter.shipped import starter

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from pathlib import Path

    from weasyprint import CSS, Document
    from weasyprint.text.fonts import FontConfiguration

    from reporter.model.finding import Finding

Assets = Callable[[str], bytes | None] | Mapping[str, bytes]
Attached = tuple[str, bytes, str]
"""Name, content, description."""

_VARIANT = "pdf/a-3a"
_EVERYDAY = ("templates/shared/print.css", "templates/looks/news.css")
"""Style sheets of most reports as they ship; both call for no other file."""


@dataclass(frozen=True, slots=True)
class Printed:
    """What came off the press."""

    pdf: bytes
    html: str
    """What was printed: figures moved to where they fit."""
    pages: int
    findings: tuple[Finding, ...]
    """Missing glyphs, refused addresses, assets that are not there; an error among them means: do not publish."""


def preload() -> None:
    """Import what printing needs, and read the faces of everyday texts: every job is a fork of the process that has them.

    A missing system library is told by the first print.
    """
    with suppress(ProductionError):
        files = fonts.files("")
        press = _press(tuple((face, files[face]) for face in fonts.FACES))
        shipped = {name: (starter() / name).read_bytes() for name in _EVERYDAY}
        for name, words in shipped.items():
            press.ahead[words] = press.style(f"asset:{name}", asset_urls.fetcher(shipped))
    fonts.covered()


def print_document(
    html: str,
    assets: Assets,
    *,
    title: str,
    author: str = "",
    keywords: Sequence[str] = (),
    created: dt.datetime,
    attachments: Sequence[Attached] = (),
    names: Collection[str] = (),
) -> Printed:
    """Print ``html``; its ``asset:`` URLs are answered by ``assets``, every other URL is refused and reported.

    ``created`` is the only date that enters the file; ``attachments`` are embedded as data of the document;
    ``names`` are kept in one line of a heading.
    """
    press = _press(_there(_faces(html, assets)))
    fetcher = asset_urls.fetcher(assets)
    with _quiet_memory(), shortcuts.remembered(), journal.listen() as heard:
        html, document = _laid_out(press, fetcher, html, names)
        _describe(document, title, author, keywords, created)
        pdf = document.write_pdf(
            pdf_variant=_VARIANT, finisher=_finish, attachments=_files(press, attachments, created), **_IMAGES,
        )  # fmt: skip
    findings = (*glyphs.missing(html), *leftovers.found(html), *fetcher.findings, *heard.findings)
    return Printed(pdf, html, len(document.pages), tuple(dict.fromkeys(findings)))


def trial(_argument: None) -> dict[str, bytes]:
    """One page with every face, for an examination of the machine: the PDF, and what was found, a line each."""
    lines = "".join(f"<p style='font-family: {fonts.stack(face)}'>{_TRIAL}</p>" for face in fonts.FACES)
    page = f"<html lang='zh-CN'><title>试印</title><body>{lines}</body></html>"
    printed = print_document(page, {}, title="试印", created=_EPOCH)
    return {"pdf": printed.pdf, "findings": "\n".join(map(str, printed.findings)).encode()}


_TRIAL = "固定资产投资增长11.6%，增速比上年同期提高5.1个百分点。"
_EPOCH = dt.datetime(2018, 1, 1, tzinfo=dt.UTC)


def _laid_out(press: _Press, fetcher: Any, html: str, names: Collection[str]) -> tuple[str, Document]:
    """The page as it is printed and its layout.

    Figures are moved to where they fit, a long report gets its contents, and a last page of a few lines is won back by
    setting all lines a little closer; the 版记 of a 公文 that ends on an odd page goes on the back of its last sheet.
    """
    pictures: dict[str, Any] = {}
    sheets = [press.style(url, fetcher) for url in tree.links(html)]

    def lay_out(page: str) -> Document:
        return tree.parsed(press.weasyprint, punctuation.compress(headline.balanced(page, names)), fetcher).render(
            font_config=press.faces, stylesheets=[press.sheet, *sheets], pdf_variant=_VARIANT, cache=pictures, **_IMAGES,
        )  # fmt: skip

    def composed(page: str) -> tuple[str, Document]:
        page = placing.placed(page, lay_out)
        document = lay_out(page)
        return contents.numbered(page, document), document

    short = contents.without(html)
    page, document = composed(short)
    if len(document.pages) > contents.FROM and short != html:
        short = html
        page, document = composed(html)
    closer = short.replace(*_SETTINGS, 1)
    if closer != short and heights.is_stub(document):
        closer, tried = composed(closer)
        if len(tried.pages) < len(document.pages):
            return closer, tried
    overleaf = page.replace(*_OVERLEAF, 1)
    if overleaf != page and len(document.pages) % 2:
        page, document = overleaf, lay_out(overleaf)
    return page, document


_SETTINGS = ('<body class="open"', '<body class="closer"')
"""A layout whose lines stand on a grid (公文: 22 a page) has neither, and is never set closer."""
_OVERLEAF = ('<body class="on-grid"', '<body class="on-grid overleaf"')
"""Such a paper is printed on both sides; its 版记 stands on the last one (GB/T 9704-2012, 7.4.1)."""
_IMAGES: dict[str, Any] = {"optimize_images": False, "dpi": DOTS_PER_INCH}
"""A photo comes prepared: with a quality named here, the library would encode every JPEG once more."""


@dataclass(frozen=True, slots=True)
class _Press:
    """What is prepared once a process: the library, and the faces, which are costly to read."""

    weasyprint: Any
    faces: FontConfiguration
    sheet: CSS
    ahead: dict[bytes, CSS] = field(default_factory=dict)
    """Style sheets that were read before the first report, by their words."""

    def style(self, url: str, fetcher: Any) -> CSS:
        """A style sheet of the page."""
        return self.ahead.get(fetcher.words(url)) or self.weasyprint.CSS(
            url=url, font_config=self.faces, url_fetcher=fetcher
        )


def _faces(html: str, assets: Assets) -> tuple[tuple[str, Path], ...]:
    """The faces that the page or its style sheets name, each with its file; all of them where assets are only answered."""
    if callable(assets):
        return tuple((face, fonts.path(face)) for face in fonts.FACES)
    sheets = (content.decode() for name, content in assets.items() if name.endswith((".css", ".svg")))
    text = "\n".join([html, *sheets])
    files = fonts.files(unescape(text))
    return tuple((face, files[face]) for face in fonts.used(text))


def _there(files: tuple[tuple[str, Path], ...]) -> tuple[tuple[str, Path], ...]:
    """The font files, if none of them is missing: a face in the place of another is worse than no report."""
    for _, path in files:
        if not path.is_file():
            message = f"缺少字体文件{path.name}"
            raise ProductionError(message, advice="安装包不完整，请重新安装reporter")
    return files


@cache
def _press(files: tuple[tuple[str, Path], ...]) -> _Press:
    """The press of this process; raises :class:`ProductionError` where a library of the system is missing."""
    libraries.demand()
    with warnings.catch_warnings():
        # Without system fonts fontconfig complains; the faces come from @font-face.
        warnings.simplefilter("ignore")
        binding.install()
        import weasyprint  # noqa: PLC0415 - 0.35 s that only the printing child pays
        from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415
    justify.install()
    packing.install()
    shortcuts.install()
    faces = FontConfiguration()
    sheet = weasyprint.CSS(
        string=fonts.face_css(asset_urls.font_url, dict(files)), font_config=faces, url_fetcher=asset_urls.fetcher({}),
    )  # fmt: skip
    return _Press(weasyprint, faces, sheet)


def _describe(document: Document, title: str, author: str, keywords: Sequence[str], created: dt.datetime) -> None:
    """Fill in the metadata; what the HTML says of itself does not count."""
    moment = created.isoformat(timespec="seconds")
    data = document.metadata
    data.title, data.authors, data.keywords = title, [author] if author else [], list(keywords)
    data.created = data.modified = moment
    data.description, data.generator, data.lang = None, "reporter", "zh-CN"
    data.attachments = []


def _files(press: _Press, attachments: Sequence[Attached], created: dt.datetime) -> list[Any]:
    """The embedded files, each as data of the document."""
    return [
        press.weasyprint.Attachment(
            file_obj=io.BytesIO(content), name=name, description=description,
            created=created, modified=created, relationship="Data",
        )
        for name, content, description in attachments
    ]  # fmt: skip


def _finish(document: Document, pdf: Any) -> None:
    """What an archive and a reader for the blind ask for beyond what WeasyPrint writes.

    Each embedded file is listed once, metadata are legible without unpacking, no picture is smoothed by whoever shows it, a
    link says where it leads.
    """
    if "AF" in pdf.catalog:
        pdf.catalog["AF"][:] = dict.fromkeys(pdf.catalog["AF"])
    pages = {name: number for number, page in reversed([*enumerate(document.pages, 1)]) for name in page.anchors}
    for item in pdf.objects:
        described = getattr(item, "extra", {})
        if described.get("Type") == "/Metadata":
            item.compress = False
        elif described.get("Subtype") == "/Image":
            described["Interpolate"] = "false"
        elif isinstance(item, dict) and item.get("Subtype") == "/Link" and (page := pages.get(item["Dest"].string)):
            item["Contents"] = type(item["Dest"])(f"第{page}页")


@contextmanager
def _quiet_memory() -> Iterator[None]:
    """No garbage collection while the layout builds its hundred thousand objects: a sixth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
