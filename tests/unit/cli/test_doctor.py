"""The examination of a machine: what is well, what is not, and nothing changed by it."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from pathlib import Path

import pytest

from reporter.pipeline.examine import Patient, _disk
from reporter.project import load
from reporter.store import Store, location
from tests.arranging import arranged
from tests.catch_all import CatchAll
from tests.demo.office import Office


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """The demo in a folder of its own."""
    return Office.of_the_demo(tmp_path / "office")


def examined(office: Office, now: str = "2018-08-07T09:00:00+08:00") -> tuple[int, dict[str, dict[str, str]]]:
    """Exit code, and the worst of each check by its name."""
    ran = office.reporter("doctor", "--json", now=now)
    assert "Traceback" not in ran.stderr, ran.stderr
    order = ("well", "doubtful", "ill")
    rows = sorted(json.loads(ran.stdout), key=lambda row: order.index(row["state"]))
    return ran.returncode, {row["name"]: row for row in rows}


def _mailing(office: Office, **changes: object) -> None:
    with arranged(office.folder) as said:
        said["mail"] |= changes


def test_a_machine_in_good_order(office: Office, tmp_path: Path) -> None:
    """Every part is named, a page is printed for trial, the mail server is greeted; no file is made, no mail is sent."""
    with CatchAll(tmp_path / "mail") as server:
        _mailing(office, host="127.0.0.1", port=server.port, tls="none")
        code, found = examined(office)
        assert server.messages == []
    assert code == 0
    assert {"程序库", "字体和排版", "磁盘", "权限", "数据库", "时钟", "工作日历", "邮件"} <= set(found)
    assert found["工作日历"]["state"] == "well"
    assert "试印一页" in found["字体和排版"]["said"]
    assert not (office.folder / "output" / "reporter.db").exists()


def test_what_is_ill_is_told_with_what_to_do(office: Office) -> None:
    """No mail server, a calendar that ends, a secret that others can read: all of them at once, exit 1."""
    secret = office.folder / "password"
    secret.write_text("x", encoding="ascii")
    secret.chmod(0o644)
    _mailing(office, host="127.0.0.1", port=9, tls="starttls", user="u", secret=f"file:{secret}")
    code, found = examined(office, now="2049-12-22T09:00:00+08:00")
    assert code == 1
    assert found["邮件"]["state"] == "ill"
    assert found["工作日历"]["state"] == "doubtful"
    assert "2050年" in found["工作日历"]["said"]
    assert found["权限"]["state"] == "doubtful"
    assert all(row["advice"] for row in found.values() if row["state"] != "well")


def test_a_service_that_fell_silent_and_a_clock_that_ran_back(office: Office) -> None:
    """By its last heartbeat: running, silent since, or ahead of this machine's own clock."""
    beat = dt.datetime(2018, 8, 7, 1, 0, tzinfo=dt.UTC)
    store = Store.open(location("", office.folder / "output"))
    store.service.beat(beat, 0, owner="host:1:a")
    store.close()
    for minutes, part, state in ((1, "服务", "well"), (6, "服务", "ill"), (-3, "时钟", "ill")):
        _, found = examined(office, now=(beat + dt.timedelta(minutes=minutes)).isoformat())
        assert found[part]["state"] == state, found[part]
    assert "2018-08-07 09:00" in examined(office, now=(beat + dt.timedelta(days=1)).isoformat())[1]["服务"]["said"]


def test_a_damaged_database_does_not_end_the_examination(office: Office) -> None:
    """It is told with what to do, and the other parts are looked at all the same."""
    file = office.folder / "output" / "reporter.db"
    file.parent.mkdir()
    file.write_bytes(b"not a database at all, but quite some text" * 100)
    code, found = examined(office)
    assert (code, found["数据库"]["state"]) == (1, "ill")
    assert "reporter admin restore" in found["数据库"]["advice"]
    assert {"磁盘", "权限", "时钟", "工作日历", "邮件"} <= found.keys()


@pytest.mark.parametrize(("free", "state"), [(10 << 20, "ill"), (500 << 20, "doubtful"), (5 << 30, "well")])
def test_room_on_the_disk(office: Office, monkeypatch: pytest.MonkeyPatch, free: int, state: str) -> None:
    """Below 64 MB no report can be sealed, below 1 GB somebody should look."""
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(100 << 30, 0, free))
    patient = Patient(load(office.folder), office.folder / "output", "", dt.datetime(2018, 8, 7, tzinfo=dt.UTC))
    (found,) = _disk(patient)
    assert found.state == state
    assert bool(found.advice) is (state != "well")
