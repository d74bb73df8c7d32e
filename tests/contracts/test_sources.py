"""What every kind of source promises, whichever it is: its example is read to the last figure, and every fault is told."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from reporter import sources
from reporter.model.indicator import Indicator
from reporter.model.office import Source
from reporter.sources import Example
from tests.contracts.sent import FILES, put, sent, text, workbook

DICTIONARY = {name: Indicator(name, "亿元") for name in ("甲产业增加值", "乙投资", "丙投资")}


@dataclass(frozen=True)
class Sent:
    """An example of a kind with everything in place."""

    example: Example
    source: Source
    folder: Path


@pytest.fixture(params=sorted(sources.kinds()))
def kind(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Sent]:
    """The example of every kind; one that is dropped in needs a way to be sent in ``tests/contracts/sent.py``."""
    found: Example = sources.kinds()[str(request.param)].EXAMPLE
    with sent(found, tmp_path) as source:
        yield Sent(found, source, tmp_path)


@pytest.fixture(params=FILES)
def file(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Sent]:
    """The example of every kind that reads files."""
    found: Example = sources.kinds()[str(request.param)].EXAMPLE
    with sent(found, tmp_path) as source:
        yield Sent(found, source, tmp_path)


def test_the_example_is_read_to_the_last_figure(kind: Sent) -> None:
    """Every figure with its measure, period and value, missing ones as missing, and nothing else."""
    example = kind.example
    reading = sources.read(kind.source, kind.folder, DICTIONARY)
    assert not reading.findings
    assert [
        (row.indicator, row.measure, row.period.code, "" if row.value is None else str(row.value)) for row in reading.observations
    ] == list(example.figures)  # fmt: skip


def test_every_figure_knows_where_it_stands(kind: Sent) -> None:
    """The file by its path in the project or the address, and the cell, line or part; no two figures share a place."""
    reading = sources.read(kind.source, kind.folder, DICTIONARY)
    places = [row.origin for row in reading.observations]
    paths = {original.path for original in reading.originals}
    assert all(place.file in paths and (place.cell or place.line or place.part) for place in places)
    assert len(set(places)) == len(places)
    assert {row.source for row in reading.observations} == {kind.source.name}
    assert {row.department for row in reading.observations} == {kind.source.department}


def test_what_was_read_is_kept_with_its_hash(kind: Sent) -> None:
    """What was read can be proved later, byte for byte."""
    reading = sources.read(kind.source, kind.folder, DICTIONARY)
    assert reading.originals
    assert all(hashlib.sha256(one.content).hexdigest() == one.sha256 for one in reading.originals)
    assert reading.files == tuple((one.path, one.sha256) for one in reading.originals)


def test_a_file_is_named_by_its_path(file: Sent) -> None:
    """The hash is that of the file itself, and a second reading says the same."""
    content = (file.folder / file.source.path).read_bytes()
    reading = sources.read(file.source, file.folder, DICTIONARY)
    assert reading.files == ((file.source.path, hashlib.sha256(content).hexdigest()),)
    assert sources.read(file.source, file.folder, DICTIONARY) == reading


def test_the_explanation_tells_of_every_figure(kind: Sent) -> None:
    """What is shown before anything is stored names each figure's place with its indicator, and leaves out no cell."""
    reading = sources.read(kind.source, kind.folder, DICTIONARY)
    for original in reading.originals:
        told = sources.explain(kind.source, original, DICTIONARY)
        meant = {one.place: one.meaning for one in told.understood}
        assert told.observations
        assert all(row.indicator in meant[row.origin] for row in told.observations)


def test_unknown_indicators_are_all_told_with_the_nearest_names(kind: Sent) -> None:
    """One finding for each row that cannot be understood, with its place, and what could have been meant."""
    known = {name: indicator for name, indicator in DICTIONARY.items() if name == "丙投资"}
    reading = sources.read(kind.source, kind.folder, known)
    faults = [finding for finding in reading.findings if finding.rule == "unknown_indicator"]
    assert {finding.severity for finding in faults} == {"error"}
    assert "甲产业增加值" in faults[0].message
    assert "乙投资" in faults[-1].message
    assert "丙投资" in faults[-1].advice
    assert all(finding.place.cell or finding.place.line or finding.place.part for finding in faults)


def test_a_file_that_cannot_be_opened_is_a_finding(file: Sent) -> None:
    """Half a file, or something else under its name: one error that names the file, and no figure."""
    for content in (b"PK\x03\x04\x00\x00half of it", b"\x89PNG\r\n\x1a\n\x00\x01\x02"):
        (file.folder / file.source.path).write_bytes(content)
        reading = sources.read(file.source, file.folder, DICTIONARY)
        assert [(finding.rule, finding.place.file) for finding in reading.findings] == [
            ("unreadable_file", file.source.path)
        ]
        assert not reading.observations
        assert reading.findings[0].advice


def test_an_empty_file_is_a_finding(file: Sent) -> None:
    """A file without any figure is not taken for good news."""
    put(file.folder / file.source.path, workbook(()) if file.source.kind == "excel" else text(()))
    reading = sources.read(file.source, file.folder, DICTIONARY)
    assert [finding.rule for finding in reading.findings] == ["no_figures"]


def test_a_missing_file_is_a_finding(file: Sent) -> None:
    """It is told where the definition stands."""
    source = dataclasses.replace(file.source, path="没有/*.xyz")
    (finding,) = sources.read(source, file.folder, DICTIONARY).findings
    assert (finding.rule, finding.place.file, finding.place.part) == (
        "missing_file",
        "schedules.yaml",
        f"sources.{source.name}.path",
    )


@pytest.mark.parametrize("path", ["../外面.csv", "/etc/hostname", ""])
def test_no_file_outside_the_project_is_read(file: Sent, path: str) -> None:
    """A path that leaves the project folder is refused."""
    reading = sources.read(dataclasses.replace(file.source, path=path), file.folder, DICTIONARY)
    assert [finding.rule for finding in reading.findings] == ["path_outside"]


def test_bad_options_are_all_told(kind: Sent) -> None:
    """Unknown options and wrong types at once, each with its path in the definition."""
    source = dataclasses.replace(kind.source, period="上半年", layout={"ignored": "甲", "ignore": 3, "area": ["a"]})
    findings = sources.read(source, kind.folder, DICTIONARY).findings
    assert [finding.place.part.rpartition(".")[2] for finding in findings] == ["ignored", "ignore", "area", "period"]
    assert {finding.rule for finding in findings} == {"bad_option"}
    assert findings[0].advice == "是不是ignore？"


def test_unwanted_rows_are_left_out(kind: Sent) -> None:
    """``ignore`` names rows that are neither read nor complained about."""
    source = dataclasses.replace(kind.source, layout={"ignore": "乙投资"})
    reading = sources.read(
        source, kind.folder, {"甲产业增加值": DICTIONARY["甲产业增加值"], "丙投资": DICTIONARY["丙投资"]}
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
