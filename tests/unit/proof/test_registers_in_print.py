"""What people write into registers - events, tasks - is held to its numbers like any other text."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from reporter import facts
from reporter.document import compose
from reporter.model.document import Document
from reporter.model.finding import Place
from reporter.model.record import Distinction, Event, Task
from reporter.proof import document as numbers
from reporter.proof.sayings import Sayings
from tests.demo.house import exchanged, figures_of, other
from tests.second.snapshots import snapshot

CELL = Place("data/大事记.xlsx", 0, "Sheet1", "C7")
EVENT = Event(
    "fair", dt.date(2024, 6, 28),
    '{{ day() }}，{{ first("fair") }}产业对接会举行，{{ level("新设企业") }}新设企业到会，'
    '{{ level("区级重点项目") }}重点项目集中签约', dt.date(2024, 6, 30), "6月28日至30日",
    first=Distinction("首个", "产业对接会", "全市"), place=CELL,
)  # fmt: skip
TASK = Task(
    "sites", '{{ ahead_period() }}盯紧{{ level("区级重点项目") }}区级重点项目，{{ progress("新设企业") }}。',
    dt.date(2024, 7, 1), dt.date(2024, 12, 31), section="next", place=Place("data/registers/tasks.yaml", 8),
)  # fmt: skip


def composed(event: Event = EVENT, task: Task = TASK) -> Document:
    """The document that tells the event and the task."""
    shot = snapshot('{{ peg("fair") }}。\n\n{{ tasks("next") }}')
    shot = replace(shot, registers=replace(shot.registers, events=(event,), tasks=(task,)))
    return compose(shot, facts.Book(shot))


def test_any_number_that_changes_on_its_way_into_print_is_found() -> None:
    """Each digit of dates, claims, counts and derivations, Chinese ones too; and any two numbers that change places."""
    document = composed()
    said, html = Sayings(document), document.lead
    assert not list(numbers.numbers(document, html, said))
    places = figures_of(html)
    assert len(places) > 15
    for at in places:
        spoilt = html[:at] + other(html[at]) + html[at + 1 :]
        assert list(numbers.numbers(document, spoilt, said)), spoilt[max(0, at - 20) : at + 20]
    runs = [(at, at + 1) for at in places]
    for one, two in zip(runs, runs[1:], strict=False):
        if html[slice(*one)] != html[slice(*two)]:
            assert list(numbers.numbers(document, exchanged(html, one, two), said))


@pytest.mark.parametrize("typed", ["，签约12个项目", "，总投资36亿元", "，三十家企业参会"])
def test_a_number_that_nothing_vouches_for_is_told_with_its_cell(typed: str) -> None:
    """A department's list is read after the check: the run names the cell, or the file and line, in which it stands."""
    event = composed(event=replace(EVENT, text=EVENT.text + typed))
    found = [(one.rule, one.severity, one.place) for one in event.findings]
    assert found == [("bare_numeral", "error", CELL)]
    text = f"对照目标任务，\n逐项推进{typed}。"
    told = composed(task=replace(TASK, text=text)).findings
    assert [(one.rule, one.place) for one in told] == [("bare_numeral", Place("data/registers/tasks.yaml", 9))]


def test_what_is_not_told_is_not_looked_at() -> None:
    """An event of another time vouches for nothing here."""
    old = replace(EVENT, date=dt.date(2023, 6, 28), until=None, said="", text="会上签约12个项目")
    assert composed(event=old).findings == ()
