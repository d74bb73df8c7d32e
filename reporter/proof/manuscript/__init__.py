"""Turn a file that somebody wrote elsewhere into findings on its wording: txt, md, docx or PDF.

What comes from outside is opened in the sandbox: :func:`proofread` runs in the child and knows bytes only.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import PurePath
from typing import TYPE_CHECKING

from reporter.errors import SourceError
from reporter.model.finding import Finding, Place
from reporter.proof import rules
from reporter.proof.manuscript import plain, printed, word
from reporter.proof.reading import sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from reporter.proof.manuscript._passage import Passage

READERS: dict[str, Callable[[bytes], tuple[Passage, ...]]] = {
    ".txt": plain.text, ".md": plain.markdown, ".markdown": plain.markdown, ".docx": word.passages, ".pdf": printed.passages,
}  # fmt: skip
FINDINGS = "findings.json"
TARGET = f"{__name__}:proofread"


def proofread(file: tuple[str, bytes]) -> Mapping[str, bytes]:
    """Runs in the child: the findings on a file (its name, its bytes) as JSON; raises :class:`SourceError`."""
    name, content = file
    found = [asdict(finding) for finding in review(name, content)]
    return {FINDINGS: json.dumps(found, ensure_ascii=False).encode()}


def review(name: str, content: bytes) -> tuple[Finding, ...]:
    """Findings on a file; raises :class:`SourceError` where it cannot be read or holds no text."""
    if not content:
        message = "空文件"
        raise SourceError(message, advice="检查文件是否保存完整")
    passages = READERS[PurePath(name).suffix.lower()](content)
    if not any(passage.text.strip() for passage in passages):
        message = "文件里没有文字"
        raise SourceError(message, advice="扫描件没有文字层，请用原稿；图片里的文字无法校对")

    def place(index: int, start: int) -> Place:
        passage = passages[index]
        part = f"{passage.part}：" if passage.part else ""
        return Place(name, passage.line_of(start), part=f"{part}“{sentence(passage.text, start)}”")

    return tuple(rules.review([rules.Paragraph(each.text, each.prose) for each in passages], place))


def recalled(files: Mapping[str, bytes]) -> tuple[Finding, ...]:
    """What the child found."""
    rows = json.loads(files[FINDINGS])
    return tuple(Finding(**{**row, "place": Place(**row["place"])}) for row in rows)
