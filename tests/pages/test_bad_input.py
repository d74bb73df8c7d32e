"""What an office may hand in by mistake: each thing is told once and clearly, the process lives on, and no half report is made."""

from __future__ import annotations

import io
import struct
import zlib
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from reporter import fonts, sandbox
from reporter.errors import Faults, LimitExceeded, ProductionError
from reporter.model.indicator import Indicator
from reporter.model.observation import Observation
from reporter.pdf import photos
from tests.pages import documents
from tests.pages.glyphs import glyphs, words

if TYPE_CHECKING:
    from pathlib import Path

    from reporter.model.snapshot import Snapshot

PHOTO = "data/photos/0.jpg"


def _with_text(text: str) -> Snapshot:
    """The short report with one more paragraph."""
    return documents.snapshot(documents.LEAD, documents.theme_section(1, paragraphs=1) + f"\n{text}\n")


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("本节有<b>半个标签。", "<b>"), ("本节有</div>多余的结尾。", "</div>"), ("本节有**没有成对的加粗。", "**"), ("[链接](http://example.org)不会成为链接。", "]("),
        ("<script>alert(1)</script>不会运行。", "<script>"), ("本节写了&nbsp;空格。", "&nbsp;"),
    ],
)  # fmt: skip
def test_marks_of_markup_are_told(text: str, mark: str) -> None:
    """Broken HTML or Markdown is printed as it stands, never taken for markup, and blocks with the words around it."""
    made = documents.make(_with_text(text))
    left = [found for found in made.findings if found["rule"] == "markup_left"]
    assert left
    assert mark in left[0]["message"]
    assert "本节" in left[0]["said"] or "链接" in left[0]["said"] or "script" in left[0]["said"]
    assert "<script>" not in made.html
    with pikepdf.open(io.BytesIO(made.pdf)) as file:
        assert b"/JavaScript" not in b"".join(
            item.unparse() for item in file.objects if isinstance(item, pikepdf.Dictionary)
        )


def test_an_endless_heading_is_told_and_set() -> None:
    """Two hundred characters: a reminder, and lines that keep to the page."""
    title = "".join(f"{one}科继续做好各项工作" for one in "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉")
    made = documents.make(
        documents.snapshot(
            documents.LEAD.replace("示例区<wbr>上半年经济运行保持在合理区间", title),
            f"---\ntitle: {title}\n---\n{documents.prose(1)}\n",
        )
    )
    assert made.errors == []
    assert "long_heading" in [found["rule"] for found in made.findings]
    for page in range(len(pypdfium2.PdfDocument(made.pdf))):
        assert all(one.left > 20 and one.right < 192 for one in glyphs(made.pdf, page))


def _with_photo(content: bytes) -> Snapshot:
    base = documents.with_photos(documents.one_section(), 1)
    return replace(base, files={**base.files, PHOTO: content})


