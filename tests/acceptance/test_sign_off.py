"""A report goes from hand to hand by letter, and leaves the house only as it was signed: a live service, real commands."""

from __future__ import annotations

import datetime as dt
import getpass
import re
import subprocess
from dataclasses import dataclass
from email import message_from_bytes, policy
from typing import TYPE_CHECKING

import pytest

from tests.acceptance.posting import office_of
from tests.acceptance.serving import serving, wait_for
from tests.acceptance.test_readiness import PEOPLE, begun, edition, report_mail
from tests.arranging import arranged
from tests.catch_all import CatchAll

if TYPE_CHECKING:
    from email.message import EmailMessage
    from pathlib import Path

    from tests.demo.office import Office

ZONE = dt.timezone(dt.timedelta(hours=8))
DUE = dt.datetime(2018, 8, 7, 8, 31, tzinfo=ZONE)
EVENING = dt.datetime(2018, 8, 9, 20, 0, tzinfo=ZONE)
POLL = dt.timedelta(minutes=6)
RUN = "half_year/2018-H1"
ADDRESSES = {"张": "zhang@example.org", "甲": "jia@example.org", "乙": "yi@example.org", "丙": "bing@example.org"}
DRAFT = re.compile(r"--draft ([0-9a-f]+) ")
TOKEN = "open sesame"  # noqa: S105 - of the test


@pytest.fixture
def office(tmp_path: Path, server: CatchAll) -> Office:
    """The demo: 张 drafts, 甲 checks, 乙 or after a day 丙 signs; mail leaves in office hours."""
    office = office_of(tmp_path / "office", server)
    (tmp_path / "token").write_text(TOKEN, encoding="utf-8")
    with arranged(office.folder) as said:
        account = getpass.getuser()
        said["signers"] = {
            name: {"address": address}
            | ({"token": f"file:{tmp_path / 'token'}"} if name == "乙" else {"user": account})
            for name, address in ADDRESSES.items()
        }
        steps = {"拟稿": "张", "核稿": "甲", "签发": {"people": "乙", "hours": 24, "deputy": "丙"}}
        said["reports"]["half_year"] |= {"sign_off": steps, "numbering": "示例办〔{year}〕{n}号"}
        said["mail"]["window"] = {"from": "09:00", "to": "17:30"}
        del said["schedules"]["monthly"]
    return office


def letters(server: CatchAll, address: str) -> list[EmailMessage]:
    """What somebody got, in order."""
    return [
        message_from_bytes(body, policy=policy.default)
        for body, envelope in zip(server.messages, server.envelopes, strict=False)
        if address in envelope["rcpt_tos"]
    ]


def text(letter: EmailMessage) -> str:
    """What it says."""
    part = letter.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def decide(office: Office, now: dt.datetime, *arguments: str, token: str = "") -> tuple[int, str]:
    """``reporter sign`` or ``reject``: how it ended and what it said."""
    environment = office.environment(now=now.isoformat()) | ({"REPORTER_TOKEN": token} if token else {})
    ran = subprocess.run(
        office.command(*arguments), env=environment, capture_output=True, text=True, timeout=300, check=False
    )
    return ran.returncode, ran.stdout + ran.stderr


def change(office: Office, old: str, new: str) -> None:
    """One cell of a department's file."""
    file = office.folder / "data" / "重点工作进展2018年1-6月.csv"
    said = file.read_text(encoding="utf-8")
    assert said.count(f",{old},") == 1
    file.write_text(said.replace(f",{old},", f",{new},"), encoding="utf-8")


@dataclass
class Hands:
    """The office's service and people, hour by hour."""

    office: Office
    server: CatchAll
    now: dt.datetime = DUE

    def pass_by(self, time: dt.timedelta) -> None:
        """Let time pass."""
        self.at(self.now + time)

    def at(self, now: dt.datetime) -> None:
        """Let it be that late."""
        self.now = now
        self.office.set_clock(now.isoformat())

    def arrived(self, address: str, count: int) -> EmailMessage:
        """The newest of exactly so many letters that somebody has."""
        wait_for(lambda: len(letters(self.server, address)) >= count, self.office)
        found = letters(self.server, address)
        assert len(found) == count, [str(one["Subject"]) for one in found]
        return found[-1]

    def decide(self, verdict: str, name: str, *more: str, token: str = "") -> tuple[int, str]:
        """``reporter sign`` or ``reject``, of the draft that his newest letter speaks of: how it ended and what it said."""
        return decide(
            self.office, self.now, verdict, RUN, "--as", name, "--draft", self.draft(name), *more, token=token
        )

    def draft(self, name: str) -> str:
        """The draft that his newest letter speaks of."""
        return str(DRAFT.findall(text(letters(self.server, ADDRESSES[name])[-1]))[0])

    def asked_anew(self, name: str, before: str) -> None:
        """He has a letter about another draft than ``before``."""
        wait_for(lambda: self.draft(name) != before, self.office)


