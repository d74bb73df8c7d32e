"""Patterns are prepared sooner, and are what they were."""

from __future__ import annotations

import subprocess
import sys

_PROGRAM = """
import re
from reporter.sandbox import patterns
assert {hook}
texts = ["甲乙，3.5％", "Ａa、ß", "é—x", "\\U00020000"]
for pattern in ("[一-鿿]+", "[^一-鿿]", "(?i)[A-Z一-鿿é]+", "[一-鿿\\\\d％]", "[一-鿿]|[一-鿿，]", "[\\U00020000-\\U0003ffff一-鿿]"):
    print([re.findall(pattern, text) for text in texts])
"""


def test_patterns_find_the_same() -> None:
    """Sets and their complements, with and without regard to case, beyond the first plane: the installed Python takes the hook."""
    with_hook, without = (
        subprocess.run(
            (sys.executable, "-c", _PROGRAM.format(hook=hook)), check=True, capture_output=True, text=True
        ).stdout
        for hook in ("patterns.install()", "True")
    )
    assert with_hook == without
    assert "甲乙" in with_hook
