"""The folder channel: whole files, once, in the right place."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from reporter.delivery import deliver
from reporter.errors import Deferred, Refused, StaleFence
from reporter.model.message import Delivery
from reporter.model.office import Mail


def nothing() -> None:
    """A permission that is always given."""


def test_one_file_however_often(tmp_path: Path, row: Delivery, body: bytes, mail: Mail) -> None:
    """The same delivery, repeated, leaves one whole file and nothing else."""
    here = replace(row, address=f"folder:{tmp_path}/archive", channel="folder")
    for _ in range(2):
        code, reply = deliver(here, body, mail, before_dot=nothing)
        assert code == 250
    files = list((tmp_path / "archive").iterdir())
    assert [file.name for file in files] == ["20180807-abc.eml"]
    assert files[0].read_bytes() == body
    assert reply.endswith("20180807-abc.eml")


def test_without_permission_nothing_is_left(tmp_path: Path, row: Delivery, body: bytes, mail: Mail) -> None:
    """A lost lease leaves the folder as it was."""

    def lost() -> None:
        message = "taken over"
        raise StaleFence(message)

    with pytest.raises(StaleFence):
        deliver(replace(row, address=f"folder:{tmp_path}", channel="folder"), body, mail, before_dot=lost)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("address", ["folder:archive", "folder:", "/tmp", "folder:/a\0b"])  # noqa: S108
def test_bad_address(row: Delivery, body: bytes, mail: Mail, address: str) -> None:
    """Only an absolute path after folder: is a folder."""
    with pytest.raises(Refused):
        deliver(replace(row, address=address, channel="folder"), body, mail, before_dot=nothing)


def test_folder_out_of_reach(tmp_path: Path, row: Delivery, body: bytes, mail: Mail) -> None:
    """A share that is not mounted is tried again later, and no look-alike is made in its place."""
    with pytest.raises(Deferred):
        deliver(
            replace(row, address=f"folder:{tmp_path}/share/archive", channel="folder"), body, mail, before_dot=nothing
        )
    assert not (tmp_path / "share").exists()
