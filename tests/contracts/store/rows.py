"""Rows of every table, ready to be stored."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

from reporter.model.edition import Edition, EditionKey
from reporter.model.message import Delivery
from reporter.model.observation import Observation
from reporter.model.occurrence import Occurrence
from reporter.model.period import Period
from reporter.store import Store

H1 = Period(2018, 1, 6)
T0 = dt.datetime(2018, 7, 18, 1, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)
KEY = EditionKey("half_year", "public", "", H1)


class BrokenOffError(Exception):
    """A file that ends in the middle."""


def figure(
    value: str | None = "11.6", *, released: dt.date | None = dt.date(2018, 7, 18), **fields: object
) -> Observation:
    """固定资产投资 growth 2018-H1, or something like it."""
    plain = Observation("固定资产投资", "growth", "", H1, None if value is None else Decimal(value), released=released)
    return replace(plain, **fields)  # type: ignore[arg-type]


def values(store: Store, cut_off: dt.datetime) -> list[str]:
    """The values in force."""
    return [str(found.value) for found in store.observations.as_of(cut_off)]


def edition(store: Store, key: EditionKey = KEY) -> Edition:
    """A new edition."""
    return store.editions.ensure(key, cut_off=T0, report_date=dt.date(2018, 8, 7), now=T0)


def leased(store: Store, key: EditionKey = KEY, now: dt.datetime = T0) -> Edition:
    """A new edition under a lease of one hour."""
    taken = store.leases.take(edition(store, key).id, "me", now, 3600)
    assert taken
    return taken


def occurrence(nominal: str = "2018-08-07T08:30", **fields: object) -> Occurrence:
    """The half-year report falls due."""
    plain = Occurrence("h", nominal, T0, H1, key=KEY, cut_off=T0, report_date=dt.date(2018, 8, 7), deadline=T0 + DAY)
    return replace(plain, **fields)  # type: ignore[arg-type]


def letter(address: str, **fields: object) -> Delivery:
    """A message that is not stored yet."""
    plain = Delivery(0, 0, address, "收件人", "smtp", f"<{address}@x>", T0, "half_year/2018-H1/1/message.eml", "queued")
    return replace(plain, **fields)  # type: ignore[arg-type]
