"""A small report of a fictional district, printed for real, so that it can be spoilt in every place."""

from __future__ import annotations

import base64
import datetime as dt
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from reporter import fonts
from reporter.model.document import Column, Document, Figure, KeyFigure, Mark, Mention, Row, Section, Table, When
from reporter.model.fact import Fact
from reporter.model.period import Period

if TYPE_CHECKING:
    from pathlib import Path

PERIOD = Period.parse("2018-H1")

_NUMBERS = {
    "甲产业增加值:growth": ("11.9", "%", "11.9%"),
    "乙零售额:growth": ("17", "%", "17%"),
    "乙零售额:rank": ("1", "位", "第一"),
    "丙投资:growth": ("11.6", "%", "11.6%"),
    "丙投资:difference": ("5.1", "个百分点", "5.1个百分点"),
    "丁企业:level": ("1405", "家", "1405家"),
    "戊项目:level": ("10", "个", "十个"),
    "己项目:level": ("22", "个", "22个"),
    "庚项目:level": ("33", "个", "33个"),
    "辛面积:level": ("6.4", "万平方米", "约6.4万平方米"),
}


def fact(key: str) -> Fact:
    """The fact of that name."""
    value, unit, number = _NUMBERS[key]
    indicator, kind = key.split(":")
    return Fact(f"{key}@2018-H1", kind, indicator, PERIOD, Decimal(value), unit, number, number)


def data(key: str) -> str:
    """The fact as the document marks it."""
    said = fact(key)
    return f'<data value="{said.value}" data-fact="{said.id}">{said.number}</data>'


FIGURE = Figure(
    "growth", "growth_bars", ("丙投资增长", Mention("丙投资:growth@2018-H1", "11.6%")), ("同比，%，", When("上半年")),
    tuple(Mark(name, fact(f"{name}:growth").value, fact(f"{name}:growth").number, f"{name}:growth@2018-H1") for name in ("乙零售额", "甲产业增加值", "丙投资")),
    "条形图：乙零售额17%；甲产业增加值11.9%；丙投资11.6%。", number=1,
)  # fmt: skip

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="400pt" height="90pt" font-family="Noto Sans SC">'
    + "".join(
        f'<text x="0" y="{20 + 25 * row}" font-size="8">{mark.label}</text>' for row, mark in enumerate(FIGURE.marks)
    )
    + "".join(
        f'<text x="{90 + 10 * float(mark.value)}" y="{20 + 25 * row}" font-size="8">{mark.text}</text>'
        for row, mark in enumerate(FIGURE.marks)
    )
    + "</svg>"
)

FILLER = "".join(
    f"<p>这一段说明工作的过程，没有任何数量，只为把篇幅撑到后面的页上，段落{mark}也是如此，句子照样要读得通。</p>"
    for mark in "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉"
)

LEAD = f"""<p>数据截至<time>2018年8月7日</time>。<time>上半年</time>，甲产业增加值增长{data("甲产业增加值:growth")}，乙零售额增长{data("乙零售额:growth")}，增速全市{data("乙零售额:rank")}。</p>"""

PROJECTS = f"""<p>丙投资增长{data("丙投资:growth")}，高于上年同期{data("丙投资:difference")}；{data("戊项目:level")}戊项目和{data("己项目:level")}己项目开工，总面积{data("辛面积:level")}（见<span class="numbering">图1</span>）。</p>"""

