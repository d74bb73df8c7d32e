"""The commands as a person types them: what they print, what they leave behind, how they end."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.arranging import arranged
from tests.catch_all import CatchAll
from tests.demo.office import ROOT, Office

if TYPE_CHECKING:
    from pathlib import Path

RUN = ("run", "half_year", "--period", "2018-H1")


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """The demo in a folder of its own."""
    return Office.of_the_demo(tmp_path / "office")


def _sending_to(office: Office, server: CatchAll) -> None:
    """Point the office's mail at a server of the test."""
    with arranged(office.folder) as said:
        said["mail"] |= {"host": "127.0.0.1", "port": server.port, "tls": "none"}


def _reached(server: CatchAll) -> list[str]:
    return sorted(address for envelope in server.envelopes for address in envelope["rcpt_tos"])


def _plain(ran: subprocess.CompletedProcess[str]) -> str:
    """All that was printed; never a traceback."""
    printed = ran.stdout + ran.stderr
    assert "Traceback" not in printed, printed
    return printed


@pytest.mark.parametrize(
    "arguments",
    [
        ("nonsense",), ("run",), (*RUN, "--nonsense"), ("run", "nope", "--period", "2018-H1"),
        ("run", "half_year", "--period", "2018-X1"), (*RUN, "--as-of", "tomorrow"), (*RUN, "--to", "nobody"),
        ("show", "nonsense"), ("show", "half_year/2017-H1"),
    ],
)  # fmt: skip
def test_a_wrong_command_is_a_usage_error(office: Office, arguments: tuple[str, ...]) -> None:
    """It ends with 2, says what is wrong, and makes nothing."""
    ran = office.reporter(*arguments)
    assert ran.returncode == 2
    assert _plain(ran)
    assert not (office.folder / "output/half_year").exists()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("statuss", "没有“statuss”这个命令，是不是status？（用法见reporter --help）"),
        ("verify", "缺少RUN（用法见reporter verify --help）"),
        ("run monthly", "缺少--period"), ("run monthly --period", "--period后面要写值"),
        ("run monthly --perod 2018-M06", "没有选项--perod，是不是--period"),
        ("rehearse --months many", "--months应为整数"), ("rehearse --months 0", "--months应不小于1"),
        ("status now", "多写了now"),
    ],
)  # fmt: skip
def test_a_slip_of_the_keyboard_is_told_in_chinese(typed: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    """One sentence with the way out, whatever library reads the command line."""
    assert _code(typed.split()) == 2
    assert f"错误：{said}" in capsys.readouterr().err


def _code(words: list[str]) -> int:
    """How a command ends, run in this process."""
    from reporter import cli

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["reporter", *words])
        return cli._run()


def test_help_comes_without_the_heavy_rooms() -> None:
    """``--help`` imports neither the database nor the printing, nor anything of a project."""
    heavy = {"sqlalchemy", "weasyprint", "matplotlib", "pydantic", "apscheduler", "reporter.store", "reporter.project"}
    ran = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "reporter", "--help"],
        capture_output=True, text=True, check=True, cwd=ROOT,
    )  # fmt: skip
    loaded = {line.rpartition("|")[2].strip() for line in ran.stderr.splitlines()}
    assert "reporter.cli" in loaded
    assert not heavy & loaded
    for command in ("init", "check", "run", "preview", "status", "show", "serve", "data"):
        assert f"  {command} " in ran.stdout


