"""Turn files, replies and queries into raw grids and grids into observations.

One kind of source is one file here, with ``KIND``, a frozen ``Options`` (what ``schedules.yaml`` may say), ``originals``
(the bytes of what the source points at: files, replies, rows), ``grids`` (the tables in one of them) and ``EXAMPLE``.
``originals`` runs in the service; ``grids`` and ``sources/shape/``, which understands every table alike whatever its kind,
run in a child that can be killed.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from reporter.errors import SourceError
from reporter.model.finding import Finding
from reporter.sources import _apart
from reporter.sources._inbox import READ
from reporter.sources._kinds import check, kind_of, kinds, options_of
from reporter.sources._original import Original, place_of
from reporter.sources._original import opened as open_file
from reporter.sources._reading import Example, Reading
from reporter.sources._rows import read as read_register

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from reporter import sandbox
    from reporter.model.indicator import Indicator
    from reporter.model.office import Source

__all__ = [
    "READ", "TARGET", "Example", "Original", "Reading", "check", "explain", "kinds", "open_file", "read", "read_all", "read_register",
]  # fmt: skip

TARGET = _apart.TARGET
"""What a :class:`reporter.sandbox.Worker` that is started ahead of :func:`read_all` prepares for."""


def read(source: Source, folder: Path, indicators: Mapping[str, Indicator]) -> Reading:
    """All that a source says, and every fault of its definition and of its files at once.

    ``folder`` is the project folder, ``indicators`` the dictionary by full name.
    """
    return read_all((source,), folder, indicators)[0]


def read_all(
    sources: Iterable[Source], folder: Path, indicators: Mapping[str, Indicator], worker: sandbox.Worker | None = None
) -> tuple[Reading, ...]:
    """What each source says, in their order; a file with a fault brings nothing, and the others everything.

    The pages of one answer count as one file: they land together or not at all.
    """
    opened = [(source, tuple(_opened(source, folder))) for source in sources]
    jobs = [
        (source, one) for source, found in opened for one in found if isinstance(one, Original) and not source.register
    ]  # fmt: skip
    told = iter(_apart.readings(_apart.Order(tuple(jobs), indicators), worker))
    readings = []
    for source, found in opened:
        originals = tuple(one for one in found if isinstance(one, Original))
        if source.register:
            readings.append(_listed(source, found))
            continue
        parts = [next(told) for _ in originals]
        findings = (
            *(one for one in found if isinstance(one, Finding)),
            *chain.from_iterable(part[1] for part in parts),
        )
        sound = [part[0] for part in parts if not _has_error(part[1])]
        whole = source.path or len(sound) == len(parts)
        readings.append(Reading(tuple(chain.from_iterable(sound if whole else ())), findings, originals))
    return tuple(readings)


def _listed(source: Source, found: Iterable[Original | Finding]) -> Reading:
    """What the lists of a register's source say."""
    originals = tuple(one for one in found if isinstance(one, Original))
    parts = [read_register(source, original) for original in originals]
    findings = (*(one for one in found if isinstance(one, Finding)), *chain.from_iterable(part[1] for part in parts))
    return Reading((), findings, originals, records=tuple(chain.from_iterable(part[0] for part in parts)))


def _has_error(findings: Iterable[Finding]) -> bool:
    """Whether something stands in the way of what was found."""
    return any(finding.severity == "error" for finding in findings)


def explain(source: Source, original: Original, indicators: Mapping[str, Indicator]) -> Reading:
    """What an original would bring, with what every cell was taken for; figures of a faulty one are shown as well."""
    findings = check(source)
    if findings:
        return Reading((), findings, (original,))
    ((observations, found, understood),) = _apart.readings(
        _apart.Order(((source, original),), indicators, explain=True)
    )
    return Reading(observations, found, (original,), understood=understood)


def _opened(source: Source, folder: Path) -> Iterator[Original | Finding]:
    """The originals of a source, or why there are none."""
    faults = check(source)
    if faults:
        yield from faults
        return
    found: list[Original | Finding] = []
    try:
        found.extend(kind_of(source).originals(source, options_of(source), folder))
    except SourceError as error:  # what came before it is half of an answer
        found = [Finding("unreachable_source", "error", place_of(source, "kind"), str(error), error.advice)]
    yield from found
