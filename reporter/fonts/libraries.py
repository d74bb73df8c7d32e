"""The libraries of the system that draw the faces: Pango, and the part of HarfBuzz that cuts a font to what is used."""

from __future__ import annotations

from ctypes import CDLL

from reporter.errors import ProductionError

_NEEDED = ("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0")
_PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


def demand() -> None:
    """Raise :class:`ProductionError` where one of them is missing; without the last, printing would take minutes."""
    absent = [name for name in _NEEDED if not _opens(name)]
    if absent:
        message = f"缺少排版所需的系统库{'、'.join(absent)}"
        raise ProductionError(
            message, advice=f"请以管理员身份运行apt-get install -y --no-install-recommends {_PACKAGES}"
        )


def _opens(name: str) -> bool:
    try:
        CDLL(name)
    except OSError:
        return False
    return True