def test_options_of_the_machine_that_cannot_be_read_are_told(office: Office) -> None:
    """The variable is named; there is no traceback."""
    for command in ("status", "serve"):
        ran = subprocess.run(
            office.command(command), env=office.environment() | {"REPORTER_TICK_SECONDS": "soon"},
            capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
        assert (ran.returncode, "REPORTER_TICK_SECONDS" in _plain(ran)) == (2, True)


def test_a_folder_that_cannot_be_written_is_told(office: Office) -> None:
    """A file where the output folder should be: one line, exit 1."""
    (office.folder / "output").write_text("in the way", encoding="ascii")
    ran = office.reporter("status")
    assert (ran.returncode, str(office.folder / "output") in _plain(ran)) == (1, True)


def test_a_new_project_is_sound(tmp_path: Path) -> None:
    """``init`` fills a new folder that passes ``check``, and never touches one that holds something."""
    office = Office(tmp_path / "new")
    begun = subprocess.run(
        [sys.executable, "-m", "reporter", "init", str(office.folder)],
        capture_output=True, text=True, check=True, cwd=ROOT,
    )  # fmt: skip
    assert str(office.folder) in begun.stdout
    assert office.reporter("check").returncode == 0
    again = office.reporter("init", str(office.folder))
    assert (again.returncode, "不是空文件夹" in _plain(again)) == (2, True)


def test_figures_are_imported_once(office: Office) -> None:
    """New, then the same; a changed cell is told with both values; a fault stores nothing."""
    first = office.reporter("data", "import")
    assert first.returncode == 0, first.stderr
    rows = json.loads(office.reporter("data", "list", "--json").stdout)
    number = sum(row["figures"] for row in rows)
    assert f"新增{number}个数，改动0个" in first.stdout
    assert f"新增0个数，改动0个，未变{number}个" in office.reporter("data", "import").stdout
    (table,) = office.folder.glob("data/重点工作*.csv")
    text = table.read_text(encoding="utf-8-sig")
    table.write_text(text.replace(",156,", ",157,"), encoding="utf-8")
    assert "156家改为157家" in office.reporter("data", "import").stdout
    table.write_text(text.replace(",156,", ",一百多,"), encoding="utf-8")
    spoilt = office.reporter("data", "import")
    assert (spoilt.returncode, table.name in _plain(spoilt)) == (1, True)
    kept = json.loads(office.reporter("data", "show", "走访企业", "--json").stdout)
    assert [(row["value"], row["stands"]) for row in kept] == [("156", False), ("157", True)]


def test_a_preview_leaves_no_edition(office: Office) -> None:
    """The PDF lies under output/preview/; no figure, no edition, no delivery is stored."""
    ran = office.reporter("preview", "half_year", "--period", "2018-H1")
    assert ran.returncode == 0, ran.stderr
    assert "预览：" in ran.stdout
    assert list((office.folder / "output/preview/half_year/2018-H1/1").glob("*.pdf"))
    assert not (office.folder / "output/half_year").exists()
    assert json.loads(office.reporter("status", "--json").stdout)["editions"] == []
    assert {row["figures"] for row in json.loads(office.reporter("data", "list", "--json").stdout)} == {0}


def test_run_send_show(office: Office, tmp_path: Path) -> None:
    """A trial copy first, then to everybody, then again: one copy each, and every command tells the same."""
    with CatchAll(tmp_path / "mailbox") as server:
        _sending_to(office, server)
        trial = office.reporter(*RUN, "--to", "me@example.org", "--send")
        assert trial.returncode == 0, trial.stderr
        assert "试发：me@example.org" in trial.stdout
        assert _reached(server) == ["me@example.org"]
        for _ in range(2):
            sent = office.reporter(*RUN, "--send")
            assert (sent.returncode, "已发送" in sent.stdout) == (0, True), sent.stderr
        everybody = ["deputy@example.org", "director@example.org", "me@example.org", "office@example.org"]
        assert _reached(server) == everybody
    (edition,) = json.loads(office.reporter("status", "--json").stdout)["editions"]
    assert edition["state"] == "sent"
    assert set(edition["deliveries"].values()) == {"accepted"}
    shown = json.loads(office.reporter("show", edition["edition"], "--json").stdout)
    assert {row["address"] for row in shown["deliveries"] if not row["trial"]} == set(edition["deliveries"])
    assert len(shown["facts"]) > 60
    assert "已发送" in office.reporter("show", "half_year/2018-H1").stdout


def test_a_refused_trial_copy_ends_with_1(office: Office, tmp_path: Path) -> None:
    """What a person must see is no success, even though the report itself is fine."""
    with CatchAll(tmp_path / "mailbox", refuse={"gone@example.org": "550 no such user"}) as server:
        _sending_to(office, server)
        ran = office.reporter(*RUN, "--to", "gone@example.org")
    assert (ran.returncode, "550" in _plain(ran)) == (1, True)


def test_a_listing_may_be_cut_short(office: Office) -> None:
    """``reporter data list | head -1``: whoever reads has seen enough, and nobody complains."""
    assert office.reporter("data", "import").returncode == 0
    with subprocess.Popen(
        office.command("data", "list"), env=office.environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""


def test_a_rehearsal_says_what_will_happen(office: Office) -> None:
    """Every due time of a year ahead, moved over weekends and holidays, with who owes what, who signs and who gets it."""
    ran = office.reporter("rehearse", "--months", "12", "--json", now="2018-06-29T09:00:00+08:00")
    assert ran.returncode == 0, ran.stderr
    rows = json.loads(ran.stdout)
    assert len(rows) == 14
    first, half = rows[0], rows[1]
    assert (first["due"], first["period"], first["moved"]) == ("2018-07-20 09:00", "2018-H1", "")
    assert (half["due"], half["schedule"]) == ("2018-08-07 08:30", "half_year")
    assert {"indicator": "固定资产投资", "department": "统计办"} in half["figures"]
    assert "director@example.org" in half["recipients"]
    moved = next(row for row in rows if row["due"] == "2019-02-11 08:30")
    assert moved["moved"] == "原定2月7日周四，顺延4天"
    assert not any(row["assumed"] for row in rows)
    arranged = office.folder / "schedules.yaml"
    signed = "sign_off: {拟稿: 甲, 签发: [乙, 丙]}"
    signers = "signers: {甲: {user: root}, 乙: {user: root}, 丙: {user: root}}\n"
    arranged.write_text(signers + arranged.read_text("utf-8").replace("sign_off: automatic", signed), "utf-8")
    steps = office.reporter("rehearse", "--months", "1", "--json", now="2018-06-29T09:00:00+08:00").stdout
    assert json.loads(steps)[0]["signers"] == ["拟稿甲", "签发乙或丙"]
    said = _plain(office.reporter("rehearse", "--months", "2", now="2018-06-29T09:00:00+08:00"))
    assert "统计办：信息经济增加值" in said


def test_a_period_that_has_not_begun_is_refused(office: Office) -> None:
    """A slip of the year makes no empty report: the period is named, and nothing is kept."""
    ran = office.reporter("run", "monthly", "--period", "2019-M01", now="2018-11-29T09:00:00+08:00")
    assert (ran.returncode, "2019年1月还没有开始" in ran.stderr) == (2, True), ran.stderr
    assert not (office.folder / "output/monthly").exists()


def test_a_report_without_a_schedule_says_its_cut_off(office: Office) -> None:
    """Nothing tells when it is due: its data end with the period, which a user must know, and how to say otherwise."""
    with arranged(office.folder) as said:
        del said["schedules"]["monthly"]
    ran = office.reporter("run", "monthly", "--period", "2018-M01", now="2018-11-29T09:00:00+08:00")
    assert "“monthly”没有日程，数据截止取报告期结束的次日" in ran.stderr


def test_a_year_without_a_notice_is_said_weeks_ahead(office: Office) -> None:
    """Status and rehearsal name the year and what is assumed for it."""
    for command in (("status",), ("rehearse", "--months", "3")):
        said = _plain(office.reporter(*command, now="2049-12-22T09:00:00+08:00"))
        assert "2050年放假安排未收录" in said


def test_listings_speak_json_as_well(office: Office) -> None:
    """Faults of the project, for editors and other programs: rule, place and message of each; the code is the same."""
    assert json.loads(office.reporter("check", "--json").stdout) == []
    section = office.folder / "templates/half_year/sections/20-momentum.md"
    section.write_text(section.read_text(encoding="utf-8") + "\n新增企业12家。\n", encoding="utf-8")
    ran = office.reporter("check", "--json")
    assert ran.returncode == 1
    (found,) = {(one["rule"], one["place"]["file"]) for one in json.loads(ran.stdout)}
    assert found[1] == "templates/half_year/sections/20-momentum.md"
    assert json.loads(office.reporter("correct", "--list", "--json").stdout) == []


def test_html_in_a_text_is_told_with_its_line(office: Office) -> None:
    """``check`` names the file, the line and the tag."""
    section = office.folder / "templates/monthly/sections/20-economy.md"
    lines = section.read_text(encoding="utf-8").split("\n")
    section.write_text("\n".join([*lines, "这一段有<b>标签。"]), encoding="utf-8")
    ran = office.reporter("check")
    assert ran.returncode == 1
    assert f"20-economy.md 第{len(lines) + 1}行：“<b>”会原样印出来" in ran.stdout
