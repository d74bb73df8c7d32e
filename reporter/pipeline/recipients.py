"""Turn an arranged list of recipients into the rows of an edition: the list as it is when the edition is sealed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reporter.clock import local
from reporter.delivery import channel_of
from reporter.errors import UsageError
from reporter.model.address import Address
from reporter.model.edition import MESSAGE, NOTE
from reporter.model.message import Addressees, Delivery
from reporter.model.office import SECRET, Recipient

if TYPE_CHECKING:
    import datetime as dt

    from reporter.model.edition import Edition, EditionKey
    from reporter.model.office import Group
    from reporter.pipeline.seal import Sealed
    from reporter.project import Project
    from reporter.store import Store

_MEGABYTE = 1 << 20


def plan(project: Project, store: Store, edition: Edition, sealed: Sealed, *, now: dt.datetime) -> None:
    """Fix who gets the edition that was just sealed: later changes of the list do not touch it."""
    if MESSAGE in sealed.files and project.report(edition.key.report).secrecy not in SECRET:
        rows = _same_people(project, store, edition.key, now) or rows_of(
            project, store.installation, edition.key, sealed, now
        )
        store.outbox.plan(edition.id, rows, fence=edition.fence, now=now)


def rows_of(project: Project, installation: str, key: EditionKey, sealed: Sealed, now: dt.datetime) -> list[Delivery]:
    """A row for everybody who gets the report by schedule, each address once."""
    found: dict[str, Delivery] = {}
    for group in project.groups_of(key.report):
        for person in (*group.people, *group.cc):
            if person.address.casefold() not in found:
                body = f"{key.folder}/{_form(project, group, sealed)}"
                who = _addressees(group, person)
                found[person.address.casefold()] = _row(project, installation, key, person, body, who, now)
    return list(found.values())


def _same_people(project: Project, store: Store, key: EditionKey, now: dt.datetime) -> list[Delivery]:
    """Rows of a correction for whoever was on the list of the edition that it corrects."""
    corrected = store.editions.get(replace(key, number=key.number - 1)) if key.number > 1 else None
    rows = [row for row in store.outbox.of(corrected.id) if not row.trial] if corrected else []
    return [
        _row(
            project, store.installation, key, Recipient(row.address, row.name),
            f"{key.folder}/{row.body.rpartition('/')[2]}", row.addressees, now,
        )
        for row in rows
    ]  # fmt: skip


def trial_row(project: Project, installation: str, edition: Edition, to: str, now: dt.datetime) -> Delivery:
    """A copy marked 试发 to one address: another one with every attempt."""
    try:
        person = Recipient(str(Address.parse(to)))
    except ValueError as error:
        raise UsageError(str(error), advice="写作office@example.org") from error
    key, body = edition.key, f"{edition.key.folder}/{MESSAGE}"
    return _row(project, installation, key, person, body, Addressees(), now, trial=edition.fence)


def first_message_id(project: Project, installation: str, key: EditionKey, address: str) -> str:
    """The Message-ID under which a recipient got, or would have got, the first edition."""
    return _identity(project, installation, f"{key.report}/{key.period.code}", 1, address)


def _row(
    project: Project, installation: str, key: EditionKey, person: Recipient, body: str, who: Addressees, now: dt.datetime,
    *, trial: int = 0,
) -> Delivery:  # fmt: skip
    """One row; the same recipient gets the same Message-ID on every attempt."""
    name = f"{key.report}/{key.period.code}" + (f"/trial/{trial}" if trial else "")
    identity = _identity(project, installation, name, key.number, person.address)
    dated = local(now, project.office.time_zone)
    return Delivery(
        0, 0, person.address, person.name, channel_of(person.address), identity, dated, body, "queued",
        trial=bool(trial), addressees=who,
    )  # fmt: skip


def _addressees(group: Group, person: Recipient) -> Addressees:
    """Whom the copy of a person names: everybody in a shared copy, else that person alone."""
    if group.copies == "shared":
        return Addressees(group.people, group.cc)
    return Addressees(cc=(person,)) if person in group.cc else Addressees()


def _form(project: Project, group: Group, sealed: Sealed) -> str:
    """The message with its attachments, or the one with a note in their place where it would be too large."""
    limit = group.largest_mb or project.mail.largest_mb
    whole = (sealed.folder / MESSAGE).stat().st_size
    return NOTE if limit and whole > limit * _MEGABYTE and NOTE in sealed.files else MESSAGE


def _identity(project: Project, installation: str, name: str, number: int, address: str) -> str:
    """The Message-ID of a message for an address."""
    from reporter.message import message_id  # noqa: PLC0415 - only who sends needs it

    return message_id(installation, name, number, address, project.mail.sender.rpartition("@")[2])
