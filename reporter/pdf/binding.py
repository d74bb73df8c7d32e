"""Turn WeasyPrint's declarations of C functions into a binding that is ready when it is imported.

WeasyPrint declares Pango, HarfBuzz and fontconfig as text. Every process that imports it parses that text with a C parser
written in Python, and then looks for each library under several names, for which ``ctypes`` starts ``ldconfig``, and a
compiler and a linker where there are any: a tenth of what a cold run costs, and programs that a sandboxed child has no
business to start. ``_declarations.py`` is the same text in the form that cffi calls out-of-line ABI mode; libraries are
then opened by their names alone. It counts only for the very text that it was made from: with another WeasyPrint
everything is as its authors made it. ``python -c 'from reporter.pdf import binding; binding.write()'`` makes it anew.
"""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
import sys
import tempfile
from pathlib import Path
from types import ModuleType
from typing import Any

_OWN = Path(__file__).with_name("_declarations.py")
_NAME = "_declarations"
_MADE_FROM = "MADE_FROM"
_SELDOM = {"fontTools.subset": (), "fontTools.varLib.instancer": ("instantiateVariableFont",)}
"""What WeasyPrint imports for fonts that are not ours: without HarfBuzz's subsetter, or variable."""


def install() -> None:
    """Import WeasyPrint's binding from what was made ahead, where it fits; does nothing the second time."""
    if "weasyprint" in sys.modules or "cffi" in sys.modules:
        return
    from reporter.pdf import _declarations  # noqa: PLC0415 - only in the printing child

    if getattr(_declarations, _MADE_FROM, "") != _hash(_source()):
        return
    stand_in: Any = ModuleType("cffi")
    stand_in.FFI = lambda: _Ready(_declarations.ffi)
    sys.modules["cffi"] = stand_in
    for name, functions in _SELDOM.items():
        sys.modules.setdefault(name, _Later(name, functions))
    try:
        import weasyprint.text.ffi  # noqa: F401, PLC0415
    finally:
        del sys.modules["cffi"]


class _Later(ModuleType):
    """A module that is imported when something of it is used."""

    def __init__(self, name: str, functions: tuple[str, ...]) -> None:
        """``functions`` are imported by name at once; they call the real ones when they are called."""
        super().__init__(name)
        for function in functions:
            setattr(self, function, lambda *args, _of=function, **kwargs: getattr(self._real(), _of)(*args, **kwargs))

    def _real(self) -> ModuleType:
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return importlib.import_module(self.__name__)

    def __getattr__(self, name: str) -> Any:
        """Whatever is asked of it, the real one answers."""
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(self._real(), name)


class _Ready:
    """A compiled ``FFI`` that has nothing left to declare."""

    def __init__(self, compiled: Any) -> None:
        self._compiled = compiled

    def cdef(self, text: str) -> None:
        """Declared already."""

    def __getattr__(self, name: str) -> Any:
        """Looked up once: what is found is kept."""
        found = getattr(self._compiled, name)
        setattr(self, name, found)
        return found


def _source() -> bytes:
    """WeasyPrint's own file, without importing anything of it."""
    found = importlib.util.find_spec("weasyprint")
    folders = found.submodule_search_locations if found else None
    file = Path(next(iter(folders))) / "text" / "ffi.py" if folders else None
    return file.read_bytes() if file and file.is_file() else b""


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def made() -> str:
    """The text of ``_declarations.py`` for the WeasyPrint that is installed."""
    import cffi  # noqa: PLC0415 - whoever makes it anew has a parser
    from cffi import recompiler  # noqa: PLC0415

    texts: list[str] = []

    class Heard(cffi.FFI):  # type: ignore[misc]
        """Remembers what it is told."""

        def cdef(self, csource: str, *args: Any, **kwargs: Any) -> None:
            texts.append(csource)
            super().cdef(csource, *args, **kwargs)

    source, kept = _source(), cffi.FFI
    cffi.FFI = Heard
    try:
        exec(compile(source, "ffi.py", "exec"), {"__name__": "ffi"})  # noqa: S102 - an installed library's own file
    finally:
        cffi.FFI = kept
    maker = cffi.FFI()
    for text in texts:
        maker.cdef(text)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"{_NAME}.py"
        recompiler.make_py_source(maker, _NAME, str(file))
        lines = file.read_text(encoding="ascii").split("\n", 1)[1]
    head = '"""WeasyPrint\'s C declarations (BSD licence) made ready by reporter.pdf.binding; do not edit."""'
    return f'{head}\n\n{_MADE_FROM} = "{_hash(source)}"\n{lines}'


def write() -> None:
    """Make ``_declarations.py`` anew."""
    _OWN.write_text(made(), encoding="ascii")
