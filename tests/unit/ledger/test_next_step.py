"""What comes next for an edition follows from its row alone."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from reporter.ledger.next_step import MOST_ATTEMPTS, Decision, decide
from reporter.model.edition import FINAL, Edition, EditionKey, State
from reporter.model.message import Delivery
from reporter.model.office import Report
from reporter.model.period import Period
from reporter.model.sign_off import Signer, Step

NOW = dt.datetime(2018, 8, 7, 0, 30, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)
DAY = dt.timedelta(days=1)
AUTOMATIC = Report("half_year", "半年度工作会议报告", "half_year", sign_off="automatic")
SIGNED = replace(AUTOMATIC, sign_off=(Step("签发", (Signer("张三"), Signer("李四"))),))
LETTER = Delivery(1, 1, "a@example.org", "", "smtp", "<1@x>", NOW, "message.eml", "deferred")


def edition(state: State, **fields: object) -> Edition:
    """An edition that nobody works on."""
    plain = Edition(1, EditionKey("half_year", "public", "", Period(2018, 1, 6)), state, cut_off=NOW, updated=NOW)
    return replace(plain, **fields)  # type: ignore[arg-type]


def step(one: Edition, report: Report | None = AUTOMATIC, deliveries: tuple[Delivery, ...] = ()) -> str:
    """The word for what comes next."""
    return decide(one, report, deliveries, NOW).step


def test_the_way_of_an_automatic_edition() -> None:
    """Due, made, sent."""
    assert step(edition("due")) == "produce"
    assert step(edition("produced", produced=NOW)) == "dispatch"
    assert step(edition("sending")) == "dispatch"
    assert step(edition("sent")) == "done"


def test_an_unsigned_edition_never_leaves() -> None:
    """It goes to those who sign and waits there, whatever the time."""
    decision = decide(edition("produced", produced=NOW), SIGNED, (), NOW)
    assert (decision.step, decision.why) == ("sign-off", "待签发")
    assert step(edition("produced", produced=NOW), replace(SIGNED, sign_off=())) == "sign-off"
    assert decide(edition("awaiting sign-off", produced=NOW), AUTOMATIC, (), NOW + 99 * DAY).step == "wait"


@pytest.mark.parametrize("state", sorted(FINAL))
def test_an_end_is_an_end(state: State) -> None:
    """Nothing follows, not even for a report that is gone."""
    assert step(edition(state), None) == "done"


def test_nobody_disturbs_work_under_way() -> None:
    """Until the lease has run out; then somebody else goes on."""
    working = edition("producing", leased_until=NOW + MINUTE, owner="other", attempts=1, updated=NOW - DAY)
    assert decide(working, AUTOMATIC, (), NOW) == Decision("wait", "正在处理", NOW + MINUTE)
    assert decide(working, AUTOMATIC, (), NOW + 2 * MINUTE).step == "produce"


def test_a_held_edition_waits_for_a_person() -> None:
    """And says why."""
    assert decide(edition("held", why="缺数"), AUTOMATIC, (), NOW + DAY) == Decision("wait", "缺数")


def test_a_report_that_is_gone_waits() -> None:
    """It is neither made nor lost."""
    assert step(edition("due"), None) == "wait"


def test_made_too_early_is_made_again() -> None:
    """What a person produced before the cut-off lacks the figures since; at the due time it is made anew, once."""
    early = edition("produced", produced=NOW - DAY)
    assert step(early) == "produce"
    assert step(replace(early, state="awaiting sign-off"), SIGNED) == "produce"
    assert step(replace(early, cut_off=NOW - 2 * DAY)) == "dispatch"
    assert step(replace(early, produced=NOW)) == "dispatch"


def test_after_a_failure_there_is_a_pause_and_at_last_an_end() -> None:
    """1, 5, 15, 60 minutes; the fifth start was the last."""
    for attempts, minutes in ((1, 1), (2, 5), (3, 15), (4, 60)):
        tried = edition("due", attempts=attempts)
        waiting = decide(tried, AUTOMATIC, (), NOW + minutes * MINUTE - dt.timedelta(seconds=1))
        assert (waiting.step, waiting.until) == ("wait", NOW + minutes * MINUTE)
        assert decide(tried, AUTOMATIC, (), NOW + minutes * MINUTE).step == "produce"
    assert step(edition("producing", attempts=MOST_ATTEMPTS)) == "fail"
    assert step(edition("sending", attempts=MOST_ATTEMPTS)) == "hold"


def test_sending_goes_on_when_a_recipient_is_due() -> None:
    """Not before, and once more when all are settled, to close the edition."""
    later = replace(LETTER, next_try=NOW + MINUTE)
    waiting = decide(edition("sending"), AUTOMATIC, [later, replace(LETTER, state="accepted")], NOW)
    assert (waiting.step, waiting.until) == ("wait", NOW + MINUTE)
    assert decide(edition("sending"), AUTOMATIC, [later], NOW + MINUTE).step == "dispatch"
    assert step(edition("sending"), deliveries=(replace(LETTER, state="accepted"),)) == "dispatch"


def test_an_edition_without_its_data_is_tried_again() -> None:
    """Every five minutes."""
    assert step(edition("waiting")) == "wait"
    assert decide(edition("waiting"), AUTOMATIC, (), NOW + 5 * MINUTE).step == "produce"
