"""Remove the files of editions that need not be kept any longer; their rows and hashes stay."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from reporter.model.edition import FINAL, MANIFEST
from reporter.pipeline.holding import holding

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from reporter.clock import Clock
    from reporter.model.edition import Edition
    from reporter.store import Store


def purge(
    store: Store, *, older: dt.timedelta, clock: Clock, output: Path, owner: str
) -> Iterator[tuple[Edition, int]]:
    """Every edition that came to its end so long ago, with how many files of it were removed.

    The manifest stays and says by their hashes what lay there. Killed in the middle, it goes on at the next call.
    """
    before = clock.now() - older
    for edition in store.editions.ended(before):
        folder = output / edition.key.folder
        files = [path for path in folder.glob("*") if path.is_file() and path.name != MANIFEST]
        if not files or edition.state not in FINAL:
            continue
        with holding(store, edition, owner, clock) as hold:
            hold.idle = True
            for path in files:
                path.unlink(missing_ok=True)
        yield edition, len(files)
    store.letters.forget(before)
