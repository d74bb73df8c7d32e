"""Two services on one PostgreSQL database share the work, and neither does what the other has done."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from tests.acceptance.small_service import Watched, office
from tests.acceptance.test_store_postgres import server as postgres
from tests.catch_all import CatchAll

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["postgres"]


class OnServer(Watched):
    """Looks into the server instead of a file."""

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Rows of the database; none while there is no such table."""
        engine = sa.create_engine(sa.make_url(self.url).set(drivername="postgresql+psycopg"))
        try:
            with engine.connect() as connection:
                return [tuple(row) for row in connection.execute(sa.text(query))]
        except sa.exc.ProgrammingError:
            return []
        finally:
            engine.dispose()


@pytest.mark.timeout(500)
def test_fifty_due_times(tmp_path: Path, postgres: str) -> None:
    """50 due times are 50 editions, and everybody gets each once."""
    with CatchAll(tmp_path / "mailbox") as mailbox:
        folder = office(tmp_path / "office", mailbox, catch_up="all", catch_up_days=3660)
        with OnServer(folder, url=postgres) as world:
            world.at("2014-06-01T00:00:00+08:00")
            world.start()
            world.until(lambda: world.ticks() > 1)
            world.start()
            world.rest(4)
            world.at("2018-07-25T10:00:00+08:00")
            world.until(lambda: len(world.states()) == 50 and set(world.states()) == {"sent"}, 400)
            world.rest()
            assert world.rows("SELECT COUNT(*), COUNT(DISTINCT nominal) FROM occurrences WHERE state <> 'coming'") == [
                (50, 50)
            ]
            workers = world.rows("SELECT COUNT(DISTINCT owner) FROM runs")
        got = Counter(to for one in mailbox.envelopes for to in one["rcpt_tos"] if to != "duty@example.org")
    assert got == Counter({"a@example.org": 50, "b@example.org": 50})
    assert workers == [(2,)]
