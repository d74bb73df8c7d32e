"""The gallery shows every kind of chart with real text, and is the same each time."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pypdfium2

from reporter.document import charts

ROOT = Path(__file__).resolve().parents[3]


def printed(folder: Path) -> bytes:
    """The gallery as the command prints it, outside any project."""
    folder.mkdir()
    ran = subprocess.run(
        (sys.executable, "-m", "reporter", "-C", folder, "gallery"),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return (folder / "output" / "gallery" / "charts.pdf").read_bytes()


def test_the_gallery_shows_every_kind(tmp_path: Path) -> None:
    """One PDF, byte for byte the same each time, with each kind's description, request and labels as text."""
    first = printed(tmp_path / "one")
    assert printed(tmp_path / "two") == first
    document = pypdfium2.PdfDocument(first)
    words = "".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    squeezed = "".join(words.split())
    for name, kind in charts.kinds().items():
        assert f"kind:{name}" in squeezed
        for text in charts.texts(kind.EXAMPLE):
            assert "".join(text.text.split()) in squeezed, (name, text.text)
