"""Turn a text into slips in how numbers, dates and units are written: GB/T 15835 and the habits of a statistics office."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reporter.proof.rules._rule import HAN, NUMBER, Rule, Slip, before, sentence_of, wording

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reporter.proof.rules._rule import Text

_NARROW = str.maketrans("０１２３４５６７８９％．", "0123456789%.")
_MEASURES = "亩|公里|千米|米|亿元|万元|元|家|个|人|吨|公顷|平方米|平方公里|倍|名|项|户|天|小时|分钟"
_HEDGE = "一二三四五六七八九"
_YEARS = range(1900, 2101)
_DIMENSIONLESS = re.compile("指数|景气|系数|汇率|PMI|评分|得分|分值|综合分|比值|均价")
_CHANGES = "增长|下降|提高|降低|回落|上升|加快|放缓|扩大|收窄|增加|减少|上涨|下跌|新增|达到|达|完成|实现"
_MONEY = "收入|支出|投资|产值|增加值|总额|利润"
_AMOUNT = re.compile(rf"(?<=[{HAN}])(?<![第图表号至和—～]){NUMBER}(?=[，。；！？]|\s*$)")


def _unitless(match: re.Match[str]) -> bool:
    """Whether a number needs no unit: an index, a year, a code; a whole number counts only after a verb."""
    led = before(match)
    if (
        _DIMENSIONLESS.search(sentence_of(match))
        or match.string[match.end() : match.end() + 4].strip("，。；")[:1].isdigit()
    ):
        return True
    if "." in match.group():
        return False
    return not re.search(rf"(?:{_CHANGES})了?$|(?:{_MONEY})(?:为|是)?$", led) or int(match.group()) in _YEARS


_GAP = re.compile(rf"(?<=[{HAN}，。；：、）”])[ \t]+(?=\d)|(?<=[\d%])[ \t]+(?=[{HAN}，。；：、（“])")
_CAPTION = re.compile(r"[图表]\d+$")


def _spaced(text: Text) -> Iterator[Slip]:
    """Blanks between characters and numbers, told once for all of them."""
    found = [
        (index, match)
        for index, paragraph in enumerate(text)
        if paragraph.prose
        for match in _GAP.finditer(paragraph.text)
        if not _CAPTION.search(match.string[: match.start()])
    ]
    if found:
        index, match = found[0]
        words = match.string[max(0, match.start() - 4) : match.end() + 4].strip()
        yield Slip(index, match.start(), words, f"汉字、标点和数字之间不空格，全文共{len(found)}处", "删去空格")


def _consecutive(match: re.Match[str]) -> bool:
    """Whether 三、四 is an enumeration after all: not neighbours, or months that are named (七、八月份)."""
    one, two = _HEDGE.index(match["one"]), _HEDGE.index(match["two"])
    return two != one + 1 or (match["unit"] == "月" and not re.search("预计|估计|大约|约", before(match)))


RULES: tuple[Rule, ...] = (
    Rule("cjk_space", "note", _spaced),
    wording(
        "missing_unit", "error", _AMOUNT, "数字没有单位", lambda match: f"在“{match.group()}”后写明单位", sound=_unitless
    ),
    wording(
        "missing_unit", "error", re.compile(rf"(?<![第\d./$＄¥￥€£]){NUMBER}(?:万亿|[万亿])(?=[，。；！？]|\s*$)"), "“万”“亿”后没有单位",
        lambda match: f"写“{match.group()}元”，或补上它的量词",
    ),
    wording(
        "zero_text", "error",
        re.compile(
            rf"(?:增长|下降|上涨|下跌|提高|降低|回落|上升|增加|减少)了?[-−－]?0(?:\.0+)?(?:%|个百分点)|[-−－]0(?:\.0+)?(?![\d.])(?=%|个|$|[{HAN}])"
            r"|(?<![\d.])0[家个项名宗户件所台](?!百分点)"
        ),
        "零不写成变化或数量", lambda match: "值为零的项不写" if match.group()[-1] in "家个项名宗户件所台" else "写“持平”或“基本持平”",
    ),
    wording(
        "padded_date", "error", re.compile(r"(?<!\d)0\d月(?:\d{1,2}日)?|月0\d日"), "月、日编了虚位",
        lambda match: f"写“{re.sub(r'0(?=[0-9])', '', match.group())}”", prose=False,
    ),
    wording(
        "short_year", "error",
        re.compile(r"(?<![\d.第近])\d{2}年(?=\d{1,2}月|上半年|下半年|[一二三四]季度|同期|全年|年?底|年?初|度)"), "年份不是四位",
        lambda match: f"写“20{match.group()}”",
    ),
    wording(
        "thousands_mark", "error", re.compile(r"(?<![\d.])\d{1,3}(?:[,，]\d{3})+(?![\d])"), "正文不用千分撇",
        lambda match: f"写“{re.sub('[,，]', '', match.group())}”",
    ),
    wording(
        "pct_both_sides", "error", re.compile(rf"(?<![\d.—年月日])({NUMBER})[～~—–-](?={NUMBER}%)"), "数值范围的百分号两边都写",
        lambda match: f"写“{match[1]}%～…%”",
    ),
    wording(
        "range_mark", "warning",
        re.compile(rf"{NUMBER}%[—–-]{NUMBER}%|(?<![\d—.年月日-]){NUMBER}[—–-]{NUMBER}(?={_MEASURES})"), "数值范围用浪纹线",
        lambda match: f"写“{re.sub('[—–-]', '～', match.group())}”",
    ),
    wording(
        "date_dash", "error", re.compile(r"(?<!\d)\d{1,2}[-~～–]\d{1,2}月|(?<!\d)\d{4}[-~～–]\d{4}年"), "时间起止用一字线",
        lambda match: f"写“{re.sub('[-~～–]', '—', match.group())}”", prose=False,
    ),
    wording(
        "doc_number", "error", re.compile(r"[\[（(【](?:19|20)\d\d[\]）)】]第?\d+号|〔\d{4}〕(?:第|0)\d*号?"),
        "文号的年份用六角括号，序号不加“第”、不编虚位",
        lambda match: "写“{}”".format(re.sub(r"\D*(\d{4})\D+0*(\d+).*", r"〔\1〕\2号", match.group())),
    ),
    wording(
        "ratio_colon", "warning",
        re.compile(rf"(?:结构|比例|之比|比)[^，。；\d]{{0,4}}({NUMBER}(?:[:：]{NUMBER})+)"), "比例用比号",
        lambda match: f"写“{re.sub('[:：]', '∶', match[1])}”",
    ),
    wording(
        "mixed_magnitude", "error",
        re.compile(
            rf"{NUMBER}百(?!分|货|姓|年|度|强|年)(?=[{HAN}])|{NUMBER}千(?!瓦|米|克|卡|赫|帕|伏|兆|字节|焦|年)(?:万|(?=[{HAN}]))"
        ),
        "大数以“万”“亿”为单位，不与“百”“千”混写", "改写成以“万”“亿”为单位或全写数字",
    ),
    wording(
        "fullwidth_digit", "error", re.compile(r"[０-９](?:[０-９．.]*[０-９])?％?|％"), "数字和百分号用半角",
        lambda match: f"写“{match.group().translate(_NARROW)}”", prose=False,
    ),
    wording(
        "adjacent_approx", "error",
        re.compile(rf"(?<![第、{_HEDGE}十])(?P<one>[{_HEDGE}])、(?P<two>[{_HEDGE}])(?P<unit>[家个项名户年月天日人次倍成十百])"),
        "相邻数字表示概数，中间不加顿号", lambda match: f"写“{match.group().replace('、', '')}”", sound=_consecutive,
    ),
    wording(
        "currency_sign", "error", re.compile(r"(?:HK|US)?[$＄]\s?\d[\d.]*|[¥￥€£]\s?\d[\d.]*|(?:RMB|CNY|USD)\s?\d[\d.]*"),
        "正文不用货币符号", "在数字后写“元”“美元”“港元”",
    ),
    wording(
        "signed_number", "error",
        re.compile(
            rf"(?<![A-Za-z\d])[+＋]{NUMBER}(?:%|个百分点)|(?<!增长率)(?:为|是|达)[-−－](?!0(?:\.0+)?%){NUMBER}(?:%|个百分点)"
        ),
        "正文不用正负号", lambda match: "写“增长…”" if "+" in match.group() or "＋" in match.group() else "写“下降…”",
        sound=lambda match: bool(re.search("增长率$|气温$|温度$", before(match))),
    ),
    wording(
        "arrow", "error", re.compile(r"[↑↓⬆⬇▲▼](?=\s?\d)|(?<=[\d%])\s?[↑↓⬆⬇▲▼]|[↑↓⬆⬇]"), "正文不用箭头", "写“增长”“下降”"
    ),
    wording(
        "latin_jargon", "error", re.compile(r"(?<![A-Za-z])(?:YoY|QoQ|MoM|YTD|y/y|m/m)(?![A-Za-z])", re.IGNORECASE),
        "正文不用外文缩写", "写“同比”“环比”",
    ),
)  # fmt: skip
