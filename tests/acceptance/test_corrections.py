"""A figure of a period that was sent is revised: who has the old one is known, and gets the new one in its thread."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import TYPE_CHECKING

from tests.acceptance.posting import office_of, owed
from tests.catch_all import CatchAll

if TYPE_CHECKING:
    from pathlib import Path

NOW = "2018-07-21T10:00:00+08:00"


def test_a_revised_figure_reaches_whoever_has_the_old_one(tmp_path: Path) -> None:
    """Exactly the edition that used it is listed; edition 2 goes to the same people, threads, and says what changed."""
    with CatchAll(tmp_path / "mailbox") as server:
        office = office_of(tmp_path / "office", server)
        people = owed(office, "monthly")
        for period in ("2018-M05", "2018-M06"):
            sent = office.reporter("run", "monthly", "--period", period, "--send", now=NOW)
            assert sent.returncode == 0, sent.stdout + sent.stderr
        assert "与现有数据一致" in office.reporter("correct", "--list", now=NOW).stdout
        (table,) = office.folder.glob("data/重点工作*.csv")
        table.write_text(table.read_text(encoding="utf-8-sig").replace("72.3", "73.1"), encoding="utf-8")
        assert office.reporter("data", "import", now=NOW).returncode == 0
        listed = office.reporter("correct", "--list", now=NOW).stdout
        assert "monthly/2018-H1/1：" in listed
        assert "2018-M01..M05" not in listed
        assert all(address in listed for address in people)
        assert "72.3%" in listed
        assert "73.1%" in listed
        before = {str(message_from_bytes(body, policy=policy.default)["To"]): body for body in server.messages[3:]}
        done = office.reporter(
            "correct", "monthly", "--period", "2018-M06", "--reason", "经发局更正完成率", "--send", now=NOW
        )
        assert done.returncode == 0, done.stdout + done.stderr
        after = [message_from_bytes(body, policy=policy.default) for body in server.messages[6:]]
    assert {one["To"].addresses[0].addr_spec for one in after} == people
    for one in after:
        first = message_from_bytes(before[str(one["To"])], policy=policy.default)
        assert str(one["Subject"]) == f"【更正】{first['Subject']}"
        assert one["References"] == one["In-Reply-To"] == first["Message-ID"]
        assert isinstance(one, EmailMessage)
        text = one.get_body(("plain",)).get_content()  # type: ignore[union-attr]
        assert "请以此件为准" in text
        assert "经发局更正完成率" in text
        assert "省市重点项目：72.3%→73.1%" in text
    assert "与现有数据一致" in office.reporter("correct", "--list", now=NOW).stdout
