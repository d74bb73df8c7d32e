"""The demo's data files are read without a fault and carry the published figures, no more and no less."""

from __future__ import annotations

import csv
import datetime as dt
import re
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
import yaml

from reporter import sources
from reporter.model.indicator import Indicator, Synonym
from reporter.model.observation import MEASURES
from reporter.model.office import Source
from reporter.sources import Reading

ROOT = Path(__file__).resolve().parents[3]
SEEDS = ROOT / "tests" / "seed_facts.csv"
MAP = ROOT / "tests" / "seed_map.csv"
MEASURED = re.compile(rf":(?:{'|'.join(MEASURES)})@")
"""Facts that are observed; being the first and names are kept in the registers."""
FILES = (
    Source("经济指标", "excel", "data/经济指标2018年1-6月.xlsx", released=dt.date(2018, 7, 18)),
    Source("重点工作", "csv_file", "data/重点工作进展2018年1-6月.csv"),
    Source("年度目标", "csv_file", "data/年度目标2018.csv"),
)


def rows(path: Path) -> list[dict[str, str]]:
    """Rows of a CSV."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@cache
def dictionary() -> dict[str, Indicator]:
    """The demo's indicator dictionary."""
    entries = yaml.safe_load((ROOT / "data" / "indicators.yaml").read_text(encoding="utf-8"))
    return {
        name: Indicator(name, **{**entry, "synonyms": tuple(Synonym(synonym) for synonym in entry.get("synonyms", ()))})
        for name, entry in entries.items()
    }  # fmt: skip


@cache
def readings() -> tuple[Reading, ...]:
    """All three files."""
    return tuple(sources.read(source, ROOT, dictionary()) for source in FILES)


def test_every_file_is_read_without_a_fault() -> None:
    """No finding of any severity, every figure released before the report is due."""
    assert [finding for reading in readings() for finding in reading.findings] == []
    assert {row.released for reading in readings() for row in reading.observations} == {dt.date(2018, 7, 18)}


def test_every_indicator_is_reported_on() -> None:
    """The dictionary holds no name that nobody reports, and short names are unique."""
    reported = {row.indicator for reading in readings() for row in reading.observations}
    assert reported == set(dictionary())
    labels = [indicator.label for indicator in dictionary().values()]
    assert len(set(labels)) == len(labels)


@pytest.mark.parametrize(
    "seed", [row for row in rows(MAP) if MEASURED.search(row["fact"])], ids=lambda row: row["seed"]
)
def test_every_published_figure_is_there(seed: dict[str, str]) -> None:
    """Each fact of the map is an observation with the published value."""
    published = next(row["value"] for row in rows(SEEDS) if row["id"] == seed["seed"])
    found = [
        row for reading in readings() for row in reading.observations
        if f"{row.indicator}:{row.measure}@{row.period.code}" == seed["fact"]
    ]  # fmt: skip
    assert [row.value for row in found] == [Decimal(published)]


def test_no_figure_is_invented() -> None:
    """Every value in the data is a published one; what was not published is missing."""
    mapped = {row["fact"] for row in rows(MAP)}
    figures = [row for reading in readings() for row in reading.observations if row.value is not None]
    assert {f"{row.indicator}:{row.measure}@{row.period.code}" for row in figures} <= mapped


def test_the_map_names_every_seed_once() -> None:
    """All sixty, in the order of the seed file."""
    assert (
        [row["seed"] for row in rows(MAP)]
        == [row["id"] for row in rows(SEEDS)]
        == [f"S{number:02}" for number in range(1, 61)]
    )
    assert "wording" not in rows(SEEDS)[0]
