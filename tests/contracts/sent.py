"""Turn the example of a kind of source into what it would really find: a file, a database, a server that answers."""

from __future__ import annotations

import contextlib
import csv
import dataclasses
import io
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

import openpyxl

from reporter.model.office import Source
from reporter.sources import Example
from tests.replaying_server import Reply, replaying

FILES = ("csv_file", "excel")
"""Kinds that read a file that a department sends."""


@contextlib.contextmanager
def sent(example: Example, folder: Path) -> Iterator[Source]:
    """The example's source with everything in place below ``folder`` and, where it asks a server, a server that answers."""
    kind, rows = example.source.kind, example.rows
    if kind in FILES:
        put(folder / example.source.path, workbook(rows, example.merged) if kind == "excel" else text(rows))
        yield example.source
    elif kind == "sql":
        database(folder / example.source.options["url"].removeprefix("sqlite:///"), rows)
        yield example.source
    else:
        with replaying([Reply(reply.encode()) for reply in example.replies]) as server:
            options = {
                **example.source.options,
                "url": f"{server.address}/api/figures",
                "hosts": ["127.0.0.1"],
                "pause": 0.01,
            }
            yield dataclasses.replace(example.source, options=options)


def put(path: Path, content: bytes) -> None:
    """Write a file and the folders that it lies in."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def workbook(rows: Sequence[Sequence[object]], merged: Sequence[str] = ()) -> bytes:
    """Rows as a spreadsheet program saves them."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append([value or None for value in row])
    for cells in merged:
        sheet.merge_cells(cells)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def text(rows: Sequence[Sequence[object]]) -> bytes:
    """Rows as separated values."""
    file = io.StringIO()
    csv.writer(file).writerows(rows)
    return file.getvalue().encode()


def database(path: Path, rows: Sequence[Sequence[object]]) -> None:
    """Rows as the table ``figures`` of a SQLite database; the first one names its columns."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute(f"CREATE TABLE figures ({', '.join(str(name) for name in rows[0])})")
        connection.executemany(f"INSERT INTO figures VALUES ({', '.join('?' * len(rows[0]))})", rows[1:])
        connection.commit()
