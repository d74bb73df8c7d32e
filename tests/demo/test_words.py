"""Promises of Word drafts: words come back as the period's own, figures stay the data's, and nothing is taken by half."""

from __future__ import annotations

import copy
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import docx
import pytest
from docx.oxml.ns import qn

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.demo.office import Office

MARK = re.compile(r"[fnskh][0-9a-f]{20}_\d+")
FASTER = "投资增速加快。"


@dataclass
class Draft:
    """A Word draft in the hands of somebody who edits."""

    office: Office
    file: Path

    def __post_init__(self) -> None:
        """Open it."""
        self.paper: Any = docx.Document(str(self.file))

    def paragraph(self, begins: str) -> Any:
        """The paragraph that begins so."""
        return next(one for one in self.paper.element.body.iter(qn("w:p")) if words(one).startswith(begins))

    def replace(self, old: str, new: str) -> None:
        """Type over some words that stand in one run."""
        text = next(one for one in self.paper.element.body.iter(qn("w:t")) if old in (one.text or ""))
        text.text = text.text.replace(old, new)

    def take(self, *options: str) -> tuple[int, str]:
        """Save it and take it back: exit code, and what the command said."""
        self.paper.save(str(self.file))
        ran = self.office.reporter("words", "take", str(self.file), *options)
        return ran.returncode, ran.stdout + ran.stderr

    def texts(self) -> dict[str, str]:
        """The period's own texts."""
        return {
            file.name: file.read_text(encoding="utf-8") for file in sorted((self.office.folder / "texts").rglob("*.md"))
        }


def words(element: Any) -> str:
    """The words of a paragraph as a reader sees them."""
    return "".join(one.text or "" for one in element.iter(qn("w:t")))


def printed(office: Office) -> str:
    """The text of the half-year report as it would be printed, without white space."""
    ran = office.reporter("preview", "half_year", "--period", "2018-H1")
    assert ran.returncode == 0, ran.stderr
    page = (office.folder / "output/preview/half_year/2018-H1/1/document.html").read_text(encoding="utf-8")
    return "".join(re.sub(r"<[^>]+>", "", page).split())


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's draft, written once."""
    from tests.demo.office import Office

    office = Office.of_the_demo(tmp_path_factory.mktemp("words") / "office")
    ran = office.reporter("words", "export", "half_year", "--period", "2018-H1")
    assert ran.returncode == 0, ran.stderr
    return office.folder / "output/words/half_year/2018-H1.docx"


@pytest.fixture
def draft(office: Callable[[str], Office], exported: Path) -> Draft:
    """A draft of an office of its own."""
    here = office("here")
    file = here.folder / "改稿.docx"
    file.write_bytes(exported.read_bytes())
    return Draft(here, file)


def test_a_draft_that_nobody_changed_changes_nothing(draft: Draft) -> None:
    """No file is written, and the command says so."""
    code, said = draft.take()
    assert (code, draft.texts()) == (0, {}), said
    assert "没有改动" in said


def test_words_headings_and_paragraphs_come_back(draft: Draft) -> None:
    """A sentence, a heading and a paragraph that went are printed so from now on; every figure is still the data's."""
    draft.replace("投资增速加快。上半年", "投资力度不减。今年上半年")
    draft.replace("重点项目压茬推进", "重点项目全力推进")
    gone = draft.paragraph("配套项目着手谋划")
    gone.getparent().remove(gone)
    code, said = draft.take()
    assert code == 0, said
    assert "－重点项目压茬推进" in said
    assert "＋重点项目全力推进" in said
    assert list(draft.texts()) == ["30-projects.md"]
    assert not re.search(r"\d", re.sub(r"\{\{.*?\}\}|“2211”|地铁1号线", "", draft.texts()["30-projects.md"]))
    text = printed(draft.office)
    assert "投资力度不减。今年上半年，固定资产投资增长11.6%，增速高于上年同期5.1个百分点" in text
    assert "重点项目全力推进" in text
    assert "配套项目着手谋划" not in text
    assert "（见图7）" in text


