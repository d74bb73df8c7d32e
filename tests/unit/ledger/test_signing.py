"""Whose turn it is follows from the steps and from what was signed; time alone never signs."""

from __future__ import annotations

import datetime as dt

import pytest

from reporter.errors import UsageError
from reporter.ledger.signing import person, role_of, turn
from reporter.model.sign_off import Role, Signature, Signer, Step, Verdict

T0 = dt.datetime(2018, 8, 7, 1, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
DRAFTER, REVIEWER, FINANCE, STATS, CHIEF, DEPUTY = (Signer(name) for name in ("甲", "乙", "丙", "丁", "戊", "己"))
STEPS = (
    Step("拟稿", (DRAFTER,)),
    Step("核稿", (REVIEWER,)),
    Step("会签", (FINANCE, STATS)),
    Step("签发", (CHIEF,), hours=24, deputy=DEPUTY),
)


def sign(
    role: Role, name: str, hours: int, content: str = "a", verdict: Verdict = "signed", void: str = ""
) -> Signature:
    """A decision so many hours after the draft was there."""
    return Signature(role, name, verdict, content, T0 + hours * HOUR, void=void)


TO_THE_CHIEF = [sign("核稿", "乙", 1), sign("会签", "丁", 2), sign("会签", "丙", 5)]


@pytest.mark.parametrize(
    ("signed", "role", "awaited"),
    [
        ([], "核稿", "乙"), (TO_THE_CHIEF[:1], "会签", "丙丁"), (TO_THE_CHIEF[:2], "会签", "丙"),
        (TO_THE_CHIEF, "签发", "戊"),
    ],
)  # fmt: skip
def test_step_by_step(signed: list[Signature], role: str, awaited: str) -> None:
    """核稿, then everybody of 会签 in any order, then 签发; whoever drafted it signs nothing."""
    found = turn(STEPS, signed, "a", T0, T0 + 6 * HOUR)
    assert found.step
    assert (found.step.role, "".join(one.name for one in found.awaited)) == (role, awaited)
    assert not found.complete


def test_the_last_signature_issues() -> None:
    """And its name is printed."""
    found = turn(STEPS, [*TO_THE_CHIEF, sign("签发", "戊", 7)], "a", T0, T0 + 8 * HOUR)
    assert (found.complete, found.signer, found.said) == (True, "戊", "戊已签发")


def test_a_signature_is_bound_to_what_was_signed() -> None:
    """For other content, or once it is void, nobody has signed anything."""
    for signed in ([sign("核稿", "乙", 1, content="b")], [sign("核稿", "乙", 1, void="数据有改动")]):
        found = turn(STEPS, signed, "a", T0, T0)
        assert found.step
        assert found.step.role == "核稿"


def test_sent_back() -> None:
    """Nobody is awaited until there is other content; the note is passed on."""
    back = Signature("会签", "丙", "rejected", "a", T0 + 3 * HOUR, note="第二节口径不对")
    found = turn(STEPS, [*TO_THE_CHIEF[:2], back], "a", T0, T0 + 4 * HOUR)
    assert (found.complete, found.awaited, found.said) == (False, (), "会签丙退回：第二节口径不对")
    assert turn(STEPS, [back], "b", T0, T0).step


def test_time_out_goes_to_the_deputy_and_never_to_send() -> None:
    """24 hours after it became the chief's turn the deputy may sign as well, years later it is still not issued."""
    before = turn(STEPS, TO_THE_CHIEF, "a", T0, T0 + 28 * HOUR)
    assert (before.deputy, before.since) == (None, T0 + 5 * HOUR)
    with pytest.raises(UsageError, match="不是己签的时候"):
        role_of(before, "己")
    after = turn(STEPS, TO_THE_CHIEF, "a", T0, T0 + 29 * HOUR)
    assert after.deputy == DEPUTY
    assert role_of(after, "己") == role_of(after, "戊") == "签发"
    assert not turn(STEPS, TO_THE_CHIEF, "a", T0, T0 + 20_000 * HOUR).complete
    assert turn(STEPS, [*TO_THE_CHIEF, sign("签发", "己", 30)], "a", T0, T0 + 31 * HOUR).signer == "己"


def test_without_anybody_nothing_is_issued() -> None:
    """A report that names neither people nor automatic is never complete."""
    assert not turn((), [], "a", T0, T0).complete
    assert not turn((STEPS[0],), [], "a", T0, T0).complete


def test_who_may_sign() -> None:
    """Only who is known, and only in his turn."""
    assert person(STEPS, "己") == DEPUTY
    with pytest.raises(UsageError, match="没有庚"):
        person(STEPS, "庚")
    with pytest.raises(UsageError, match="不是戊签的时候，待核稿：乙"):
        role_of(turn(STEPS, [], "a", T0, T0), "戊")
