"""What every kind of source promises, whichever it is: its example is read to the last figure, and every fault is told."""

from __future__ import annotations

import csv
import dataclasses
import hashlib
import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from reporter import sources
from reporter.model.indicator import Indicator
from reporter.model.office import Source
from reporter.sources import Example

DICTIONARY = {name: Indicator(name, "亿元") for name in ("甲产业增加值", "乙投资", "丙投资")}


def workbook(example: Example) -> bytes:
    """The example as a spreadsheet program saves it."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in example.rows:
        sheet.append([value or None for value in row])
    for merged in example.merged:
        sheet.merge_cells(merged)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def text(example: Example) -> bytes:
    """The example as separated values."""
    file = io.StringIO()
    csv.writer(file).writerows(example.rows)
    return file.getvalue().encode()


WRITERS: dict[str, Callable[[Example], bytes]] = {"excel": workbook, "csv_file": text}


@pytest.fixture(params=sorted(sources.kinds()))
def example(request: pytest.FixtureRequest, tmp_path: Path) -> Example:
    """The example of every kind, its file in place; a kind that is dropped in needs a writer here."""
    kind = str(request.param)
    found: Example = sources.kinds()[kind].EXAMPLE
    path = tmp_path / found.source.path
    path.parent.mkdir()
    path.write_bytes(WRITERS[kind](found))
    return found


def test_every_kind_is_tested() -> None:
    """A kind that is dropped in must be added here."""
    assert set(sources.kinds()) == set(WRITERS)


def test_the_example_is_read_to_the_last_figure(example: Example, tmp_path: Path) -> None:
    """Every figure with its measure, period and value, missing ones as missing, and nothing else."""
    reading = sources.read(example.source, tmp_path, DICTIONARY)
    assert not reading.findings
    assert [
        (row.indicator, row.measure, row.period.code, "" if row.value is None else str(row.value)) for row in reading.observations
    ] == list(example.figures)  # fmt: skip


def test_every_figure_knows_where_it_stands(example: Example, tmp_path: Path) -> None:
    """The file by its path in the project, and the cell or the line; no two figures share a place."""
    reading = sources.read(example.source, tmp_path, DICTIONARY)
    places = [row.origin for row in reading.observations]
    assert all(place.file == example.source.path and (place.cell or place.line) for place in places)
    assert len(set(places)) == len(places)
    assert {row.source for row in reading.observations} == {example.source.name}
    assert {row.department for row in reading.observations} == {example.source.department}


def test_the_files_are_named_with_their_hash(example: Example, tmp_path: Path) -> None:
    """What was read can be proved later."""
    content = (tmp_path / example.source.path).read_bytes()
    reading = sources.read(example.source, tmp_path, DICTIONARY)
    assert reading.files == ((example.source.path, hashlib.sha256(content).hexdigest()),)
    assert sources.read(example.source, tmp_path, DICTIONARY) == reading


def test_unknown_indicators_are_all_told_with_the_nearest_names(example: Example, tmp_path: Path) -> None:
    """One finding for each row that cannot be understood, with its place, and what could have been meant."""
    known = {name: indicator for name, indicator in DICTIONARY.items() if name == "丙投资"}
    reading = sources.read(example.source, tmp_path, known)
    faults = [finding for finding in reading.findings if finding.rule == "unknown_indicator"]
    assert [finding.severity for finding in faults] == ["error", "error"]
    assert ["甲产业增加值" in faults[0].message, "乙投资" in faults[1].message] == [True, True]
    assert "丙投资" in faults[1].advice
    assert all(finding.place.cell or finding.place.line for finding in faults)


def test_a_file_that_cannot_be_opened_is_a_finding(example: Example, tmp_path: Path) -> None:
    """Half a file, or something else under its name: one error that names the file, and no figure."""
    for content in (b"PK\x03\x04\x00\x00half of it", b"\x89PNG\r\n\x1a\n\x00\x01\x02"):
        (tmp_path / example.source.path).write_bytes(content)
        reading = sources.read(example.source, tmp_path, DICTIONARY)
        assert [(finding.rule, finding.place.file) for finding in reading.findings] == [
            ("unreadable_file", example.source.path)
        ]
        assert not reading.observations
        assert reading.findings[0].advice


def test_an_empty_file_is_a_finding(example: Example, tmp_path: Path) -> None:
    """A file without any figure is not taken for good news."""
    (tmp_path / example.source.path).write_bytes(
        WRITERS[example.source.kind](dataclasses.replace(example, rows=(), merged=()))
    )
    reading = sources.read(example.source, tmp_path, DICTIONARY)
    assert [finding.rule for finding in reading.findings] == ["no_figures"]


def test_a_missing_file_is_a_finding(example: Example, tmp_path: Path) -> None:
    """It is told where the definition stands."""
    source = dataclasses.replace(example.source, path="没有/*.xyz")
    (finding,) = sources.read(source, tmp_path, DICTIONARY).findings
    assert (finding.rule, finding.place.file, finding.place.part) == (
        "missing_file",
        "schedules.yaml",
        f"sources.{source.name}.path",
    )


@pytest.mark.parametrize("path", ["../外面.csv", "/etc/hostname", ""])
def test_no_file_outside_the_project_is_read(example: Example, tmp_path: Path, path: str) -> None:
    """A path that leaves the project folder is refused."""
    reading = sources.read(dataclasses.replace(example.source, path=path), tmp_path, DICTIONARY)
    assert [finding.rule for finding in reading.findings] == ["path_outside"]


def test_bad_options_are_all_told(example: Example, tmp_path: Path) -> None:
    """Unknown options and wrong types at once, each with its path in the definition."""
    source = dataclasses.replace(example.source, period="上半年", layout={"ignored": "甲", "ignore": 3, "area": ["a"]})
    findings = sources.read(source, tmp_path, DICTIONARY).findings
    assert [finding.place.part.rpartition(".")[2] for finding in findings] == ["ignored", "ignore", "area", "period"]
    assert {finding.rule for finding in findings} == {"bad_option"}
    assert findings[0].advice == "是不是ignore？"


def test_unwanted_rows_are_left_out(example: Example, tmp_path: Path) -> None:
    """``ignore`` names rows that are neither read nor complained about."""
    source = dataclasses.replace(example.source, layout={"ignore": "乙投资"})
    reading = sources.read(
        source, tmp_path, {"甲产业增加值": DICTIONARY["甲产业增加值"], "丙投资": DICTIONARY["丙投资"]}
    )
    assert not reading.findings
    assert {row.indicator for row in reading.observations} == {"甲产业增加值", "丙投资"}


def test_an_unknown_kind_is_a_finding(tmp_path: Path) -> None:
    """The kinds that there are come with it."""
    (finding,) = sources.read(Source("甲", "fax", "a.txt"), tmp_path, DICTIONARY).findings
    assert (finding.rule, finding.place.part) == ("unknown_source_kind", "sources.甲.kind")
    assert all(kind in finding.advice for kind in sources.kinds())


def test_options_explain_themselves() -> None:
    """Options are frozen, all have a default, and the example is a definition without faults."""
    for kind in sources.kinds().values():
        options = kind.Options()
        assert options == kind.Options()
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(options, next(field.name for field in dataclasses.fields(options)), "x")
        assert not sources.check(kind.EXAMPLE.source)