def test_every_section_can_be_changed(draft: Draft) -> None:
    """Words added to the first paragraph of every section come back, whatever stands in it."""
    sections = 0
    for paragraph in list(draft.paper.element.body.iter(qn("w:p"))):
        style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        if style is None and words(paragraph) and not _in_table(paragraph):
            run = copy.deepcopy(next(paragraph.iter(qn("w:r"))))
            for child in list(run):
                run.remove(child)
            text = run.makeelement(qn("w:t"), {})
            text.text = "这一句是改稿时添上的。"
            run.append(text)
            paragraph.append(run)
            sections += 1
    assert sections > 20
    code, said = draft.take()
    assert code == 0, said
    assert printed(draft.office).count("这一句是改稿时添上的。") == sections


def _in_table(paragraph: Any) -> bool:
    return any(above.tag == qn("w:tbl") for above in paragraph.iterancestors())


def test_tracked_changes_count_as_accepted(draft: Draft) -> None:
    """What was inserted under revision is taken, what was deleted is not."""
    run = next(one for one in draft.paragraph(FASTER).iter(qn("w:r")) if FASTER in words(one))
    inserted, deleted = (
        run.makeelement(qn(name), {qn("w:id"): "900", qn("w:author"): "主任"}) for name in ("w:ins", "w:del")
    )
    new = copy.deepcopy(run)
    next(new.iter(qn("w:t"))).text = words(run).replace(FASTER, "投资稳步加快。")
    run.addprevious(deleted)
    deleted.addnext(inserted)
    inserted.append(new)
    deleted.append(run)
    for text in list(run.iter(qn("w:t"))):
        text.tag = qn("w:delText")
    code, said = draft.take()
    assert code == 0, said
    assert "投资稳步加快。" in draft.texts()["30-projects.md"]
    assert FASTER not in draft.texts()["30-projects.md"]


def test_a_figure_typed_over_in_word_is_not_believed(draft: Draft) -> None:
    """The reader is told, and the data's figure is printed."""
    draft.replace(FASTER, "投资稳步加快。")
    control = next(one for one in draft.paragraph("投资稳步加快").iter(qn("w:sdt")) if words(one) == "增长11.6%")
    texts = list(control.iter(qn("w:t")))
    texts[0].text, texts[0].tail = "增长12.6%", None
    code, said = draft.take()
    assert code == 0, said
    assert "Word稿里是“增长12.6%”，数据是“增长11.6%”，按数据印" in said
    assert "固定资产投资增长11.6%" in printed(draft.office)


def test_a_number_typed_in_word_is_refused(draft: Draft) -> None:
    """A new number has no source: nothing is written, and the words are named."""
    draft.replace(FASTER, "投资增速加快，增长8.8%。")
    code, said = draft.take()
    assert (code, draft.texts()) == (1, {})
    assert "8.8%" in said
    assert "bare_numeral" in said


def test_a_date_typed_in_word_is_a_date(draft: Draft) -> None:
    """Days and months may be typed."""
    draft.replace(FASTER, "7月20日，投资专班开会调度。")
    code, said = draft.take()
    assert code == 0, said
    assert '{{ date("7月20日") }}' in draft.texts()["30-projects.md"]
    assert "7月20日，投资专班开会调度。" in printed(draft.office)


def test_a_verb_against_the_figure_is_refused(draft: Draft) -> None:
    """Growth called a fall: where the verb stands outside the locked figure, it is weighed against the data."""
    for one in draft.paragraph(FASTER).iter(qn("w:sdt")):
        if words(one) == "增长11.6%":
            tag = one.find(f"{qn('w:sdtPr')}/{qn('w:tag')}")
            tag.set(qn("w:val"), "n" + tag.get(qn("w:val"))[1:])
            next(one.iter(qn("w:t"))).text = "11.6%"
            break
    draft.replace("固定资产投资", "固定资产投资下降")
    code, said = draft.take()
    assert (code, draft.texts()) == (1, {})
    assert "stale_words" in said


