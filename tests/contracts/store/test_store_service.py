"""The store as a whole: opened by many, newer ones refused, heartbeats kept."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from reporter.errors import StoreError
from reporter.store import Store
from tests.contracts.store.rows import DAY, HOUR, T0, figure


def test_the_heartbeat(store: Store) -> None:
    """Ticks are counted, work that ends between two of them is seen, and the newest process speaks."""
    assert store.service.last() is None
    store.service.beat(T0, 1, owner="a")
    store.service.beat(T0 + HOUR, 2, owner="a")
    store.service.rest(0, owner="a")
    last = store.service.last()
    assert last
    assert (last.owner, last.started, last.last_tick, last.ticks, last.busy) == ("a", T0, T0 + HOUR, 2, 0)
    store.service.beat(T0 + DAY, 0, owner="b")
    newest = store.service.last()
    assert newest
    assert (newest.owner, newest.ticks) == ("b", 1)


def test_it_is_all_there_when_opened_again(store: Store, url: str) -> None:
    """Another process finds the same rows and the same installation name."""
    store.observations.add([figure()], recorded=T0)
    other = Store.open(url, upgrade=False)
    assert other.observations.as_of(T0) == (figure(),)
    assert other.installation == store.installation != ""
    other.close()


def test_many_processes_open_a_new_database_at_once(url: str) -> None:
    """One creates the tables, the others wait."""
    with ThreadPoolExecutor(8) as pool:
        stores = list(pool.map(lambda _: Store.open(url), range(8)))
    assert len({store.installation for store in stores}) == 1
    for store in stores:
        store.close()


def test_a_newer_database_is_refused(url: str) -> None:
    """With a clear message, and untouched."""
    Store.open(url).close()
    engine = sa.create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreError, match="更新版本"):
        Store.open(url)
    engine.dispose()


def test_an_empty_database_is_not_touched_without_leave(url: str) -> None:
    """``upgrade=False`` only looks."""
    with pytest.raises(StoreError, match="升级"):
        Store.open(url, upgrade=False)


def test_an_instant_without_a_zone_is_refused(store: Store) -> None:
    """No error of the database library leaves the store."""
    with pytest.raises(StoreError):
        store.service.beat(T0.replace(tzinfo=None), 0)
