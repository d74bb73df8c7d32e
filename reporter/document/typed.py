"""Turn words typed by hand into findings: numbers that nothing vouches for, marks of HTML, characters of nobody."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reporter.document.prose.tokens import FOREIGN
from reporter.model.finding import Finding
from reporter.numerals import numerals
from reporter.templating import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reporter.document.prose.names import Names
    from reporter.model.finding import Place

_TAG = re.compile(r"</?[A-Za-z][^<>]{0,60}>")


def outside(text: str, place: Place, names: Names) -> Iterator[Finding]:
    """Faults of what stands outside the placeholders of a text; raises :class:`reporter.errors.Faults` where it cannot be read."""
    for line, said in words(text, place):
        yield from faults(said, place.below(line - 1), names)


def faults(said: str, place: Place, names: Names) -> Iterator[Finding]:
    """Faults of words that hold no placeholder."""
    for number, line in enumerate(names.mask(said).split("\n")):
        at = place.below(number)
        for numeral in numerals(line):
            message = f"数字“{numeral.text}”是直接写在文字里的"
            advice = "改用数据占位符；若是专名的一部分，登记到names.yaml"
            yield Finding("bare_numeral", "error", at, message, advice)
        for tag in _TAG.finditer(line):
            advice = "栏目文字里不写HTML；加粗写成**文字**"
            yield Finding("markup_in_text", "error", at, f"“{tag[0]}”会原样印出来", advice)
        if FOREIGN.search(line):
            yield Finding("private_character", "error", at, "含有自造字符，无法排印", "换成通用汉字")
