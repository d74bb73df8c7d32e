"""What departments drop in is read once, kept as it came, and put away; nothing is lost and nothing stored by half."""

from __future__ import annotations

import datetime as dt
import stat
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from reporter import pipeline
from reporter.errors import StoreError
from reporter.model.finding import Finding
from reporter.project import load
from reporter.store import Difference, Originals, Store

NOW = dt.datetime(2018, 7, 18, 1, 0, tzinfo=dt.UTC)
SCHEDULES = """\
office: {name: 示例区管委会, short: 示例区}
precedence: [统计局, jobs]
sources:
  inbox: {kind: csv_file, path: data/inbox/*投资*.csv, department: 统计局}
  jobs: {kind: csv_file, path: data/jobs.csv, department: 人社局}
quality:
  fewer_figures: {percent: 0}
"""
HEAD = "indicator,measure,area,period,value\n"


@dataclass
class Office:
    """A project folder, its store and its output."""

    folder: Path
    store: Store

    @property
    def inbox(self) -> Path:
        """Where files are dropped."""
        return self.folder / "data" / "inbox"

    @property
    def output(self) -> Path:
        """Where the originals are kept."""
        return self.folder / "output"

    def drop(self, name: str, *rows: str, where: str = "data/inbox") -> None:
        """A department sends a file."""
        (self.folder / where / name).write_text(HEAD + "".join(f"{row}\n" for row in rows), encoding="utf-8")

    def pull(self, days: int = 0) -> tuple[Difference, list[str]]:
        """Read everything; what it brought, and the names of what was found."""
        now = NOW + dt.timedelta(days)
        difference, found = pipeline.pull(load(self.folder), self.store, now=now, output=self.output)
        return difference, [one.rule for one in found]

    def odd(self) -> tuple[Finding, ...]:
        """What is odd in the figures as they would stand with what lies there."""
        project = load(self.folder)
        return pipeline.oddities(project, self.store, pipeline.read_sources(project), now=NOW)

    def values(self) -> dict[str, str]:
        """What stands."""
        project = load(self.folder)
        rows = self.store.observations.as_of(NOW + dt.timedelta(99), precedence=project.precedence)
        return {row.indicator: str(row.value) for row in rows}


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """A small office without figures."""
    monkeypatch.setenv("REPORTER_SETTLE_SECONDS", "0.05")
    (tmp_path / "data" / "inbox").mkdir(parents=True)
    (tmp_path / "schedules.yaml").write_text(SCHEDULES, encoding="utf-8")
    (tmp_path / "data" / "indicators.yaml").write_text("甲投资: {unit: 亿元}\n乙投资: {unit: 亿元}\n", encoding="utf-8")
    store = Store.open(f"sqlite:///{tmp_path / 'output' / 'reporter.db'}")
    made = Office(tmp_path, store)
    made.drop("jobs.csv", "乙投资,level,,2018-H1,7", where="data")
    yield made
    store.close()


def test_what_was_read_is_put_away_by_day(office: Office) -> None:
    """The inbox is empty afterwards; the same name on the same day does not overwrite; an empty inbox is no fault."""
    office.drop("投资6月.csv", "甲投资,growth,,2018-H1,11.6")
    assert office.pull()[1] == []
    office.drop("投资6月.csv", "甲投资,growth,,2018-H1,11.7")
    difference, _ = office.pull()
    assert [str(new.value) for _, new in difference.changed] == ["11.7"]
    assert not list(office.inbox.glob("*.csv"))
    put_away = sorted(path.name for path in (office.inbox / "已读" / "2018-07-18").iterdir())
    assert len(put_away) == 2
    assert "投资6月.csv" in put_away
    assert office.pull() == (Difference(same=1), [])


def test_every_file_is_kept_as_it_was_read(office: Office) -> None:
    """Read-only, once, under its hash; each vintage knows its own copy, whatever happens to the department's."""
    office.drop("投资6月.csv", "甲投资,growth,,2018-H1,11.6")
    office.pull()
    office.drop("投资6月.csv", "甲投资,growth,,2018-H1,11.7")
    office.pull()
    office.pull()
    originals, history = Originals(office.output), office.store.observations.history("甲投资")
    texts = [originals.read(one.observation.origin.original).decode() for one in history]
    assert [text.rpartition(",")[2].strip() for text in texts] == ["11.6", "11.7"]
    copies = [path for path in originals.folder.rglob("*") if path.is_file()]
    assert len(copies) == 3
    assert {stat.S_IMODE(path.stat().st_mode) for path in copies} == {0o444}
    assert {path.suffix for path in copies} == {".csv"}


