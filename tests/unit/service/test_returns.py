"""The service looks into the mailbox of returned mail by itself."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from reporter.errors import DeliveryError
from reporter.service import returns
from reporter.service.loop import Loop
from reporter.service.returns import Returns
from reporter.store import Store
from tests.unit.service.service_world import OFFICE, InForce, Recipes, StandingClock, house

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WITH_BOX: Any = SimpleNamespace(**vars(OFFICE), mail=SimpleNamespace(mailbox="box"))
WITHOUT: Any = SimpleNamespace(**vars(OFFICE), mail=SimpleNamespace(mailbox=None))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty store."""
    one = Store.open(f"sqlite:///{tmp_path / 'reporter.db'}")
    yield one
    one.close()


@pytest.fixture
def passed(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Seconds that have passed, which a test moves."""
    now = [0.0]
    monkeypatch.setattr(returns, "monotonic", lambda: now[0])
    return now


class Box:
    """A mailbox that counts the looks, and is shut as often as it is told."""

    def __init__(self, shut: int = 0) -> None:
        self.looks, self.shut = 0, shut

    def __call__(self, *_: Any, **__: Any) -> Any:
        """One look."""
        self.looks += 1
        if self.looks <= self.shut:
            message = "无法读取退信邮箱"
            raise DeliveryError(message)
        return SimpleNamespace(read=0)


def test_a_tick_looks_when_it_is_time(store: Store, tmp_path: Path, passed: list[float]) -> None:
    """At the start and every ten minutes, in a thread of its own; an office without a mailbox has nothing to look into."""
    box, clock, recipes = Box(), StandingClock(), Recipes()
    force = InForce(WITH_BOX)
    whole = house(store, clock, recipes, tmp_path, configuration=force)
    loop = Loop(replace(whole, returns=Returns(box, store, clock, whole.watch)))
    for moment in (0, 60, 599, 601, 700):
        passed[0] = moment
        loop.tick()
        loop._mailbox.submit(lambda: None).result(10)
    assert box.looks == 2
    force.project = WITHOUT
    passed[0] = 5000
    loop.tick()
    assert loop.close(5)
    assert box.looks == 2


def test_a_mailbox_that_stays_shut_is_told_of(store: Store, tmp_path: Path, passed: list[float]) -> None:
    """After an hour, once a day; a look that works forgets what was."""
    recipes, clock = Recipes(), StandingClock()
    box = Box(shut=20)
    looking = Returns(box, store, clock, house(store, clock, recipes, tmp_path).watch)
    for number in range(20):
        passed[0] = number * 601
        looking.look(WITH_BOX)
        assert recipes.told == ([] if number < 5 else ["退信邮箱读不出来"])
    looking.look(WITH_BOX)
    box.shut = 22
    looking.look(WITH_BOX)
    assert recipes.told == ["退信邮箱读不出来"]
