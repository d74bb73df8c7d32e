"""Files that nobody should open without care, made small: bombs, far cells, entities, locked and mislabelled ones."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Mapping

_SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_BOOK = (
    f'<workbook xmlns="{_SPACE}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="表" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
_LINKS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
)
_TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>'
_SECTOR = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def workbook(rows: str, *, head: str = "", more: Mapping[str, bytes] | None = None) -> bytes:
    """An xlsx whose only sheet has these rows, as XML."""
    sheet = f'<?xml version="1.0"?>{head}<worksheet xmlns="{_SPACE}"><sheetData>{rows}</sheetData></worksheet>'
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("xl/workbook.xml", _BOOK)
        archive.writestr("xl/_rels/workbook.xml.rels", _LINKS)
        archive.writestr("xl/worksheets/sheet1.xml", sheet)
        for name, content in (more or {}).items():
            archive.writestr(name, content)
    return file.getvalue()


def cell(place: str, text: str) -> str:
    """A cell that holds a text."""
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def bomb() -> bytes:
    """Three hundred megabytes of blanks in three hundred kilobytes."""
    return workbook(" " * (300 << 20))


def lying_bomb() -> bytes:
    """The same, and its directory says that it holds ten bytes."""
    content = bytearray(bomb())
    place = 0
    while (place := content.find(b"PK\x01\x02", place + 1)) > 0:
        if content[place + 46 :].startswith(b"xl/worksheets/sheet1.xml"):
            content[place + 24 : place + 28] = struct.pack("<I", 10)
    return bytes(content)


def far_cell() -> bytes:
    """One word in the last cell that a sheet has."""
    return workbook(f'<row r="1">{cell("A1", "指标")}</row><row r="1048576">{cell("XFD1048576", "远")}</row>')


def hidden_far_cell() -> bytes:
    """The same, behind rows enough that the end of the sheet says nothing of it."""
    near = "".join(f'<row r="{row}">{cell(f"A{row}", "近")}</row>' for row in range(2, 3000))
    return workbook(f'<row r="1048576">{cell("ZZ1048576", "远")}{cell("A1048576", "远")}</row>{near}')


def entities() -> bytes:
    """A billion laughs."""
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    head = f'<!DOCTYPE lolz [<!ENTITY l0 "ha">{laughs}]>'
    return workbook(f'<row r="1">{cell("A1", "&l9;")}</row>', head=head)


def external_entity() -> bytes:
    """A file of this machine as a word of the sheet."""
    head = '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    return workbook(f'<row r="1">{cell("A1", "&x;")}</row>', head=head)


def many_parts() -> bytes:
    """Thousands of empty parts."""
    return workbook("", more={f"xl/media/{number}": b"" for number in range(3000)})


def truncated() -> bytes:
    """A workbook of which the second half never arrived."""
    whole = workbook("".join(f'<row r="{row}">{cell(f"A{row}", str(row * 7919))}</row>' for row in range(1, 2000)))
    return whole[: len(whole) // 2]


def encrypted() -> bytes:
    """A workbook with a password: a compound file with the two streams of MS-OFFCRYPTO 2.3."""
    size = 8 * _SECTOR
    streams = {"EncryptionInfo": 2, "EncryptedPackage": 2 + size // _SECTOR}
    entries = [_entry("Root Entry", 5, child=1), _entry("EncryptionInfo", 2, streams["EncryptionInfo"], size, right=2),
               _entry("EncryptedPackage", 2, streams["EncryptedPackage"], size), _entry("", 0)]  # fmt: skip
    table = [_FAT, _END]
    for first in streams.values():
        table += [*range(first + 1, first + size // _SECTOR), _END]
    table += [_FREE] * (_SECTOR // 4 - len(table))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += (
        struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, _END, 0, _END, 0)
        + struct.pack("<I", 0)
        + struct.pack("<I", _FREE) * 108
    )
    return header + struct.pack(f"<{len(table)}I", *table) + b"".join(entries) + bytes(range(256)) * (2 * size // 256)


def _entry(name: str, kind: int, start: int = 0, size: int = 0, *, child: int = _FREE, right: int = _FREE) -> bytes:
    """One entry of the directory of a compound file."""
    wide = name.encode("utf-16-le")
    head = wide.ljust(64, b"\0") + struct.pack("<HBB", len(wide) + 2 if name else 0, kind, 1)
    return (
        head
        + struct.pack("<III", _FREE, right, child)
        + bytes(36)
        + struct.pack("<IQ", start if kind != 5 else _END, size)
    )


def page() -> bytes:
    """What many systems call an Excel file."""
    return "\ufeff<html><table><tr><td>指标</td></tr></table></html>".encode()


WORKBOOKS: dict[str, tuple[Callable[[], bytes], str]] = {
    "bomb": (bomb, "倍"), "lying_bomb": (lying_bomb, "不完整"), "far_cell": (far_cell, "XFD1048576"), "hidden_far_cell": (hidden_far_cell, "超出"),
    "entities": (entities, "DOCTYPE"), "external_entity": (external_entity, "DOCTYPE"), "many_parts": (many_parts, "部件"),
    "truncated": (truncated, "不完整"), "encrypted": (encrypted, "密码"), "page": (page, "网页"),
    "text": (lambda: "指标,数\n甲,1\n".encode(), "工作簿"), "nothing": (lambda: b"", "工作簿"), "zeros": (lambda: bytes(10_000), "工作簿"),
}  # fmt: skip
"""Each hostile workbook with a word of the message that refuses it."""
