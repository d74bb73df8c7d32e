"""Turn a workbook (xlsx, xls, ods) into the grids of its visible sheets."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetVisibleEnum

from reporter.errors import SourceError
from reporter.model.finding import Finding, Place
from reporter.model.office import Source
from reporter.sources import _biff, _original, _workbook
from reporter.sources._original import Original
from reporter.sources._reading import Example
from reporter.sources.shape import Grid, Span

KIND = "excel"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
"""The stream in which a locked xlsx lies within a compound file (MS-OFFCRYPTO 2.3)."""


@dataclass(frozen=True, slots=True)
class Options:
    """What ``options:`` may say."""

    sheets: tuple[str, ...] = ()
    """Names of the sheets to read; empty means every visible one."""


def originals(source: Source, options: Options, folder: Path) -> Iterator[Original | Finding]:
    """The workbooks that the source names."""
    del options
    return _original.files(source, folder)


def grids(original: Original, options: Options) -> Iterator[Grid | Finding]:
    """The grids of a workbook; a sheet that is asked for and not there is a finding."""
    path, content = original.path, original.content
    _refuse_other(content)
    marks = _workbook.inspect(content)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            visible = [sheet.name for sheet in book.sheets_metadata if sheet.visible == SheetVisibleEnum.Visible]
            for name in options.sheets:
                if name not in book.sheet_names:
                    advice = f"文件里的工作表：{'、'.join(book.sheet_names)}"
                    yield Finding("missing_sheet", "error", Place(path), f"没有工作表“{name}”", advice)
            for name in options.sheets or visible:
                if name in book.sheet_names:
                    yield marks.get(name, _workbook.NONE).on(_grid(path, book.get_sheet_by_name(name)))
    except PasswordError as error:
        raise _locked() from error
    except (CalamineError, OSError, ValueError) as error:
        message = "不是能打开的工作簿（xlsx、xls、ods），或者文件不完整"
        raise SourceError(message, advice="用表格软件打开后另存为xlsx再报送") from error


def _refuse_other(content: bytes) -> None:
    """Refuse what is called a workbook and is none, and one that is locked."""
    head = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype html", b"<html", b"<table", b"<?xml", b"<meta", b"<head")):
        message = "文件里是网页或XML，只是名称像工作簿"
        raise SourceError(message, advice="用表格软件打开后另存为xlsx再报送")
    if content.startswith(_biff.MAGIC) and _LOCKED in content:
        raise _locked()


def _locked() -> SourceError:
    """A password stands in the way."""
    return SourceError("工作簿加了密码，无法打开", advice="请去掉密码后重新报送")


def _grid(path: str, sheet: CalamineSheet) -> Grid:
    """One sheet; empty rows and columns before the first content are counted, not kept."""
    if sheet.height * sheet.width > _workbook.MOST_CELLS:
        message = f"工作表“{sheet.name}”有{sheet.height}行、{sheet.width}列，超出可读的大小"
        raise SourceError(message, advice="删去表格以外的内容（有时远处只有一个空格）后重新报送")
    top, left = sheet.start or (0, 0)
    merged = tuple(
        Span(first[0] - top, first[1] - left, last[0] - top, last[1] - left)
        for first, last in sheet.merged_cell_ranges or ()
    )
    return Grid(path, sheet.to_python(), sheet.name, top, left, merged)


EXAMPLE = Example(
    Source("示例表", KIND, "数据/主要指标2024年1-5月.xlsx", department="统计办"),
    (
        ("示例区主要经济指标", "", "", "", "", ""),
        ("制表单位：统计办", "", "", "", "", "单位：亿元、%"),
        ("序号", "指标名称", "2024年1—5月累计", "", "", "增速全市位次"),
        ("", "", "绝对量", "同比增长（%）", "增幅比上年同期增减（百分点）", ""),
        (1, "甲产业增加值", 312.5, 6.8, "——", 3),
        (2, "乙投资", "——", -4.2, 1.5, "——"),
        ("", "　　其中：丙投资", "约3", "12.5%", "…", ""),
        ("注：绝对量按现价计算。", "", "", "", "", ""),
    ),
    ("A1:F1", "A3:A4", "B3:B4", "C3:E3", "F3:F4", "A8:F8"),
    figures=(
        ("甲产业增加值", "level", "2024-M01..M05", "312.5"), ("甲产业增加值", "growth", "2024-M01..M05", "6.8"),
        ("甲产业增加值", "difference", "2024-M01..M05", ""), ("甲产业增加值", "rank", "2024-M01..M05", "3"),
        ("乙投资", "level", "2024-M01..M05", ""), ("乙投资", "growth", "2024-M01..M05", "-4.2"),
        ("乙投资", "difference", "2024-M01..M05", "1.5"), ("乙投资", "rank", "2024-M01..M05", ""),
        ("丙投资", "level", "2024-M01..M05", "3"), ("丙投资", "growth", "2024-M01..M05", "12.5"),
        ("丙投资", "difference", "2024-M01..M05", ""), ("丙投资", "rank", "2024-M01..M05", ""),
    ),
)  # fmt: skip
