"""Streams are packed with the effort that pays."""

from __future__ import annotations

import subprocess
import sys
import zlib


def test_streams_are_packed_at_our_level() -> None:
    """The installed library takes the hook, and what it packs unpacks to the same."""
    program = (
        "from reporter.pdf import packing; import pydyf, sys; assert packing.install();"
        "sys.stdout.buffer.write(pydyf.Stream([b'q Q ' * 5000], compress=True).data)"
    )
    ran = subprocess.run((sys.executable, "-c", program), check=True, capture_output=True)
    packed = ran.stdout.partition(b"stream\n")[2].rpartition(b"\nendstream")[0]
    assert zlib.decompress(packed).strip() == (b"q Q " * 5000).strip()
    assert packed[1] == 0x9C  # the level as zlib writes it: default