def test_a_copy_that_was_changed_is_told(office: Office) -> None:
    """A proof that was tampered with is none."""
    office.pull()
    (row,) = office.store.observations.as_of(NOW)
    path = Originals(office.output).path(row.origin.original)
    assert path
    path.chmod(0o644)
    path.write_text("改过", encoding="utf-8")
    with pytest.raises(StoreError, match="被改动过"):
        Originals(office.output).read(row.origin.original)
    path.unlink()
    with pytest.raises(StoreError, match="不在了"):
        Originals(office.output).read(row.origin.original)


def test_good_files_land_beside_a_bad_one(office: Office) -> None:
    """The bad one stays in the inbox with its fault, whole and unread, and leaves no copy and no figure."""
    office.drop("投资5月.csv", "甲投资,growth,,2018-M01..M05,10.1", "甲投资,growth,,2018-H1,许多")
    office.drop("投资6月.csv", "甲投资,growth,,2018-H1,11.6")
    difference, found = office.pull()
    assert (difference.new, found) == (2, ["not_a_number"])
    assert [path.name for path in office.inbox.glob("*.csv")] == ["投资5月.csv"]
    assert office.values() == {"甲投资": "11.6", "乙投资": "7"}


def test_a_file_that_is_being_written_waits(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """What grows while it is looked at, what is empty, and what a browser still calls its own are left for next time."""
    monkeypatch.setenv("REPORTER_SETTLE_SECONDS", "0.6")
    office.drop("投资6月.csv")
    (office.inbox / "投资7月.csv").touch()
    office.drop("投资8月.csv.part", "甲投资,growth,,2018-M08,1")
    stop = threading.Event()

    def write() -> None:
        while not stop.wait(0.05):
            with (office.inbox / "投资6月.csv").open("a", encoding="utf-8") as file:
                file.write("甲投资,growth,,2018-H1,11.6\n")

    writer = threading.Thread(target=write)
    writer.start()
    try:
        difference, found = office.pull()
    finally:
        stop.set()
        writer.join()
    assert (difference.new, found) == (1, ["still_being_written", "still_being_written"])
    assert len(list(office.inbox.glob("*.csv"))) == 2
    assert office.pull()[1] == ["still_being_written"]
    assert office.values()["甲投资"] == "11.6"


def test_fewer_figures_than_the_last_time_are_told(office: Office) -> None:
    """Whether a file was replaced under its name, or the next one came through the inbox."""
    office.drop("投资5月.csv", "甲投资,growth,,2018-M05,1", "甲投资,growth,,2018-M01..M05,1")
    office.pull()
    assert _counts(office) == []
    office.drop("投资6月.csv", "甲投资,growth,,2018-M06,1")
    office.pull(1)
    assert _counts(office) == [(1, 2)]
    project = load(office.folder)
    found = pipeline.oddities(project, office.store, pipeline.read_sources(project), now=NOW)
    assert [(one.rule, one.place.file) for one in found] == [("fewer_figures", "data/inbox/投资6月.csv")]


def _counts(office: Office) -> list[tuple[int, int]]:
    return [(one.now, one.before) for one in pipeline.counts(load(office.folder), office.store)]


def test_the_precedence_of_schedules_counts(office: Office) -> None:
    """The statistics office is believed before another one, and the check says so."""
    office.drop("投资6月.csv", "乙投资,level,,2018-H1,9")
    office.pull()
    assert office.values()["乙投资"] == "9"
    (finding,) = office.odd()
    assert finding.rule == "sources_disagree"
    assert "采用inbox的" in finding.message
    assert "jobs为7亿元" in finding.message


def test_looking_at_oddities_stores_nothing(office: Office) -> None:
    """New files are judged as if they were in, and are not."""
    office.drop("投资6月.csv", "乙投资,level,,2018-H1,9")
    assert [one.rule for one in office.odd()] == ["sources_disagree"]
    assert office.store.observations.indicators() == ()
    assert [path.name for path in office.inbox.iterdir()] == ["投资6月.csv"]
