"""A report waits for what its texts ask for, names who owes it, and at its deadline does what its schedule says."""

from __future__ import annotations

import datetime as dt
import sqlite3
from contextlib import closing
from email import message_from_bytes, policy
from typing import TYPE_CHECKING

import pytest

from tests.acceptance.posting import office_of
from tests.acceptance.serving import serving, wait_for
from tests.arranging import arranged
from tests.catch_all import CatchAll

if TYPE_CHECKING:
    from pathlib import Path

    from tests.demo.office import Office

ZONE = dt.timezone(dt.timedelta(hours=8))
DUE = dt.datetime(2018, 8, 7, 8, 31, tzinfo=ZONE)
MINUTE, DAY = dt.timedelta(minutes=1), dt.timedelta(days=1)
LATE = "新申报国家高新技术企业"
PEOPLE = {"director@example.org", "deputy@example.org", "office@example.org"}


def office_without(folder: Path, server: CatchAll, missing: str) -> tuple[Office, str]:
    """The demo without one row of 科技局, which has somebody to remind; and that row."""
    office = office_of(folder, server)
    data = office.folder / "data" / "重点工作进展2018年1-6月.csv"
    rows = data.read_text(encoding="utf-8").splitlines(keepends=True)
    (late,) = [row for row in rows if row.startswith(f"{LATE},")]
    data.write_text("".join(row for row in rows if row != late), encoding="utf-8")
    with arranged(office.folder) as said:
        said["recipients"] |= {
            "departments": ["科技局 <science@example.org>"],
            "operators": ["值班 <duty@example.org>"],
        }
        said["watch"] = {"to": ["operators"]}
        said["reports"]["half_year"]["missing"] = missing
        del said["schedules"]["monthly"]
    return office, late


def edition(office: Office) -> tuple[str, str]:
    """State and reason of the one edition, as the database has them."""
    file = office.folder / "output" / "reporter.db"
    if not file.exists():
        return "", ""
    try:
        with closing(sqlite3.connect(file)) as database:
            row = database.execute("SELECT state, why FROM editions").fetchone()
    except sqlite3.Error:
        return "", ""
    return (str(row[0]), str(row[1])) if row else ("", "")


def mails(server: CatchAll) -> list[tuple[str, str]]:
    """(recipient, subject) of everything that arrived, in order."""
    found = []
    for body, envelope in zip(server.messages, server.envelopes, strict=False):
        subject = str(message_from_bytes(body, policy=policy.default)["Subject"])
        found += [(address, subject) for address in envelope["rcpt_tos"]]
    return found


def report_mail(server: CatchAll) -> list[str]:
    """Who got the report itself."""
    return [address for address, _ in mails(server) if address in PEOPLE]


def begun(office: Office) -> None:
    """Wait until the service has seen its schedules: they begin to count from then on."""
    file = office.folder / "output" / "reporter.db"

    def seen() -> bool:
        try:
            with closing(sqlite3.connect(file)) as database:
                return bool(database.execute("SELECT 1 FROM service").fetchone())
        except sqlite3.Error:
            return False

    wait_for(seen, office)


def test_an_indicator_one_month_late(tmp_path: Path) -> None:
    """Held, the reason shown, the department reminded, the operators told; released within one poll of its arrival.

    What is sent is owed no more: status says so of its due time as well.
    """
    with CatchAll(tmp_path / "mailbox") as server:
        office, late = office_without(tmp_path / "office", server, "hold")
        with serving(office, DUE - DAY):
            begun(office)
            office.set_clock(DUE.isoformat())
            wait_for(lambda: edition(office)[0] == "waiting", office)
            assert edition(office)[1] == f"未报送：{LATE}（科技局）"
            wait_for(lambda: any(to == "science@example.org" for to, _ in mails(server)), office)
            (subject,) = [subject for to, subject in mails(server) if to == "science@example.org"]
            assert subject.startswith("催报：")
            office.set_clock((DUE + DAY).isoformat())
            wait_for(lambda: edition(office)[0] == "held", office)
            wait_for(
                lambda: any(to == "duty@example.org" and "暂缓" in subject for to, subject in mails(server)), office
            )
            for days, times in ((10, 2), (30, 3)):
                office.set_clock((DUE + days * DAY).isoformat())
                wait_for(lambda wanted=times: any(f"第{wanted}次" in subject for _, subject in mails(server)), office)  # type: ignore[misc]
            wait_for(lambda: any(to == "duty@example.org" and "仍在暂缓" in said for to, said in mails(server)), office)
            status = office.reporter("status", now=(DUE + 30 * DAY).isoformat()).stdout
            reminders = sum(to == "science@example.org" for to, _ in mails(server))
            assert f"未报送：{LATE}（科技局）；已催报{reminders}次" in status, status
            assert report_mail(server) == []
            data = office.folder / "data" / "重点工作进展2018年1-6月.csv"
            data.write_text(data.read_text(encoding="utf-8") + late, encoding="utf-8")
            office.set_clock((DUE + 30 * DAY + 5 * MINUTE).isoformat())
            wait_for(lambda: edition(office)[0] == "sent", office)
        assert sorted(report_mail(server)) == sorted(PEOPLE)
        status = office.reporter("status", now=(DUE + 31 * DAY).isoformat()).stdout
        assert "到期" not in status, status


@pytest.mark.parametrize(("missing", "state"), [("mark", "sent"), ("skip", "skipped")])
def test_at_the_deadline(tmp_path: Path, missing: str, state: str) -> None:
    """``mark`` sends it and says what is missing, ``skip`` leaves it out and tells the operators; neither does so before."""
    with CatchAll(tmp_path / "mailbox") as server:
        office, _ = office_without(tmp_path / "office", server, missing)
        with serving(office, DUE - DAY):
            begun(office)
            office.set_clock(DUE.isoformat())
            wait_for(lambda: edition(office)[0] == "waiting", office)
            office.set_clock((DUE + DAY - 10 * MINUTE).isoformat())
            wait_for(lambda: edition(office)[0] == "waiting", office)
            assert report_mail(server) == []
            office.set_clock((DUE + DAY).isoformat())
            wait_for(lambda: edition(office)[0] == state, office)
            if missing == "skip":
                wait_for(lambda: any(to == "duty@example.org" for to, _ in mails(server)), office)
        assert sorted(report_mail(server)) == (sorted(PEOPLE) if missing == "mark" else [])
    if missing == "mark":
        (html,) = (office.folder / "output" / "half_year" / "2018-H1").rglob("document.html")
        assert LATE in html.read_text(encoding="utf-8").partition("未报送")[2]
