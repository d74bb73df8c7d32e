"""A well-formed page is read by the parser in C, and only where that reads the same as a browser would."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import tinyhtml5

from reporter.pdf import tree
from tests.demo.office import ROOT

HEAD = '<!doctype html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n<title>报告</title>\n</head>\n'


def shape(element: ET.Element) -> object:
    """Tags, attributes and words, without white space that prints nothing and without comments."""
    children = [child for child in element if isinstance(child.tag, str)]
    words = "".join([element.text or "", *(child.tail or "" for child in element)])
    return element.tag, sorted(element.attrib.items()), "".join(words.split()), [shape(child) for child in children]


def as_browsers_read(page: str) -> object:
    """The tree of the library's own parser."""
    return shape(tinyhtml5.parse(page, namespace_html_elements=False))


@pytest.mark.parametrize(
    "body",
    [
        '<p>增长<data value="1">1%</data>，<wbr>“双城”<br>建设</p><img src="asset:a.svg" alt="&lt;图&gt; &amp; 表">',
        "<table><colgroup><col><col></colgroup><thead><tr><th>甲</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table>",
        "<div><p>一</p><!--row--><ul><li>二</li></ul></div><section><h2>题</h2></section>",
    ],
)
def test_a_well_formed_page_reads_the_same(body: str) -> None:
    """Void elements, entities, comments and tables of our own pages give the tree that the library would give."""
    page = f"{HEAD}<body>{body}</body>\n</html>\n"
    root = tree.read(page)
    assert root is not None
    assert shape(root) == as_browsers_read(page)


@pytest.mark.parametrize(
    "body",
    [
        "<p>一<div>二</div></p>", "<table><tr><td>1</td></tr></table>", "<p>一<p>二", "<p>&nbsp;</p>", "<p hidden>一</p>",
        "<svg><rect></rect></svg>", "<p><a>一<a>二</a></a></p>", "<p>甲 & 乙</p>", "<select><option>甲</option></select>",
    ],
)  # fmt: skip
def test_what_reads_otherwise_is_left_to_the_library(body: str) -> None:
    """Implied ends, implied elements, names of characters, foreign elements: the library reads those."""
    assert tree.read(f"{HEAD}<body>{body}</body></html>") is None
    assert tree.read(f"<html><body>{body}</body></html>") is None


@pytest.mark.parametrize("hostile", ['<!DOCTYPE html [<!ENTITY a "b">]>', '<?xml version="1.0"?><!doctype html>'])
def test_no_entity_is_defined(hostile: str) -> None:
    """A page cannot bring entities of its own."""
    assert tree.read(f"{hostile}<html><head></head><body><p>&a;</p></body></html>") is None


def test_the_demo_is_read_by_the_parser_in_c(tmp_path: Path) -> None:
    """The layouts of the package are well-formed."""
    folder = tmp_path / "office"
    command = (sys.executable, "-m", "reporter", "-C")
    subprocess.run((*command, ROOT, "init", "--demo", folder), check=True, capture_output=True)
    subprocess.run((*command, folder, "preview", "half_year", "--period", "2018-H1"), check=False, capture_output=True)
    (page,) = (folder / "output" / "preview").rglob("document.html")
    root = tree.read(page.read_text(encoding="utf-8"))
    assert root is not None
    assert shape(root) == as_browsers_read(page.read_text(encoding="utf-8"))
