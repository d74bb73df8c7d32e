"""The demo office with its mail pointed at a server of the test."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import yaml

from tests.arranging import arranged
from tests.demo.office import Office

if TYPE_CHECKING:
    from pathlib import Path

    from tests.catch_all import CatchAll


def office_of(folder: Path, server: CatchAll) -> Office:
    """A copy of the demo that sends to ``server``."""
    office = Office.of_the_demo(folder)
    with arranged(office.folder) as said:
        mail = {key: value for key, value in said["mail"].items() if key not in {"user", "secret", "ca_file"}}
        said["mail"] = mail | {"host": "127.0.0.1", "port": server.port, "tls": "none"}
    return office


def owed(office: Office, report: str) -> set[str]:
    """Addresses of everybody who gets a report by schedule."""
    arranged = yaml.safe_load((office.folder / "schedules.yaml").read_text(encoding="utf-8"))
    plans = arranged["schedules"]
    plans = plans.values() if isinstance(plans, dict) else plans
    groups = {name for plan in plans if plan["report"] == report for name in plan["to"]}
    return {_address(person) for name in groups for person in arranged["recipients"][name]}


def _address(person: object) -> str:
    """Address of one entry of a group."""
    return str(person["address"] if isinstance(person, dict) else person).rpartition("<")[2].rstrip(">")


def received(server: CatchAll) -> Counter[tuple[str, str]]:
    """How often each person got each PDF, by its name."""
    from email import message_from_bytes, policy

    counted: Counter[tuple[str, str]] = Counter()
    for body, envelope in zip(server.messages, server.envelopes, strict=True):
        message = message_from_bytes(body, policy=policy.default)
        (pdf,) = [part.get_filename() for part in message.walk() if part.get_content_type() == "application/pdf"]
        counted.update((address, str(pdf)) for address in envelope["rcpt_tos"])
    return counted
