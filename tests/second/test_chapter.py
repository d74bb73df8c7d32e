"""Every example of the chapter for template writers, in both languages, prints what the chapter says it prints."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from reporter import facts
from reporter.document import compose
from reporter.document.check import check
from reporter.document.prose.voice import WORDS
from reporter.document.section_file import KEYS
from tests.demo.office import ROOT
from tests.second.snapshots import snapshot

if TYPE_CHECKING:
    from pathlib import Path

    from reporter.model.document import Document

CHAPTER, CHINESE = ROOT / "docs" / "section-files.md", ROOT / "docs" / "zh" / "栏目文件.md"
_EXAMPLE = re.compile(r"```section\n(?P<text>.*?)```\n```prints\n(?P<prints>.*?)```", re.DOTALL)
EXAMPLES = list(dict.fromkeys(
    (match["text"], match["prints"].strip())
    for chapter in (CHAPTER, CHINESE) for match in _EXAMPLE.finditer(chapter.read_text(encoding="utf-8"))
))  # fmt: skip
_ELSEWHERE = {"day", "figure", "table", "tasks"}
"""Words that need an event of their own, a chart or a whole register; other tests print them."""


def printed(text: str) -> tuple[Document, str]:
    """The document of one example as its only section, and its words."""
    shot = snapshot(text)
    document = compose(shot, facts.Book(shot))
    return document, "\n".join(re.sub(r"<[^>]+>", "", document.lead).split())


@pytest.mark.parametrize(("text", "prints"), EXAMPLES, ids=[text[:40] for text, _ in EXAMPLES])
def test_an_example_prints_what_it_says(text: str, prints: str) -> None:
    """The words are those of the chapter, and the check finds nothing in it."""
    shot = snapshot(text)
    assert check(shot.files, shot.report, shot.indicators, shot.registers, facts.kinds()) == ()
    document, words = printed(text)
    assert words == prints
    assert not [finding for finding in document.findings if finding.severity == "error"]


@pytest.mark.parametrize("chapter", [CHAPTER, CHINESE], ids=["English", "Chinese"])
def test_the_chapter_knows_every_placeholder(chapter: Path) -> None:
    """Each kind of fact and each word has an example, each key of the front matter and each rule a line."""
    said = chapter.read_text(encoding="utf-8")
    used = set(re.findall(r"(\w+)\(", "".join(match["text"] for match in _EXAMPLE.finditer(said))))
    assert {*facts.kinds(), *WORDS} - _ELSEWHERE <= used
    assert all(f"{word}(" in said or f"`{word}`" in said for word in _ELSEWHERE)
    assert all(f"| `{key}` |" in said for key in KEYS)