def _wide(width: int, height: int) -> bytes:
    """A PNG of that size that takes next to no bytes."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * ((width + 7) // 8 + 1) * height, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"no picture at all", "无法读取"), (b"", "无法读取"), (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "无法读取"), (_wide(30_000, 20), "太大：30000×20像素"),
        (_wide(15_000, 15_000), "太大"), (documents.picture(900, 800)[:2000], "无法读取"),
    ],
)  # fmt: skip
def test_a_picture_that_is_none_or_a_wall(content: bytes, said: str) -> None:
    """It is named with its size before it is unpacked, and no report is made with a hole in its place."""
    with pytest.raises(ProductionError, match=said) as caught:
        documents.make(_with_photo(content))
    assert PHOTO in str(caught.value)
    assert caught.value.advice


def test_a_photo_is_turned_and_bared() -> None:
    """Upright by its EXIF, without place, camera and comment; too few pixels are a reminder."""
    turned = Image.new("RGB", (400, 300), (200, 10, 10))
    turned.paste((10, 10, 200), (0, 0, 200, 300))
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "示例相机"
    exif.get_ifd(0x8825)[1] = "N"
    out = io.BytesIO()
    turned.save(out, "JPEG", exif=exif, comment=b"secret place")
    made = photos.prepared("a.jpg", out.getvalue(), 168)
    with Image.open(io.BytesIO(made.content)) as found:
        assert found.size == (300, 400)
        top, bottom = found.getpixel((150, 40)), found.getpixel((150, 360))
        assert isinstance(top, tuple)
        assert isinstance(bottom, tuple)
        assert top[2] > 150 > top[0]
        assert bottom[0] > 150 > bottom[2]
        assert not found.getexif()
    assert b"secret" not in made.content
    assert [one.rule for one in made.findings] == ["coarse_photo"]
    assert photos.prepared("b.jpg", documents.picture(900, 800), 168).findings == ()


def test_a_table_of_thousands_goes_into_a_sheet() -> None:
    """Five thousand rows: forty are printed, a note says so, all of them lie in a CSV inside the PDF."""
    names = [f"示例指标{''.join(chr(0x4E00 + int(digit)) for digit in f'{number:04}')}" for number in range(5000)]
    base = documents.snapshot(
        documents.LEAD,
        documents.theme_section(1, paragraphs=1),
        "---\ntitle: 附表\ntables:\n  - {id: all, kind: indicators, title: 全部指标表}\n---\n",
    )
    more = {name: Indicator(name, "家", department="甲科", theme="产业") for name in names}
    rows = tuple(
        Observation(name, "level", "", documents.PERIOD, Decimal(number), department="甲科")
        for number, name in enumerate(names)
    )
    made = documents.make(
        replace(base, indicators={**base.indicators, **more}, observations=(*base.observations, *rows))
    )
    assert made.errors == []
    with pikepdf.open(io.BytesIO(made.pdf)) as file:
        (sheet,) = [
            entry.get_file().read_bytes().decode("utf-8-sig")
            for name, entry in file.attachments.items()
            if name == "table-1.csv"
        ]
        assert len(file.pages) < 8
    assert len(sheet.splitlines()) == 5041
    assert names[4999] in sheet
    text = "".join(words(glyphs(made.pdf, page)) for page in range(len(pypdfium2.PdfDocument(made.pdf))))
    assert "全表共5040行，这里印出前40行" in text


def test_a_missing_font_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No other face takes its place: the report is not made, and the file is named."""
    monkeypatch.setattr(fonts, "_FOLDER", tmp_path)
    with pytest.raises(ProductionError, match=r"缺少字体文件\w+-\w+\.otf") as caught:
        documents.make(documents.one_section())
    assert "重新安装" in caught.value.advice


def _with_layout(before: str) -> Snapshot:
    """The short report with a layout that begins with these statements."""
    base = documents.one_section()
    name = "templates/looks/news.html"
    return replace(base, files={**base.files, name: before.encode() + base.files[name]})


def test_a_template_that_calls_itself() -> None:
    """One finding with the file, no traceback."""
    with pytest.raises(Faults, match="没有尽头") as caught:
        documents.make(_with_layout("{% macro again() %}{{ again() }}{% endmacro %}{% set x = again() %}"))
    assert caught.value.findings[0].place.file.startswith("templates/looks/")


_LOOPS = "{% set many = 'x' * 100000 %}{% set n = namespace(x=0) %}{% set y %}{% for a in many %}{% for b in many %}{% set n.x = n.x + 1 %}{% endfor %}{% endfor %}{% endset %}"
_HUNGRY = "{% set all = 'A' * 3000000000 %}"


@pytest.mark.parametrize(("before", "said"), [(_LOOPS, "秒内没有完成"), (_HUNGRY, "内存")])
def test_a_template_without_end_dies_alone(before: str, said: str) -> None:
    """A loop that never ends and a string without measure end with their child, within its limits; the next report is made."""
    with pytest.raises(LimitExceeded, match=said):
        sandbox.call(_with_layout(before), target="reporter.press:make", seconds=12, megabytes=700)
    assert sandbox.call(documents.one_section(), target="reporter.press:make", seconds=120, megabytes=700)
