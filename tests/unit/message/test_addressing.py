"""A recipient's copy: three headers at the head, the sealed bytes after them."""

from __future__ import annotations

import datetime as dt
import email
import re
from email import policy

import pytest

from reporter.errors import UsageError
from reporter.message import address, message_id
from reporter.model.office import Recipient
from tests.sample_message import DOCUMENT, sealed_message

SEALED = sealed_message()
DATED = dt.datetime(2018, 8, 7, 8, 30, tzinfo=dt.timezone(dt.timedelta(hours=8)))
ID = "<abc.def@example.org>"


def test_three_headers_before_the_sealed_bytes() -> None:
    """The sealed bytes are not touched; the copy names its one recipient."""
    copy = address(SEALED, to=Recipient("li@example.org", "李主任"), message_id=ID, dated=DATED)
    assert copy.endswith(SEALED)
    message = email.message_from_bytes(copy, policy=policy.default)
    assert message["To"] == "李主任 <li@example.org>"
    assert message["Message-ID"] == ID
    assert message["Date"].datetime == DATED
    assert copy.startswith(
        b"To: =?utf-8?B?5p2O5Li75Lu7?= <li@example.org>\r\nMessage-ID: <abc.def@example.org>\r\nDate: Tue"
    )


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("", "li@example.org"),
        ("Li Lei", "Li Lei <li@example.org>"),
        ('Li "L" Lei, Dr.', '"Li \\"L\\" Lei, Dr." <li@example.org>'),
        ("=?utf-8?q?Li?=", "=?utf-8?B?PT91dGYtOD9xP0xpPz0=?= <li@example.org>"),
    ],
)
def test_display_names(name: str, shown: str) -> None:
    """Names are quoted or encoded as RFC 5322 wants, and read back as they were."""
    copy = address(SEALED, to=Recipient("li@example.org", name), message_id=ID, dated=DATED)
    assert copy.startswith(f"To: {shown}\r\n".encode())
    assert email.message_from_bytes(copy, policy=policy.default)["To"].addresses[0].display_name == name


@pytest.mark.parametrize(
    "bad", ["\r", "\n", "\0", "\t", "\x1b", "\x7f", "\x85", "\u2028", "\u2029", "\r\nBcc: x@example.org"]
)
def test_controls_are_refused(bad: str) -> None:
    """No control and no line separator enters a header, wherever it comes from."""
    with pytest.raises(UsageError):
        address(SEALED, to=Recipient("li@example.org", f"李{bad}雷"), message_id=ID, dated=DATED)
    with pytest.raises(UsageError):
        address(SEALED, to=Recipient(f"li{bad}@example.org"), message_id=ID, dated=DATED)
    with pytest.raises(UsageError):
        address(SEALED, to=Recipient("li@example.org"), message_id=f"<a{bad}@example.org>", dated=DATED)


def test_a_trial_copy_says_so() -> None:
    """试发 stands before the subject; everything else is as sealed."""
    copy = address(SEALED, to=Recipient("li@example.org"), message_id=ID, dated=DATED, trial=True)
    message = email.message_from_bytes(copy, policy=policy.default)
    assert message["Subject"] == f"【试发】{DOCUMENT.title}"
    assert message.get_all("Subject") == [message["Subject"]]
    assert copy.partition(b"\r\n\r\n")[2] == SEALED.partition(b"\r\n\r\n")[2]


def test_channels_without_an_address() -> None:
    """A copy for a folder names no person."""
    copy = address(SEALED, to=Recipient("folder:/archive"), message_id=ID, dated=DATED)
    assert copy.startswith(b"To: undisclosed-recipients:;\r\n")


def test_domain_in_ascii() -> None:
    """A Chinese domain is written in punycode."""
    copy = address(SEALED, to=Recipient("li@示例.中国"), message_id=ID, dated=DATED)
    assert copy.startswith(b"To: li@xn--fsq092h.xn--fiqs8s\r\n")


def test_a_date_needs_a_zone() -> None:
    """A date without its zone is refused, not guessed."""
    with pytest.raises(UsageError):
        address(SEALED, to=Recipient("li@example.org"), message_id=ID, dated=dt.datetime(2018, 8, 7))  # noqa: DTZ001


def test_message_id_is_stable_and_its_own() -> None:
    """The same edition and recipient have one Message-ID for ever; any other has another."""
    first = message_id("install", "half_year/2018-H1/1", 1, "li@example.org", "example.org")
    assert first == "<mn4iuokctfggoranfiosrhbr2pidbt7g@example.org>"
    assert re.fullmatch(r"<[a-z2-7]{32}@example\.org>", first)
    others = {
        message_id("other", "half_year/2018-H1/1", 1, "li@example.org", "example.org"),
        message_id("install", "half_year/2018-H2/1", 1, "li@example.org", "example.org"),
        message_id("install", "half_year/2018-H1/1", 2, "li@example.org", "example.org"),
        message_id("install", "half_year/2018-H1/1", 1, "wu@example.org", "example.org"),
    }
    assert len(others | {first}) == 5
