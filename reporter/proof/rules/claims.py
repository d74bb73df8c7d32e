"""Turn a text into slips where words claim what the number beside them denies: 超额完成…98%, 由96.5%提高到95.1%."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from reporter.proof.rules._quantity import UNIT
from reporter.proof.rules._rule import NUMBER, Rule, Slip, before

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reporter.proof.rules._rule import Text

_WHOLE, _HALF = Decimal(100), Decimal(50)
_INTENDED = re.compile("力争|确保|努力|争取|预计|有望|将|拟")
"""Before the words: an aim claims nothing."""
_RISES = "提高|上升|提升|增加|增长|扩大|发展"
_AIM = r"[^，。；%\d]{0,16}"


@dataclass(frozen=True, slots=True)
class _Claim:
    """Words with one or two numbers ``one`` and ``two``, and whether these deny them."""

    pattern: re.Pattern[str]
    denied: Callable[[re.Match[str]], bool]
    why: str


def _less(than: Decimal) -> Callable[[re.Match[str]], bool]:
    return lambda match: Decimal(match["one"]) < than


def _always(_: re.Match[str]) -> bool:
    return True


def _backwards(match: re.Match[str]) -> bool:
    """Whether the second number lies on the other side of the first than the verb says."""
    one, two = Decimal(match["one"]), Decimal(match["two"])
    return two < one if match["verb"] in _RISES.split("|") else two > one


def _beneath(match: re.Match[str]) -> bool:
    """Whether what is said to be higher is lower, or the other way round."""
    one, two = Decimal(match["one"]), Decimal(match["two"])
    return one < two if match["side"] in {"高", "快"} else one > two


_CLAIMS = (
    _Claim(re.compile(rf"(?:超额|提前)完成{_AIM}的(?P<one>{NUMBER})%"), _less(_WHOLE), "不到100%，没有完成"),
    _Claim(
        re.compile(rf"(?:超额|提前)完成{_AIM}，[^，。；\d]{{0,8}}(?:完成率|进度|完成(?:全年|年度){_AIM}的)(?:为|达到?)?(?P<one>{NUMBER})%"),
        _less(_WHOLE), "不到100%，没有完成",
    ),
    _Claim(re.compile(rf"过半，[^，。；\d]{{0,12}}完成{_AIM}的(?P<one>{NUMBER})%"), _less(_HALF), "不到50%，没有过半"),
    _Claim(re.compile(rf"完成{_AIM}的(?P<one>{NUMBER})%，[^，。；\d]{{0,12}}(?:任务|双)过半"), _less(_HALF), "不到50%，没有过半"),
    _Claim(
        re.compile(rf"突破(?P<two>{NUMBER})(?P<unit>(?:万亿|[万亿])?(?:{UNIT}))(?:大关)?，(?:达到?|为|完成|实现)(?P<one>{NUMBER})(?P=unit)"),
        lambda match: Decimal(match["one"]) < Decimal(match["two"]), "没有到这个数，不是突破",
    ),
    _Claim(re.compile(rf"由负转正[，、](?:同比|比上年同期)?(?:下降|下跌){NUMBER}%"), _always, "仍在下降，不是由负转正"),
    _Claim(re.compile(rf"由正转负[，、](?:同比|比上年同期)?(?:增长|上涨){NUMBER}%"), _always, "仍在增长，不是由正转负"),
    _Claim(re.compile(rf"扭亏为盈，[^，。；\d]{{0,8}}亏损{NUMBER}"), _always, "仍在亏损，不是扭亏为盈"),
    _Claim(
        re.compile(
            rf"由[^，。；\d第−－-]{{0,8}}(?P<one>{NUMBER})(?P<unit>(?:万亿|[万亿])?(?!位|名)(?:{UNIT}))[^，。；\d]{{0,4}}?"
            rf"(?P<verb>{_RISES}|下降|回落|降低|减少|缩减|缩小|压减|压缩|缩短)了?[到至](?P<two>{NUMBER})(?P=unit)"
        ),
        _backwards, "动词与两个数的大小相反",
    ),
    _Claim(
        re.compile(rf"(?:增长|为|达)(?P<one>{NUMBER})%，(?P<side>高|低|快|慢)于[^，。；\d（]{{1,10}}（(?P<two>{NUMBER})%）"),
        _beneath, "高低与两个数的大小相反",
    ),
)  # fmt: skip


def _denied(text: Text) -> Iterator[Slip]:
    """Claims that their own numbers deny."""
    for index, paragraph in enumerate(text):
        if not paragraph.prose:
            continue
        for claim in _CLAIMS:
            for match in claim.pattern.finditer(paragraph.text):
                if claim.denied(match) and not _INTENDED.search(before(match, "。；！？，\n")):
                    yield Slip(index, match.start(), match.group(), claim.why, "核对数字，或改写这一句")


RULES: tuple[Rule, ...] = (Rule("claim_vs_number", "error", _denied),)
