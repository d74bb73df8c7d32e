"""The PDF is one that an archive takes: PDF/A-3a by its rules, with what it was made from inside."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import subprocess
from typing import TYPE_CHECKING

import pikepdf
import pytest

from tests.pages import documents
from tests.pages.archive import faults

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.pages.documents import Made

LOOKS = ("long_annex", "three_pages", "official", "demo_news", "long_texts")


@pytest.mark.parametrize("name", LOOKS)
def test_it_keeps_the_rules_of_the_profile(printed: Callable[[str], Made], name: str) -> None:
    """Profile, colours, fonts, tags, words for figures, associated files, nothing that runs: in every look, with photos, with links."""
    assert faults(printed(name).pdf) == []


def test_it_says_what_it_was_made_from(printed: Callable[[str], Made]) -> None:
    """inputs.json names the hashes of data and templates; no run, no clock, no hash of the PDF itself."""
    made = printed("forty_indicators")
    with pikepdf.open(io.BytesIO(made.pdf)) as file:
        attached = {name: entry.get_file().read_bytes() for name, entry in file.attachments.items()}
    assert set(attached) == {"facts.csv", "inputs.json"}
    assert attached["inputs.json"] == made.files["inputs.json"]
    assert attached["facts.csv"] == made.files["facts.csv"]
    said = json.loads(attached["inputs.json"])
    sheet = "templates/looks/bulletin.css"
    assert said["files"][sheet] == hashlib.sha256((documents.ROOT / sheet).read_bytes()).hexdigest()
    assert said["observations"]["count"] == 120
    assert not {"run", "now", "started", "pdf", "host"} & set(said)


def test_the_same_inputs_give_the_same_bytes(printed: Callable[[str], Made]) -> None:
    """Printed twice, byte for byte."""
    assert documents.make(documents.three_pages()).pdf == printed("three_pages").pdf


def test_the_outline_leads_to_every_section(printed: Callable[[str], Made]) -> None:
    """Sections by their titles, in order."""
    with pikepdf.open(io.BytesIO(printed("forty_indicators").pdf)) as file, file.open_outline() as outline:
        titles = [item.title for item in outline.root]
    assert titles[:2] == ["产业运行情况", "投资运行情况"]
    assert len(titles) == 10


@pytest.mark.parametrize("name", LOOKS)
def test_a_validator_agrees(printed: Callable[[str], Made], name: str, tmp_path: Path) -> None:
    """VeraPDF finds nothing, where it is on the path."""
    verapdf = shutil.which("verapdf")
    if not verapdf:
        pytest.skip("NOT VALIDATED: verapdf is not on the path, so only our own rules were checked")
    (tmp_path / "report.pdf").write_bytes(printed(name).pdf)
    ran = subprocess.run(
        [verapdf, "--flavour", "3a", "--format", "text", str(tmp_path / "report.pdf")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.stdout.startswith("PASS"), ran.stdout + ran.stderr
