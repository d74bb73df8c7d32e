"""A job that tries to call out."""

from __future__ import annotations

from urllib.request import urlopen


def out(url: str) -> dict[str, bytes]:
    """What the server says."""
    with urlopen(url, timeout=5) as answer:  # noqa: S310 - that is what is tried
        return {"answer": answer.read()}
