"""A PDF that somebody else made is read paragraph by paragraph, however its lines are laid out."""

from __future__ import annotations

import pytest

from reporter.proof import manuscript
from reporter.proof.manuscript import printed
from tests import foreign_paper
from tests.unit.proof import sample

FIRST = "半年来，各部门对照年度目标任务，逐项推进，逐月调度，工作有序开展。"


def made(layout: str, *, wrong: int = -1, first: str = "") -> bytes:
    """The paper as WeasyPrint prints it."""
    return sample.printed(foreign_paper.page(layout, wrong=wrong, first=first), css="")


@pytest.mark.parametrize("shift", [0, 1, 3])
@pytest.mark.parametrize("layout", foreign_paper.LAYOUTS)
def test_every_paragraph_is_put_together_again(layout: str, shift: int) -> None:
    """Over lines, columns and pages, around figures and tables; running heads and page numbers are in none of them."""
    content = made(layout, first=FIRST * shift)
    texts = [passage.text for passage in printed.passages(content)]
    wanted = [*([FIRST * shift] if shift else []), *foreign_paper.paragraphs()]
    assert sorted(text for text in texts if "，" in text) == sorted(wanted)
    assert texts.count(foreign_paper.HEAD) == 1
    assert not [text for text in texts if text.startswith("—")]
    if layout != "columns":  # where the cells themselves are broken over lines
        assert {cell for row in foreign_paper.ROWS for cell in row} <= set(texts)
    assert manuscript.review("稿.pdf", content) == ()


@pytest.mark.parametrize("layout", foreign_paper.LAYOUTS)
@pytest.mark.parametrize("wrong", [1, 6, 11, 15])
def test_what_is_wrong_is_found_once_and_nothing_else(layout: str, wrong: int) -> None:
    """An error at the end of a paragraph that runs over lines or pages."""
    (found,) = manuscript.review("稿.pdf", made(layout, wrong=wrong))
    assert (found.rule, found.place.part.partition("：")[2]) == ("cutoff_word", f"“{foreign_paper.WRONG}”")


def test_heads_that_take_turns_and_names_of_sections_are_no_text() -> None:
    """On left pages the office, on right ones the title, with the page's number beside it."""
    turns = (
        "@page :left { @top-center { content: '示例区办公室　' counter(page) } @bottom-center { content: none } }"
        "@page :right { @top-center { content: '经济运行分析　' counter(page) } @bottom-center { content: none } }"
    )
    html = foreign_paper.page("plain").replace("</style>", f"{turns}</style>")
    texts = [passage.text for passage in printed.passages(sample.printed(html, css=""))]
    assert sorted(text for text in texts if "，" in text) == sorted(foreign_paper.paragraphs())
    assert not [text for text in texts if "示例区办公室" in text]
