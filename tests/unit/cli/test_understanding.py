"""A person brings in a file that nobody has seen, with what is shown on the screen and a few lines of layout."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
REAL = ROOT / "tests" / "realdata"
FILE = "data/zhongshan_2020M06.txt"
OFFICE = """
office: {name: 示例区, short: 示例区}
reports: {}
schedules: {}
recipients: {}
"""


def reporter(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a project folder."""
    return subprocess.run(
        [sys.executable, "-m", "reporter", "-C", str(folder), *words], cwd=ROOT, capture_output=True, text=True, check=False
    )  # fmt: skip


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """An office with a dictionary and no source, and a file that came by mail."""
    (tmp_path / "data").mkdir()
    shutil.copy(REAL / "indicators.yaml", tmp_path / "data" / "indicators.yaml")
    shutil.copy(REAL / "zhongshan_2020M06.txt", tmp_path / FILE)
    (tmp_path / "schedules.yaml").write_text(OFFICE, encoding="utf-8")
    return tmp_path


def block(readme: str) -> str:
    """The source that a readme's chapter shows, as it stands there."""
    blocks: list[str] = re.findall(r"```yaml\n(.*?)```", (ROOT / readme).read_text(encoding="utf-8"), re.DOTALL)
    return next(found for found in blocks if "layout:" in found)


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_the_chapter_of_the_readme(office: Path, readme: str) -> None:
    """What the chapter says happens: the finding names the line to write, the block reads every cell, the import stores it."""
    said = (ROOT / readme).read_text(encoding="utf-8")
    first = reporter(office, "data", "try", str(REAL / "zhongshan_2020M06.txt"))
    assert first.returncode == 1, first.stdout
    for line in ("    可写：layout: {align: right}", "这样写，读到81个数，没有读不懂的。"):
        assert line in said
        assert line in first.stdout
    shown = block(readme)
    assert shown.partition("layout:\n")[2].count("\n") <= 10
    (office / "schedules.yaml").write_text(f"{OFFICE}sources:\n{shown}", encoding="utf-8")
    second = reporter(office, "data", "try", str(office / FILE))
    assert second.returncode == 0, second.stdout
    lines = re.findall(r"(?m)^(?:第\d+行第\d+列|读到).*$", said)
    assert len(lines) == 4
    for line in lines:
        assert "".join(line.split()) in "".join(second.stdout.split()), line
    assert not (office / "output").exists()
    third = reporter(office, "data", "import", str(office / FILE))
    assert third.returncode == 0, third.stderr
    with sqlite3.connect(next((office / "output").glob("*.db"))) as database:
        assert database.execute("SELECT count(*), count(value) FROM observations").fetchone() == (81, 56)


def test_every_cell_is_told(office: Path) -> None:
    """Whatever is in the file is on the screen, as JSON for programs as well."""
    (office / "schedules.yaml").write_text(f"{OFFICE}sources:\n{block('README.md')}", encoding="utf-8")
    ran = reporter(office, "data", "import", str(office / FILE), "--explain", "--json")
    told = json.loads(ran.stdout)
    lines = (office / FILE).read_text(encoding="utf-8").splitlines()
    cells = [cell.strip() for line in lines for cell in line.split("|") if cell.strip()]
    assert [cell["text"] for cell in told["cells"]] == cells
    assert told["figures"] == 81
    roles = {cell["text"]: cell["role"] for cell in told["cells"]}
    assert [roles[text] for text in ("1、本地生产总值", "6月", "第一产业", "25.71", "产成品")] == [
        "标题",
        "表头",
        "指标",
        "数",
        "未读",
    ]


def test_a_file_that_no_source_claims_is_not_stored(office: Path) -> None:
    """It is a usage error with what to do; so is --explain without a file; a file that is not there is told."""
    ran = reporter(office, "data", "import", str(office / FILE))
    assert ran.returncode == 2
    assert "--explain" in ran.stderr
    assert reporter(office, "data", "import", "--explain").returncode == 2
    ran = reporter(office, "data", "import", str(office / "none.xlsx"), "--explain")
    assert ran.returncode == 1
    assert "none.xlsx" in ran.stdout
    assert "Traceback" not in ran.stdout + ran.stderr
