"""Turn the bytes of a workbook into its XML parts; one that would only blow up is refused.

It is judged by what its parts really hold when they are unpacked, not by what its directory claims.
"""

from __future__ import annotations

import io
import zipfile

from reporter.errors import SourceError

SAFER = "用表格软件打开，删去表格以外的内容，另存为xlsx后重新报送"
_MOST_ENTRIES = 1000
_MOST_BYTES = 200 << 20
_RATIO, _ALWAYS = 200, 10 << 20
"""How much larger than its file a workbook may be, and up to what size nobody asks."""
_PIECE = 1 << 20
_HEAD = 4096


def unpacked(content: bytes) -> dict[str, bytes]:
    """The XML parts of a workbook by their names; what they hold is counted while it is unpacked."""
    parts: dict[str, bytes] = {}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = archive.infolist()
        if len(entries) > _MOST_ENTRIES:
            message = f"工作簿里有{len(entries)}个部件，超出可读的{_MOST_ENTRIES}个"
            raise SourceError(message, advice=SAFER)
        total = 0
        for entry in entries:
            pieces = []
            with archive.open(entry) as file:
                while piece := file.read(_PIECE):
                    total += len(piece)
                    if total > _MOST_BYTES or total > max(_ALWAYS, _RATIO * len(content)):
                        message = f"工作簿解开后超过{total >> 20}MB，是文件本身的{total // len(content)}倍，不予打开"
                        raise SourceError(message, advice=SAFER)
                    pieces.append(piece)
            if entry.filename.endswith((".xml", ".rels")):
                parts[entry.filename] = b"".join(pieces)
                _refuse_doctype(pieces[0] if pieces else b"")
    return parts


def _refuse_doctype(head: bytes) -> None:
    """Entities can only be declared before the root; no workbook has any reason to."""
    if b"<!DOCTYPE" in head[:_HEAD] or b"<!ENTITY" in head:
        message = "工作簿里有不该有的内容（DOCTYPE）"
        raise SourceError(message, advice=SAFER)
