"""Turn words typed by hand into findings, where the figures beside them say something else or say the verb already.

A judgement word (较快增长) belongs to the nearest indicator that is named before it in its sentence; a verb of direction
(增长, 提高) may not stand before a placeholder that brings its own, nor before a bare number whose sign it does not know.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from reporter.document.prose import claims
from reporter.model import fact_ids
from reporter.model.finding import Finding, Place
from reporter.model.wording import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reporter.document.prose.judging import Judge
    from reporter.model.indicator import Indicator
    from reporter.model.wording import Table, Wording

VERBED = frozenset({
    "growth", "computed_growth", "prior_growth", "two_year_growth", "change", "pace", "gap", "difference", "rate_change",
    "balance", "net_increase", "rank_change", "target_gap",
})  # fmt: skip
"""Kinds of facts that bring a verb of direction."""
_WRITTEN = re.compile(
    r"(?P<verb>增长|增加|下降|减少|上涨|下跌|提高|降低|回落|回升|收窄|扩大|上升|高于|低于|加快|放缓)了?\s*\{\{-?\s*(?P<kind>\w+)\((?P<rest>[^{}]*)\)"
)
CALL = re.compile(r"\{\{.*?\}\}", re.DOTALL)
_QUOTED = re.compile('"([^"]+)"')
_AMONG = "其中"
SENTENCE = re.compile(r"[^。；！？]+")


def verbs(text: str, place: Place) -> Iterator[Finding]:
    """Verbs of direction before placeholders that have one, or that need one of their own."""
    for match in _WRITTEN.finditer(text):
        kind, bare = match["kind"], "bare" in match["rest"]
        if kind == "fact":  # the verb before a bare one is weighed against the figure, see ``directions``
            kind = "" if bare else _kind(match["rest"])
        if kind not in VERBED:
            continue
        at = place.below(text.count("\n", 0, match.start()))
        why = "正负由数据决定，手写的动词可能与之相反" if bare else "占位符自带动词，会说成两遍"
        advice = f"去掉“{match['verb']}”，写成{{{{ {match['kind']}(…) }}}}"
        yield Finding("double_verb", "error", at, f"“{match['verb']}”写在{match['kind']}之前：{why}", advice)


def _kind(arguments: str) -> str:
    """The kind of the fact that a placeholder names by its id."""
    found = _QUOTED.search(arguments)
    try:
        return fact_ids.read(found[1]).kind if found else ""
    except KeyError:
        return ""


def parts(text: str, place: Place, indicators: Mapping[str, Indicator]) -> Iterator[Finding]:
    """其中 before an indicator that the dictionary does not call a part of anything named in the sentence before."""
    before: frozenset[str] = frozenset()
    for sentence in SENTENCE.finditer(text):
        named = frozenset(name for name in _QUOTED.findall(sentence.group()) if name in indicators)
        if sentence.group().strip().startswith(_AMONG) and before:
            for name in sorted(named):
                wholes = {part.whole for part in indicators[name].part_of}
                if not wholes & before:
                    at = place.below(text.count("\n", 0, text.index(name, sentence.start())))
                    said = f"“其中”后面的“{name}”，词典没有写明是前一句所说指标的一部分"
                    yield Finding("not_a_part", "error", at, said, "在词典里写part_of，或另起一句、不用“其中”")
        before = named or before


def judgements(
    text: str, place: Place, indicators: Mapping[str, Indicator], wording: Wording, judge: Judge
) -> Iterator[Finding]:
    """Judgement words that the figures, as they are now, have not earned; each finding shows both."""
    names = {name: one.name for one in indicators.values() for name in (one.name, one.short) if name}
    found = _either(frozenset(names))
    yield from _claims(text, place, names, found, judge)
    for table in TABLES:
        words = _either(wording.every(table))
        if found is None or words is None:
            continue
        for sentence in SENTENCE.finditer(text):
            for word in words.finditer(sentence.group()):
                named = [match.group() for match in found.finditer(sentence.group()[: word.start()])]
                if named:
                    at = place.below(text.count("\n", 0, sentence.start() + word.start()))
                    yield from _judgement(word.group(), table, names[named[-1]], at, judge)


@lru_cache(maxsize=16)
def _either(words: frozenset[str]) -> re.Pattern[str] | None:
    """Any of the words, longest first."""
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True)))) if words else None


def _judgement(word: str, table: Table, name: str, place: Place, judge: Judge) -> Iterator[Finding]:
    """Whether a word is among those that the figure has earned."""
    earned, fact = judge.earned(table, name), judge.fact(table, name)
    if earned is None or fact is None or word in earned:
        return
    contrary = bool(earned) and judge.contrary(table, word, fact.value)
    should = f"按现在的数据可写：{'、'.join(earned)}" if earned else "按现在的数据不下判断，只写数字"
    said = f"文中写“{word}”，而{name}现为“{fact.phrase}”"
    yield Finding("stale_words", "error" if contrary else "warning", place, said, should)


def _claims(
    text: str, place: Place, names: Mapping[str, str], found: re.Pattern[str] | None, judge: Judge
) -> Iterator[Finding]:
    """Claims of direction, each about the nearest indicator that is named before it outside placeholders."""
    for sentence in SENTENCE.finditer(text) if found else ():
        typed = CALL.sub(lambda call: "\0" * len(call.group()), sentence.group())
        named = list(found.finditer(typed)) if found else []
        ends = [match.start() for match in named[1:]] + [len(typed)]
        for match, end in zip(named, ends, strict=bool(named)):
            said = typed[match.end() : end]
            at = place.below(text.count("\n", 0, sentence.start() + match.start()))
            yield from claims.contradicted(said, names[match.group()], at, judge.asked)
