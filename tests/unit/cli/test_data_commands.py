"""Figures can be looked at, decided upon and taken out; whoever types a slip is told what there is."""

from __future__ import annotations

import csv
import io
import json

from tests.unit.cli.test_commands import Office, _plain, office  # type: ignore[attr-defined]

__all__ = ["office"]


def test_figures_are_listed_shown_and_exported(office: Office) -> None:
    """List, history, export and restoring: what came in can leave, and come back elsewhere."""
    assert office.reporter("data", "import").returncode == 0
    (line,) = [
        row
        for row in json.loads(office.reporter("data", "list", "--json").stdout)
        if row["indicator"] == "固定资产投资"
    ]
    assert (line["latest"], line["value"], line["unit"]) == ("2018-H1", "增速11.6%", "亿元")
    listed = list(csv.DictReader(io.StringIO(office.reporter("data", "list", "--csv").stdout)))
    assert len(listed) == len(json.loads(office.reporter("data", "list", "--json").stdout))
    shown = json.loads(office.reporter("data", "show", "固投", "--json").stdout)
    growth = next(row for row in shown if row["measure"] == "growth")
    assert (growth["value"], growth["source"], growth["stands"], len(growth["original"])) == (
        "11.6",
        "economy",
        True,
        64,
    )
    assert "工作表" in growth["origin"]
    assert list((office.folder / "output" / "originals").rglob(f"{growth['original']}.xlsx"))
    export = office.folder / "全部.csv"
    assert office.reporter("data", "export", "--vintages", "-o", str(export)).returncode == 0
    again = office.reporter("data", "import", str(export), "--vintages")
    assert "恢复0个数" in again.stdout, _plain(again)
    plain = list(csv.DictReader(io.StringIO(office.reporter("data", "export", "--indicator", "固投").stdout)))
    assert [row["value"] for row in plain if row["measure"] == "growth"] == ["11.6"]
    early = office.reporter("data", "export", "--as-of", "2018-01-01").stdout
    assert len(early.splitlines()) == 1


def test_slips_are_told(office: Office) -> None:
    """With the nearest names, without a traceback."""
    wrong = office.reporter("data", "show", "固定投资")
    assert (wrong.returncode, "固定资产投资" in _plain(wrong)) == (2, True)
    assert office.reporter("data", "import", "--vintages").returncode == 2
    broken = office.folder / "坏.csv"
    broken.write_text("a,b\n1,2\n", encoding="utf-8")
    assert office.reporter("data", "import", str(broken), "--vintages").returncode == 2
    nobody = office.reporter(
        "data", "decide", "固投", "--period", "2018-H1", "--measure", "growth", "--source", "x", "--by", "甲", "--why", "乙"
    )  # fmt: skip
    assert (nobody.returncode, "没有来自“x”" in _plain(nobody)) == (2, True)


def test_two_sources_and_a_decision(office: Office) -> None:
    """The check tells who says what; a decision is kept with who and why, and changes what stands."""
    schedules = office.folder / "schedules.yaml"
    more = "\n  reprint:\n    kind: csv_file\n    path: data/转载.csv\n    department: 转载\n    released: 2018-07-19\n"
    text = schedules.read_text(encoding="utf-8")
    schedules.write_text(text.replace("\n  targets:", f"{more}\n  targets:", 1), encoding="utf-8")
    (office.folder / "data" / "转载.csv").write_text(
        "indicator,measure,area,period,value\n固定资产投资,growth,,2018-H1,12\n", encoding="utf-8"
    )
    imported = office.reporter("data", "import")
    assert "另有1个数与其他来源并存" in imported.stdout, _plain(imported)
    told = office.reporter("check", "--data")
    assert told.returncode == 0, _plain(told)
    assert "sources_disagree" in told.stdout
    assert "采用reprint的" in told.stdout
    done = office.reporter(
        "data", "decide", "固投", "--period", "2018-H1", "--measure", "growth", "--source", "economy", "--by", "张三",
        "--why", "以统计办为准",
    )  # fmt: skip
    assert done.returncode == 0, _plain(done)
    shown = json.loads(office.reporter("data", "show", "固投", "--json").stdout)
    (stands,) = [row for row in shown if row["stands"] and row["measure"] == "growth"]
    assert (stands["value"], stands["decided_by"]) == ("11.6", "张三")
