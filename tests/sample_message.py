"""A small document of a fictional district, and everything that a message is made of."""

from __future__ import annotations

import datetime as dt
import struct
import zlib
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from reporter.message import compose
from reporter.model.document import Document, Figure, KeyFigure, Mark, Mention, When
from reporter.model.office import Mail, Office
from reporter.model.period import Period

TEMPLATES = Path(__file__).parents[1] / "templates"
OFFICE = Office(name="示例经济开发区", short="示例区", contact="联系电话：0000-00000000")
MAIL = Mail(
    host="localhost",
    sender="report@example.org",
    sender_name="示例区统计分析中心",
    reply_to="office@example.org",
)
PDF_NAME = "2018年上半年示例经济开发区经济社会发展情况报告（半年度工作会议材料）.pdf"
PDF = b"%PDF-1.7\n" + bytes(range(256)) * 40 + b"\n%%EOF\n"
FACTS = "指标,数值\n工业增加值,11.9%\n".encode()
Render = Callable[[str, Mapping[str, object]], str]


def png(width: int, height: int) -> bytes:
    """A white picture of that size."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = (b"\0" + b"\xff" * width) * height
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")


def number(text: str, fact: str = "甲:growth@2018-H1") -> Mention:
    """A fact's number."""
    return Mention(fact, text, text.rstrip("%"))


def figure(name: str, title: str) -> Figure:
    """A figure whose title holds a number."""
    return Figure(
        id=name,
        kind="bars",
        title=(title, number("11.9%")),
        subtitle=("同比增速，%，", When("2018年上半年", "2018-H1")),
        marks=(Mark("甲", Decimal("11.9"), "11.9%", "甲:growth@2018-H1"),),
        alt=f"条形图：{title}11.9%，高于其余各项。",
        source="区统计局",
    )


CHARTS = ((figure("growth", "工业增加值增长"), png(1272, 520)), (figure("goals", "年度任务完成"), png(620, 470)))
DOCUMENT = Document(
    title="2018年上半年示例经济开发区经济社会发展情况",
    kicker='聚焦<span class="name">“三区”</span>建设 &amp; 提质增效',
    headline='稳中有进开新局 工业增加值增长<data value="11.9" data-fact="甲:growth@2018-H1">11.9%</data>',
    dateline=("示例区统计分析中心",),
    office="示例经济开发区",
    period=Period.parse("2018-H1"),
    period_said=(When("2018年上半年", "2018-H1"),),
    cut_off=dt.datetime(2018, 8, 6, 16, 30, tzinfo=dt.UTC),
    report_date=dt.date(2018, 8, 7),
    lead=(
        '<p>今年以来，全区上下聚力发展，经济运行总体平稳。<time datetime="2018-H1">上半年</time>，工业增加值增长'
        '<data value="11.9" data-fact="甲:growth@2018-H1">11.9%</data>，社会消费品零售总额增长'
        '<data value="17" data-fact="乙:growth@2018-H1">17%</data>，增幅居全市'
        '<data value="1" data-fact="乙:rank@2018-H1">第一</data>。</p>\n<p>会议要求，下半年要咬定目标、保持定力。</p>'
    ),
    strip=(
        KeyFigure("工业增加值", (number("11.9%"),), ("高于去年同期", number("5.1个百分点"))),
        KeyFigure("社会消费品零售总额", (number("17%"),), ("增幅居全市", number("第一"))),
        KeyFigure("固定资产投资", (number("11.6%"),), ("高于去年同期", number("5.1个百分点"))),
        KeyFigure("省市重点项目", (number("72.3%"),), ("超序时进度", number("22.3个百分点"))),
        KeyFigure("新注册科技型企业", (number("1405家"),), ("占新注册企业的", number("52.21%"))),
    ),
    photos=(),
    sections=(),
    notes=("速度按可比价计算。", '“超序时进度”为<span class="name">推算</span>，以年度计划逐月均分为准。'),
    keywords=("示例",),
    editor="",
    contact="",
    secrecy="内部资料",
    facts=(),
    missing=(),
)


def strict_render() -> Render:
    """The real templates, in an environment as strict as the one of the service."""
    environment = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined
    )
    return lambda name, context: environment.get_template(name).render(context)


def sealed_message(document: Document = DOCUMENT, *, mail: Mail = MAIL, pdf_name: str = PDF_NAME) -> bytes:
    """The message of the small document."""
    return compose(
        document,
        CHARTS,
        pdf=PDF,
        pdf_name=pdf_name,
        attachments=[("facts.csv", FACTS, "数据清单")],
        office=OFFICE,
        mail=mail,
        render=strict_render(),
    )
