"""Turn claims of direction typed by hand (由负转正, 降幅收窄, 超序时) into findings, where the figures now say the opposite."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reporter.model.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from reporter.document.asked import Asked
    from reporter.model.fact import Fact
    from reporter.model.finding import Place

_BOTH = ({"against": "上年同期"}, {"against": "上期"})


@dataclass(frozen=True, slots=True)
class _Claim:
    """Words, the facts that could bear them out, and what such a fact must be like."""

    words: re.Pattern[str]
    kind: str
    holds: Callable[[Fact], bool]
    options: tuple[dict[str, str], ...] = ({},)


def _falls(fact: Fact) -> bool:
    return fact.phrase.startswith(("降幅", "跌幅"))


CLAIMS = (
    _Claim(re.compile("由负转正"), "pace", lambda fact: fact.phrase.endswith("由负转正"), _BOTH),
    _Claim(re.compile("由正转负"), "pace", lambda fact: fact.phrase.endswith("由正转负"), _BOTH),
    _Claim(
        re.compile("[降跌]幅(?:有所|明显|进一步)?(?:收窄|缩小)"),
        "pace",
        lambda fact: _falls(fact) and fact.value > 0,
        _BOTH,
    ),
    _Claim(
        re.compile("[降跌]幅(?:有所|明显|进一步)?(?:扩大|加深)"),
        "pace",
        lambda fact: _falls(fact) and fact.value < 0,
        _BOTH,
    ),
    _Claim(re.compile("增速(?:有所|明显|进一步)?(?:加快|提高|回升)"), "pace", lambda fact: fact.value > 0, _BOTH),
    _Claim(re.compile("增速(?:有所|明显|进一步)?(?:放缓|回落)"), "pace", lambda fact: fact.value < 0, _BOTH),
    _Claim(re.compile("扭亏为盈"), "balance", lambda fact: fact.number == "扭亏为盈"),
    _Claim(re.compile("由盈转亏"), "balance", lambda fact: fact.number == "由盈转亏"),
    _Claim(re.compile("减亏"), "balance", lambda fact: "减亏" in fact.phrase),
    _Claim(re.compile("增亏"), "balance", lambda fact: "增亏" in fact.phrase),
    _Claim(re.compile("年内新高"), "record", lambda fact: fact.number == "年内新高"),
    _Claim(re.compile("年内新低"), "record", lambda fact: fact.number == "年内新低"),
    _Claim(re.compile("超序时(?:进度)?"), "ahead", lambda fact: fact.value > 0),
    _Claim(re.compile("(?:落后|滞后|慢于)序时(?:进度)?"), "ahead", lambda fact: fact.value < 0),
    _Claim(re.compile("(?:高于|超过)年度(?:增长)?目标"), "target_gap", lambda fact: fact.value > 0),
    _Claim(re.compile("低于年度(?:增长)?目标"), "target_gap", lambda fact: fact.value < 0),
    _Claim(re.compile("高于(?P<area>全市|全省|全国)"), "gap", lambda fact: fact.value > 0),
    _Claim(re.compile("低于(?P<area>全市|全省|全国)"), "gap", lambda fact: fact.value < 0),
)


def contradicted(words: str, name: str, place: Place, asked: Asked) -> Iterator[Finding]:
    """Claims in ``words`` about an indicator that no figure bears out while one says otherwise."""
    for claim in CLAIMS:
        for match in claim.words.finditer(words):
            area = match.groupdict().get("area")
            options = ({"against": area},) if area else claim.options
            facts = [fact for each in options if (fact := asked.fact(claim.kind, name, **each))]
            if facts and not any(map(claim.holds, facts)):
                now = "；".join(fact.phrase for fact in facts)
                said = f"文中写“{match.group()}”，而{name}现为“{now}”"
                yield Finding("stale_words", "error", place, said, "按现在的数据改写这一句，或改用占位符")
