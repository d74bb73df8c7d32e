"""Somebody who edits sees the pages at once: PDF, pictures of the pages, a contact sheet; a slip of the pen stops nothing."""

from __future__ import annotations

import signal
import subprocess
import time
from typing import TYPE_CHECKING

import pypdfium2
import pytest
from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.demo.office import Office

FOLDER = "output/preview/half_year/2018-H1/1"
PATIENCE = 120.0
"""Seconds after which a picture that was not drawn will not be."""


def test_a_page_as_a_picture(office: Callable[[str], Office]) -> None:
    """``--page 2 --png`` draws that page and no other; a page that is not there is told; --page alone is a slip."""
    here = office("one")
    ran = here.reporter("preview", "half_year", "--period", "2018-H1", "--page", "2", "--png")
    assert ran.returncode == 0, ran.stderr
    assert [file.name for file in (here.folder / FOLDER).glob("*.png")] == ["page-02.png"]
    ran = here.reporter("preview", "half_year", "--period", "2018-H1", "--page", "99", "--png")
    assert ran.returncode == 2
    assert "没有第99页" in ran.stderr
    assert here.reporter("preview", "half_year", "--period", "2018-H1", "--page", "2").returncode == 2


def test_pages_and_their_contact_sheet(office: Callable[[str], Office]) -> None:
    """``--png`` draws every page, and all of them small on one sheet."""
    here = office("all")
    ran = here.reporter("preview", "monthly", "--period", "2018-M06", "--png")
    assert ran.returncode == 0, ran.stderr
    folder = here.folder / "output/preview/monthly/2018-H1/1"
    (pdf,) = folder.glob("*.pdf")
    pages = sorted(file.name for file in folder.glob("page-*.png"))
    assert len(pages) == len(pypdfium2.PdfDocument(pdf))
    with Image.open(folder / "pages.png") as sheet, Image.open(folder / pages[0]) as page:
        assert sheet.width > page.width * 0.3 * len(pages)


def test_an_edit_is_seen(office: Callable[[str], Office]) -> None:
    """A changed style sheet and a changed text redraw PDF and pictures; a broken one is told, and the next edit counts again."""
    here = office("watched")
    said = here.folder / "said.txt"
    with (
        said.open("w", encoding="utf-8") as out,
        subprocess.Popen(
            here.command("preview", "monthly", "--period", "2018-M06", "--watch"),
            env=here.environment(),
            stdout=out,
            stderr=out,
        ) as running,
    ):
        try:
            page = here.folder / "output/preview/monthly/2018-H1/1/page-01.png"
            first = _drawn(page, b"", said)
            section = here.folder / "templates/monthly/sections/20-economy.md"
            text = section.read_text(encoding="utf-8")
            section.write_text(text.replace("title: 投资和消费", "title: 投资与消费"), encoding="utf-8")
            second = _drawn(page, first, said)
            section.write_text(text.replace("{{ ", "{{ {{ ", 1), encoding="utf-8")
            _said("模板写法有误", said)
            section.write_text(text, encoding="utf-8")
            assert _drawn(page, second, said) == first
            running.send_signal(signal.SIGINT)
            assert running.wait(30) == 0
        finally:
            running.kill()


def _drawn(page: Path, before: bytes, said: Path) -> bytes:
    """The picture, once it is another than before and nobody is at work on it."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        waiting = said.read_text(encoding="utf-8").rstrip().endswith("按Ctrl-C结束。")
        if waiting and page.is_file() and page.read_bytes() != before:
            return page.read_bytes()
        time.sleep(0.2)
    pytest.fail(f"not drawn anew: {said.read_text(encoding='utf-8')}")


def _said(words: str, said: Path) -> None:
    end = time.monotonic() + PATIENCE
    while words not in said.read_text(encoding="utf-8"):
        assert time.monotonic() < end, said.read_text(encoding="utf-8")
        time.sleep(0.2)
