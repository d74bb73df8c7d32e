"""What the tests of the recipes share."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from reporter.project import load
from reporter.store import Store
from tests.catch_all import CatchAll
from tests.unit.pipeline.pipeline_world import ROOT, Standing, World


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """Everything real but the press."""
    folder = tmp_path / "office"
    folder.mkdir()
    for part in ("data", "templates"):
        shutil.copytree(ROOT / part, folder / part)
    shutil.copy(ROOT / "schedules.yaml", folder)
    with CatchAll(tmp_path / "mailbox") as server:
        project = load(folder)
        project = replace(project, mail=replace(project.mail, port=server.port))
        store = Store.open(f"sqlite:///{tmp_path / 'r.db'}")
        yield World(project, store, folder / "output", server, Standing())
        store.close()
