"""Find what the edition before this one said: its sealed numbers."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from typing import TYPE_CHECKING

from reporter.model.edition import BEFORE, FACTS
from reporter.model.message import Before

if TYPE_CHECKING:
    from pathlib import Path

    from reporter.model.edition import Edition
    from reporter.store import Store

_OUT = {"sending", "sent", "partly sent", "held", "produced", "awaiting sign-off"}


def before(store: Store, edition: Edition, output: Path) -> Before | None:
    """The numbers of the edition before: of the one that this one corrects, else of the period before it.

    Only an edition that was there first counts, so that a period made up for later changes nothing in this one.
    """
    key = edition.key
    if key.number > 1:
        corrected = store.editions.get(replace(key, number=key.number - 1))
        numbers = _numbers(output, corrected, "") if corrected else {}
        return Before(f"第{key.number - 1}版", numbers) if numbers else None
    earlier = [one for one in store.editions.earlier(edition) if one.key.period < key.period and one.state in _OUT]
    last = max(earlier, key=lambda one: (one.key.period, -one.key.number), default=None)
    numbers = _numbers(output, last, last.key.period.code) if last else {}
    return Before(last.key.period.name, numbers) if last and numbers else None


def kept(folder: Path) -> Before | None:
    """The same as it was when the edition in a sealed folder was made: what it was taken from may be gone since."""
    try:
        said = json.loads((folder / BEFORE).read_text(encoding="utf-8"))
    except OSError:
        return None
    return Before(said["since"], said["numbers"])


def _numbers(output: Path, edition: Edition, period: str) -> dict[str, str]:
    """The sealed numbers of an edition by fact id; with ``period`` only its own, the period left out of the id."""
    try:
        text = (output / edition.key.folder / FACTS).read_text(encoding="utf-8-sig")
    except OSError:
        return {}
    rows = csv.DictReader(io.StringIO(text))
    if not period:
        return {row["id"]: row["number"] for row in rows}
    return {row["id"].rpartition("@")[0]: row["number"] for row in rows if row["period"] == period}
