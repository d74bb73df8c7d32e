"""Turn the content of a cell into a number, into a mark for "missing", or into a plain refusal; never into a guess."""

from __future__ import annotations

import datetime as dt
import math
import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import cast

from reporter.model.observation import Measure, Qualifier
from reporter.sources.shape.grid import Value, words

EXPECTED = "数字"
_MISSING = re.compile(r"[-‐‑‒–—―─−－]*|[.…]{2,}|…|[/／]|\*+|不详|空")
_NUMBER = re.compile(
    r"(?P<before>约|近|突破)?\s*"
    r"(?P<sign>[-+−])?(?P<digits>\d{1,3}(?:[ ,]\d{3})+(?!\d)|\d+)(?P<decimals>\.\d+(?:[eE][-+]?\d{1,2})?)?\s*"
    r"(?P<odd>余)?(?P<unit>%|‰|°C|[a-zA-Z㎡]{1,4}|(?!余|以上|左右|个?月|年|日|号|季)[\u4e00-\u9fff]{1,6}?)?(?P<after>余|以上|左右)?"
)
_MOVED = re.compile(
    r"(?:同比|比上年同期|较上年同期)?(?P<way>增长|增加|上升|提高|上涨|下降|减少|回落|降低|下跌|[↑↓])\s*(?P<rest>[\d.].*)"
)
_FELL = frozenset({"下降", "减少", "回落", "降低", "下跌", "↓"})
_LEVEL = re.compile(r"(?:同比|与上年同期)?持平")
_PLACED = re.compile(r"第?\s*(?P<rank>\d{1,3})\s*[位名]?(?:\s*/\s*\d{1,3})?")
_DIGITS = 15
"""Significant digits that a spreadsheet shows; what its arithmetic leaves beyond them is noise."""


class NotANumberError(ValueError):
    """The cell holds neither a number nor a mark for "missing"; ``str()`` says in Chinese what it holds."""


@dataclass(frozen=True, slots=True)
class Number:
    """What a cell says about a figure."""

    value: Decimal | None
    """``None`` means missing, which is not 0."""
    qualifier: Qualifier = ""
    unit: str = ""
    """The unit that stands in the cell itself; empty for a bare number."""
    reason: str = ""
    """Why it is missing, in the words of the file: 原表写“——”."""


MISSING = Number(None, reason="原表为空")


def is_mark(value: Value) -> bool:
    """Whether the cell holds a mark that stands for a missing figure; an empty cell holds none."""
    text = words(value)
    return bool(text) and isinstance(value, str) and _MISSING.fullmatch(text) is not None


def parse(value: Value) -> Number:
    """Read a cell; raises :class:`NotANumberError` for what is neither a number nor missing."""
    if isinstance(value, bool):
        message = "逻辑值" + ("TRUE" if value else "FALSE")
        raise NotANumberError(message)
    if isinstance(value, int | float):
        return Number(_decimal(value))
    if isinstance(value, dt.date | dt.time | dt.timedelta):
        message = f"日期或时间{words(value)}（可能是表格软件把“1-6”之类自动改成了日期）"
        raise NotANumberError(message)
    text = words(value)
    return missing(text) if _MISSING.fullmatch(text) else _parse(text)


def said_in(measure: Measure, value: Value) -> Value:
    """The cell of a column of rates or ranks without the words that only say its sign or its kind: 下降12.3, 持平, 2/8."""
    text = unicodedata.normalize("NFKC", value).strip() if isinstance(value, str) else ""
    if measure == "rank" and (placed := _PLACED.fullmatch(text)):
        return placed["rank"]
    if measure not in ("growth", "difference") or not text:
        return value
    if _LEVEL.fullmatch(text):
        return "0"
    moved = _MOVED.fullmatch(text)
    return value if not moved else f"-{moved['rest']}" if moved["way"] in _FELL else moved["rest"]


def missing(mark: str) -> Number:
    """A missing figure, with the mark that stands in its place."""
    secret = "，保密" if mark.startswith("*") else ""
    return Number(None, reason=f"原表写“{mark}”{secret}") if mark else MISSING


def _decimal(value: float) -> Decimal:
    """A number of a spreadsheet, without the noise behind its last digit."""
    if isinstance(value, int):
        return Decimal(value)
    if not math.isfinite(value):
        message = f"“{value}”"
        raise NotANumberError(message)
    if value.is_integer():
        return Decimal(int(value))
    return Decimal(format(value, f".{_DIGITS}g"))


def _parse(text: str) -> Number:
    """A number written as text, with 概数 words and a unit where it has them."""
    found = _NUMBER.fullmatch(unicodedata.normalize("NFKC", text))
    qualifiers = [found[name] for name in ("before", "odd", "after") if found[name]] if found else []
    if not found or len(qualifiers) > 1:
        reason = "（限定词重复）" if qualifiers else ""
        message = f"“{text}”{reason}"
        raise NotANumberError(message)
    sign = "-" if found["sign"] in ("-", "−") else ""
    digits = found["digits"].replace(",", "").replace(" ", "")
    qualifier = cast("Qualifier", qualifiers[0] if qualifiers else "")
    value = Decimal(f"{sign}{digits}{found['decimals'] or ''}")
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and exponent > 0:  # 2.9837e+08: a plain number, not one with an exponent
        value = value.quantize(Decimal(1))
    return Number(value, qualifier, found["unit"] or "")
