"""An office that sends a sealed edition through the real recipes, and the one checker of what came of it."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections import Counter
from dataclasses import dataclass, field, replace
from email import message_from_bytes, policy
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reporter import pipeline
from reporter.model.edition import EditionKey
from reporter.model.office import Group, Mail, Recipient
from reporter.model.period import Period
from reporter.pipeline import recipients
from reporter.pipeline.seal import seal
from reporter.project import Project, load
from reporter.store import Store
from tests.sample_message import sealed_message

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from reporter.model.edition import Edition
    from reporter.model.message import Delivery

ROOT = Path(__file__).resolve().parents[3]
START = dt.datetime(2018, 8, 7, 0, 30, tzinfo=dt.UTC)
_RECEIVED = re.compile(rb"\A(?:(?:Return-Path|X-Original-To|Delivered-To|Received):.*\n(?:[ \t].*\n)*)+")


@dataclass
class Standing:
    """A clock that stands where it is put."""

    at: dt.datetime = START

    def now(self) -> dt.datetime:
        """The instant."""
        return self.at

    def wait(self, minutes: float) -> None:
        """Let time pass."""
        self.at += dt.timedelta(minutes=minutes)


@cache
def office() -> Project:
    """The demo office."""
    return load(ROOT)


@dataclass
class House:
    """Store, output folder, clock, and the office with its mail pointed somewhere."""

    folder: Path
    mail: Mail
    people: tuple[Recipient, ...]
    clock: Standing = field(default_factory=Standing)
    database: str = ""

    def __post_init__(self) -> None:
        """Open the store; the group of recipients is the only one."""
        self.store = Store.open(self.database or f"sqlite:///{self.folder / 'r.db'}")
        self.project = self.arranged(self.people)

    def arranged(self, people: Iterable[Recipient], **more: Any) -> Project:
        """The office with these recipients."""
        plan = replace(office().schedules["half_year"], to=("all",))
        groups = {"all": Group("all", tuple(people), **more)}
        return replace(office(), mail=self.mail, groups=groups, schedules={"half_year": plan})

    def sealed(self, number: int = 1, body: bytes | None = None, note: bytes = b"") -> Edition:
        """An edition that is made and sealed, its list of recipients fixed."""
        key = EditionKey("half_year", "public", "", Period.parse("2018-H1"), number)
        now = self.clock.now()
        body = body or sealed_message(mail=replace(self.mail, webhooks={}))
        files = {"message.eml": body, "facts.csv": b"id\r\n", "findings.json": b"[]", "r.pdf": b"%PDF-1.7"}
        files |= {"message-note.eml": note} if note else {}
        content = hashlib.sha256(body).hexdigest()
        manifest = {
            "title": "报告", "pdf": "r.pdf", "content": content, "errors": 0, "missing": [],
            "files": {name: hashlib.sha256(octets).hexdigest() for name, octets in files.items()},
        }  # fmt: skip
        sealed = seal(self.folder / key.folder, files | {"manifest.json": json.dumps(manifest).encode()})
        edition = self.store.editions.ensure(key, cut_off=now, report_date=now.date(), now=now)
        leased = self.store.leases.take(edition.id, "maker", now, 60)
        assert leased
        recipients.plan(self.project, self.store, leased, sealed, now=now)
        made = self.store.editions.write(
            replace(leased.moved("produced"), content_hash=sealed.content), fence=leased.fence, now=now
        )
        self.store.leases.release(made.id, leased.fence, now=now)
        return made

    def dispatch(self, edition: Edition, **more: Any) -> Edition:
        """One attempt at sending."""
        return pipeline.dispatch(
            self.project, self.store, edition, clock=self.clock, output=self.folder, owner="me", **more
        )

    def until_done(self, edition: Edition, *, minutes: float = 61, attempts: int = 40) -> Edition:
        """Send again and again, time passing in between, until nothing is open."""
        for _ in range(attempts):
            edition = self.dispatch(edition)
            if edition.state != "sending":
                return edition
            self.clock.wait(minutes)
        return edition

    def rows(self, edition: Edition) -> dict[str, Delivery]:
        """The deliveries by address, trial copies left out."""
        return {row.address: row for row in self.store.outbox.of(edition.id) if not row.trial}

    def states(self, edition: Edition) -> dict[str, str]:
        """The states by the name before the @."""
        return {address.partition("@")[0]: row.state for address, row in self.rows(edition).items()}


def check(house: House, mailboxes: Mapping[str, list[bytes]], *, trials: int = 0) -> Counter[str]:
    """Compare every row with what lies in the mailboxes; how many copies each address got.

    Accepted is one copy; one more at most for each time that the history says uncertain. What was never accepted and
    never uncertain is in no mailbox. Nothing lies anywhere without a row, in anybody else's mailbox, or with other bytes than were sealed.
    """
    rows = {row.message_id: row for edition in house.store.editions.list() for row in house.store.outbox.of(edition.id)}
    for letter in house.store.letters.all():
        rows |= {row.message_id: row for row in house.store.outbox.of_letter(letter.id)}
    events = house.store.outbox.events([row.id for row in rows.values()])
    copies: Counter[str] = Counter()
    tried = 0
    for address, bodies in mailboxes.items():
        for body in bodies:
            sent = _RECEIVED.sub(b"", body)
            number = str(message_from_bytes(sent, policy=policy.default)["Message-ID"])
            assert number in rows, f"{address} has a message without a row: {number}"
            row = rows[number]
            assert row.address.casefold() == address.casefold(), f"{address} has the copy of {row.address}"
            copies[number] += 1
            tried += row.trial
            assert _intact(house, row, sent), f"{address}: other bytes than were sealed"
    for number, row in rows.items():
        doubts = sum(event.state in {"uncertain", "held"} for event in events[row.id]) + (row.state == "dot_sent")
        accepted = sum(event.state == "accepted" for event in events[row.id])
        allowed = range(accepted, accepted + doubts + 1)
        assert copies[number] in allowed, f"{row.address} is {row.state} and has {copies[number]} copies"
    assert tried == trials
    return Counter({rows[number].address: count for number, count in copies.items()})


def _intact(house: House, row: Delivery, sent: bytes) -> bool:
    """Whether the bytes after the recipient's own headers are those of the seal."""
    if row.letter_id or row.trial:
        return True
    sealed = (house.folder / row.body).read_bytes()
    return sent.replace(b"\r\n", b"\n").endswith(sealed.replace(b"\r\n", b"\n"))
