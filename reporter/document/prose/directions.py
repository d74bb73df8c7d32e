"""Turn the verbs before numbers that are named by their id into findings, where the figures go another way."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reporter.document.prose.fits import CALL, SENTENCE
from reporter.model.fact import MINUS, Fact
from reporter.model.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reporter.document.asked import Asked
    from reporter.model.finding import Place

_UP = frozenset({"增长", "增加", "上涨", "提高", "回升", "扩大", "上升", "高于", "加快", "超"})
_DOWN = frozenset({"下降", "减少", "下跌", "降低", "回落", "收窄", "低于", "放缓", "落后", "滞后", "减亏"})
_VERB = re.compile("|".join(sorted(_UP | _DOWN)))
_EXACT = re.compile(r'\{\{-?\s*fact\("(?P<id>[^"]+)", bare=true\)[^{}]*\}\}')


def astray(text: str, place: Place, asked: Asked) -> Iterator[Finding]:
    """Numbers of which the sentence, as somebody typed it, says the contrary, or says no direction where one is needed."""
    for sentence in SENTENCE.finditer(text):
        for match in _EXACT.finditer(sentence.group()):
            try:
                fact = asked.recall(match["id"])
            except KeyError:
                continue  # the placeholder itself is told
            typed = CALL.sub("", sentence.group()[: match.start()])
            wrong = _wrong(typed, fact) if isinstance(fact, Fact) else ""
            if wrong and isinstance(fact, Fact):
                at = place.below(text.count("\n", 0, sentence.start() + match.start()))
                said = f"{wrong}，而{fact.indicator}现为“{fact.phrase}”"
                yield Finding("stale_words", "error", at, said, "按现在的数据改写这一句")


def _wrong(typed: str, fact: Fact) -> str:
    """What is wrong with the words before a number; empty where nothing is."""
    before, _, after = fact.phrase.partition(fact.number)
    should = _last(before) or _last(after)
    said = "减少" if typed.endswith(MINUS) else _last(typed)
    if not should or (said and (said in _DOWN) == (should in _DOWN)):
        return ""
    return f"“{fact.number}”前面写“{said}”" if said else f"“{fact.number}”前面没有写明升降"


def _last(words: str) -> str:
    """The last verb of direction among the words."""
    found = _VERB.findall(words)
    return found[-1] if found else ""
