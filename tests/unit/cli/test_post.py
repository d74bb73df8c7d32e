"""The commands about mail as a person types them: try the way out, send again, see who has it."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

import pytest

from reporter.cli.show import edition_of
from reporter.errors import UsageError
from reporter.model.edition import EditionKey
from reporter.model.message import Delivery, Letter
from reporter.model.period import Period
from reporter.store import Store
from tests.arranging import arranged
from tests.catch_all import CatchAll
from tests.demo.office import NOW, Office

if TYPE_CHECKING:
    from pathlib import Path

RUN = ("run", "half_year", "--period", "2018-H1", "--send")
EDITION = "half_year/2018-H1"


@pytest.fixture
def office(tmp_path: Path, server: CatchAll) -> Office:
    """The demo with its mail pointed at the server."""
    one = Office.of_the_demo(tmp_path / "office")
    _arrange(one, {"host": "127.0.0.1", "port": server.port, "tls": "none"})
    return one


def _arrange(office: Office, mail: dict[str, object]) -> None:
    with arranged(office.folder) as said:
        said["mail"] |= mail


def test_the_way_out_is_tried(office: Office, server: CatchAll) -> None:
    """``mail test`` sends to whom it is told, ends with 0 when the server takes it and with 1 and a reason when not."""
    tried = office.reporter("mail", "test", "--to", "me@example.org")
    assert tried.returncode == 0, tried.stderr
    assert "me@example.org：对方服务器已收" in tried.stdout
    assert [envelope["rcpt_tos"] for envelope in server.envelopes] == [["me@example.org"]]
    outside = office.reporter("mail", "test", "--to", "me@example.com")
    assert outside.returncode == 1
    assert "不在允许发送的域名之内" in outside.stdout
    _arrange(office, {"port": 1})
    down = office.reporter("mail", "test")
    assert down.returncode == 1
    assert "连不上" in down.stdout


@pytest.mark.parametrize(
    "arguments",
    [("resend", EDITION), ("resend", EDITION, "--failed", "--person", "a@example.org"), ("resend", EDITION, "--failed"),
     ("mail", "test", "--to", "nobody"), ("mail", "bounces"), ("correct", "half_year")],
)  # fmt: skip
def test_a_wrong_command_is_a_usage_error(office: Office, arguments: tuple[str, ...]) -> None:
    """It ends with 2, says what is wrong without a traceback, and sends nothing."""
    ran = office.reporter(*arguments)
    assert ran.returncode == 2, ran.stdout + ran.stderr
    assert "Traceback" not in ran.stderr


def test_who_has_it_and_who_has_not(office: Office, server: CatchAll) -> None:
    """``show`` names everybody with the server's words; ``resend`` reaches whom it did not; the table lies beside the seal."""
    server.refuse["deputy@example.org"] = "550 5.1.1 unknown"
    sent = office.reporter(*RUN)
    assert sent.returncode == 1
    shown = office.reporter("show", EDITION).stdout
    assert "550 5.1.1 unknown" in shown or "550 unknown" in shown or "5.1.1 unknown" in shown
    assert "被拒" in shown
    server.refuse.clear()
    again = office.reporter("resend", EDITION, "--failed")
    assert again.returncode == 0, again.stdout + again.stderr
    rows = json.loads(office.reporter("show", EDITION, "--json").stdout)["deliveries"]
    assert {row["address"]: row["state"] for row in rows} == dict.fromkeys(
        ("director@example.org", "deputy@example.org", "office@example.org"), "accepted"
    )
    (refused,) = [row for row in rows if row["address"] == "deputy@example.org"]
    assert [event["state"] for event in refused["history"]] == ["refused", "queued", "accepted"]
    (table,) = (office.folder / "output").rglob("deliveries.csv")
    kept = table.read_text(encoding="utf-8-sig")
    assert kept.count("accepted") >= 3
    assert "deputy@example.org" in kept
    assert sum(envelope["rcpt_tos"] == ["deputy@example.org"] for envelope in server.envelopes) == 1
    stranger = office.reporter("resend", EDITION, "--person", "stranger@example.org")
    assert stranger.returncode == 2
    assert "不是" in stranger.stderr


def test_who_is_returned_again_and_again_is_named(office: Office) -> None:
    """``status`` names a person whose mail came back twice in three months; one that came back once is no news."""
    now = dt.datetime.fromisoformat(NOW)
    store = Store.open(f"sqlite:///{office.folder / 'output' / 'reporter.db'}")
    for number, people in enumerate((("twice", "once"), ("twice", "never"))):
        rows = [
            Delivery(0, 0, f"{one}@example.org", "", "smtp", f"<{one}{number}@example.org>", now, "", "queued") for one in people
        ]  # fmt: skip
        assert store.letters.put(Letter("reminder", f"r{number}", "催报", b"x"), rows, now=now)
        for row in rows:
            if not row.address.startswith("never"):
                assert store.outbox.bounced(row.message_id, "5.1.1 unknown", at=now)
    store.close()
    said = office.reporter("status").stdout
    assert "屡次退信：twice@example.org（近90天2次），请核对地址" in said
    assert said.count("屡次退信") == 1
    assert json.loads(office.reporter("status", "--json").stdout)["bounced"] == {"twice@example.org": 2}


def test_an_edition_is_found_as_people_name_it(tmp_path: Path) -> None:
    """A monthly report by its month as well as by the months that it speaks of; the newest number, whichever moved last."""
    now = dt.datetime.fromisoformat(NOW)
    store = Store.open(f"sqlite:///{tmp_path / 'reporter.db'}")
    for number, moment in ((2, now), (1, now + dt.timedelta(hours=1))):
        key = EditionKey("monthly", "public", "", Period.parse("2018-H1"), number)
        store.editions.ensure(key, cut_off=None, report_date=None, now=moment)
    named = {
        name: edition_of(store, name).key.number
        for name in ("monthly/2018-M06", "monthly/2018-H1", "monthly/2018-06/1")
    }
    assert named == {"monthly/2018-M06": 2, "monthly/2018-H1": 2, "monthly/2018-06/1": 1}
    with pytest.raises(UsageError, match="没有"):
        edition_of(store, "monthly/2018-M05")
    store.close()
