"""Every example of the chapter for template writers, in both languages, prints what the chapter says it prints."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from reporter import facts
from reporter.document import compose
from reporter.document.check import SPELLINGS, WORD_OPTIONS, check
from reporter.document.prose.voice import FACT_OPTIONS, WORDS
from reporter.document.section_file import KEYS
from reporter.model.finding import Place
from reporter.project.reading import Faultfinder
from reporter.project.registers import registers
from reporter.templating import placeholders
from tests.demo.office import ROOT
from tests.second.snapshots import snapshot

if TYPE_CHECKING:
    from pathlib import Path

    from reporter.model.document import Document
    from reporter.model.snapshot import Snapshot

CHAPTER, CHINESE = ROOT / "docs" / "section-files.md", ROOT / "docs" / "zh" / "栏目文件.md"
_EXAMPLE = re.compile(r"```section\n(?P<text>.*?)```\n```prints\n(?P<prints>.*?)```", re.DOTALL)
EXAMPLES = list(dict.fromkeys(
    (match["text"], match["prints"].strip())
    for chapter in (CHAPTER, CHINESE) for match in _EXAMPLE.finditer(chapter.read_text(encoding="utf-8"))
))  # fmt: skip
_EVENT = re.compile(r"```register\n(?P<row>.*?)```\n```prints\n(?P<prints>.*?)```", re.DOTALL)
EVENTS = list(dict.fromkeys(
    (match["row"], match["prints"].strip())
    for chapter in (CHAPTER, CHINESE) for match in _EVENT.finditer(chapter.read_text(encoding="utf-8"))
))  # fmt: skip
_RULE = re.compile(r'Finding\(\s*"(\w+)"|rule="(\w+)"|_RULE = "(\w+)"|rule = "(\w+)" if .*? else "(\w+)"')


def printed(shot: Snapshot) -> tuple[Document, str]:
    """The document of one example as its only section, and its words."""
    document = compose(shot, facts.Book(shot))
    return document, "\n".join(re.sub(r"<[^>]+>", "", document.lead).split())


@pytest.mark.parametrize(("text", "prints"), EXAMPLES, ids=[text[:40] for text, _ in EXAMPLES])
def test_an_example_prints_what_it_says(text: str, prints: str) -> None:
    """The words are those of the chapter, and the check finds nothing in it."""
    shot = snapshot(text)
    assert check(shot.files, shot.report, shot.indicators, shot.registers, facts.kinds()) == ()
    document, words = printed(shot)
    assert words == prints
    assert not [finding for finding in document.findings if finding.severity == "error"]


@pytest.mark.parametrize(("row", "prints"), EVENTS)
def test_an_event_prints_what_it_says(tmp_path: Path, row: str, prints: str) -> None:
    """A row of the register as it would stand in ``events.yaml``."""
    (tmp_path / "events.yaml").write_text(row, encoding="utf-8")
    faults = Faultfinder()
    events = registers(tmp_path, ".", faults).events
    assert not faults.findings
    shot = snapshot("".join(f'{{{{ peg("{event.id}") }}}}。' for event in events))
    shot = replace(shot, registers=replace(shot.registers, events=events))
    assert check(shot.files, shot.report, shot.indicators, shot.registers, facts.kinds()) == ()
    assert printed(shot)[1] == prints


@pytest.mark.parametrize("chapter", [CHAPTER, CHINESE], ids=["English", "Chinese"])
def test_the_chapter_knows_every_placeholder(chapter: Path) -> None:
    """Each kind of fact, each word and each option has an example, each key of the front matter and each rule a line."""
    said = chapter.read_text(encoding="utf-8")
    shown = [match["text"] for match in _EXAMPLE.finditer(said)] + [match["row"] for match in _EVENT.finditer(said)]
    calls = [call for text in shown for call in placeholders(text, Place())]
    assert {*facts.kinds(), *WORDS} <= {call.name for call in calls}
    options = {option for kind in facts.kinds().values() for option in facts.options_of(kind)}
    options |= {*FACT_OPTIONS, *(option for each in WORD_OPTIONS.values() for option in each)}
    assert options <= {option for call in calls for option in call.options}
    assert {what for each in SPELLINGS.values() for what in each} <= {word for call in calls for word in call.arguments}
    assert all(f"| `{key}` |" in said for key in KEYS)


@pytest.mark.parametrize("chapter", [CHAPTER, CHINESE], ids=["English", "Chinese"])
def test_the_chapter_knows_every_rule(chapter: Path) -> None:
    """Whatever the check or the composing of a report may refuse has a line that says what it means."""
    files = [*(ROOT / "reporter/document").rglob("*.py"), *(ROOT / "reporter/facts").rglob("*.py")]
    found = {
        rule for file in files for match in _RULE.finditer(file.read_text(encoding="utf-8")) for rule in match.groups()
    }
    table = {
        rule for line in chapter.read_text(encoding="utf-8").splitlines() if line.startswith("| `")
        for rule in re.findall(r"`(\w+)`", line.split("|")[1])
    }  # fmt: skip
    assert len(found) > 30
    assert found - {None} <= table
