"""P11: deliveries of a sealed report to a local Postfix, against a bare smtplib loop; and how a long list begins."""

from __future__ import annotations

import random
import resource
import shutil
import smtplib
import tempfile
import time
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from benchmarks.measuring import Measurement
from reporter.message import compose
from reporter.model.office import Mail, Recipient
from tests.acceptance.post_office.house import House
from tests.acceptance.post_office.postfix import DOMAIN, Postfix, free_port
from tests.sample_message import CHARTS, DOCUMENT, OFFICE, PDF_NAME, strict_render

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONG_LIST = 10_000
_PDF = 400_000
"""Bytes of the report, about what a half-year report has."""


def measure(*, full: bool) -> Iterator[Measurement]:
    """The ratio of times, and the start and the memory of a long list."""
    yield _rate(1000 if full else 300, pairs=3)
    yield from _long_list()


def _rate(number: int, *, pairs: int) -> Measurement:
    """So many deliveries by the recipes, and by a loop over one connection; wall time, taken in turn."""
    names = [f"p{n}" for n in range(number)]
    with _postfix(names) as postfix:
        mail = Mail("127.0.0.1", postfix.ports["plain"], "none", sender=f"report@{DOMAIN}", connections=4)
        ours, theirs = [], []
        for _ in range(pairs + 1):
            ours.append(_ours(mail, names))
            _emptied(postfix)
            theirs.append(_theirs(mail, names))
            _emptied(postfix)
    ratios = [a / b for a, b in zip(ours[1:], theirs[1:], strict=True)]
    detail = f"{number / median(ours[1:]):.0f}/s against {number / median(theirs[1:]):.0f}/s, {number} recipients, {pairs} pairs"
    return Measurement(
        "P11", "time of deliveries to Postfix against a bare smtplib loop", median(ratios), 1.25, "", detail
    )


def _ours(mail: Mail, names: list[str]) -> float:
    """Seconds from the order to send until the last row says accepted."""
    with tempfile.TemporaryDirectory() as folder:
        house = House(Path(folder), mail, tuple(Recipient(f"{name}@{DOMAIN}") for name in names))
        edition = house.sealed(body=_message(mail))
        begun = time.monotonic()
        done = house.dispatch(edition)
        seconds = time.monotonic() - begun
        house.store.close()
        if done.state != "sent":
            raise RuntimeError(done.why)
    return seconds


def _theirs(mail: Mail, names: list[str]) -> float:
    """Seconds of the loop that anybody would write: no rows, no second look."""
    body = _message(mail)
    begun = time.monotonic()
    with smtplib.SMTP(mail.host, mail.port) as server:
        for name in names:
            server.sendmail(mail.sender, [f"{name}@{DOMAIN}"], f"To: {name}@{DOMAIN}\r\n".encode() + body)
    return time.monotonic() - begun


def _long_list() -> Iterator[Measurement]:
    """Ten thousand queued deliveries: when the first one leaves, and what they cost in memory."""
    mail = Mail("127.0.0.1", free_port(), "none", sender=f"report@{DOMAIN}", connections=1)
    with tempfile.TemporaryDirectory() as folder:
        house = House(Path(folder), mail, tuple(Recipient(f"p{n}@{DOMAIN}") for n in range(_LONG_LIST)))
        edition = house.sealed(body=_message(mail))
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        first: list[float] = []
        begun = time.monotonic()

        def tell(_: str) -> None:
            if not first:
                first.append(time.monotonic() - begun)

        house.dispatch(edition, tell=tell)
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        house.store.close()
    yield Measurement("P11", "first of 10,000 queued deliveries", first[0], 1.0, " s", "from the order to send")
    yield Measurement("P11", "memory of 10,000 queued deliveries", grown, 100, " MB", "all rows, one message")


def _message(mail: Mail) -> bytes:
    pdf = b"%PDF-1.7\n" + random.Random(1).randbytes(_PDF)  # noqa: S311 - bytes that do not compress
    return compose(
        replace(DOCUMENT), CHARTS, pdf=pdf, pdf_name=PDF_NAME, office=OFFICE, mail=mail, render=strict_render()
    )


@contextmanager
def _postfix(names: list[str]) -> Iterator[Postfix]:
    folder = Path(tempfile.mkdtemp(prefix="postfix"))
    try:
        with Postfix(
            folder, {"plain": ("smtpd_recipient_restrictions=reject_unauth_destination",)}, people=tuple(names)
        ) as one:
            yield one
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _emptied(postfix: Postfix) -> None:
    """Wait until everything lies in its mailbox, and empty them: the next run finds the server as this one did."""
    postfix.settle(120)
    for box in (postfix.folder / "mail").glob("*"):
        shutil.rmtree(box)
