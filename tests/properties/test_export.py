"""What came in can leave: an export that is imported again says the same, its vintages included."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reporter.model.cell import inert, meant
from reporter.model.indicator import Indicator
from reporter.model.observation import MEASURES, QUALIFIERS, STATUSES, Observation
from reporter.model.office import Office, Source
from reporter.model.period import Period
from reporter.pipeline.exchange import restore, write, write_vintages
from reporter.project import Project
from reporter.sources import csv_file
from reporter.sources._original import Original
from reporter.sources.shape import Collector, Grid, Layout, read
from reporter.store import Store
from reporter.workdays import Calendar

NOON = dt.datetime(2018, 7, 1, 4, tzinfo=dt.UTC)
NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
NAMES = ("甲投资", "乙收入")
INDICATORS = {name: Indicator(name, "亿元") for name in NAMES}
UNITS = {"level": "亿元", "target": "亿元", "rank": "位", "difference": "个百分点"}
PROJECT = Project(Path(), Office("示例区", "示例"), INDICATORS, {}, None, {}, {}, {}, None, Calendar())  # type: ignore[arg-type]

months = st.integers(1, 12)
periods = st.builds(
    lambda year, one, two: Period(year, min(one, two), max(one, two)), st.integers(2000, 2030), months, months
)
texts = st.text(st.sampled_from("=+-@'＝注意,\"调整1.5%\n "), max_size=6).map(str.strip)


@st.composite
def observations(draw: st.DrawFn) -> Observation:
    """A figure as any reader may have brought it."""
    measure = draw(st.sampled_from(MEASURES))
    value = draw(
        st.integers(1, 30).map(Decimal) if measure == "rank" else st.none() | st.decimals(-9999, 9999, places=3)
    )
    released = draw(st.none() | st.dates(dt.date(2018, 1, 1), dt.date(2018, 12, 31)))
    return Observation(
        draw(st.sampled_from(NAMES)), measure, draw(st.sampled_from(["", "乙区"])), draw(periods), value,
        UNITS.get(measure, "%"), draw(st.sampled_from(["同比", "环比"] if measure == "growth" else ["", "同比"])), "全市 增速" if measure == "rank" else "",
        draw(st.sampled_from(["", "确保"])), draw(st.sampled_from(QUALIFIERS)), draw(st.sampled_from(STATUSES)), released,
        draw(st.sampled_from(["", "统计局"])), draw(st.sampled_from(["统计局", "发改局"])), note=draw(texts),
    )  # fmt: skip


@contextmanager
def opened(factory: object) -> Iterator[Store]:
    """An empty store."""
    store = Store.open(f"sqlite:///{factory.mktemp('export') / 'r.db'}")  # type: ignore[attr-defined]
    yield store
    store.close()


@given(st.lists(st.lists(observations(), max_size=5), max_size=4))
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_every_vintage_comes_back(tmp_path_factory: object, batches: list[list[Observation]]) -> None:
    """Exported with its vintages, restored elsewhere and exported again: byte for byte the same; and again, nothing new."""
    with opened(tmp_path_factory) as here, opened(tmp_path_factory) as there:
        for number, batch in enumerate(batches):
            here.observations.add(batch, recorded=NOON + dt.timedelta(number))
        first, second = io.StringIO(newline=""), io.StringIO(newline="")
        count = write_vintages(here.observations.every(), first)
        assert restore(PROJECT, there, first.getvalue().encode(), "export.csv", now=NOW).same == 0
        assert write_vintages(there.observations.every(), second) == count
        assert second.getvalue() == first.getvalue()
        assert restore(PROJECT, there, first.getvalue().encode(), "export.csv", now=NOW).same == count
        for day in (dt.timedelta(0), dt.timedelta(2), dt.timedelta(200)):
            assert _plain(there, NOON + day) == _plain(here, NOON + day)


def _plain(store: Store, moment: dt.datetime) -> list[Observation]:
    """What stood at a moment, but for where it was read."""
    return [replace(row, origin=type(row.origin)()) for row in store.observations.as_of(moment)]


@given(st.lists(observations(), max_size=8, unique_by=lambda row: (row.key, row.released)))
@settings(max_examples=60, deadline=None)
def test_an_export_is_read_as_any_other_file(rows: list[Observation]) -> None:
    """By the reader of the exchange format, without a finding, as the very figures that were written."""
    out = io.StringIO(newline="")
    write(rows, out)
    original = Original("export.csv", out.getvalue().encode("utf-8-sig"))
    collector = Collector(Source("x", "csv_file"), INDICATORS, Layout())
    for grid in csv_file.grids(original, csv_file.Options()):
        assert isinstance(grid, Grid)
        read(grid, collector)
    found = [replace(row, origin=type(row.origin)()) for row in collector.observations]
    assert not [one for one in collector.findings if one.severity == "error"]
    assert found == [replace(row, source=row.source or "x") for row in rows]


@given(st.text(st.sampled_from("'=+-@＝1.5%甲"), max_size=6))
def test_no_cell_is_a_formula_and_none_is_lost(text: str) -> None:
    """A spreadsheet shows the text; reading it back gives the text, apostrophes of its own included."""
    cell = inert(text)
    assert meant(cell) == text
    assert not cell or cell[0] not in "=@＝"
    assert next(csv.reader([f'"{cell}"'])) == [cell]
