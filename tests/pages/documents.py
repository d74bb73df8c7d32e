"""Documents that strain the page, all of the openly fictional 示例区: long texts, many indicators, a long annex, one section.

Each is a snapshot, printed by the real press; the looks, style sheets and mail are the project's own.
"""

from __future__ import annotations

import datetime as dt
import io
import json
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw

from reporter import press
from reporter.model.edition import FINDINGS, MANIFEST, EditionKey
from reporter.model.finding import Place
from reporter.model.imprint import Imprint
from reporter.model.indicator import Indicator
from reporter.model.issue import Issue
from reporter.model.observation import Observation
from reporter.model.office import Office, Report
from reporter.model.period import Period
from reporter.model.record import Photo, Registers
from reporter.model.snapshot import Snapshot
from reporter.pipeline import read_sources
from reporter.pipeline.pull import figures_of
from reporter.pipeline.registers import listed
from reporter.project import inspect

ROOT = Path(__file__).resolve().parent.parent.parent
PERIOD = Period.parse("2031-H1")
IMPRINT = Imprint(
    paper="示例区经济快报", issuer="示例区统计分析中心", addressee="各镇街，区级各部门", report_to="区领导", send_to="区级各部门，各镇街",
    issue_to="重点企业", copies_to="市统计分析中心", printer="示例区办公室", reviewer="核稿甲", copies=60,
)  # fmt: skip
_THEMES = ("产业", "投资", "消费", "开放", "创新", "民生", "生态", "财政")
_STEMS = ("工业增加值", "固定资产投资", "零售额", "出口额", "研发投入", "居民收入", "绿地面积", "一般预算收入")
_KINDS = ("总量", "重点企业部分", "镇街部分", "新增部分", "园区部分", "开发区部分", "民营企业部分", "外资企业部分")
_USUAL = 5
"""Of them, where a document has forty indicators."""
_UNITS = ("亿元", "家", "万平方米", "人")
_SENTENCES = (
    "示例区把各项工作排成清单，逐项落实到部门，按月通报进度，按季组织复核。",
    "有关部门到现场办公，听取企业意见，能够当场答复的当场答复，需要协调的列入“专题清单”，明确责任人和完成时限。",
    "从结构看，传统行业保持稳定，新兴行业继续扩大，服务业与制造业的结合更加紧密；",
    "从走势看，主要指标运行在合理区间，个别指标受上年同期基数影响有所波动，总体仍在预期范围之内。",
    "同时也要看到，外部环境仍有不确定因素，部分企业订单不足，土地、资金和人才的保障还要加强。",
    "镇街、园区和平台公司各司其职，围绕“示例大道”沿线布局项目，配套道路、管网和公共服务设施同步安排。",
)


@dataclass(frozen=True)
class Made:
    """What the press made of a document."""

    files: dict[str, bytes]

    @property
    def pdf(self) -> bytes:
        """The report."""
        return self.files[str(json.loads(self.files[MANIFEST])["pdf"])]

    @property
    def html(self) -> str:
        """What was printed."""
        return self.files["document.html"].decode()

    @property
    def findings(self) -> list[dict[str, Any]]:
        """Everything that was found."""
        return list(json.loads(self.files[FINDINGS]))

    @property
    def errors(self) -> list[str]:
        """What blocks."""
        return [str(found["said"]) for found in self.findings if found["severity"] == "error"]


def make(snapshot: Snapshot) -> Made:
    """Print it."""
    return Made(press.make(snapshot))


@cache
def _indicators(kinds: int = _USUAL) -> tuple[Indicator, ...]:
    """Of eight themes, so many of each."""
    return tuple(
        Indicator(f"{stem}（{kind}）", _UNITS[(row + column) % len(_UNITS)], department=f"{'甲乙丙丁戊己庚辛'[row]}科", theme=theme)
        for row, (theme, stem) in enumerate(zip(_THEMES, _STEMS, strict=True))
        for column, kind in enumerate(_KINDS[:kinds])
    )  # fmt: skip


def _figures(indicators: tuple[Indicator, ...]) -> tuple[Observation, ...]:
    """A level, a growth and a target for each, some falling, some small, some large."""
    rows: list[Observation] = []
    for number, indicator in enumerate(indicators):
        level, growth = Decimal(7 + number * number * 13), Decimal(number * 37 % 301 - 60) / 10
        common: dict[str, Any] = {
            "department": indicator.department,
            "origin": Place(file="data/示例.csv", line=number + 2),
        }
        year = Period.parse("2031")
        rows += [
            Observation(indicator.name, "level", "", PERIOD, level, **common),
            Observation(indicator.name, "growth", "", PERIOD, growth, basis="同比", **common),
            Observation(
                indicator.name, "target", "", year, level * 2 + 10, comparator="确保", qualifier="以上", **common
            ),
        ]
    return tuple(sorted(rows, key=lambda row: row.key))


