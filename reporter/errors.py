"""Say what went wrong, whether trying again can help, and what the reader can do.

::

    ReporterError
    ├── Faults              the office's own files are wrong: every fault at once, each with its place
    ├── UsageError          the command asks for something that does not exist
    ├── SourceError         one source cannot be read
    ├── StoreError          the database refuses
    │   └── StoreBusy       ... for the moment
    ├── StaleFence          somebody else has taken the work over: stop writing
    │   └── Occupied        ... or is at work just now: nothing was done
    ├── ProductionError     the edition cannot be made
    │   └── LimitExceeded   ... within its time or memory
    ├── SealError           the edition's folder cannot be written whole
    └── DeliveryError       a message was not accepted
        ├── Deferred        ... this time
        │   └── RelayDown   ... because the server serves nobody now
        ├── Refused         ... for good
        ├── RelayPaused     ... because the server turns us away as a whole
        └── Uncertain       ... or perhaps it was: the line broke after the final dot

``transient`` tells the caller whether the same call may succeed later; ``advice`` is one Chinese sentence for the
person who reads the message.
"""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reporter.model.finding import Finding


class ReporterError(Exception):
    """Anything this service says no to; ``str()`` of it is the message for a person."""

    transient: ClassVar[bool] = False

    def __init__(self, message: str, *, advice: str = "") -> None:
        """``message`` in the reader's language; ``advice`` is what to do about it, one sentence."""
        super().__init__(message)
        self.advice = advice


class Faults(ReporterError):
    """Files of the office do not say what they should; ``findings`` lists every fault with its place."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        """``findings`` must not be empty."""
        super().__init__("\n".join(str(finding) for finding in findings))
        self.findings = tuple(findings)


class UsageError(ReporterError):
    """The command names a report, period or option that does not exist."""


class SourceError(ReporterError):
    """A source cannot be read; nothing of it was stored."""


class StoreError(ReporterError):
    """The database refuses, and will refuse again."""


class StoreBusy(StoreError):
    """The database is locked or out of reach for the moment."""

    transient = True


class StaleFence(ReporterError):
    """The lease was taken over: whatever this worker still holds must not be written."""


class Occupied(StaleFence):
    """Somebody else is at work on it just now; nothing was done."""

    transient = True


class ProductionError(ReporterError):
    """An edition cannot be made from what was handed in."""


class LimitExceeded(ProductionError):
    """Production used more time or memory than a report may."""


class SealError(ReporterError):
    """The folder of an edition cannot be written whole; nothing of it is left behind."""

    transient = True


class DeliveryError(ReporterError):
    """A message was not accepted; ``code`` and ``reply`` are the server's own words where it had any."""

    def __init__(self, message: str, *, code: int = 0, reply: str = "", advice: str = "") -> None:
        """``code`` 0 means that the server never answered."""
        super().__init__(message, advice=advice)
        self.code = code
        self.reply = reply


class Deferred(DeliveryError):
    """Not accepted this time: try again later."""

    transient = True


class RelayDown(Deferred):
    """The server cannot be reached or serves nobody now: trying the next recipient at once is of no use."""


class Refused(DeliveryError):
    """Not accepted, for good."""


class RelayPaused(DeliveryError):
    """The server turns every message away (530, 535, no TLS): a person must look before the next try."""


class Uncertain(DeliveryError):
    """The line broke between the final dot and the server's answer: nobody can know (RFC 1047)."""


_WORDS = {
    errno.ENOENT: "没有这个文件或文件夹", errno.EACCES: "没有权限", errno.EPERM: "不允许这样做", errno.EEXIST: "已经存在",
    errno.ENOTDIR: "路径中有一段不是文件夹", errno.EISDIR: "这是文件夹，不是文件", errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "超出磁盘配额", errno.EROFS: "所在的盘只读", errno.EIO: "磁盘读写出错", errno.EMFILE: "打开的文件过多",
    errno.ENAMETOOLONG: "文件名过长", errno.EBUSY: "正被占用", errno.ECONNREFUSED: "对方拒绝连接", errno.ECONNRESET: "连接被对方断开",
    errno.EPIPE: "连接被对方断开", errno.ENETUNREACH: "网络不通", errno.EHOSTUNREACH: "网络不通", errno.ETIMEDOUT: "等待超时",
    errno.EADDRINUSE: "端口已被占用", -2: "查不到这个名称", -3: "暂时查不到这个名称", -5: "查不到这个名称",  # of getaddrinfo
}  # fmt: skip


def plainly(error: OSError) -> str:
    """What the operating system said no to, in the reader's language where it is known; else in its own words."""
    if isinstance(error, TimeoutError):
        return "等待超时"
    return _WORDS.get(error.errno or 0) or error.strerror or str(error) or type(error).__name__
