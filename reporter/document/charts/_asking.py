"""Turn facts into the parts of a figure: marks, mentions, sources; what is missing falls out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reporter.errors import ProductionError
from reporter.model.document import Mark, Mention, Phrase, When
from reporter.model.fact import MARK, MINUS, Fact, Missing
from reporter.model.observation import AS_SENT

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from reporter.model.document import FactBook
    from reporter.model.period import Period

ADDITIVE = "请只列单位相同、互不重叠的分项"
_OWN = re.compile(r"（[\d—]+月）$")
"""The period of a figure that comes later than the others."""
MARKED_NOTE: Phrase = ("标“推算”的数由报送数据算出，非部门直接报送。",)


def ask(book: FactBook, kind: str, subject: str, **options: str) -> Fact | None:
    """The fact, or ``None`` where it is missing."""
    fact = known(book, kind, subject, **options)
    return fact if isinstance(fact, Fact) else None


def known(book: FactBook, kind: str, subject: str, **options: str) -> Fact | Missing:
    """The fact or why it is missing; an unknown subject is a fault of the section file."""
    try:
        return book.ask(kind, subject, **options)
    except KeyError as fault:
        message = f"图中要用的数无法识别：{kind}（{subject}）"
        raise ProductionError(message, advice="请按指标词典中的全称填写of一栏") from fault


def first(book: FactBook, kinds: Sequence[str], subject: str) -> Fact | None:
    """The first of several kinds that the subject has."""
    return next((fact for kind in kinds if (fact := ask(book, kind, subject))), None)


def total(book: FactBook, parts: Sequence[str]) -> Fact | None:
    """The sum of additive parts, where it may be said; parts that overlap are a fault of the section file."""
    found = known(book, "total", parts[0], plus="、".join(parts[1:]))
    if isinstance(found, Missing) and found.rule == "overlapping_parts":
        message = f"图中各项不能相加成一条：{found.reason}"
        raise ProductionError(message, advice=ADDITIVE)
    return found if isinstance(found, Fact) else None


def mark(fact: Fact, label: str, *, group: str = "", note: str = "") -> Mark:
    """The mark of a fact: its number, with a sign where the verb is missing, 推算 where a derived one must say so, its own period where it is a late one."""
    own = f"（{fact.period.months_said}）" if fact.lagging else ""
    text = f"{fact.sign}{fact.number}{MARK if fact.marked else ''}{own}"
    return Mark(label, fact.value, text, fact.id, group=group, qualifier=fact.qualifier, note=note)


def number_of(mark: Mark) -> Phrase:
    """A mark's number as pieces of a title: sign and 推算 stand outside the fact's own number."""
    number = _OWN.sub("", mark.text).lstrip(MINUS).removesuffix(MARK)
    before, _, after = mark.text.partition(number)
    pieces: Phrase = (before, Mention(mark.fact, number, format(mark.value, "f")), after)
    return tuple(piece for piece in pieces if piece)


def when(period: Period) -> When:
    """The period as a piece of a subtitle."""
    return When(period.name, period.code)


def label_of(subject: str, labels: Mapping[str, str]) -> str:
    """What the chart calls a subject: its own name unless the section file gives a shorter one."""
    return labels.get(subject, subject)


def source(facts: Iterable[Fact]) -> str:
    """Whom the figures come from, each named once."""
    return "、".join(dict.fromkeys(one for fact in facts for one in fact.department.split("、") if one))


def notes(facts: Iterable[Fact]) -> tuple[Phrase, ...]:
    """The notes that the figures bring along, each once."""
    facts = tuple(facts)
    own = dict.fromkeys(fact.note for fact in facts if fact.note and not fact.note.startswith(AS_SENT))
    marked = (MARKED_NOTE,) if any(fact.marked for fact in facts) else ()
    return (*((note,) for note in own), *marked)


def listing(marks: Iterable[Mark]) -> str:
    """Labels and numbers in one sentence, for those who cannot see the chart."""
    return "；".join(f"{mark.label}{mark.text}{mark.note and '，' + mark.note}" for mark in marks)


def alt(what: str, marks: Iterable[Mark]) -> str:
    """The alternative text: the kind of chart, every mark; the finding stands beside it as the caption."""
    return f"{what}：{listing(marks)}。"


def alt_series(what: str, marks: Iterable[Mark]) -> str:
    """As :func:`alt`, for marks that stand in series: each series named once."""
    series: dict[str, list[str]] = {}
    for mark in marks:
        series.setdefault(mark.group, []).append(f"{mark.label}{mark.text}")
    return f"{what}：{'；'.join(name + '，'.join(said) for name, said in series.items())}。"