_ORDINALS = [f"{stem}{branch}组" for stem in "甲乙丙丁戊己庚辛壬癸" for branch in "子丑寅卯辰巳午未申酉"]


def prose(paragraphs: int, sentences: int = 4, *, start: int = 0) -> str:
    """So many paragraphs of plain words, no two of them alike."""
    found = []
    for number in range(paragraphs):
        words = "".join(_SENTENCES[(start + number + index) % len(_SENTENCES)] for index in range(sentences))
        found.append(f"{_ORDINALS[start * 11 + number]}报告，{words.rstrip('；。')}。")
    return "\n\n".join(found)


LEAD = """---
headline: '示例区<wbr>上半年经济运行保持在合理区间'
strip:
  - {label: 工业增加值, value: '{{ growth("工业增加值（总量）", bare=true) }}', note: 同比增速}
  - {label: 固定资产投资, value: '{{ growth("固定资产投资（总量）", bare=true) }}', note: 同比增速}
  - {label: 零售额, value: '{{ growth("零售额（总量）", bare=true) }}', note: 同比增速}
  - {label: 研发投入, value: '{{ level("研发投入（总量）") }}', note: 上半年累计}
---
上半年，示例区工业增加值（总量）{{ growth("工业增加值（总量）") }}，固定资产投资（总量）{{ growth("固定资产投资（总量）") }}，零售额（总量）{{ growth("零售额（总量）") }}，研发投入（总量）达{{ level("研发投入（总量）") }}。
"""


def theme_section(row: int, *, paragraphs: int = 3, figures: bool = True) -> str:
    """A section on one theme, with two figures."""
    names = [f"{_STEMS[row]}（{kind}）" for kind in _KINDS[:_USUAL]]
    charts = f"""charts:
  - {{id: bars{row}, kind: growth_bars, of: [{", ".join(names)}]}}
  - {{id: target{row}, kind: progress, of: [{", ".join(names[:3])}]}}
""" if figures else ""  # fmt: skip
    cite = (f'{{{{ figure("bars{row}") }}}}', f'{{{{ figure("target{row}") }}}}') if figures else ("", "")
    said = "；".join(f'{name}{{{{ growth("{name}") }}}}' for name in names)
    done = "；".join(f'{name}{{{{ target_progress("{name}") }}}}' for name in names[:3])
    return f"---\ntitle: {_THEMES[row]}运行情况\n{charts}---\n{said}{cite[0]}。\n\n{prose(paragraphs, start=row)}\n\n与全年目标相比，{done}{cite[1]}。\n\n{prose(1, 3, start=row + 1).replace('报告', '补充说明')}\n"


def annex(count: int, *, targets: bool = True, kinds: int = _USUAL) -> str:
    """A table of the first indicators, and one of their targets."""
    names = ", ".join(indicator.name for indicator in _indicators(kinds)[:count])
    more = f"  - {{id: targets, kind: targets, title: 年度目标任务表, of: [{names}]}}\n" if targets else ""
    return f"---\ntitle: 附表\ntables:\n  - {{id: all, kind: indicators, title: 主要指标完成情况表, of: [{names}]}}\n{more}---\n"


def snapshot(*sections: str, look: str = "news", kinds: int = _USUAL, **report: Any) -> Snapshot:
    """A document of these sections."""
    files = {
        path.relative_to(ROOT).as_posix(): path.read_bytes()
        for folder in ("shared", "looks", "email") for path in sorted((ROOT / "templates" / folder).iterdir())
    }  # fmt: skip
    names = ["10-lead.md", *(f"{number + 20}-part{number}.md" for number in range(len(sections) - 1))]
    files |= {f"templates/example/sections/{name}": text.encode() for name, text in zip(names, sections, strict=True)}
    made = Report(
        "example", "经济运行分析", "example", look=look, imprint=IMPRINT, source_line="示例区各部门", **report
    )
    indicators = _indicators(kinds)
    return Snapshot(
        EditionKey("example", "public", "", PERIOD), Office("示例区", "示例区", editor="编辑乙", contact="0000-0000000"), made,
        dt.datetime(2031, 7, 20, 9, tzinfo=dt.UTC), dt.date(2031, 7, 20), {one.name: one for one in indicators},
        _figures(indicators), Registers(names=("示例大道二期",)), files,
    )  # fmt: skip


def with_photos(base: Snapshot, count: int) -> Snapshot:
    """The document with so many photos, upright and wide ones mixed."""
    photos = tuple(
        Photo(f"data/photos/{number}.jpg", f"示例风景之{'甲乙丙丁'[number]}", "示意图") for number in range(count)
    )
    pictures = {photo.file: picture(900 + 300 * (number % 2), 800, number) for number, photo in enumerate(photos)}
    return replace(base, report=replace(base.report, photos={PERIOD.code: photos}), files={**base.files, **pictures})


