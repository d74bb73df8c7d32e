"""Whatever stands in a title or a name: one header each, one recipient, and the words come back."""

from __future__ import annotations

import contextlib
import datetime as dt
import email
from dataclasses import replace
from email import policy
from email.header import decode_header, make_header
from email.utils import parseaddr

from hypothesis import example, given
from hypothesis import strategies as st

from reporter.errors import UsageError
from reporter.message import address, headers
from reporter.model.address import Address
from reporter.model.office import Recipient

BODY = b"From: report@example.org\r\nSubject: a\r\n\r\nhello\r\n"
DATED = dt.datetime(2018, 8, 7, tzinfo=dt.UTC)
spite = st.lists(
    st.one_of(
        st.text(max_size=40),
        st.sampled_from(["\r\n", "\n", "\r", "\0", "\u2028", "\x85", "Bcc: x@example.org", "=?utf-8?q?=0d=0a?="]),
        st.sampled_from(['"', "\\", "<>", "@", ",", ";", ":", "(", " ", "  ", "x@example.org"]),
        st.sampled_from(["报告", "，", "𠮷", "é", "\u202e", "\u00a0"]),
    ),
    max_size=12,
).map("".join)  # fmt: skip


def shown_name(copy: bytes) -> str:
    """The name in To; not by the newer parser, which puts spaces between encoded words (3.11)."""
    raw = str(email.message_from_bytes(copy, policy=policy.compat32)["To"]).replace("\r\n", "")
    return str(make_header(decode_header(parseaddr(raw)[0])))


@given(spite)
@example("a" * 200)
@example("  两端有空格  ")
@example(" ")
@example("=?utf-8?q?x?=")
def test_a_subject_is_one_header(value: str) -> None:
    """Free text is refused or becomes exactly one header, which reads back as it was."""
    with contextlib.suppress(UsageError):
        line = headers.text("Subject", value)
        message = email.message_from_bytes(line + b"X-Next: 1\r\n\r\nbody", policy=policy.default)
        assert message.keys() == ["Subject", "X-Next"]
        assert message["Subject"] == value
        assert max(map(len, line.split(b"\r\n"))) <= 998


@given(name=spite, local=spite, domain=spite)
@example(name='x" <x@example.org>, "', local="li", domain="example.org")
@example(name="李", local="li@example.org,x", domain="example.org")
@example(name="", local="=?utf-8?q?=0d=0aBcc=3A?=", domain="example.org")
@example(name="a" * 300, local="li", domain="example.org")
def test_a_copy_has_one_recipient(name: str, local: str, domain: str) -> None:
    """A name and an address are refused or become exactly one recipient, which reads back (spaces aside) as it was."""
    for to in (Recipient(f"{local}@{domain}", name), Recipient("li@example.org", name)):
        with contextlib.suppress(UsageError):
            copy = address(BODY, to=to, message_id="<a@example.org>", dated=DATED)
            message = email.message_from_bytes(copy, policy=policy.default.clone(utf8=True))
            assert message.keys() == ["To", "Message-ID", "Date", "From", "Subject"]
            (reached,) = message["To"].addresses
            assert shown_name(copy).split() == to.name.split()
            spec = reached.addr_spec.encode("utf-8", "surrogateescape").decode()
            assert Address.parse(spec) == Address.parse(to.address)


@given(spite)
def test_an_address_is_one_address(text: str) -> None:
    """What parses as an address holds nothing that an envelope or a header could take for more than one."""
    with contextlib.suppress(ValueError):
        parsed = str(Address.parse(text))
        assert parsed.count("@") == 1
        assert not set(parsed) & set(' \t\r\n\0<>,;:()[]"\\\u2028\u2029\x85')
        assert replace(Address.parse(parsed)) == Address.parse(text)