HTML = f"""<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>示例</title></head>
<body data-running="2018年上半年示例区工作报告">
<p class="kicker">聚焦<span class="name">“五区”</span>建设</p><h1><span class="part">示例区上半年</span><wbr><span class="part">工作稳步推进</span></h1>
{LEAD}
<div class="strip"><div class="cell"><div class="label">甲产业增加值</div><div class="value">{data("甲产业增加值:growth")}</div><div class="more">同比</div></div>
<div class="cell"><div class="label">乙零售额</div><div class="value">{data("乙零售额:growth")}</div><div class="more">居全市{data("乙零售额:rank")}</div></div>
<div class="cell"><div class="label">丁企业</div><div class="value"><data value="1405" data-fact="丁企业:level@2018-H1">1405<span class="measure">家</span></data></div></div></div>
<h2>项目建设</h2>
{PROJECTS}
<div class="foot"><figure><figcaption><span class="finding">丙投资增长{data("丙投资:growth")}</span><span class="what"><span class="numbering">图1</span>　同比，%，<time>上半年</time></span></figcaption><img src="asset:growth.svg" alt="{FIGURE.alt}"></figure></div>
{FILLER}
<h2>附表</h2>
<table><thead><tr><th>指标</th><th>数值</th><th>单位</th></tr></thead><tbody>
<tr><td>己项目</td><td>{data("己项目:level")}</td><td>个</td></tr>
<tr><td>庚项目</td><td>{data("庚项目:level")}</td><td>个</td></tr></tbody></table>
</body></html>"""

CSS = """
@page { size: A5; margin: 20mm; @top-right { content: string(running); font: 8pt "Noto Sans SC" } @bottom-center { content: counter(page); font: 8pt "Noto Sans SC" } @footnote { max-height: 90mm } }
body { font: 11pt/1.7 "Noto Serif SC"; string-set: running attr(data-running) }
h1, h2 { font: 15pt "Noto Sans SC" } .part { display: inline-block } .strip { display: flex } .cell { flex: 1 }
.foot { float: footnote } .foot::footnote-call, .foot::footnote-marker { content: none } .finding, .what { display: block } img { width: 100% }
data, time { white-space: nowrap }
"""


def mention(key: str) -> Mention:
    """The fact's number in a phrase."""
    return Mention.of(fact(key))


TABLE = Table(
    "annex", "附表", (Column("指标"), Column("数值"), Column("单位")),
    tuple(Row(((name,), (mention(f"{name}:level"),), ("个",))) for name in ("己项目", "庚项目")),
)  # fmt: skip

STRIP = (
    KeyFigure("甲产业增加值", (mention("甲产业增加值:growth"),), ("同比",)),
    KeyFigure("乙零售额", (mention("乙零售额:growth"),), ("居全市", mention("乙零售额:rank"))),
    KeyFigure("丁企业", (mention("丁企业:level"),)),
)

DOCUMENT = Document(
    title="2018年上半年示例区工作报告", kicker="聚焦<span class=name>“五区”</span>建设", headline="", dateline=(), office="示例经济开发区", period=PERIOD, period_said=(When("2018年上半年"),),
    cut_off=dt.datetime(2018, 8, 7, 8, 30, tzinfo=dt.UTC), report_date=dt.date(2018, 8, 7), lead=LEAD, strip=STRIP, photos=(),
    sections=(Section("projects", "项目建设", PROJECTS, (FIGURE,), (TABLE,)),), notes=(), keywords=(), editor="", contact="", secrecy="公开",
    facts=tuple(map(fact, _NUMBERS)), missing=(),
)  # fmt: skip


@cache
def printed(html: str = HTML, svg: str = SVG, css: str = CSS) -> bytes:
    """The page in print, by the library itself: what proof reads must not depend on how ``pdf`` uses it."""
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    faces = "".join(
        f'@font-face {{ font-family: "{family}"; src: url({_face(stem).as_uri()}) }}'
        for family, stem in (("Noto Serif SC", "NotoSerifSC"), ("Noto Sans SC", "NotoSansSC"))
    )
    picture = "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()
    config = FontConfiguration()
    sheet = weasyprint.CSS(string=faces + css, font_config=config)
    page = weasyprint.HTML(string=html.replace("asset:growth.svg", picture))
    return page.write_pdf(stylesheets=[sheet], font_config=config)  # type: ignore[no-any-return]


def _face(stem: str) -> Path:
    """File of a packaged face."""
    return next(fonts.path(face) for face in fonts.FACES if fonts.path(face).stem.startswith(stem))
