"""What comes next for an edition follows from its row alone."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from reporter.ledger.next_step import MOST_ATTEMPTS, Decision, decide
from reporter.ledger.signing import turn
from reporter.model.edition import FINAL, Edition, EditionKey, State
from reporter.model.message import Delivery
from reporter.model.office import Report
from reporter.model.period import Period
from reporter.model.sign_off import Numbering, Signature, Signer, Step

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
    """It goes to those who sign and waits there, whatever the time; now and then it is looked whether it has changed."""
    open_ = turn(SIGNED.sign_off, [], "a", NOW, NOW)  # type: ignore[arg-type]
    decision = decide(edition("produced", produced=NOW), SIGNED, (), NOW, open_)
    assert (decision.step, decision.why) == ("sign-off", "待签发：张三、李四")
    assert step(edition("produced", produced=NOW), replace(SIGNED, sign_off=())) == "sign-off"
    awaiting = edition("awaiting sign-off", produced=NOW)
    assert decide(awaiting, SIGNED, (), NOW, open_) == Decision("wait", "待签发：张三、李四", NOW + 5 * MINUTE)
    assert decide(awaiting, SIGNED, (), NOW + 9999 * DAY, open_).step == "produce"


def test_what_is_signed_is_issued_and_then_sent() -> None:
    """Issued first, so that it carries number and signer; a number without signers is filled in the same way."""
    awaiting = edition("awaiting sign-off", produced=NOW, content_hash="a")
    signed = turn(SIGNED.sign_off, [Signature("签发", "张三", "signed", "a", NOW)], "a", NOW, NOW)  # type: ignore[arg-type]
    assert decide(awaiting, SIGNED, (), NOW, signed).step == "issue"
    assert decide(replace(awaiting, state="produced", issued_hash="f0"), SIGNED, (), NOW, signed).step == "dispatch"
    numbered = replace(AUTOMATIC, numbering=Numbering("第{n}期", "x"))
    assert step(edition("produced", produced=NOW), numbered) == "issue"
    assert step(edition("produced", produced=NOW, issued_hash="f0"), numbered) == "dispatch"


def test_what_is_secret_is_not_mailed_and_what_is_backfilled_neither() -> None:
    """涉密不上网: it is held, with what to do."""
    secret = decide(edition("produced", produced=NOW), replace(AUTOMATIC, secrecy="秘密"), (), NOW)
    assert (secret.step, "不得用电子邮件发送" in secret.why) == ("hold", True)
    assert step(edition("produced", produced=NOW, mailed=False)) == "wait"


@pytest.mark.parametrize("state", sorted(FINAL))
def test_an_end_is_an_end(state: State) -> None:
    """Nothing follows, not even for a report that is gone."""
    assert step(edition(state), None) == "done"


def test_nobody_disturbs_work_under_way() -> None:
    """Until the lease has run out; then somebody else goes on."""
    working = edition("producing", leased_until=NOW + MINUTE, owner="other", attempts=1, updated=NOW - DAY)
    assert decide(working, AUTOMATIC, (), NOW) == Decision("wait", "正在处理", NOW + MINUTE)
    assert decide(working, AUTOMATIC, (), NOW + 2 * MINUTE).step == "produce"


def test_a_held_edition_goes_on_when_its_reason_is_gone() -> None:
    """It is looked at every five minutes; one that somebody may have already waits for a person, and says why."""
    held = edition("held", why="缺数")
    assert decide(held, AUTOMATIC, (), NOW) == Decision("wait", "缺数", NOW + 5 * MINUTE)
    assert decide(held, AUTOMATIC, (), NOW + 5 * MINUTE).step == "produce"
    tried = replace(LETTER, attempts=1, state="held")
    assert decide(held, AUTOMATIC, (tried,), NOW + DAY) == Decision("wait", "缺数")
    assert decide(replace(held, issued_hash="f0"), AUTOMATIC, (), NOW + DAY) == Decision("wait", "缺数")


def test_a_clock_that_was_set_back_makes_nobody_wait() -> None:
    """A row from the future was written before that: there is no pause to keep."""
    ahead = {"updated": NOW + 60 * MINUTE}
    assert step(edition("waiting", **ahead)) == "produce"
    assert step(edition("due", attempts=4, **ahead)) == "produce"


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


def test_what_is_made_and_cannot_be_issued_or_sent_comes_to_an_end_as_well() -> None:
    """The same pauses; then it is held, so that a person hears of it, and not tried at every tick for ever."""
    signed = turn(SIGNED.sign_off, [Signature("签发", "张三", "signed", "a", NOW)], "a", NOW, NOW)  # type: ignore[arg-type]
    for state, report in (("awaiting sign-off", SIGNED), ("produced", AUTOMATIC), ("sending", AUTOMATIC)):
        made = edition(state, produced=NOW, content_hash="a", attempts=1)  # type: ignore[arg-type]
        assert decide(made, report, (), NOW, signed) == Decision("wait", "上次没有做成，稍后重试", NOW + MINUTE)
        assert decide(made, report, (), NOW + MINUTE, signed).step in {"issue", "dispatch"}
        assert decide(replace(made, attempts=MOST_ATTEMPTS), report, (), NOW + DAY, signed).step == "hold"
    assert step(edition("produced", produced=NOW, attempts=MOST_ATTEMPTS, mailed=False)) == "wait", "nothing is owed"
