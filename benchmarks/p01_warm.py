"""P1: a warm report end to end against the naive script, CPU of the whole process tree, labels of charts as text."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2

from benchmarks.demo import Demo
from benchmarks.measuring import Measurement, ratio
from benchmarks.warm import Warm

if TYPE_CHECKING:
    from collections.abc import Iterator

TARGET = 0.60
_PAIRS = 7
_LABEL = "52.21%"


def measure(*, full: bool) -> Iterator[Measurement]:
    """From the stored figures to the sealed bytes, proof-reading and mail included."""
    with tempfile.TemporaryDirectory() as folder:
        demo = Demo.copy(Path(folder) / "project")
        own = Path(folder) / "ours"
        with (
            Warm("ours", str(demo.folder), str(own), environment=demo.environment) as ours,
            Warm("naive", str(demo.folder), str(Path(folder) / "naive")) as naive,
        ):
            value, detail = ratio(ours.make, naive.make, pairs=_PAIRS * (3 if full else 1))
        yield Measurement("P1", "warm report, stretch 0.45", value, TARGET, detail=f"{detail}; {_text(own)}")


def _text(folder: Path) -> str:
    """Whether the labels of the charts are text in the PDF; raises when they are not."""
    document = pypdfium2.PdfDocument(next(folder.glob("*.pdf")))
    labels = sum(_LABEL in page.get_textpage().get_text_range() for page in document)
    document.close()
    if not labels:
        message = "the labels of the charts are not text"
        raise RuntimeError(message)
    return "labels are text"
