"""The examination of a machine: what is well, what is not, and nothing changed by it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

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
