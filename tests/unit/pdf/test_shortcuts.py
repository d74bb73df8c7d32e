"""What WeasyPrint has worked out before is not worked out again, and nobody can tell from what is printed."""

from __future__ import annotations

import datetime as dt
import hashlib
import subprocess
import sys

from reporter import fonts
from reporter.pdf import printing, shortcuts

_PLAIN = "from reporter.pdf import shortcuts; shortcuts.install = bool"
_BY_ITSELF = "from tests.unit.pdf import test_shortcuts; print(test_shortcuts.printed())"

_FACES = [fonts.stack(face) for face in fonts.FACES]
_SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="60"><text x="5" y="20" font-size="12">一季度</text>'
    '<text x="5" y="40" font-size="9" font-weight="bold" letter-spacing="2">一季度 52.21%</text></svg>'
)
_WORDS = "固定资产投资增长<b>11.6%</b>，增速比上年同期提高<u>5.1个百分点</u>；“双百”工程完成<i>106%</i>，GDP stays above the whole plan。"
_PART = f"""<h2>第一节</h2><p>{_WORDS}</p><div class="part" dir="rtl">{_WORDS}</div>
<div class="two" style="border-inline-start: 2px solid red">{_WORDS * 3}</div>
<table><tr><td>甲<td>{_WORDS}<td>3.5</table><img src="asset:a.svg" alt="图">
<p style="white-space: pre-wrap; text-decoration: line-through">一　　二
三</p>"""
_PAGE = f"""<html lang="zh-CN"><title>试印</title><style>
@page {{ size: A5; margin: 20mm calc(10mm + 2%); @bottom-center {{ content: counter(page) " / " counter(pages) }} }}
body {{ font: 10.5pt/1.6 {_FACES[0]}; text-align: justify; margin-inline: 2mm }}
h2 {{ font-family: {_FACES[-1]}; letter-spacing: .1em; text-indent: calc(1em + 5%) }}
.part {{ font-feature-settings: "halt"; width: 50%; float: left; padding: 0 1% }}
.two {{ columns: 2; overflow-wrap: anywhere; word-spacing: 2px }}
td {{ border: 1px solid; border-radius: 2px; min-width: 3em }}
</style><body>{_PART * 4}</body></html>"""


def printed() -> str:
    """SHA-256 of a page with everything on it that the shortcuts touch."""
    page = printing.print_document(
        _PAGE, {"a.svg": _SVG.encode()}, title="试印", created=dt.datetime(2018, 1, 1, tzinfo=dt.UTC)
    )
    return f"{hashlib.sha256(page.pdf).hexdigest()} {page.pages}"


def test_they_are_taken_with_the_locked_weasyprint() -> None:
    """Whoever upgrades WeasyPrint hears that the shortcuts are to be looked at again."""
    printed()
    assert shortcuts.install()


def test_what_is_printed_is_the_same_without_them() -> None:
    """Type, lines, inherited and logical properties, formulas, percentages, columns, tables, SVG: the same bytes."""
    plain = subprocess.run(
        [sys.executable, "-c", f"{_PLAIN}\n{_BY_ITSELF}"], check=True, capture_output=True, text=True
    ).stdout  # fmt: skip
    assert plain.strip() == printed()
