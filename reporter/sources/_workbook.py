"""Turn the bytes of a workbook into what its cells do not say: what is hidden, what is a percentage, what was never computed.

Before that, and before any other reader sees it, a workbook that would only blow up is refused.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Mapping

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from reporter.errors import SourceError
from reporter.sources import _biff, _ods, _xlsx
from reporter.sources._marks import MOST_CELLS, NONE, Marks
from reporter.sources._unpacking import SAFER, unpacked

__all__ = ["MOST_CELLS", "NONE", "Marks", "inspect"]


def inspect(content: bytes) -> Mapping[str, Marks]:
    """The marks of each sheet by name, as far as the format tells; raises :class:`SourceError` for what must not be opened."""
    if content.startswith(_biff.MAGIC):
        return _of_old_workbook(content)
    if not content.startswith(b"PK"):
        return {}
    try:
        parts = unpacked(content)
        if "xl/workbook.xml" in parts:
            return _xlsx.marks_of(parts)
        return _ods.marks_of(parts["content.xml"]) if "content.xml" in parts else {}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, KeyError, ElementTree.ParseError) as error:
        message = "工作簿不完整，或者已经损坏"
        raise SourceError(message, advice="用表格软件打开后另存为xlsx再报送") from error
    except DefusedXmlException as error:
        message = "工作簿里有不该有的内容（DOCTYPE）"
        raise SourceError(message, advice=SAFER) from error


def _of_old_workbook(content: bytes) -> dict[str, Marks]:
    """The marks of each sheet of an xls; whether it can be opened at all is for the reader of its cells to say."""
    try:
        found = _biff.sheets(content)
    except (struct.error, IndexError):
        return {}
    return {
        name: Marks(
            frozenset(sheet.hidden_rows),
            frozenset(sheet.hidden_columns),
            frozenset(sheet.percent),
            errors=frozenset(sheet.errors),
        )
        for name, sheet in found.items()
    }
