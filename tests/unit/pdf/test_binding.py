"""WeasyPrint's binding is made ahead from its own declarations, and from nothing else."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from reporter.pdf import binding

LOADED = """
import sys
from reporter.pdf import binding
{spoil}
binding.install()
import weasyprint
from weasyprint.text.ffi import ffi
print(type(ffi).__name__, "pycparser" in sys.modules)
"""


def loaded(spoil: str = "") -> str:
    """What a fresh process has loaded after the import."""
    ran = subprocess.run([sys.executable, "-c", LOADED.format(spoil=spoil)], capture_output=True, text=True, check=True)
    return ran.stdout.strip()


def test_what_is_committed_is_what_would_be_made() -> None:
    """A new WeasyPrint asks for it to be made anew; the module says how."""
    file = Path(binding.__file__).with_name("_declarations.py")
    assert file.read_text(encoding="ascii") == binding.made()


def test_no_process_parses_the_declarations_again() -> None:
    """The parser is not even imported."""
    assert loaded() == "_Ready False"


def test_declarations_of_another_version_are_left_to_the_library() -> None:
    """Where the text differs, everything is as WeasyPrint's authors made it."""
    assert loaded('from reporter.pdf import _declarations; _declarations.MADE_FROM = "other"') == "FFI True"


def test_no_other_program_is_started_by_the_import() -> None:
    """Neither ldconfig nor a compiler: a printing child starts nothing."""
    watch = 'sys.addaudithook(lambda event, args: event == "subprocess.Popen" and sys.exit(str(args)))'
    assert loaded(watch) == "_Ready False"


def test_what_is_seldom_needed_is_there_when_it_is() -> None:
    """The modules that are not imported answer as if they had been."""
    used = """
import sys
from reporter.pdf import binding
binding.install()
before = "fontTools.cffLib" in sys.modules
from fontTools import subset
print(before, subset.Options().hinting, "fontTools.cffLib" in sys.modules)
"""
    ran = subprocess.run([sys.executable, "-c", used], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["False", "True", "True"]
