"""Turn the objects of a PDF into packed ones with the effort that pays: each once, and not at the highest level.

At level 6 instead of 9 the half-year report grows by half a per cent and is packed in half the time; the library offers no
setting for it. For the name of the file it makes and packs every object a second time; what was made for the file is kept
until it is written. A version of the library that works otherwise goes on as it likes.
"""

from __future__ import annotations

import zlib
from functools import cache
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

_LEVEL = 6


@cache
def install() -> bool:
    """Have streams packed at our level, and nothing made twice; ``False`` where this version packs in another way."""
    import pydyf  # noqa: PLC0415 - only in the printing child

    if getattr(pydyf, "zlib", None) is not zlib:
        return False
    pydyf.zlib = SimpleNamespace(compress=zlib.compress, compressobj=_packer)
    _make_once(pydyf)
    return True


def _packer(level: int = _LEVEL) -> object:
    """A packer, not more thorough than our level."""
    return zlib.compressobj(min(level, _LEVEL))


def _make_once(pydyf: Any) -> None:
    """Keep the bytes of every object that has a number while a file is written; until then objects change."""
    writing: list[dict[int, bytes]] = []
    plain = pydyf.PDF.write

    def write(self: Any, *args: Any, **kwargs: Any) -> None:
        writing.append({})
        try:
            plain(self, *args, **kwargs)
        finally:
            writing.pop()

    def kept(make: Callable[[Any], bytes]) -> property:
        def data(self: Any) -> bytes:
            if self.number is None or not writing:
                return make(self)
            made = writing[-1]
            if id(self) not in made:
                made[id(self)] = make(self)
            return made[id(self)]

        return property(data)

    pydyf.PDF.write = write
    for kind in (pydyf.Dictionary, pydyf.Stream):
        kind.data = kept(kind.data.fget)
