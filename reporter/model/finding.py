"""A finding: one thing that a person should see, where it stands and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Literal

Severity = Literal["error", "warning", "note"]

SEVERITY_WORDS: dict[Severity, str] = {"error": "错误", "warning": "提醒", "note": "说明"}


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something stands: a line of a text file, a cell of a sheet, or a named part of the report."""

    file: str = ""
    """Path relative to the project folder; empty when the place is not a file."""
    line: int = 0
    """Line in a text file, from 1; 0 when unknown."""
    sheet: str = ""
    """Sheet of a workbook."""
    cell: str = ""
    """Cell in spreadsheet notation (``C7``); a row is written ``7:7``."""
    part: str = ""
    """A part of the report or message, in the reader's words (``第2页``, ``正文第三节``)."""
    original: str = ""
    """SHA-256 of the file as it was read: the name of the copy that is kept; empty where none is."""

    def below(self, lines: int) -> Place:
        """So many lines further down, where a text begins at this place; a cell of a workbook stays what it is."""
        return self if self.cell else replace(self, line=max(self.line, 1) + lines)

    def __str__(self) -> str:
        """The place in Chinese, from the outside in."""
        words = [self.file] if self.file else []
        if self.sheet:
            words.append(f"工作表“{self.sheet}”")
        if self.cell:
            words.append(f"单元格{self.cell}")
        if self.line:
            words.append(f"第{self.line}行")
        if self.part:
            words.append(self.part)
        return " ".join(words)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found in data, definitions, text or print."""

    rule: str
    """Stable name of the rule, in English snake case: ``unknown_indicator``."""
    severity: Severity
    """``error`` blocks, ``warning`` travels with the run to the signer, ``note`` is for the record."""
    place: Place
    """Where it stands."""
    message: str
    """What is wrong, in one Chinese sentence."""
    advice: str = ""
    """What to do about it, in one Chinese sentence."""
    words: str = ""
    """The words in question, where the finding is about words."""
    remedy: tuple[str, ...] = ()
    """What the block of a source may say to settle it, from the outside in: ``("layout", "align", "right")``."""

    @property
    def mark(self) -> str:
        """A short name of exactly this finding: of its rule, its place and what it says."""
        return sha256("\n".join((self.rule, str(self.place), self.message)).encode()).hexdigest()[:8]

    def __str__(self) -> str:
        """One line: severity, place, message, advice, rule."""
        where = f" {self.place}：" if str(self.place) else " "
        advice = f"（{self.advice}）" if self.advice else ""
        return f"[{SEVERITY_WORDS[self.severity]}]{where}{self.message}{advice} [{self.rule}]"
