"""What the operating system says no to is told in the reader's language."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from reporter.errors import plainly


def no_such_file(folder: Path) -> None:
    (folder / "absent").read_bytes()


def no_folder(folder: Path) -> None:
    (folder / "file").touch()
    (folder / "file" / "below").read_bytes()


def a_folder(folder: Path) -> None:
    folder.read_bytes()


def nobody_listens(_folder: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        socket.create_connection(taken.getsockname(), timeout=5)


@pytest.mark.parametrize(
    ("act", "said"),
    [
        (no_such_file, "没有这个文件或文件夹"),
        (no_folder, "路径中有一段不是文件夹"),
        (a_folder, "这是文件夹，不是文件"),
        (nobody_listens, "对方拒绝连接"),
    ],
)
def test_what_happened_is_said_in_chinese(tmp_path: Path, act: object, said: str) -> None:
    """Files, folders and lines; whatever is not known keeps its own words."""
    assert callable(act)
    with pytest.raises(OSError, match=r".") as raised:
        act(tmp_path)
    assert plainly(raised.value) == said
    assert plainly(OSError("what nobody has heard of")) == "what nobody has heard of"
