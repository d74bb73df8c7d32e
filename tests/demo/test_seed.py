"""All sixty published facts are said, each in its place, and no number is said that is not a fact."""

from __future__ import annotations

import csv
import itertools
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.demo.reading import Passage, numerals, passages, squeeze

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.demo.office import Production

TESTS = Path(__file__).resolve().parent.parent
IN_PROSE = 45


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


@dataclass(frozen=True)
class Seed:
    """A published fact, and how a reader recognises it."""

    id: str
    fact: str
    section: str
    number: re.Pattern[str]
    names: tuple[str, ...]


@dataclass(frozen=True)
class Place:
    """Where a seed is said: passage and the span of its number."""

    passage: int
    start: int
    end: int


@pytest.fixture(scope="module")
def seeds() -> list[Seed]:
    """The sixty, from the published list, the map and the words that tell them."""
    told = {row["seed"]: row for row in _rows(Path(__file__).with_name("said.csv"))}
    mapped = {row["seed"]: row for row in _rows(TESTS / "seed_map.csv")}
    ids = [row["id"] for row in _rows(TESTS / "seed_facts.csv")]
    assert len(ids) == len(set(ids)) == 60
    assert set(ids) == set(told) == set(mapped)
    return [
        Seed(
            each, mapped[each]["fact"], mapped[each]["section"],
            re.compile("|".join(rf"(?<![\d.]){re.escape(way)}" for way in told[each]["number"].split("|"))),
            tuple(told[each]["name"].split("|")),
        )
        for each in ids
    ]  # fmt: skip


@pytest.fixture(scope="module")
def read(production: Production) -> list[Passage]:
    """The passages of the document, each proved to be printed."""
    found = passages(production.html)
    pages = [squeeze(page) for page in production.pages()]
    for passage in found:
        for words in _sentences(passage.text):
            assert _printed(passage.text[slice(*words)], pages), passage.text[slice(*words)]
    return found


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    """Spans of the sentences of a text."""
    return (match.span() for match in re.finditer(r"[^。；！？]+[。；！？]?", text))


def _printed(words: str, pages: Sequence[str]) -> bool:
    """Whether words stand on a page, or run over from one page to the next."""
    if any(words in page for page in pages):
        return True
    return any(
        words[:cut] in page and following.startswith(words[cut:])
        for page, following in itertools.pairwise(pages)
        for cut in range(1, len(words))
    )


def _said(seed: Seed, read: list[Passage]) -> list[Place]:
    """Every place where the number of a seed stands with its name: in one sentence, or in one row or cell."""
    found = []
    for index, passage in enumerate(read):
        together = "".join(other.text for other in read if other.group == passage.group)
        for start, end in _sentences(passage.text):
            near = passage.text[start:end] if passage.tag == "p" else together
            if any(name in near for name in seed.names):
                found += [Place(index, *match.span()) for match in seed.number.finditer(passage.text, start, end)]
    return found


def _of_its_fact(seed: Seed, place: Place, read: list[Passage]) -> bool:
    """Whether the number is the printed form of the fact that the map names; a name carries its own (15分钟)."""
    passage = read[place.passage]
    if not seed.fact:
        return True
    return any(
        said.fact == seed.fact and said.start < place.end and place.start < said.start + len(said.text)
        for said in passage.said
    )


def _match(choices: dict[str, list[Place]]) -> dict[str, Place]:
    """Give each seed a place of its own (augmenting paths); the largest matching there is."""
    taken: dict[Place, str] = {}

    def give(seed: str, tried: set[Place]) -> bool:
        for place in choices[seed]:
            if place not in tried:
                tried.add(place)
                if place not in taken or give(taken[place], tried):
                    taken[place] = seed
                    return True
        return False

    for seed in choices:
        give(seed, set())
    return {seed: place for place, seed in taken.items()}


