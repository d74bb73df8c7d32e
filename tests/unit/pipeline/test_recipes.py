"""Editions are sealed whole or not at all, and every trigger completes what is missing: nobody gets anything twice."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from reporter import disk, pipeline
from reporter.errors import Faults, ProductionError, SealError, StaleFence, UsageError
from reporter.model.edition import Edition
from reporter.model.message import Delivery
from reporter.model.period import Period
from reporter.pipeline import seal as sealing
from tests.unit.pipeline.pipeline_world import DUE, PERIOD, PRESS, World


def test_an_edition_is_sealed_and_sent_once_to_each(world: World) -> None:
    """Produced, sent, and a second trigger of either kind changes nothing."""
    edition = world.dispatch(world.produce())
    assert edition.state == "sent"
    assert sorted(world.reached()) == ["deputy@example.org", "director@example.org", "office@example.org"]
    before = {path.name: path.read_bytes() for path in world.folder.iterdir()}
    assert world.produce(anew=True, patient=False).state == "sent"
    assert world.dispatch(edition).state == "sent"
    assert len(world.reached()) == 3
    assert {path.name: path.read_bytes() for path in world.folder.iterdir()} == before


def test_a_trial_copy_never_counts(world: World) -> None:
    """``--to`` reaches one address, marked 试发, and the recipients still get theirs."""
    edition = world.produce()
    assert world.dispatch(edition, to="me@example.org").state == "produced"
    assert world.reached() == ["me@example.org"]
    assert world.dispatch(edition).state == "sent"
    assert world.reached().count("me@example.org") == 1
    assert len(world.reached()) == 4


def test_a_trial_copy_that_was_put_off_is_not_sent_with_the_rest(world: World) -> None:
    """Whoever asked for it asks again; sending to the recipients has nothing to do with it."""
    world.server.refuse["me@example.org"] = "450 later"
    edition = world.produce()
    world.dispatch(edition, to="me@example.org")
    world.server.refuse.clear()
    world.clock.at += dt.timedelta(hours=2)
    assert world.dispatch(edition).state == "sent"
    assert "me@example.org" not in world.reached()
    world.dispatch(edition, to="me@example.org")
    assert world.reached().count("me@example.org") == 1


def test_an_error_of_the_proof_holds_the_edition(world: World) -> None:
    """It is sealed for a person to look at, and not sent."""
    edition = world.produce("wrong")
    assert edition.state == "held"
    assert "校对" in edition.why
    assert world.dispatch(edition).state == "held"
    assert world.reached() == []
    assert world.produce("sound", patient=False).state == "produced"


def test_a_figure_that_is_not_in_is_waited_for(world: World) -> None:
    """The service waits and says who owes it; a person in a hurry does what the report says, here: send it marked."""
    key = pipeline.edition_key(world.project, "half_year", PERIOD)
    world.store.editions.ensure(
        key, cut_off=DUE, report_date=DUE.date(), now=DUE, deadline=DUE + dt.timedelta(hours=24)
    )
    waiting = world.produce("lacking")
    assert (waiting.state, "甲（统计办）" in waiting.why) == ("waiting", True)
    assert not world.folder.exists()
    world.clock.at = DUE + dt.timedelta(hours=25)
    assert world.produce("lacking").state == "produced"


@pytest.mark.parametrize(("rule", "state"), [("hold", "held"), ("skip", "skipped"), ("mark", "produced")])
def test_at_the_deadline_the_report_decides(world: World, rule: str, state: str) -> None:
    """Hold, skip or send marked, as ``missing`` says."""
    report = replace(world.project.reports["half_year"], missing=rule)  # type: ignore[arg-type]
    world.project = replace(world.project, reports={**world.project.reports, "half_year": report})
    assert world.produce("lacking").state == state


def test_bad_data_is_told_and_nothing_of_its_file_is_stored(world: World) -> None:
    """A person gets every fault, the service waits for the department; the good files of the same pull still land."""
    (table,) = world.project.folder.glob("data/重点工作*.csv")
    table.write_text(table.read_text(encoding="utf-8-sig").replace(",156,", ",一百多,"), encoding="utf-8")
    with pytest.raises(Faults):
        world.produce(patient=False)
    stored = {row.origin.file for row in world.store.observations.as_of(DUE)}
    assert stored
    assert table.relative_to(world.project.folder).as_posix() not in stored
    world.clock.at += dt.timedelta(hours=1)
    assert world.produce().state == "waiting"


def test_a_press_that_dies_leaves_nothing_behind(world: World) -> None:
    """No folder, no half of one; the edition stays owed and the next attempt makes it."""
    with pytest.raises(ProductionError):
        world.produce("dying")
    assert not world.folder.parent.exists()
    assert world.produce().state == "produced"


def test_a_folder_that_cannot_be_written_leaves_the_old_one(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk while sealing again: what was sealed before is still there, whole."""
    world.produce()
    before = {path.name: path.read_bytes() for path in world.folder.iterdir()}

    def full(_path: Path, _content: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(disk, "write", full)
    with pytest.raises(SealError):
        world.produce(anew=True)
    assert {path.name: path.read_bytes() for path in world.folder.iterdir()} == before
    assert [path.name for path in world.folder.parent.iterdir()] == ["1"]


def test_what_a_killed_process_left_is_swept(world: World) -> None:
    """A half-written folder goes; a folder that was moved aside comes back when its successor never arrived."""
    world.produce()
    parent = world.folder.parent
    (parent / ".1-0123abcd.part").mkdir()
    world.folder.rename(parent / ".1-0123abcd.old")
    sealing.sweep(world.folder)
    assert [path.name for path in parent.iterdir()] == ["1"]
    assert sealing.opened(world.folder) is not None


def test_a_sealed_file_that_was_touched_is_not_sent(world: World) -> None:
    """One changed byte, and the edition goes back into production instead."""
    edition = world.produce()
    (world.folder / "message.eml").write_bytes(b"Subject: other\r\n\r\n")
    back = world.dispatch(edition)
    assert (back.state, "与生成时不一致" in back.why) == ("waiting", True)
    assert world.reached() == []
    assert world.dispatch(world.produce()).state == "sent"


def test_a_sealed_file_that_was_touched_on_the_way_is_not_sent(world: World) -> None:
    """Some have it already: it is made anew for nobody, and nobody gets anything else."""
    late = "office@example.org"
    world.server.refuse[late] = "450 later"
    edition = world.dispatch(world.produce())
    assert edition.state == "sending"
    (world.folder / "message.eml").write_bytes(b"Subject: other\r\n\r\n")
    world.server.refuse.clear()
    world.clock.at += dt.timedelta(hours=2)
    with pytest.raises(SealError):
        world.dispatch(edition)
    assert late not in world.reached()


def test_two_at_once_do_not_meet(world: World) -> None:
    """Who comes second while the first holds the lease is sent away."""
    edition = world.produce()
    assert world.store.leases.take(edition.id, "other", DUE, 600)
    for act in (world.produce, _dispatching(world, edition)):
        with pytest.raises(StaleFence):
            act()


def test_what_somebody_has_is_never_made_again(world: World) -> None:
    """One copy arrived, one end is uncertain and held for a person: the sealed folder stays what was sent."""
    edition = world.dispatch(world.produce(), to="me@example.org")
    leased = world.store.leases.take(edition.id, "me", DUE, 600)
    assert leased is not None
    rows = [
        Delivery(0, leased.id, address, "", "smtp", f"<{address}>", DUE, "message.eml", "queued")
        for address in ("a@example.org", "b@example.org")
    ]
    first, second = world.store.outbox.put(leased.id, rows, fence=leased.fence, now=DUE)
    world.store.outbox.move(first, "accepted", fence=leased.fence, now=DUE, code=250)
    world.store.outbox.move(second, "held", fence=leased.fence, now=DUE)
    world.store.editions.write(leased.moved("held", "不确定是否送达"), fence=leased.fence, now=DUE)
    world.store.leases.release(leased.id, leased.fence, now=DUE)
    before = (world.folder / "manifest.json").stat().st_ino
    assert world.produce(anew=True, patient=False).state == "held"
    assert (world.folder / "manifest.json").stat().st_ino == before


@pytest.mark.parametrize("name", ["../out.pdf", "/out.pdf", ".hidden", "a\\b", ""])
def test_a_child_cannot_write_outside_its_folder(name: str) -> None:
    """What comes back from the child is not trusted: a name is a plain file name or nothing is written."""
    with pytest.raises(ProductionError):
        sealing.checked({name: b"", "manifest.json": b"{}"})


def test_an_edition_with_such_a_name_is_not_sealed(world: World) -> None:
    """Nothing is written, neither here nor there."""
    with pytest.raises(ProductionError):
        world.produce("escaping")
    assert not [path for path in world.output.rglob("*.*") if "originals" not in path.parts]


@pytest.mark.parametrize("manifest", ["[]", "{}", "null", '{"title": 1, "files": []}', "no json"])
def test_a_spoilt_manifest_is_no_seal(world: World, manifest: str) -> None:
    """Whatever stands in it, the folder counts as absent, and the edition is made again."""
    world.produce()
    (world.folder / "manifest.json").write_text(manifest, encoding="utf-8")
    assert sealing.opened(world.folder) is None
    assert world.produce().state == "produced"
    assert sealing.opened(world.folder) is not None


def test_another_editions_draft_is_left_alone(world: World) -> None:
    """Only what was left of the same edition is swept: another one may be at work."""
    world.produce()
    (world.folder.parent / ".2-0123abcd.part").mkdir()
    sealing.sweep(world.folder)
    assert (world.folder.parent / ".2-0123abcd.part").is_dir()


def test_a_preview_shows_new_figures_and_stores_none(world: World) -> None:
    """It sees what the files say now, as a run would, and the store knows nothing of it afterwards."""
    key = pipeline.edition_key(world.project, "half_year", PERIOD)
    work: dict[str, Any] = {"clock": world.clock, "press": PRESS + "counting"}
    shown = pipeline.preview(world.project, world.store, key, **work)["figures.json"]
    assert world.store.observations.as_of(DUE) == ()
    assert world.store.editions.list() == ()
    assert not world.folder.exists()
    pipeline.pull(world.project, world.store, now=DUE, output=world.output)
    stored = pipeline.snapshot_of(world.project, world.store, key, cut_off=DUE, report_date=DUE.date())
    assert json.loads(shown) == [f"{row.key} {row.value}" for row in stored.observations]
    assert pipeline.preview(world.project, world.store, key, **work)["figures.json"] == shown


def test_a_preview_keeps_to_the_cut_off(world: World) -> None:
    """A figure released after the day that a person names is not in it."""
    key = pipeline.edition_key(world.project, "half_year", PERIOD)
    shown = pipeline.preview(
        world.project, world.store, key, clock=world.clock, as_of=dt.date(2018, 1, 2), press=PRESS + "counting"
    )
    assert not any("固定资产投资', 'growth'" in row for row in json.loads(shown["figures.json"]))


def _dispatching(world: World, edition: Edition) -> Callable[[], Edition]:
    return lambda: world.dispatch(edition)


def test_a_secret_report_never_leaves_by_mail(world: World) -> None:
    """机密 is refused whatever the recipients."""
    edition = world.produce()
    report = replace(world.project.reports["half_year"], secrecy="机密")
    world.project = replace(world.project, reports={**world.project.reports, "half_year": report})
    with pytest.raises(Exception, match="机密"):
        world.dispatch(edition)
    assert world.reached() == []


def test_a_month_and_the_year_so_far_are_one_edition(world: World) -> None:
    """A monthly report asked for June by hand meets the one that the schedule makes for January to June."""
    june, so_far = (
        pipeline.edition_key(world.project, "monthly", Period.parse(code)) for code in ("2018-M06", "2018-H1")
    )
    assert june == so_far


@pytest.mark.parametrize("code", ["2018-M06", "2018-Q2", "2018-M01..M05", "2018-M02..M07"])
def test_a_half_year_report_is_about_no_month(world: World, code: str) -> None:
    """A period that the schedule of a report never reports on is refused before anything is made."""
    with pytest.raises(UsageError, match="每半年一期"):
        pipeline.edition_key(world.project, "half_year", Period.parse(code))


@pytest.mark.parametrize("code", ["2018-H1", "2018-H2", "2018"])
def test_a_half_year_report_is_about_half_a_year_or_the_year(world: World, code: str) -> None:
    """Either half, and the year so far at the end of the second."""
    assert pipeline.edition_key(world.project, "half_year", Period.parse(code)).period.code == code


def test_the_cut_off_is_the_due_date_never_today(world: World) -> None:
    """Without --as-of the period's own due date counts; with it that day."""
    dates = pipeline.terms(world.project, "half_year", PERIOD)
    assert (dates.cut_off, dates.report_date) == (DUE, dt.date(2018, 8, 7))
    named = pipeline.terms(world.project, "half_year", PERIOD, as_of=dt.date(2018, 7, 17))
    assert (named.cut_off, named.report_date) == (
        dt.datetime(2018, 7, 17, 15, 59, 59, tzinfo=dt.UTC),
        dt.date(2018, 7, 17),
    )
