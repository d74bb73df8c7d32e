"""The migrations and the schema say the same."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

import reporter.store
from reporter.store import schema
from reporter.store.upgrade import create, migrate, revision

SERVER = os.environ.get("STORE_URL", "")


@pytest.fixture(params=["sqlite", *(["postgresql"] if SERVER else [])])
def connection(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[sa.Connection]:
    """A connection to an empty database."""
    if request.param == "sqlite":
        url = sa.make_url(f"sqlite:///{tmp_path / 'new.db'}")
    else:
        name = f"migrations_{uuid4().hex}"
        url = sa.make_url(SERVER).set(drivername="postgresql+psycopg")
        server = sa.create_engine(url, isolation_level="AUTOCOMMIT")
        with server.connect() as admin:
            admin.execute(sa.text(f"CREATE DATABASE {name}"))
        server.dispose()
        url = url.set(database=name)
    engine = sa.create_engine(url)
    with engine.begin() as opened:
        yield opened
    engine.dispose()


def test_every_revision_is_listed() -> None:
    """``REVISIONS`` names every step in order, so that the need of an upgrade is known without Alembic."""
    config = Config()
    config.set_main_option("script_location", str(Path(reporter.store.__file__).with_name("migrations")))
    steps = ScriptDirectory.from_config(config).walk_revisions()
    assert tuple(step.revision for step in steps)[::-1] == schema.REVISIONS


def test_the_migrations_make_what_the_schema_says(connection: sa.Connection) -> None:
    """Walking through every revision leaves the tables of the schema, nothing more or less."""
    migrate(connection, schema.REVISIONS[-1])
    assert revision(connection) == schema.REVISIONS[-1]
    assert compare_metadata(MigrationContext.configure(connection), schema.metadata) == []


def test_a_new_database_is_what_the_migrations_make(connection: sa.Connection) -> None:
    """The short way to a new database leaves the very same tables, indexes and defaults as the long way."""
    migrate(connection, schema.REVISIONS[-1])
    long_way = _described(connection)
    schema.metadata.drop_all(connection)
    connection.execute(sa.text("DROP TABLE alembic_version"))
    create(connection)
    assert _described(connection) == long_way
    assert revision(connection) == schema.REVISIONS[-1]


def _described(connection: sa.Connection) -> dict[str, object]:
    """Every table with its columns, keys and indexes."""
    inspector = sa.inspect(connection)
    return {
        table: (
            [
                (column["name"], str(column["type"]), column["nullable"], column["default"])
                for column in inspector.get_columns(table)
            ],
            inspector.get_pk_constraint(table)["constrained_columns"],
            sorted(_said(index) for index in inspector.get_indexes(table)),
            sorted(_said(rule) for rule in inspector.get_unique_constraints(table)),
            sorted(_said(rule) for rule in inspector.get_foreign_keys(table)),
        )
        for table in inspector.get_table_names()
    }


def _said(rule: Any) -> str:
    """An index or constraint in words that can be compared."""
    if isinstance(rule, dict):
        return str(sorted((str(name), _said(value)) for name, value in rule.items()))
    return str(rule)
