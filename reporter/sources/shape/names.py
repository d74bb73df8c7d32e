"""Turn what a department calls a figure into an indicator of the dictionary, or into the nearest known names."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from functools import cached_property

from reporter.model import unit
from reporter.model.indicator import Indicator, Synonym
from reporter.model.period import Period
from reporter.sources.shape.grid import fold

_UNITS = frozenset("名 项 宗 所 类 位 亩 亿 元/人 百分点 个百分点".split())
"""Units besides those of the dictionary and those that :mod:`reporter.model.unit` can convert."""


def is_common_unit(words: str) -> bool:
    """Whether these words are a unit in any office."""
    return words in _UNITS or unit.known(words)


_NEAREST = 3
_ALIKE = 0.5
_PREFIX = re.compile(
    r"(?:#|其中[:：]?|[-—–·•]|[一二三四五六七八九十]+[、.．]|[(（][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[、.．](?!\d))\s*"
)
_SUFFIX = re.compile(r"\s*[(（](?:单位[:：])?(?P<unit>[^()（）]+)[)）]\s*$")


class Dictionary:
    """The indicator dictionary as a reader needs it: by every name in use."""

    def __init__(self, indicators: Mapping[str, Indicator]) -> None:
        """``indicators`` by full name."""
        self._known: dict[str, list[tuple[Indicator, Synonym | None]]] = {}
        self._names: dict[str, str] = {}
        self._units = _UNITS | {indicator.unit for indicator in indicators.values() if indicator.unit}
        for indicator in indicators.values():
            for name in dict.fromkeys((indicator.name, indicator.label)):
                self._enter(name, indicator, None)
        for indicator in indicators.values():
            for synonym in indicator.synonyms:
                self._enter(synonym.name, indicator, synonym)

    def _enter(self, name: str, indicator: Indicator, synonym: Synonym | None) -> None:
        self._known.setdefault(fold(name), []).append((indicator, synonym))
        self._names[fold(name)] = name

    def find(self, name: str, period: Period | None) -> Indicator | None:
        """The indicator that a name means in a period; without a period its validity is not asked."""
        for indicator, synonym in self._known.get(fold(name), ()):
            if synonym is None or period is None or _valid(synonym, period):
                return indicator
        return None

    def is_unit(self, words: str) -> bool:
        """Whether these words are a unit."""
        return words in self._units or is_common_unit(words)

    def within(self, text: str) -> tuple[str, str] | None:
        """The longest name that a text contains, and what is left of the text without it."""
        plain = fold(text)
        for name in self._longest:
            if name in plain:
                return name, plain.replace(name, "", 1)
        return None

    @cached_property
    def _longest(self) -> list[str]:
        """All names, the longest first: 工业投资 before 工业."""
        return sorted(self._known, key=len, reverse=True)

    def nearest(self, name: str) -> tuple[str, ...]:
        """Known names that resemble an unknown one, the likeliest first."""
        near = difflib.get_close_matches(fold(name), self._names, _NEAREST, _ALIKE)
        return tuple(self._names[key] for key in near)

    def spellings(self, label: str) -> Iterator[tuple[str, str]]:
        """(name, unit) for every reading of a label: as it stands, without 其中 and numbering, without （亿元）."""
        for text in dict.fromkeys((label.strip(), unnumbered(label))):
            yield text, ""
            suffix = _SUFFIX.search(text)
            if suffix and self.is_unit(suffix["unit"].strip()):
                yield text[: suffix.start()], suffix["unit"].strip()


def unnumbered(label: str) -> str:
    """The label without 其中：, #, 一、 and the like before it."""
    text = label.strip()
    while found := _PREFIX.match(text):
        text = text[found.end() :].strip()
    return text


def _valid(synonym: Synonym, period: Period) -> bool:
    """Whether a synonym means its indicator at some time within a period."""
    return (synonym.since is None or synonym.since <= period.ends) and (
        synonym.until is None or period.starts <= synonym.until
    )
