"""P11: deliveries of a sealed report to a local Postfix, against a bare smtplib loop; and how a long list begins."""

from __future__ import annotations

import random
import resource
import shutil
import smtplib
import socket
import subprocess
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

_LONG_LIST, _SHORT_LIST = 10_000, 2_000
_SETTLED = 1000
"""Deliveries after which memory must not grow any more."""
_DRIFT = 1.05
_PDF = 400_000
"""Bytes of the report, about what a half-year report has."""
_LINES, _USUAL = 4, 2
"""Connections of the comparison, and those of an office that says nothing."""


def measure(*, full: bool) -> Iterator[Measurement]:
    """The ratio of rates, and the start and the memory of a long list."""
    yield _rate(1000 if full else 300, pairs=3)
    yield from _long_list(_LONG_LIST if full else _SHORT_LIST)


def _rate(number: int, *, pairs: int) -> Measurement:
    """So many deliveries by the recipes, and by a loop over one connection; wall time, taken in turn.

    Ours commits two steps of each delivery before it goes on and has several connections; the loop keeps nothing.
    """
    names = [f"p{n}" for n in range(number)]
    taken: dict[int, list[float]] = {_LINES: [], _USUAL: [], 0: []}
    with _postfix(names) as postfix:
        mail = Mail("127.0.0.1", postfix.ports["plain"], "none", sender=f"report@{DOMAIN}")
        for _ in range(pairs + 1):
            for lines, seconds in taken.items():
                there = replace(mail, connections=lines)
                seconds.append(_ours(there, names) if lines else _theirs(there, names))
                _emptied(postfix)
    rates = {lines: [number / one for one in seconds[1:]] for lines, seconds in taken.items()}
    best, usual = (median(a / b for a, b in zip(rates[lines], rates[0], strict=True)) for lines in (_LINES, _USUAL))
    detail = (
        f"{median(rates[_LINES]):.0f}/s over {_LINES} connections against {median(rates[0]):.0f}/s of the loop over one; over "
        f"{_USUAL}, as is usual, {usual:.2f}; {number} recipients, {pairs} rounds"
    )
    return Measurement(
        "P11", "rate of deliveries to Postfix against a bare smtplib loop", best, 0.8, detail=detail, least=True
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


def _long_list(number: int) -> Iterator[Measurement]:
    """Thousands of queued deliveries to a server that keeps nothing: when the first leaves, and what the later ones cost in memory."""
    with _sink() as port, tempfile.TemporaryDirectory() as folder:
        mail = Mail("127.0.0.1", port, "none", sender=f"report@{DOMAIN}")
        house = House(Path(folder), mail, tuple(Recipient(f"p{n}@{DOMAIN}") for n in range(number)))
        edition = house.sealed(body=_message(mail))
        begun, first, sizes = time.monotonic(), [], []

        def tell(_: str) -> None:
            first.append(time.monotonic() - begun)
            if len(first) % 100 == 0:
                sizes.append(_megabytes())

        done = house.dispatch(edition, tell=tell)
        house.store.close()
        if done.state != "sent":
            raise RuntimeError(done.why)
    yield Measurement("P11", f"first of {number} queued deliveries", first[0], 1.0, " s", "from the order to send")
    early, late = sizes[_SETTLED // 100 - 1], sizes[-1]
    said = f"{early:.0f} MB at the {_SETTLED}th, {late:.0f} MB at the last; {number / first[-1]:.0f}/s to a server that keeps nothing"
    yield Measurement("P11", f"memory of {number} deliveries", late / early, _DRIFT, detail=said)


def _megabytes() -> float:
    """What this process holds now."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 1e6


@contextmanager
def _sink() -> Iterator[int]:
    """Postfix's own server for tests: it takes everything and keeps nothing."""
    port = free_port()
    process = subprocess.Popen(("smtp-sink", "-u", "nobody", f"127.0.0.1:{port}", "64"), stderr=subprocess.DEVNULL)
    try:
        until = time.monotonic() + 10
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.05)
        yield port
    finally:
        process.terminate()
        process.wait(10)


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