def test_figures_that_lost_their_marks_are_known_again(draft: Draft) -> None:
    """A paragraph pasted as plain text still finds the facts of its numbers."""
    paragraph = draft.paragraph("投资增速加快")
    for control in list(paragraph.iter(qn("w:sdt"))):
        for run in control.find(qn("w:sdtContent")):
            control.addprevious(run)
        control.getparent().remove(control)
    for mark in [*paragraph.iter(qn("w:bookmarkStart")), *paragraph.iter(qn("w:bookmarkEnd"))]:
        mark.getparent().remove(mark)
    draft.replace(FASTER, "投资稳步加快。")
    code, said = draft.take()
    assert code == 0, said
    assert 'fact("固定资产投资:growth@2018-H1", bare=true)' in draft.texts()["30-projects.md"]
    assert "投资稳步加快。上半年，固定资产投资增长11.6%" in printed(draft.office)


def test_placeholders_cannot_be_typed_in_word(draft: Draft) -> None:
    """Braces in a draft are words, not a program."""
    draft.replace(FASTER, "投资{{ office() }}。")
    code, said = draft.take()
    assert (code, draft.texts()) == (1, {})
    assert "占位符" in said


def test_a_heading_that_went_is_asked_back(draft: Draft) -> None:
    """Without its heading nobody knows where a section ends."""
    heading = draft.paragraph("城市品质稳步提升")
    heading.getparent().remove(heading)
    code, said = draft.take()
    assert (code, draft.texts()) == (1, {})
    assert "城市品质稳步提升" in said
    assert "标题被整个删去" in said


def test_a_dry_run_writes_nothing(draft: Draft) -> None:
    """``--dry-run`` shows the changes and keeps none."""
    draft.replace(FASTER, "投资稳步加快。")
    code, said = draft.take("--dry-run")
    assert (code, draft.texts()) == (0, {})
    assert "投资稳步加快" in said


def test_a_second_draft_goes_on_from_the_first(draft: Draft) -> None:
    """Words that were taken stand in the next draft; its changes join them, a heading changed before stays changed."""
    draft.replace("重点项目压茬推进", "重点项目全力推进")
    draft.take()
    ran = draft.office.reporter("words", "export", "half_year", "--period", "2018-H1", "--out", str(draft.file))
    assert ran.returncode == 0, ran.stderr
    again = Draft(draft.office, draft.file)
    again.replace(FASTER, "投资稳步加快。")
    code, said = again.take()
    assert code == 0, said
    text = printed(draft.office)
    assert "重点项目全力推进" in text
    assert "投资稳步加快。" in text


@pytest.mark.parametrize(
    ("content", "said"), [(b"no Word file", "不是完整的docx文件"), (None, "不是reporter words export导出的改稿")]
)
def test_what_is_no_draft_is_told(draft: Draft, content: bytes | None, said: str) -> None:
    """A broken file and somebody else's file get one line each."""
    if content is None:
        docx.Document().save(str(draft.file))
    else:
        draft.file.write_bytes(content)
    ran = draft.office.reporter("words", "take", str(draft.file))
    assert ran.returncode == 1
    assert said in ran.stderr
    assert "Traceback" not in ran.stderr


def test_marks_are_short_enough_for_word(exported: Path) -> None:
    """Bookmarks have at most 40 characters and no two are alike; controls are locked as they should be."""
    paper: Any = docx.Document(str(exported))
    names = [one.get(qn("w:name")) for one in paper.element.body.iter(qn("w:bookmarkStart"))]
    assert len(set(names)) == len(names) > 60
    assert all(MARK.fullmatch(name) and len(name) <= 40 for name in names)
    locks = {one.get(qn("w:val")) for one in paper.element.body.iter(qn("w:lock"))}
    assert locks == {"sdtLocked", "sdtContentLocked"}
