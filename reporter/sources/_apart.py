"""Turn originals into readings in a child with limits of its own: what came from outside is opened nowhere else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import InvalidOperation

from reporter import sandbox
from reporter.errors import LimitExceeded, ProductionError, SourceError
from reporter.model.batch import Batch, Intake, settle
from reporter.model.finding import Finding, Place
from reporter.model.indicator import Indicator
from reporter.model.observation import Observation
from reporter.model.office import Source
from reporter.sources import _carrying, _kinds, shape
from reporter.sources._original import Original
from reporter.sources.shape import Understood

TARGET = f"{__name__}:understand"
_NONSENSE = "读取程序送回的内容不完整"
_MOST_CLASHES = 100


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


@dataclass(frozen=True, slots=True)
class Told:
    """What one original said."""

    findings: tuple[Finding, ...]
    understood: tuple[Understood, ...] = ()
    figures: int = 0
    batches: tuple[Batch, ...] = ()
    """Its figures, where nobody else took them."""

    @property
    def sound(self) -> bool:
        """Whether nothing stands in the way of its figures."""
        return not any(finding.severity == "error" for finding in self.findings)


def understand(order: Order) -> Iterator[bytes]:
    """Runs in the child: the figures of each original, a batch at a time, and then what was found in it."""
    for source, original in order.jobs:
        yield from _understood(source, original, order)


def _understood(source: Source, original: Original, order: Order) -> Iterator[bytes]:
    """What one original says."""
    options, layout = _kinds.options_of(source), _kinds.layout_of(source)
    collector = shape.Collector(source, order.indicators, layout, explain=order.explain)
    brought = False
    try:
        for grid in _kinds.kinds()[source.kind].grids(original, options):
            if isinstance(grid, Finding):
                collector.find(grid.severity, grid.rule, grid.place, grid.message, grid.advice)
            else:
                shape.read(grid, collector)
            if collector.kept.full and (batch := collector.handed_over()) and (collector.sound or order.explain):
                brought = True
                yield _carrying.figures(batch)
            if collector.stopped:
                break
    except SourceError as error:
        collector.error("unreadable_file", Place(original.path), str(error), error.advice)
    if (batch := collector.handed_over()) and (collector.sound or order.explain):
        yield _carrying.figures(batch)
    elif not (brought or batch or collector.findings):
        advice = "确认文件不是空表，表头写明指标、时期和量度"
        collector.error("no_figures", Place(original.path), "文件里没有读到任何数据", advice)
    yield _carrying.end(collector.findings, collector.understood)


def told(order: Order, worker: sandbox.Worker, intake: Intake | None = None) -> list[Told]:
    """What each original of the order says, in its order; ``intake`` takes the figures of the good ones as they come.

    One child reads them all. When it does not survive that, the file that it died of gets a child of its own, so that the
    one which is too much is told by its name and the others still land.
    """
    done: list[Told] = []
    while len(done) < len(order.jobs):
        first = len(done)
        taker = _Kept() if intake is None else intake
        mark = taker.mark()
        try:
            for one in _read(Order(order.jobs[first:], order.indicators, order.explain), taker, worker):
                done.append(one)
                mark = taker.mark()
        except ProductionError as problem:
            taker.give_back(mark)
            if len(done) == first:
                done.append(Told((_refusal(order.jobs[first][1], problem),)))
    return done


def _read(order: Order, intake: Intake, worker: sandbox.Worker) -> Iterator[Told]:
    """What a child makes of the order; raises :class:`ProductionError`."""
    from reporter.settings import settings  # noqa: PLC0415 - pydantic is slow, and the child needs none of it

    limits = settings()
    pieces = worker.stream(order, target=TARGET, seconds=limits.read_seconds, megabytes=limits.read_megabytes)
    for _, original in order.jobs:
        yield _landed(original, pieces, intake, explain=order.explain)
    for _ in pieces:
        raise ProductionError(_NONSENSE)


def _landed(original: Original, pieces: Iterator[bytes], intake: Intake, *, explain: bool) -> Told:
    """What the next pieces say of one original: its figures are taken, or all of them given back."""
    mark, figures = intake.mark(), 0
    try:
        for piece in pieces:
            said = _carrying.unpacked(piece, original.sha256)
            if isinstance(said, _carrying.End):
                break
            intake.take(said)
            figures += len(said)
        else:
            raise ProductionError(_NONSENSE)
    except (ValueError, KeyError, TypeError, InvalidOperation) as problem:
        raise ProductionError(_NONSENSE) from problem
    clashes = tuple(shape.duplicate(*pair) for pair in intake.clashes(mark)[:_MOST_CLASHES])
    one = Told((*said.findings, *clashes), said.understood, figures)
    if not one.sound and not explain:
        intake.give_back(mark)
        one = replace(one, figures=0)
    return replace(one, batches=intake.since(mark)) if isinstance(intake, _Kept) else one


class _Kept:
    """Keeps the figures in memory, where nobody else takes them."""

    def __init__(self) -> None:
        self._batches: list[Batch] = []

    def take(self, batch: Batch) -> None:
        """Keep these figures."""
        self._batches.append(batch)

    def mark(self) -> int:
        """The batches so far."""
        return len(self._batches)

    def give_back(self, mark: int) -> None:
        """Forget the batches since."""
        del self._batches[mark:]

    def since(self, mark: int) -> tuple[Batch, ...]:
        """The batches since."""
        return tuple(self._batches[mark:])

    def clashes(self, mark: int) -> Sequence[tuple[Observation, Observation]]:
        """Figures that stand in two batches, and differ; what one batch holds was looked at by who made it."""
        if len(self._batches) - mark < 2:  # noqa: PLR2004 - one has nobody to clash with
            return ()
        known: dict[tuple[object, ...], Observation] = {}
        pairs = (
            (known.setdefault((*one.key, one.released), one), one) for batch in self._batches[mark:] for one in batch
        )
        return [(first, one) for first, one in pairs if first is not one and settle(first, one) is None]


def _refusal(original: Original, problem: ProductionError) -> Finding:
    """What to tell of a file that its reader did not survive."""
    advice = "用表格软件打开，删去表格以外的内容后另存为xlsx再报送"
    message = "超出读取所许可的时间或内存，已停止" if isinstance(problem, LimitExceeded) else "读取时出错，没有读完"
    return Finding("unreadable_file", "error", Place(original.path), message, advice)
