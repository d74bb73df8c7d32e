"""Objects are packed with the effort that pays."""

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


def test_what_is_made_once_gives_the_same_file() -> None:
    """A file with a name of its own, with and without the hook; what changes before it is written is in it."""
    program = (
        "import pydyf, io, sys\n"
        "{hook}\n"
        "file, text = pydyf.PDF(), pydyf.Stream([b'q'])\n"
        "file.add_object(text)\n"
        "text.data\n"
        "text.stream.append(b'Q')\n"
        "file.add_object(pydyf.Dictionary({{'Type': '/Font', 'Of': pydyf.Array([1, 2.5])}}))\n"
        "out = io.BytesIO()\n"
        "file.write(out, b'1.7', identifier=True, compress=True)\n"
        "sys.stdout.buffer.write(out.getvalue())"
    )
    hook = "from reporter.pdf import packing; packing.install()"
    files = [
        subprocess.run((sys.executable, "-c", program.format(hook=one)), check=True, capture_output=True).stdout
        for one in ("import zlib, types; pydyf.zlib = types.SimpleNamespace(compressobj=lambda level: zlib.compressobj(6))", hook)
    ]  # fmt: skip
    assert files[0] == files[1]
    assert b"q\nQ" in files[1]
