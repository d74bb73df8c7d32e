"""Open a Word file that somebody sent: what cannot be read is told in one line."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from reporter.errors import SourceError

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
"""Namespace of WordprocessingML, ISO/IEC 29500-1."""
_OLD = b"\xd0\xcf\x11\xe0"


def opened(content: bytes) -> Any:
    """The document, as python-docx has it; raises :class:`SourceError`."""
    import docx  # noqa: PLC0415 - only for Word files
    from docx.opc.exceptions import OpcError  # noqa: PLC0415

    if content.startswith(_OLD):
        message = "这是旧版Word文件，或加了打开密码"
        raise SourceError(message, advice="去掉密码，另存为docx再试")
    try:
        return docx.Document(io.BytesIO(content))
    except (ValueError, KeyError, OSError, zipfile.BadZipFile, SyntaxError, OpcError) as error:
        message = "不是完整的docx文件"
        raise SourceError(message, advice="用Word或WPS打开后另存为docx") from error
