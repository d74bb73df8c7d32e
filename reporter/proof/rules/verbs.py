"""Turn a text into slips in how changes are said: verbs, bases, qualifiers (domain 2.2, 2.3-7 to 2.3-15)."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

from reporter.proof.rules._rule import HAN, NUMBER, Rule, before, sentence_of, wording

_RATE = r"(?:(?<![效功频汇概产])率|占比|比重|比例|增速|增幅|降幅|涨幅|份额|亏损面|覆盖面|增长面)"
_VERBS = "增长|上升|下降|回落|提高|降低|上涨|下跌|增加|减少"
_MOVES = f"{_VERBS}|加快|放缓|扩大|收窄|提升"
_COMPARED = rf"(?:同比|环比|(?:比|较|与)[{HAN}\d—]{{1,10}}?(?:相比)?)?"
_SCOPE = re.compile("全[国省市区县球]|世界|[家个]|各|范围|地区|榜|强|平台|中(?:居|位|列|排)|长三角|行业|同类")
_HUGE = 200
_YEARLY = "(?:同比|[比较](?:上年|去年)同期)?"
_OTHERS = "(?:全[国省市区县]|上年同期|去年同期)(?:平均)?(?:水平|增速)?"
_AMOUNTS = "人口|收入|投资|产值|增加值|销售额|零售总?额|总额|利润|存款余额|贷款余额|用电量|产量|外资|进出口|出口|进口|人次|货运量|客运量"


def _times(match: re.Match[str]) -> str:
    """2750.7% as 27.5倍."""
    times = (Decimal(match[1]) / 100).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
    return f"写“增长{times}倍”，并提示上年同期基数低"


def _points(match: re.Match[str]) -> str:
    """The change in percentage points; the level before it stays."""
    level, comma, change = match.group().rpartition("，")
    return f"写“{level}{comma}{change.replace('%', '个百分点')}”"


def _of_rate(match: re.Match[str]) -> bool:
    """Whether what changes by percentage points is a rate, a share, an index or a pull."""
    return bool(re.search(rf"{_RATE}|占|拉动|贡献|指数|PMI|速|{NUMBER}[%‰]", before(match)))


def _of_another(match: re.Match[str]) -> bool:
    """Whether the growth at the end is that of another indicator, or of a loss as such (亏损企业亏损额)."""
    return bool(re.search("收入|产值|投资|税|增加值|销售|用电", match.group())) or "亏损企业" in before(
        match, "。；！？，\n"
    )


def _is_level(match: re.Match[str]) -> bool:
    """Whether 低于全市14.7% may name the level of the others: it lies on that side of our own."""
    one, two = Decimal(match["one"]), Decimal(match["two"])
    return two < one if match["side"] in {"高", "快"} else two > one


RULES: tuple[Rule, ...] = (
    wording(
        "pct_vs_pp", "error",
        re.compile(
            rf"{_RATE}(?:为|达|达到|是)?(?:{NUMBER}[%‰])?，?{_COMPARED}(?:分别)?(?:{_MOVES})了?{NUMBER}%(?:[、和]{NUMBER}%)*"
        ),
        "率、比重、增速之差用百分点", _points,
    ),
    wording(
        "pct_vs_pp", "error",
        re.compile(
            rf"由{NUMBER}%[^，。；\d]{{0,6}}[到至]{NUMBER}%，{_COMPARED}(?:{_MOVES})了?{NUMBER}%"
            rf"|{_RATE}(?:为|达|达到)?(?:高于|低于|快于|慢于|高出|落后){_OTHERS}{NUMBER}%(?!的)"
        ),
        "率、增速之差用百分点", _points,
    ),
    wording(
        "pct_vs_pp", "error", re.compile(rf"增长(?P<one>{NUMBER})%，(?P<side>高|低|快|慢)于{_OTHERS}(?P<two>{NUMBER})%(?!的)"),
        "增速之差用百分点", _points, sound=_is_level,
    ),
    wording(
        "pp_as_pct", "error", re.compile(rf"(?:增长|下降|增加|减少)了?({NUMBER})个百分点"), "量的增减用百分数，不用百分点",
        lambda match: f"写“{match.group().replace('个百分点', '%')}”", sound=_of_rate,
    ),
    wording(
        "pp_as_pct", "error", re.compile(rf"(?:完成|占)(?!比)[^，。；\d]{{1,16}}的{NUMBER}个百分点"), "完成率和占比用百分数，不用百分点",
        lambda match: f"写“{match.group().replace('个百分点', '%')}”",
    ),
    wording(
        "double_verb", "error", re.compile(rf"(?:{_VERBS})了?(?:{_VERBS})了?(?={NUMBER})"), "两个动词叠用", "只留一个动词"
    ),
    wording(
        "negative_growth_word", "error",
        re.compile(rf"(?:{_MOVES})了?[-−－](?!0(?:\.0+)?(?:%|个)){NUMBER}(?:%|个百分点)?|(?:{_MOVES})了?(?:[+＋]|负){NUMBER}"),
        "动词后又写正负号", "负数写“下降”加绝对值，数字前不加号", prose=False,
    ),
    wording(
        "negative_base", "error",
        re.compile(
            rf"亏损(?!面|企业|额){NUMBER}[万亿]?元，{_YEARLY}(?:增长|下降|增加|减少){NUMBER}%"
            rf"|(?:(?:上年|去年)同期(?:净)?亏损(?!面|企业|额){NUMBER}|由[^。；，]*亏损[^。；]*?转)[^。；]*?(?:，|利润(?:总额)?){_YEARLY}(?:增长|下降){NUMBER}%"
            rf"|[-−－]{NUMBER}[万亿]?元(?:[^，。；\d]{{0,6}}[到至为]{NUMBER}[万亿]?元)?，{_YEARLY}(?:增长|下降|增加|减少){NUMBER}%"
        ),
        "基数为负，不报增速", "写“扭亏为盈”“由盈转亏”或“减亏…”“增亏…”", sound=_of_another,
    ),
    wording("huge_growth", "warning", re.compile(rf"(?:增长|上升|上涨|增加)了?({NUMBER})%"), "增速超过200%，宜写倍数", _times,
            sound=lambda match: Decimal(match[1]) <= _HUGE),
    wording(
        "flat", "error", re.compile(rf"(?:增长|下降){NUMBER}%，(?:与|同|和)(?:上年|去年)(?:同期)?(?:基本)?持平"), "有增减，不是持平",
        "“持平”和增速只写一个", sound=lambda match: bool(re.search(r"(?:增长|下降)0(?:\.0+)?%", match.group())),
    ),
    wording(
        "flat", "error",
        re.compile(rf"({NUMBER})([万亿]?[{HAN}]{{1,3}})，(?:比|与|同)(?:上年|去年)同期的({NUMBER})\2(?:基本)?持平"),
        "两个数不同，不是持平", "写增减和幅度", sound=lambda match: match[1] == match[3],
    ),
    wording(
        "cutoff_word", "error",
        re.compile(r"截止(?:到|至)?(?:目前|\d|[一二三四五六七八九十]+月|上半年|下半年|年底|月底|今年|去年|本月)"), "后面跟时间时用“截至”",
        lambda match: f"写“{re.sub('截止(?:到|至)?', '截至', match.group())}”",
    ),
    wording(
        "double_qualifier", "error",
        re.compile(
            r"以[上下](?:左右|上下)|(?:至少|最少|不少于|不低于|大概|将近|约|大约|近|超|超过|突破|逾)[\d.一二两三四五六七八九十百千万半]+[^，。；、：！？\d]{0,8}?(?:(?<!以[上下])(?:左右|上下)|以上(?!左右|上下)|余[家个项名人户亿万])"
        ),
        "概数的限定词重复", "两个限定词只留一个",
    ),
    wording(
        "fall_by_times", "error", re.compile(r"(?:下降|降低|减少|缩小|下跌|减产|减收|缩短|压缩|压减|缩减|下滑|回落)了?[\d.一二三四五六七八九十两]+倍"), "下降不能用倍数", "改用百分数"
    ),
    wording(
        "price_verb", "warning",
        re.compile(rf"(?:价格|房价|物价|CPI|PPI)(?:指数|水平)?{_COMPARED}(?:增长|增加|减少)了?{NUMBER}%"), "价格用“上涨”“下跌”（“下降”）",
        lambda match: "写“{}”".format(re.sub("增长|增加", "上涨", match.group()).replace("减少", "下跌")),
    ),
    wording(
        "price_verb", "warning",
        re.compile(rf"(?:{_AMOUNTS})(?:(?:为|达到?|实现|完成)?{NUMBER}(?:万亿|[万亿])?[{HAN}]{{1,3}}，|，)?{_COMPARED}(?:上涨|下跌)了?{NUMBER}%"),
        "“上涨”“下跌”用于价格，量用“增长”“下降”",
        lambda match: f"写“{match.group().replace('上涨', '增长').replace('下跌', '下降')}”",
    ),
    wording(
        "rate_verb", "warning", re.compile(rf"{_RATE}{_COMPARED}(?:增长|增加|减少)了?{NUMBER}个百分点"), "率和比重用“提高”“降低”",
        lambda match: "写“{}”".format(re.sub("增长|增加", "提高", match.group()).replace("减少", "降低")),
    ),
    wording(
        "rank_scope", "warning", re.compile(r"(?:位居|位列|名列|排名|居|列|排)第(?:[一二三四五六七八九十]+|\d+)[位名]?"), "位次没有写明范围",
        "写明“全市”“全省”或参加排名的范围", sound=lambda match: bool(_SCOPE.search(sentence_of(match))),
    ),
    wording(
        "trend_word", "error",
        re.compile(
            rf"(?P<down>下降|下跌){NUMBER}%，(?:增幅|涨幅)|(?:增长|上涨){NUMBER}%，降幅"
        ),
        "增减的方向与“增幅”“降幅”不一致", lambda match: "写“降幅”" if match["down"] else "写“增幅”",
    ),
    wording(
        "compare_base", "error", re.compile("同比(?:比|较)?上月|环比(?:比|较)?(?:上年|去年)(?:同期)?"), "同比是与上年同期比，环比是与上月比",
        lambda match: "写“比上月”" if "月" in match.group() else "写“比上年同期”",
    ),
    wording(
        "compare_base", "error", re.compile("(?:比|较)(?:上年|去年)(?:同期)?同比|[与同](?:上年|去年)同期相比，[^，。；]{0,14}同比"),
        "“同比”就是与上年同期比，说了两遍", "“同比”和“比上年同期”只写一个",
    ),
    wording(
        "double_unit", "error",
        re.compile(
            r"倍番|%个?百分点|第?\d+(?:名位|位名)|(?<=\d)亿[百千万](?=元|美元|人|吨|平)"
            r"|(?<=\d)(?:个项(?!目)|项个(?![人体])|家个(?![人体])|个家(?![庭政居具电长园])|户家(?!庭)|家户|个件)"
        ),
        "两个单位叠用", "只留一个单位",
    ),
)  # fmt: skip
