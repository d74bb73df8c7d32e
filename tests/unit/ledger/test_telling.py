"""People are told what they must know: what, why, what to do; the key of a notice sees to it that they are told once."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from reporter.ledger import telling
from reporter.ledger.signing import turn
from reporter.model.edition import Edition, EditionKey
from reporter.model.occurrence import Occurrence
from reporter.model.office import Report
from reporter.model.owed import Owed
from reporter.model.period import Period
from reporter.model.sign_off import Signature, Signer, Step

T0 = dt.datetime(2018, 8, 7, 0, 30, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
H1 = Period(2018, 1, 6)
STEPS = (Step("拟稿", (Signer("甲"),)), Step("核稿", (Signer("乙"),), hours=24, deputy=Signer("丙")))
REPORT = Report("half_year", "半年度工作会议报告", "half_year", sign_off=STEPS)
EDITION = Edition(
    1, EditionKey("half_year", "public", "", H1), "waiting", deadline=T0 + DAY, since=T0, content_hash="a" * 64,
    lacking=(Owed("商务局", "外贸出口", "2018-M01..M05", "未报送"), Owed("科技局", "研发投入", "2018-H1", "现为快报，要求核实")),
)  # fmt: skip
ZONE = "Asia/Shanghai"


def test_each_department_hears_of_what_it_owes() -> None:
    """What, for when, until when and how often it was told; once a day, and not of what others owe."""
    first, second = telling.reminders(EDITION, REPORT, T0, DAY, ZONE)
    assert {first.to, second.to} == {"商务局", "科技局"}
    trade = next(one for one in (first, second) if one.to == "商务局")
    assert "外贸出口（2018年1—5月）未报送" in trade.text
    assert "请在2018年8月8日08:30前报送" in trade.text
    assert "研发投入" not in trade.text
    keys = (first.key, second.key)
    later = [one for one in telling.reminders(EDITION, REPORT, T0 + 3 * DAY, DAY, ZONE, keys) if one.to == "商务局"]
    assert later[0].key not in keys
    assert later[0].subject.startswith("催报（第2次）"), "a service that was down reminded nobody"
    assert "此前已提醒1次" in later[0].text
    assert "请尽快（期限2018年8月8日08:30已过）报送" in later[0].text
    same = [one.key for one in telling.reminders(EDITION, REPORT, T0 + DAY / 2, DAY, ZONE)]
    assert same == [first.key, second.key]
    assert telling.reminded([first.key, second.key, later[0].key]) == 2
    assert telling.reminded([]) == 0


def test_operators_hear_why_and_what_to_do() -> None:
    """Of a state once; when it comes into the same state again, again."""
    held = replace(EDITION, state="held", why="校对发现1处错误")
    told = telling.state(held, REPORT)
    assert "校对发现1处错误" in told.text
    assert "reporter show half_year/2018-H1/1" in told.text
    assert telling.state(held, REPORT).key == told.key
    assert telling.state(replace(held, since=T0 + DAY), REPORT).key != told.key
    assert telling.still_held(held, REPORT, T0 + DAY / 2, DAY) is None
    again = telling.still_held(held, REPORT, T0 + 2 * DAY, DAY)
    assert again
    assert "仍在暂缓，已有2天" in again.text
    assert "应在8月8日08:30前发出" in telling.overdue(EDITION, REPORT, ZONE).text


def test_a_draft_goes_to_whose_turn_it_is_and_then_to_the_deputy() -> None:
    """With the findings and how to sign; again every day; a new draft is a new letter."""
    waiting = replace(EDITION, state="awaiting sign-off", lacking=())
    now = turn(STEPS, [], waiting.content_hash, T0, T0)
    (letter,) = telling.to_sign(waiting, REPORT, now, ["[提醒] 第2页：图注太长"], T0, DAY)
    assert letter.signer == Signer("乙")
    assert "reporter sign half_year/2018-H1/1 --as 乙" in letter.text
    assert "图注太长" in letter.text
    over = turn(STEPS, [], waiting.content_hash, T0, T0 + DAY)
    both = list(telling.to_sign(waiting, REPORT, over, [], T0 + DAY, DAY))
    assert [one.signer for one in both] == [Signer("乙"), Signer("丙")]
    assert "代签" in both[1].text
    other = replace(waiting, content_hash="b" * 64)
    (new,) = telling.to_sign(other, REPORT, turn(STEPS, [], other.content_hash, T0, T0), [], T0, DAY)
    assert new.key != letter.key


def test_what_came_back_goes_to_whoever_drafted_it() -> None:
    """With the remark."""
    back = Signature("核稿", "乙", "rejected", EDITION.content_hash, T0, note="口径不对")
    now = turn(STEPS, [back], EDITION.content_hash, T0, T0)
    (letter,) = telling.to_sign(EDITION, REPORT, now, [], T0, DAY)
    assert (letter.signer, "口径不对" in letter.text) == (Signer("甲"), True)


def test_what_was_missed_is_told_by_schedule() -> None:
    """However many there were, it is one letter."""
    rows = [Occurrence("hourly", f"2018-08-07T{hour:02}:00", T0, H1, "skipped", "错过") for hour in range(24)]
    (letter,) = telling.caught_up(rows)
    assert letter.subject == "错过24次：hourly"
    assert "共24次" in letter.text
