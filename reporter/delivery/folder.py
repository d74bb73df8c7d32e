"""Turn a message into a file of a folder: an archive, a share."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from reporter import disk
from reporter.errors import Deferred, Refused, plainly
from reporter.model.message import Delivery
from reporter.model.office import Mail

KIND = "folder"
SCHEME = "folder:"
WRITTEN = 250

_UNSAFE = re.compile(r"[^A-Za-z0-9.-]+")


class Line:
    """The file system; nothing is kept open."""

    def __init__(self, mail: Mail) -> None:
        """``mail`` does not matter to a folder."""
        del mail

    def deliver(self, delivery: Delivery, body: bytes, *, before_dot: Callable[[], None]) -> tuple[int, str]:
        """Write ``body`` as one .eml file, whole or not at all; the same delivery always has the same file name."""
        folder = _folder(delivery.address)
        name = _UNSAFE.sub("-", delivery.message_id.strip("<>").partition("@")[0])
        target = folder / f"{delivery.dated:%Y%m%d}-{name}.eml"
        draft = folder / f".{target.name}.part"
        try:
            folder.mkdir(exist_ok=True)
            disk.write(draft, body)
            before_dot()
            draft.replace(target)
            disk.sync(folder)
        except OSError as error:
            message = f"无法写入文件夹{folder}：{plainly(error)}"
            raise Deferred(message, advice="确认文件夹存在、可写且磁盘未满") from error
        finally:
            _drop(draft)
        return WRITTEN, f"已存为{target}"

    def close(self) -> None:
        """Nothing to do."""


def _folder(address: str) -> Path:
    """The folder that ``folder:/path`` names."""
    path = Path(address.removeprefix(SCHEME))
    if not address.startswith(SCHEME) or "\0" in address or not path.is_absolute():
        message = f"文件夹地址写法不对：{address!r}"
        raise Refused(message, advice="写成folder:加绝对路径")
    return path


def _drop(path: Path) -> None:
    """Nothing half written is left behind where that can be helped."""
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return
