"""A file of very many rows lands like any other: whole or not at all, what it says twice once, what contradicts itself never."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from reporter import pipeline
from reporter.model.batch import MOST
from reporter.project import load
from reporter.store import Difference, Store

NOW = dt.datetime(2018, 7, 18, 1, 0, tzinfo=dt.UTC)
SCHEDULES = """\
office: {name: 示例区管委会, short: 示例区}
sources:
  figures: {kind: csv_file, path: data/figures.csv, department: 统计局}
  few: {kind: csv_file, path: data/few.csv, department: 人社局}
"""
HEAD = "indicator,measure,area,period,value,released"
ROWS = MOST + 3
"""More than travel at a time."""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A project with a dictionary, a small file, and an empty store."""
    (tmp_path / "data").mkdir()
    (tmp_path / "schedules.yaml").write_text(SCHEDULES, encoding="utf-8")
    (tmp_path / "data/indicators.yaml").write_text("甲投资: {unit: 亿元}\n", encoding="utf-8")
    (tmp_path / "data/few.csv").write_text(f"{HEAD}\n甲投资,level,,2018-H1,5,\n", encoding="utf-8")
    opened = Store.open(f"sqlite:///{tmp_path / 'reporter.db'}")
    yield opened
    opened.close()


def pull(folder: Path, store: Store, *more: str, days: int = 0, changed: int = 0) -> tuple[Difference, list[str]]:
    """Import a figure of each of very many areas, and some more rows; the first ones may have changed."""
    rows = [f"甲投资,level,第{area}街道,2018-H1,{area + (area < changed)},2018-07-1{days}" for area in range(ROWS)]
    (folder / "data/figures.csv").write_text("\n".join([HEAD, *rows, *more]), encoding="utf-8")
    now = NOW + dt.timedelta(days)
    difference, found = pipeline.pull(load(folder), store, now=now, output=folder / "output")
    return difference, [str(one) for one in found]


def test_many_rows_land_and_are_told_apart_later(tmp_path: Path, store: Store) -> None:
    """All are new, then the same, then those that changed are told with both values; each knows its line."""
    difference, found = pull(tmp_path, store)
    assert (difference.new, difference.same, found) == (ROWS + 1, 0, [])
    difference, _ = pull(tmp_path, store)
    assert (difference.new, difference.same, difference.changed) == (0, ROWS + 1, [])
    difference, _ = pull(tmp_path, store, days=1, changed=3)
    assert [(str(old.value), str(new.value), new.origin.line) for old, new in difference.changed] == [
        ("0", "1", 2), ("1", "2", 3), ("2", "3", 4),
    ]  # fmt: skip
    assert (difference.new, difference.same) == (0, ROWS - 3 + 1)
    assert len(store.observations.history("甲投资")) == ROWS + 1 + 3


def test_rows_far_apart_that_contradict_each_other(tmp_path: Path, store: Store) -> None:
    """Both lines are told; of the file nothing is stored, of the other one everything."""
    difference, found = pull(tmp_path, store, "甲投资,level,第0街道,2018-H1,7,2018-07-10")
    assert difference.new == 1
    (said,) = found
    assert "有两个不同的数：0亿元（第2行）和7亿元" in said
    assert f"第{ROWS + 2}行" in said
    assert "duplicate_figure" in said


def test_rows_far_apart_that_agree(tmp_path: Path, store: Store) -> None:
    """A figure that stands twice counts once; a missing one does not hide it; an earlier release is a vintage of its own."""
    difference, found = pull(
        tmp_path, store, "甲投资,level,第0街道,2018-H1,0.0,2018-07-10", "甲投资,level,第1街道,2018-H1,,2018-07-10",
        "甲投资,level,第2街道,2018-H1,9,2018-07-05",
    )  # fmt: skip
    assert (difference.new, len(difference.changed), found) == (ROWS + 1, 1, [])
    values = {one.area: one.value for one in store.observations.as_of(NOW)}
    assert [str(values[f"第{area}街道"]) for area in range(3)] == ["0", "1", "2"]
