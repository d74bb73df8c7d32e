"""What the service works with: the project in force, the store, the clocks, and the recipes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from reporter.service.health import Metrics
from reporter.service.steadiness import Steadiness

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from reporter.clock import Clock
    from reporter.model.edition import Edition, EditionKey
    from reporter.project import Project
    from reporter.service.returns import Returns
    from reporter.service.watch import Watch
    from reporter.store import Store


class Produce(Protocol):
    """Makes an edition; ``pipeline.produce``."""

    def __call__(
        self, project: Project, store: Store, key: EditionKey, *, clock: Clock, output: Path, owner: str
    ) -> Edition:
        """The edition as it is afterwards."""
        ...


class Act(Protocol):
    """Issues or sends an edition; ``pipeline.issue``, ``pipeline.dispatch``."""

    def __call__(
        self, project: Project, store: Store, edition: Edition, *, clock: Clock, output: Path, owner: str
    ) -> Edition:
        """The edition as it is afterwards."""
        ...


class Letters(Protocol):
    """Sends the letters that are due; ``pipeline.deliver_letters``."""

    def __call__(self, project: Project, store: Store, *, clock: Clock, output: Path, owner: str) -> int:
        """How many there were."""
        ...


class InForce(Protocol):
    """Whatever knows the project in force; ``service.configuration.Configuration``."""

    @property
    def project(self) -> Project:
        """The project."""
        ...


@dataclass(frozen=True)
class House:
    """Everything that a loop needs."""

    configuration: InForce
    store: Store
    clock: Clock
    output: Path
    owner: str
    """Name of this process: it holds the leases."""
    produce: Produce
    issue: Act
    dispatch: Act
    letters: Letters
    watch: Watch
    steadiness: Steadiness
    returns: Returns | None = None
    """Who looks after returned mail; nobody does where there is none."""
    stop_sending: Callable[[], None] = lambda: None
    """Called when the process ends: no new delivery is begun; ``pipeline.stop_sending``."""
    metrics: Metrics = field(default_factory=Metrics)

    @property
    def project(self) -> Project:
        """The project in force now; whoever works keeps the one that he began with."""
        return self.configuration.project
