"""One checker for every scenario: what was expected = rows = sealed folders = messages."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from email import message_from_bytes, policy
from itertools import product
from typing import TYPE_CHECKING

from tests.crash.world import PEOPLE, SIGNED_BY

if TYPE_CHECKING:
    from pathlib import Path

    from tests.catch_all import CatchAll
    from tests.crash.world import World


def faults(world: World, mailbox: CatchAll) -> list[str]:
    """What is lost, doubled or torn; nothing where all is well. The mailbox is the world's own."""
    return [*_rows(world), *_folders(world), *_messages(world, mailbox), *_signed(world), *_letters(world, mailbox)]


def doubtful(world: World) -> int:
    """How many recipients have an attempt of which nobody can know how it ended."""
    return len(world.rows("SELECT DISTINCT delivery_id FROM delivery_events WHERE state IN ('uncertain', 'dot_sent')"))


def _rows(world: World) -> list[str]:
    """Every due time has its one row and its one edition, and every edition has come to its end."""
    found = [
        (schedule, nominal, f"{report}/{period}/{number}")
        for schedule, nominal, report, period, number in world.rows(
            "SELECT o.schedule, o.nominal, e.report, e.period, e.number FROM occurrences o LEFT JOIN editions e ON e.id = o.edition_id WHERE o.state <> 'coming'"
        )
    ]
    expected = sorted(world.expected())
    said = [f"rows: expected {expected}, found {sorted(found)}"] if sorted(found) != expected else []
    coming = sorted(world.rows("SELECT schedule, nominal FROM occurrences WHERE state = 'coming'"))
    said += [f"rows to come: {coming}"] if coming != sorted(world.coming()) else []
    states = world.rows("SELECT report, state, why FROM editions")
    said += [f"editions: {row}" for row in states if row[1] != "sent"]
    said += ["editions: not one for each due time"] if len(states) != len(expected) else []
    said += [f"integrity: {row}" for row in world.rows("PRAGMA integrity_check") if row != ("ok",)]
    return said


def _folders(world: World) -> list[str]:
    """Every edition lies sealed and whole, under the hash that its row has; nothing half-made is left."""
    output, said = world.folder / "output", []
    for report, period, number, content in world.rows("SELECT report, period, number, content_hash FROM editions"):
        folder = output / str(report) / str(period) / str(number)
        try:
            manifest = json.loads((folder / "manifest.json").read_bytes())
        except (OSError, ValueError) as problem:
            said.append(f"seal: {folder.name}: {problem}")
            continue
        said += [
            f"seal: {name} is torn" for name, digest in manifest["files"].items() if _digest(folder / name) != digest
        ]
        said += [f"seal: {report} is not what its row says"] if manifest["content"] != content else []
    left = [path for path in output.glob("*/*/.*") if path.suffix in {".part", ".old"}]
    return said + [f"left behind: {path.name}" for path in left]


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest() if file.is_file() else "absent"


def _signed(world: World) -> list[str]:
    """Each edition of the report that is signed has one signature and one number; no number is burnt or comes twice."""
    signed = world.rows("SELECT edition_id FROM signatures WHERE void = '' AND verdict = 'signed'")
    wanted = world.rows("SELECT id FROM editions WHERE report = 'half'")
    said = [f"signatures: {sorted(signed)} for {sorted(wanted)}"] if sorted(signed) != sorted(wanted) else []
    years = Counter(nominal[:4] for report, nominal, _ in world.expected() if report == "half")
    numbers = sorted((int(year), number + 1) for year, count in years.items() for number in range(count))
    taken = sorted(world.rows("SELECT year, number FROM issue_numbers"))
    return said + ([f"numbers: expected {numbers}, found {taken}"] if taken != numbers else [])


def _letters(world: World, mailbox: CatchAll) -> list[str]:
    """The draft reaches the one who signs, as often as there are rows for it; again only after an attempt in doubt."""
    got = Counter(
        str(message_from_bytes(body, policy=policy.default)["Message-ID"])
        for body, envelope in zip(mailbox.messages, mailbox.envelopes, strict=True)
        if envelope["rcpt_tos"] == [SIGNED_BY]
    )
    rows = world.rows(
        "SELECT d.message_id, (SELECT count(*) FROM delivery_events h WHERE h.delivery_id = d.id AND h.state = 'uncertain')"
        " FROM deliveries d JOIN letters l ON l.id = d.letter_id"
    )
    said = [
        f"letter: {got[str(name)]} copies, {doubt} attempts in doubt"
        for name, doubt in rows
        if not 1 <= got[str(name)] <= 1 + int(str(doubt))
    ]
    stray = set(got) - {str(name) for name, _ in rows}
    halves = sum(report == "half" for report, *_ in world.expected())
    return said + [f"letter: no row for {name}" for name in stray] + (["letter: missing"] if len(rows) < halves else [])


def _messages(world: World, mailbox: CatchAll) -> list[str]:
    """Each person has each report once; twice only after an attempt in doubt, and then with the same Message-ID."""
    got: dict[tuple[str, str], list[str]] = {}
    for body, envelope in zip(mailbox.messages, mailbox.envelopes, strict=True):
        message = message_from_bytes(body, policy=policy.default)
        edition = str(message.get_payload()).strip()
        for address in set(envelope["rcpt_tos"]) - {SIGNED_BY}:
            got.setdefault((address, edition), []).append(str(message["Message-ID"]))
    editions = {
        f"{report}/{period}/{number}"
        for report, period, number in world.rows("SELECT report, period, number FROM editions")
    }
    doubt = Counter({
        (str(address), f"{report}/{period}/{number}"): int(str(times))
        for address, report, period, number, times in world.rows(
            "SELECT d.address, e.report, e.period, e.number, count(*) FROM deliveries d JOIN editions e ON e.id = d.edition_id"
            " JOIN delivery_events h ON h.delivery_id = d.id WHERE h.state = 'uncertain' GROUP BY d.id"
        )
    })  # fmt: skip
    said = [f"mail: nobody expected {key}" for key in got if key not in set(product(PEOPLE, editions))]
    for key in product(PEOPLE, sorted(editions)):
        copies = got.get(key, [])
        if not 1 <= len(copies) <= 1 + doubt[key]:
            said.append(f"mail: {len(copies)} copies for {key}, {doubt[key]} attempts in doubt")
        if len(set(copies)) > 1:
            said.append(f"mail: {key} has several Message-IDs")
    return said
