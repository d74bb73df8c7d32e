"""The same data give the same bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.demo.office import Office


def test_two_folders_two_clocks_one_report(office: Callable[[str], Office]) -> None:
    """PDF, document, facts and manifest do not know where or when they were made."""
    here = office("甲").produce(now="2018-08-07T09:00:00+08:00")
    there = office("somewhere else").produce(now="2021-02-28T23:59:59+08:00")
    assert here.pdf.name == there.pdf.name
    assert here.pdf.read_bytes() == there.pdf.read_bytes()
    for name in ("document.html", "facts.csv", "inputs.json", "manifest.json", "message.eml"):
        assert (here.folder / name).read_bytes() == (there.folder / name).read_bytes(), name