def photos(count: int) -> Snapshot:
    """A single section with so many photos above it."""
    return with_photos(one_section(), count)


@cache
def picture(width: int, height: int, shade: int = 0) -> bytes:
    """A drawing of hills as JPEG."""
    image = Image.new("RGB", (width, height), (226, 224 - shade * 9, 214))
    draw = ImageDraw.Draw(image)
    for step in range(3):
        top = height * (step + 2) // 5
        draw.polygon([(0, height), (0, top), (width // (step + 2), top - 90), (width, top + 60), (width, height)],
                     fill=(150 - step * 40, 160 - step * 35, 170 - step * 30))  # fmt: skip
    out = io.BytesIO()
    image.save(out, "JPEG", quality=70)
    return out.getvalue()


def long_texts(look: str = "news") -> Snapshot:
    """Eight sections of long paragraphs, an internal draft: more than eight pages."""
    base = snapshot(
        LEAD, *(theme_section(row, paragraphs=6) for row in range(8)), annex(12), look=look, secrecy="内部资料"
    )
    return replace(base, issue=Issue(draft="送审稿"))


def forty_indicators() -> Snapshot:
    """The internal cut of everything."""
    base = snapshot(
        LEAD,
        *(theme_section(row, paragraphs=8) for row in range(8)),
        annex(40),
        look="bulletin",
        secrecy="内部资料",
        cut="internal",
    )
    return replace(base, issue=Issue(number="第3期（总第15期）", signer="签发人丙", date=dt.date(2031, 7, 21)))


def long_annex() -> Snapshot:
    """A short text, a table of sixty rows and one of a dozen."""
    most = len(_KINDS)
    rows = (
        annex(60, targets=False, kinds=most).removesuffix("---\n")
        + annex(12).partition("tables:\n")[2].partition("\n")[2]
    )
    return snapshot(LEAD, theme_section(0, paragraphs=1), rows, kinds=most)


def long_heading() -> Snapshot:
    """A headline of two hundred characters, and a title as long beside them."""
    words = "示例区召开专题会议研究部署下一阶段重点工作并就做好稳定增长促进改革调整结构改善民生防范风险各项任务提出明确要求，"
    lead = LEAD.replace("'示例区<wbr>上半年经济运行保持在合理区间'", f"'{(words * 4)[:199]}。'")
    section = theme_section(1, paragraphs=2).replace("title: 投资运行情况", f"title: '{(words * 4)[:199]}。'")
    base = snapshot(lead, section, annex(10), look="bulletin", secrecy="内部资料")
    return replace(base, report=replace(base.report, title="示例区" + "经济运行情况专题分析和下一阶段工作建议" * 3))


def one_section(look: str = "news") -> Snapshot:
    """A single section, and nothing else."""
    return snapshot(LEAD, theme_section(1, paragraphs=2), look=look)


def official() -> Snapshot:
    """A 公文 with headings of three levels, a number, an annex of figures and one of tables."""
    levels = f"---\ntitle: 下一步工作\n---\n### 稳定运行\n\n{prose(2, start=3)}\n\n#### 完善调度\n\n{prose(1, start=4)}\n\n#### 落实责任\n\n{prose(1, start=5)}\n\n### 做好保障\n\n{prose(1, start=6)}\n"
    base = snapshot(LEAD, theme_section(1, paragraphs=3), levels, annex(12), look="official")
    organ = replace(IMPRINT, paper="示例区人民政府文件", issuer="示例区人民政府")
    return replace(
        base,
        issue=Issue(number="示政〔2031〕7号", date=dt.date(2031, 7, 21)),
        report=replace(base.report, imprint=organ),
    )


def three_pages() -> Snapshot:
    """A bulletin of three pages."""
    return snapshot(
        LEAD, theme_section(0, paragraphs=2), theme_section(2, paragraphs=2), annex(8, targets=False), look="bulletin"
    )


def demo(look: str) -> Snapshot:
    """The demo's half-year report in a look of one's choice."""
    project, _ = inspect(ROOT)
    if project is None:
        message = "the demo's project folder has faults"
        raise ValueError(message)
    period, moment = Period.parse("2018-H1"), dt.datetime(2018, 8, 7, tzinfo=dt.UTC)
    readings = read_sources(project)
    return Snapshot(
        EditionKey("half_year", "public", "", period), project.office, replace(project.report("half_year"), look=look),
        moment, moment.date(), project.indicators, tuple(figures_of(readings)), listed(project, readings),
        project.files_for("half_year", period),
    )  # fmt: skip
