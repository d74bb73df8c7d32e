"""Turn a whole text into slips where one part of it does not agree with another: units, names, repeated statements."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import partial
from typing import TYPE_CHECKING

from reporter.proof.rules._quantity import quantities
from reporter.proof.rules._rule import HAN, NUMBER, Rule, Slip

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reporter.proof.rules._rule import Text

_NOUN = "收入|投资|总额|增加值|产值|利润|外资|存款|贷款|支出|销售额|产量|面积|用电量|营业额|零售额|出口|进口"
_NAME = re.compile(rf"([{HAN}（）]{{2,24}}?(?:{_NOUN}))(?:为|达|达到|实现|完成|余额)?$")
_LEAD = re.compile(
    r"^(?:[\d—]*[一二三四上下全今去本前]*(?:年末?|月份?|季度|半年)|上半年|下半年|全[区市县省国]|我[区市县省]|实现|完成|其中|累计|新增|据[^，]*?[，])+"
)
_GROWTH = re.compile(rf"([^，。；：、！？\s]{{4,30}}?)(?:同比)?(增长|下降|上涨|下跌)({NUMBER})%")
_PERIOD = re.compile(
    r"\d{4}年(?:上半年|下半年|全年|[一二三四]季度)?|上半年|下半年|全年|[一二三四]季度|前[三两]季度|\d{1,2}—\d{1,2}月|\d{1,2}月|上年同期|去年同期"
)
_SCOPE = re.compile("(?<![安健完齐周自])[全我]([省市州区县旗镇乡])(?![域场别级际长委政民直情])")
_LEVELS = "国省市州区县旗镇乡"
"""From the highest level on; a level is written with one character."""
_LOCAL = "区县旗"
_ABOVE = re.compile("全国|全省|全市|我省|我市")
_TELLING = 5
"""Characters that a name has at least; shorter ones (总投资) belong to many things."""
_JUDGEMENTS = re.compile(
    "快速增长|较快增长|平稳增长|稳步增长|低速增长|小幅增长|小幅下降|略有下降|明显回升|明显回落|增势强劲|降幅较大|下降较多|大幅超序时|快于序时|略滞后|明显滞后"
)
_OFTEN = 2


def _units(text: Text) -> Iterator[Slip]:
    """One indicator in 亿元 here and in 万元 there."""
    seen: dict[tuple[str, str], str] = {}
    for index, paragraph in enumerate(text):
        for one in quantities(paragraph.text) if paragraph.prose else ():
            name = _NAME.search(paragraph.text[: one.start])
            if not name or one.change or one.scale not in {"亿", "万"}:
                continue
            key = _LEAD.sub("", name[1]), one.unit
            scale = seen.setdefault(key, one.scale)
            if scale != one.scale:
                why = f"“{key[0]}”前面用“{scale}{one.unit}”，这里用“{one.scale}{one.unit}”"
                yield Slip(index, one.start, one.words, why, f"全文同一指标用同一单位，写成“{scale}{one.unit}”")


def _drift(text: Text, own: str = "", parent: str = "") -> Iterator[Slip]:
    """全区 in one sentence, 全县 in the next; where the office is known, any level below the one above it but its own.

    ``own`` and ``parent`` are its scope words (全区, 全市). Where it is not known, the word used most among the lowest
    levels is taken for its own.
    """
    found = [
        (index, match.start(), match.group(), match[1])
        for index, paragraph in enumerate(text)
        for match in _SCOPE.finditer(paragraph.text)
    ]
    if not own:
        found = [one for one in found if one[3] in _LOCAL]
    level = own[-1:] or _most(one[3] for one in found)
    above = _LEVELS.find(parent[-1]) if parent else -1
    for index, start, word, said in found:
        if said != level and _LEVELS.find(said) > above:
            usual = f"{word[0]}{level}"
            yield Slip(index, start, word, f"本单位的叫法不一致，应是“{usual}”", f"统一写“{usual}”")


def _most(levels: Iterable[str]) -> str:
    return next(iter(Counter(levels).most_common(1)), ("", 0))[0]


def _conflicts(text: Text) -> Iterator[Slip]:
    """The same figure of the same indicator, period and area with two values."""
    said: dict[tuple[str, ...], str] = {}
    for index, paragraph in enumerate(text):
        if not paragraph.prose:
            continue
        for start, name, what, value in (*_growths(paragraph.text), *_levels(paragraph.text)):
            led = paragraph.text[:start]
            periods, areas = _PERIOD.findall(led), _ABOVE.findall(led[max(map(led.rfind, "，。；")) + 1 :])
            key = (periods[-1] if periods else "", areas[-1] if areas else "", name, what)
            first = said.setdefault(key, value)
            if first != value:
                why = f"“{name}”前面写“{first}”，这里写“{value}”"
                yield Slip(index, start, value, why, "以统计局数为准，只用一个并注明来源")


def _growths(text: str) -> Iterator[tuple[int, str, str, str]]:
    """Where, of which indicator, that it is growth, and how much."""
    for match in _GROWTH.finditer(text):
        name = _LEAD.sub("", match[1])
        if re.search(f"(?:{_NOUN})$", name):
            yield match.start(2), name, "growth", f"{match[2]}{match[3]}%"


def _levels(text: str) -> Iterator[tuple[int, str, str, str]]:
    """The same of levels: 一般公共预算收入6.15亿元."""
    for one in quantities(text):
        name = _NAME.search(text[: one.start])
        bare = _LEAD.sub("", name[1]) if name else ""
        if len(bare) >= _TELLING and not one.change and one.unit != "%":
            yield one.start, bare, f"{one.scale}{one.unit}", one.words


def _repeated(text: Text) -> Iterator[Slip]:
    """A judgement that is made more than twice."""
    places: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for index, paragraph in enumerate(text):
        for match in _JUDGEMENTS.finditer(paragraph.text) if paragraph.prose else ():
            places[match.group()].append((index, match.start()))
    for words, found in places.items():
        if len(found) > _OFTEN:
            index, start = found[_OFTEN]
            yield Slip(index, start, words, f"“{words}”用了{len(found)}次", "同一判断词全文至多两次，换一个说法")


RULES: tuple[Rule, ...] = (
    Rule("mixed_unit", "warning", _units),
    Rule("entity_drift", "warning", _drift),
    Rule("source_conflict", "warning", _conflicts),
    Rule("repeated_judgement", "warning", _repeated),
)


def of_office(own: str, parent: str) -> tuple[Rule, ...]:
    """The rules that know whose text it is, from its scope words (全区) and those of the area above (全市)."""
    drifting = Rule("entity_drift", "warning", partial(_drift, own=own, parent=parent))
    return tuple(drifting if rule.name == drifting.name else rule for rule in RULES)
