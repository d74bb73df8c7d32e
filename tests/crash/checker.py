"""One checker for every scenario: what was expected = rows = sealed folders = messages."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from email import message_from_bytes, policy
from itertools import product
from typing import TYPE_CHECKING

from tests.crash.world import PEOPLE

if TYPE_CHECKING:
    from pathlib import Path

    from tests.catch_all import CatchAll
    from tests.crash.world import World


def faults(world: World, mailbox: CatchAll) -> list[str]:
    """What is lost, doubled or torn; nothing where all is well. The mailbox is the world's own."""
    return [*_rows(world), *_folders(world), *_messages(world, mailbox)]


def doubtful(world: World) -> int:
    """How many recipients have an attempt of which nobody can know how it ended."""
    return len(world.rows("SELECT DISTINCT delivery_id FROM delivery_events WHERE state IN ('uncertain', 'dot_sent')"))


def _rows(world: World) -> list[str]:
    """Every due time has its one row and its one edition, and every edition has come to its end."""
    found = [
        (schedule, nominal, f"{report}/{period}/{number}")
        for schedule, nominal, report, period, number in world.rows(
            "SELECT o.schedule, o.nominal, e.report, e.period, e.number FROM occurrences o LEFT JOIN editions e ON e.id = o.edition_id"
        )
    ]
    expected = sorted(world.expected())
    said = [f"rows: expected {expected}, found {sorted(found)}"] if sorted(found) != expected else []
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


def _messages(world: World, mailbox: CatchAll) -> list[str]:
    """Each person has each report once; twice only after an attempt in doubt, and then with the same Message-ID."""
    got: dict[tuple[str, str], list[str]] = {}
    for body, envelope in zip(mailbox.messages, mailbox.envelopes, strict=True):
        message = message_from_bytes(body, policy=policy.default)
        edition = str(message.get_payload()).strip()
        for address in envelope["rcpt_tos"]:
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
