"""Turn the streams of a PDF into packed ones with the effort that pays: the library's highest level takes twice the time.

At level 6 instead of 9 the half-year report grows by half a per cent. The library offers no setting for it, so the name by
which it finds zlib is bound to this; a version that finds it otherwise goes on packing as it likes.
"""

from __future__ import annotations

import zlib
from functools import cache
from types import SimpleNamespace

_LEVEL = 6


@cache
def install() -> bool:
    """Have streams packed at our level; ``False`` where this version of the library packs in another way."""
    import pydyf  # noqa: PLC0415 - only in the printing child

    if getattr(pydyf, "zlib", None) is not zlib:
        return False
    pydyf.zlib = SimpleNamespace(compress=zlib.compress, compressobj=_packer)
    return True


def _packer(level: int = _LEVEL) -> object:
    """A packer, not more thorough than our level."""
    return zlib.compressobj(min(level, _LEVEL))
