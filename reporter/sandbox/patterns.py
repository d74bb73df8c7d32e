"""Turn the sets of characters in patterns into what the ``re`` module has made of them before.

Python 3.11 visits every character of a range when it compiles a pattern, all 21,000 of the Chinese ones, and the rules of
the proof name that range 150 times: remembering what came of it takes an eighth off what a nursery needs to get ready.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any


@cache
def install() -> bool:
    """Have each set worked out once; ``False`` where this Python does it in another way."""
    compiler: Any = getattr(re, "_compiler", None)
    plain = getattr(compiler, "_optimize_charset", None)
    if plain is None:
        return False
    known: dict[tuple[Any, ...], Any] = {}

    def optimized(charset: list[Any], iscased: Any = None, fixup: Any = None, fixes: Any = None) -> Any:
        if fixup:  # letters without regard to case
            return plain(charset, iscased, fixup, fixes)
        members = tuple(charset)
        if members not in known:
            known[members] = plain(charset, iscased, fixup, fixes)
        return known[members]

    compiler._optimize_charset = optimized  # noqa: SLF001 - see above
    return True
