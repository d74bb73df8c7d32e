"""What need not be kept any longer goes; what it was stays known, and can still be proved."""

from __future__ import annotations

import datetime as dt

import pytest

from reporter import pipeline
from reporter.model.edition import Edition
from reporter.pipeline.purge import purge
from reporter.pipeline.verify import Proof
from tests.unit.pipeline.pipeline_world import PRESS, World

KEPT, LATER = dt.timedelta(days=1000), dt.timedelta(days=1001)


def purged(world: World) -> list[tuple[Edition, int]]:
    """What one purge removed."""
    return list(purge(world.store, older=KEPT, clock=world.clock, output=world.output, owner="me"))


def proved(world: World, edition: Edition) -> Proof:
    """What ``reporter verify`` finds."""
    return pipeline.verify(
        world.project, world.store, edition, clock=world.clock, output=world.output, press=f"{PRESS}sound"
    )


def test_an_edition_whose_time_is_over_leaves_its_row_and_its_hashes(world: World) -> None:
    """Files go, the manifest stays, rows and deliveries stay; printed anew it has the hashes that were kept."""
    sent = world.dispatch(world.produce())
    assert sent.state == "sent"
    files = {path.name for path in world.folder.iterdir()}
    world.clock.at += LATER
    assert [(edition.key, number) for edition, number in purged(world)] == [(sent.key, len(files) - 1)]
    assert [path.name for path in world.folder.iterdir()] == ["manifest.json"]
    row = world.store.editions.by_id(sent.id)
    assert row is not None
    assert (row.state, row.content_hash) == ("sent", sent.content_hash)
    assert {one.state for one in world.store.outbox.of(sent.id)} == {"accepted"}
    proof = proved(world, row)
    assert (proof.good, proof.purged) == (True, True), proof
    assert not purged(world)


def test_a_changed_manifest_of_a_purged_edition_is_found_out(world: World) -> None:
    """What was kept must still be what the database remembers."""
    sent = world.dispatch(world.produce())
    world.clock.at += LATER
    purged(world)
    manifest = world.folder / "manifest.json"
    manifest.write_text(manifest.read_text(encoding="utf-8").replace(sent.content_hash, "0" * 64), encoding="utf-8")
    assert "清单与数据库记载的内容哈希不同" in proved(world, sent).broken


@pytest.mark.parametrize("days", [0, 999])
def test_what_is_young_or_not_at_its_end_stays(world: World, days: int) -> None:
    """An edition sent lately, and one of long ago that still waits, keep every file."""
    edition = world.produce() if days == 0 else world.dispatch(world.produce())
    files = sorted(path.name for path in world.folder.iterdir())
    world.clock.at += LATER if days == 0 else dt.timedelta(days=days)
    assert not purged(world)
    assert sorted(path.name for path in world.folder.iterdir()) == files
    assert proved(world, edition).purged is False
