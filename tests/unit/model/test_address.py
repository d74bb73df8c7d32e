"""A mail address is exactly one, in one spelling."""

from __future__ import annotations

import pytest

from reporter.model.address import Address, ascii_domain


@pytest.mark.parametrize(
    ("text", "spelt"),
    [
        ("li@example.org", "li@example.org"),
        ("Li.Lei+a@EXAMPLE.org", "Li.Lei+a@example.org"),
        ("li@示例.中国", "li@xn--fsq092h.xn--fiqs8s"),
        ("李@example.org", "李@example.org"),
        ("o'hara@example.org", "o'hara@example.org"),
    ],
)
def test_good(text: str, spelt: str) -> None:
    """Domains become ASCII and lower case; the part before the @ is the recipient's own affair."""
    assert str(Address.parse(text)) == spelt


@pytest.mark.parametrize(
    "text",
    [
        "", "li", "@", "li@", "@example.org", "li@@example.org", "li @example.org", "li@example..org", "li@-a.org",
        ".li@example.org", "li.@example.org", "li@[127.0.0.1]", '"li"@example.org', "li(a)@example.org",
        "Li <li@example.org>", "li@example.org\n", "li@example.org,wu@example.org", "=?utf-8?q?li?=@example.org",
        "l" * 65 + "@example.org", "li@" + "a." * 130 + "org", "li\u2028@example.org", "li@exa\0mple.org",
    ],
)  # fmt: skip
def test_bad(text: str) -> None:
    """Everything else is refused with a sentence in Chinese."""
    with pytest.raises(ValueError, match="邮箱地址写法不对"):
        Address.parse(text)


def test_domain() -> None:
    """What is no domain is empty."""
    assert ascii_domain("示例.中国") == "xn--fsq092h.xn--fiqs8s"
    assert ascii_domain("not a domain") == ""
