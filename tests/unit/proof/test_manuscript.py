"""A text that the office wrote elsewhere is read whatever it came in, and each finding has its place."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING

import docx
import pikepdf
import pytest

from reporter.errors import SourceError
from reporter.proof import manuscript
from tests.unit.proof import sample

if TYPE_CHECKING:
    from pathlib import Path

WRONG = "截止6月底，已开工25个项目，全部进展顺利。"
RIGHT = "上半年，固定资产投资增长11.6%，增速比上年同期提高5.1个百分点。"
LONG = "围绕重点工作，各部门按季度安排任务，逐项落实责任，定期通报进展，年底统一考核，考核结果公开，接受群众监督。"


def _word(*paragraphs: str, table: str = "") -> bytes:
    """A Word file as Word writes it."""
    document = docx.Document()
    document.add_heading("示例区工作情况", 1)
    for words in paragraphs:
        document.add_paragraph(words)
    if table:
        document.add_table(1, 2).cell(0, 1).text = table
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def _pdf(*paragraphs: str) -> bytes:
    """A printed page, its lines broken by the layout."""
    body = "".join(f"<p>{words}</p>" for words in paragraphs)
    return sample.printed(f'<html lang="zh-CN"><body data-running="示例区工作报告">{body}</body></html>')


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_text_file_is_read_in_every_usual_encoding(encoding: str) -> None:
    """The finding names the line."""
    (found,) = manuscript.review("稿.txt", f"工作情况\r\n\r\n{RIGHT}\r\n{WRONG}\r\n".encode(encoding))
    assert (found.rule, found.place.file, found.place.line) == ("cutoff_word", "稿.txt", 4)


def test_lines_that_an_editor_broke_are_one_paragraph() -> None:
    """A sentence over two lines is read whole, and the place is the line where the words stand."""
    lines = [(LONG + LONG)[at : at + 30] for at in range(0, 90, 30)]
    (found,) = manuscript.review("稿.txt", "\n".join([*lines, f"再说一遍，{WRONG}"]).encode())
    assert (found.rule, found.place.line) == ("cutoff_word", 4)


def test_markdown_marks_are_no_text() -> None:
    """Headings, emphasis, links, code, items, tables and front matter are understood."""
    text = f"---\ntitle: a,b\n---\n# 工作情况\n\n- **{RIGHT}**\n- 见[说明](https://example.org/a,b)，另见`截止6月`。\n\n```\n截止6月\n```\n\n| 指标 | 值 |\n|---|---|\n| 投资 | +11.6% |\n\n> {WRONG}\n"
    (found,) = manuscript.review("稿.md", text.encode())
    assert (found.rule, found.place.line) == ("cutoff_word", 17)


def test_a_word_file_is_read_with_its_tables() -> None:
    """Paragraphs are numbered; cells are no running text, but their dates are read."""
    found = manuscript.review("稿.docx", _word(RIGHT, WRONG, table="08月07日"))
    assert [(each.rule, each.place.part.partition("：")[0]) for each in found] == [
        ("cutoff_word", "第3段"),
        ("padded_date", "第1个表第1行"),
    ]


def test_what_a_reviser_deleted_is_not_read_and_what_he_added_is() -> None:
    """Tracked changes: the text as it will be."""
    xml = (
        '<w:ins w:id="1" w:author="a"><w:r><w:t>截至6月底，</w:t></w:r></w:ins>'
        '<w:del w:id="2" w:author="a"><w:r><w:delText>截止6月底，</w:delText></w:r></w:del>'
    )
    content = _word("@@已开工25个项目，进展顺利,成效明显。")
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "word/document.xml":
                data = data.decode().replace("<w:r><w:t>@@", f"{xml}<w:r><w:t>").encode()
            new.writestr(name, data)
    found = manuscript.review("稿.docx", made.getvalue())
    assert [each.rule for each in found] == ["halfwidth_punct"]
    assert "截至6月底，已开工25个项目" in str(found[0].place)


def test_a_pdf_is_read_paragraph_by_paragraph() -> None:
    """Broken lines are put together again; the page is told; the running head is no text."""
    (found,) = manuscript.review("稿.pdf", _pdf(LONG, f"{LONG}{WRONG}", LONG))
    assert found.rule == "cutoff_word"
    assert found.place.part.startswith("第1页：")


def test_the_printed_sample_has_no_finding() -> None:
    """A whole report that is sound, with floats, tables and figures."""
    assert [each for each in manuscript.review("稿.pdf", sample.printed()) if each.severity == "error"] == []


def _locked() -> bytes:
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(_pdf(RIGHT))) as file:
        file.save(made, encryption=pikepdf.Encryption(owner="a", user="b"))
    return made.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("稿.txt", b"", "空文件"),
        ("稿.txt", b"\x00\x01\x02\xff\xfe\x00", "不是可读的文本"),
        ("稿.txt", b" \n\n", "没有文字"),
        ("稿.docx", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "旧版Word"),
        ("稿.docx", b"PK\x03\x04broken", "不是完整的docx"),
        ("稿.docx", "不是压缩包".encode(), "不是完整的docx"),
        ("稿.pdf", b"%PDF-1.7 broken", "不是完整的PDF"),
    ],
)
def test_a_bad_file_is_told_in_one_sentence(name: str, content: bytes, said: str) -> None:
    """What is wrong and what to do about it."""
    with pytest.raises(SourceError, match=said) as caught:
        manuscript.review(name, content)
    assert caught.value.advice


def test_a_locked_or_an_empty_pdf_is_told_as_such() -> None:
    """A password, and a scan without text."""
    with pytest.raises(SourceError, match="密码"):
        manuscript.review("稿.pdf", _locked())
    with pytest.raises(SourceError, match="没有文字"):
        manuscript.review(
            "稿.pdf", sample.printed("<html><body data-running=''></body></html>", css="@page { size: A5 }")
        )


def _command(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        (sys.executable, "-m", "reporter", "proofread", *words),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_the_command_ends_with_1_on_errors_and_speaks_json(tmp_path: Path) -> None:
    """No project is needed; each finding has rule, place, words, why and suggestion."""
    file = tmp_path / "稿.txt"
    file.write_text(WRONG, encoding="utf-8")
    ran = _command("--json", str(file))
    assert ran.returncode == 1
    ((row,),) = (each["findings"] for each in json.loads(ran.stdout))
    assert (row["rule"], row["severity"], row["line"], row["words"]) == ("cutoff_word", "error", 1, "截止6")
    assert row["why"]
    assert "截至" in row["suggestion"]
    file.write_text(RIGHT, encoding="utf-8")
    assert _command(str(file)).returncode == 0


@pytest.mark.parametrize(("name", "code"), [("没有.txt", 2), ("稿.wps", 2), ("坏.docx", 1)])
def test_the_command_tells_a_bad_file_in_one_line(tmp_path: Path, name: str, code: int) -> None:
    """Missing and unknown files are wrong usage; a broken one is a failure; there is no traceback."""
    if name != "没有.txt":
        (tmp_path / name).write_bytes(b"nonsense")
    ran = _command(str(tmp_path / name))
    assert ran.returncode == code
    assert ran.stderr.startswith("错误：")
    assert len(ran.stderr.splitlines()) == 1


def test_a_placeholder_is_told_once_and_its_brackets_are_no_punctuation() -> None:
    """A section file that is read by itself: what it asks for is no Chinese."""
    found = manuscript.review("栏目.md", '上半年，固定资产投资{{ growth("固定资产投资") }}。'.encode())
    assert {one.rule for one in found} == {"placeholder_left"}