def test_every_seed_is_said_in_a_place_of_its_own(seeds: list[Seed], read: list[Passage]) -> None:
    """Sixty seeds, sixty different places, each the number with name and unit and with the right fact behind it."""
    choices = {seed.id: [place for place in _said(seed, read) if _of_its_fact(seed, place, read)] for seed in seeds}
    matched = _match(choices)
    assert sorted(set(choices) - set(matched)) == []


def test_most_are_said_in_the_prose_of_their_section(seeds: list[Seed], read: list[Passage]) -> None:
    """At least 45 stand in a sentence of the section that the list names, not in a table."""
    choices = {
        seed.id: [
            place for place in _said(seed, read)
            if _of_its_fact(seed, place, read) and read[place.passage].tag == "p" and read[place.passage].section == seed.section
        ]
        for seed in seeds
    }  # fmt: skip
    matched = _match(choices)
    assert len(matched) >= IN_PROSE, sorted(set(choices) - set(matched))


def test_the_map_names_facts_that_exist(seeds: list[Seed], production: Production) -> None:
    """Every id of the map stands in facts.csv; only the name 15分钟办事圈 has none."""
    known = {row["id"] for row in production.facts}
    assert [seed.id for seed in seeds if not seed.fact] == ["S59"]
    assert [(seed.id, seed.fact) for seed in seeds if seed.fact and seed.fact not in known] == []


def test_no_number_without_a_fact(read: list[Passage], production: Production) -> None:
    """Each numeral of the document lies in a fact's number, a date, a name or our own numbering - by its place."""
    known = {row["id"]: squeeze(row["number"]) for row in production.facts}
    for passage in read:
        spans = [*passage.free, *((said.start, said.start + len(said.text)) for said in passage.said)]
        for said in passage.said:
            assert known.get(said.fact) == said.text, passage.text
        for start, end in numerals(passage.text):
            covered = {at for low, high in spans for at in range(low, high)}
            assert set(range(start, end)) <= covered, f"{passage.text[start:end]} in {passage.text}"


def test_no_number_in_print_beside_the_document(read: list[Passage], production: Production) -> None:
    """What the PDF holds besides the document's text - labels of charts, running head, page number - has no other number."""
    rests = [squeeze(page) for page in production.pages()]
    pieces = [passage.text[slice(*span)] for passage in read for span in _sentences(passage.text)]
    for words in sorted(pieces, key=len, reverse=True):
        _take(words, rests)
    labels = {squeeze(row["number"]) for row in production.facts}
    labels |= {passage.text[low:high] for passage in read for low, high in passage.free}
    for number, page in enumerate(rests, 1):
        rest = page.replace(squeeze(production.pdf.stem), "◇")
        for words in sorted(labels, key=len, reverse=True):
            after = r"(?![\d.])" if words[-1].isdigit() else ""
            rest = re.sub(rf"(?<![\d.]){re.escape(words)}{after}", "◇", rest)
        rest = re.sub(rf"(?<![\d.]){number}(?![\d.])", "◇", rest, count=1)
        assert [rest[max(0, low - 10) : high + 10] for low, high in numerals(rest)] == [], number


def _take(words: str, rests: list[str]) -> None:
    """Take words out of what is left of the pages, once, also where they run over a page's end."""
    whole = re.compile(rf"(?<![\d.]){re.escape(words)}")  # 5个 is no part of 55个
    for index, page in enumerate(rests):
        if whole.search(page):
            rests[index] = whole.sub("◇", page, count=1)
            return
    for index, (page, following) in enumerate(itertools.pairwise(rests)):
        for cut in range(len(words) - 1, 0, -1):
            if words[:cut] in page and following.startswith(words[cut:]):
                rests[index] = page.replace(words[:cut], "◇", 1)
                rests[index + 1] = following.replace(words[cut:], "◇", 1)
                return


def test_every_fact_is_printed(read: list[Passage], production: Production) -> None:
    """Nothing stands in facts.csv that the report does not say, in text or in a chart."""
    said = Counter(said.fact for passage in read for said in passage.said)
    text = production.text()
    silent = [row["id"] for row in production.facts if not said[row["id"]] and squeeze(row["number"]) not in text]
    assert silent == []
