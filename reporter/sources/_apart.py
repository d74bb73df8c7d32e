"""Turn originals into readings in a child with limits of its own: what came from outside is opened nowhere else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import InvalidOperation

from reporter import sandbox
from reporter.errors import LimitExceeded, ProductionError, SourceError
from reporter.model.finding import Finding, Place
from reporter.model.indicator import Indicator
from reporter.model.office import Source
from reporter.sources import _carrying, _kinds, shape
from reporter.sources._original import Original

TARGET = f"{__name__}:understand"


@dataclass(frozen=True, slots=True)
class Order:
    """What the child is to understand."""

    jobs: tuple[tuple[Source, Original], ...]
    indicators: Mapping[str, Indicator]
    """The dictionary by full name."""
    explain: bool = False
    """Whether it is to tell of every cell what it was taken for."""


def preload() -> None:
    """Import what every job needs; called in the child before its job is known."""
    _kinds.kinds()
    shape.preload()


def understand(order: Order) -> Mapping[str, bytes]:
    """Runs in the child: one packed reading an original, by its number."""
    return {str(number): _understood(source, original, order) for number, (source, original) in enumerate(order.jobs)}


def _understood(source: Source, original: Original, order: Order) -> bytes:
    """The packed reading of one original."""
    options, layout = _kinds.options_of(source), _kinds.layout_of(source)
    collector = shape.Collector(source, order.indicators, layout, explain=order.explain)
    try:
        for grid in _kinds.kinds()[source.kind].grids(original, options):
            if isinstance(grid, Finding):
                collector.findings.append(grid)
            else:
                shape.read(grid, collector)
    except SourceError as error:
        collector.findings.append(Finding("unreadable_file", "error", Place(original.path), str(error), error.advice))
    if not collector.observations and not collector.findings:
        advice = "确认文件不是空表，表头写明指标、时期和量度"
        collector.error("no_figures", Place(original.path), "文件里没有读到任何数据", advice)
    return _carrying.packed(collector.observations, collector.findings, collector.understood)


def readings(order: Order, worker: sandbox.Worker | None = None) -> list[_carrying.Parts]:
    """What each original of the order says, in its order.

    One child reads them all; when it does not survive that, each is read by a child of its own, so that the one which
    is too much is told by its name and the others still land. ``worker`` is a child that was started ahead.
    """
    if not order.jobs:
        return []
    try:
        return _read(order, worker)
    except ProductionError as problem:
        if len(order.jobs) == 1:
            return [((), (_refusal(order.jobs[0][1], problem),), ())]
    return [part for job in order.jobs for part in readings(Order((job,), order.indicators, order.explain))]


def _read(order: Order, worker: sandbox.Worker | None) -> list[_carrying.Parts]:
    """What a child makes of the order; raises :class:`ProductionError`."""
    from reporter.settings import settings  # noqa: PLC0415 - pydantic is slow, and the child needs none of it

    limits = settings()
    call = worker.call if worker else sandbox.call
    made = call(order, target=TARGET, seconds=limits.read_seconds, megabytes=limits.read_megabytes)
    try:
        return [
            _carrying.unpacked(made[str(number)], original.sha256) for number, (_, original) in enumerate(order.jobs)
        ]
    except (ValueError, KeyError, TypeError, InvalidOperation) as problem:
        message = "读取程序送回的内容不完整"
        raise ProductionError(message) from problem


def _refusal(original: Original, problem: ProductionError) -> Finding:
    """What to tell of a file that its reader did not survive."""
    advice = "用表格软件打开，删去表格以外的内容后另存为xlsx再报送"
    message = "超出读取所许可的时间或内存，已停止" if isinstance(problem, LimitExceeded) else "读取时出错，没有读完"
    return Finding("unreadable_file", "error", Place(original.path), message, advice)
