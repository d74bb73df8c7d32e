"""Turn a text into the slips that a rule finds in it: where, which words, why, and what to write instead."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import re

    from reporter.model.finding import Severity

HAN = "\u3400-\u9fff"
"""Chinese characters, for a character class."""
NUMBER = r"\d+(?:\.\d+)?"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph, heading or cell."""

    text: str
    prose: bool = True
    """Whether it is running text: a cell or a label may hold what a sentence may not."""


@dataclass(frozen=True, slots=True)
class Slip:
    """One place where a rule is broken."""

    paragraph: int
    start: int
    words: str
    why: str
    suggestion: str
    severity: Severity | None = None
    """Where it is not the rule's own."""


Text = tuple[Paragraph, ...]
Check = Callable[[Text], Iterator[Slip]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of proofreading."""

    name: str
    severity: Severity
    check: Check


Said = str | Callable[["re.Match[str]"], str]
"""The suggested wording, or how it follows from the words."""


def wording(
    name: str, severity: Severity, pattern: re.Pattern[str], why: str, suggestion: Said, *, prose: bool = True,
    sound: Callable[[re.Match[str]], bool] | None = None,
) -> Rule:  # fmt: skip
    """A rule that is a pattern; ``sound`` says of a match that it is no fault, ``prose`` leaves cells and labels alone."""

    def check(text: Text) -> Iterator[Slip]:
        for index, paragraph in enumerate(text):
            if prose and not paragraph.prose:
                continue
            for match in pattern.finditer(paragraph.text):
                if sound is None or not sound(match):
                    better = suggestion if isinstance(suggestion, str) else suggestion(match)
                    yield Slip(index, match.start(), match.group().strip(), why, better)

    return Rule(name, severity, check)


def before(match: re.Match[str], stops: str = "。；！？\n") -> str:
    """What its sentence says before a match."""
    text = match.string[: match.start()]
    return text[max(text.rfind(stop) for stop in stops) + 1 :]


def sentence_of(match: re.Match[str]) -> str:
    """The whole sentence around a match."""
    rest = match.string[match.start() :]
    ends = [at for stop in "。！？\n" if (at := rest.find(stop)) >= 0]
    return before(match, "。！？\n") + rest[: min(ends, default=len(rest)) + 1]


Odd = tuple[int, str, str, str, str]
"""Where, which words, the rule's name, why, and the suggestion: from a check that serves several rules."""


def once(find: Callable[[str], Iterable[Odd]]) -> Callable[[str], tuple[Odd, ...]]:
    """A check that serves several rules, done once for each text: document and mail say the same."""
    return lru_cache(maxsize=1024)(lambda text: tuple(find(text)))


def odd(find: Callable[[str], Iterable[Odd]], name: str) -> Check:
    """A check of running text for what ``find`` reports under one rule's name."""

    def check(text: Text) -> Iterator[Slip]:
        for index, paragraph in enumerate(text):
            if paragraph.prose:
                for start, words, rule, why, better in find(paragraph.text):
                    if rule == name:
                        yield Slip(index, start, words, why, better)

    return check