def test_by_letter_from_the_draft_to_the_reader(office: Office, server: CatchAll) -> None:
    """Draft, remark, draft, signature, deputy; one cell changed voids it, before the last signature and after it."""
    hands = Hands(office, server)
    with serving(office, DUE - dt.timedelta(days=1)):
        begun(office)
        hands.at(DUE)
        _drafted_and_sent_back(hands)
        _signed_by_the_first_and_left_by_the_second(hands)
        _changed_before_the_last_signature(hands)
        before = hands.draft("乙")
        _changed_after_the_last_signature(hands)
        assert hands.decide("sign", "甲")[0] == 0
        hands.asked_anew("乙", before)
        code, said = hands.decide("sign", "乙", token=TOKEN)
        assert (code, "示例办〔2018〕1号" in said) == (0, True), said
        wait_for(lambda: edition(office)[0] == "sent", office)
        assert sorted(report_mail(server)) == sorted(PEOPLE)


def _drafted_and_sent_back(hands: Hands) -> None:
    """The first hand gets the draft with what was found, and sends it back to whoever drafted it."""
    draft = hands.arrived("jia@example.org", 1)
    assert str(draft["Subject"]).startswith("请核稿：")
    assert "校对" in text(draft)
    assert f"reporter sign {RUN}/1 --as 甲" in text(draft)
    assert any(part.get_content_type() == "application/pdf" for part in draft.iter_attachments())
    code, said = hands.decide("reject", "甲", "--note", "企业数请再核实")
    assert code == 0, said
    assert "企业数请再核实" in text(hands.arrived("zhang@example.org", 1))


def _signed_by_the_first_and_left_by_the_second(hands: Hands) -> None:
    """Mended, it comes again; what lies too long goes to the deputy, and nowhere else."""
    change(hands.office, "1405", "1406")
    hands.pass_by(POLL)
    assert "作废" in text(hands.arrived("jia@example.org", 2))
    code, said = hands.decide("sign", "甲", "--note", "同意")
    assert code == 0, said
    assert str(hands.arrived("yi@example.org", 1)["Subject"]).startswith("请签发：")
    assert letters(hands.server, "bing@example.org") == []
    hands.pass_by(dt.timedelta(hours=25))
    assert "乙已超时，请代签" in text(hands.arrived("bing@example.org", 1))
    assert edition(hands.office)[0] == "awaiting sign-off", "a time-out never sends"


def _changed_before_the_last_signature(hands: Hands) -> None:
    """Nobody can sign what is not before him, whoever notices first; all begins anew."""
    before = hands.draft("乙")
    change(hands.office, "1406", "1407")
    code, said = hands.decide("sign", "丙")
    assert (code, "作废" in said) == (1, True), said
    hands.pass_by(POLL)
    assert "作废" in text(hands.arrived("jia@example.org", 3))
    assert hands.decide("sign", "甲")[0] == 0
    hands.asked_anew("乙", before)


def _changed_after_the_last_signature(hands: Hands) -> None:
    """Issued in the evening, changed in the night: nobody gets it in the morning."""
    hands.now = EVENING
    code, said = hands.decide("sign", "乙", token=TOKEN)
    assert (code, "示例办〔2018〕1号" in said) == (0, True), said
    wait_for(lambda: edition(hands.office)[0] == "sending", hands.office)
    change(hands.office, "1407", "1405")
    hands.at(EVENING + dt.timedelta(hours=13, minutes=1))
    wait_for(lambda: "签发作废" in edition(hands.office)[1], hands.office)
    assert report_mail(hands.server) == [], "nobody has what was not signed as it is now"
    hands.pass_by(POLL)
    hands.arrived("jia@example.org", 4)
