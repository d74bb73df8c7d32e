"""HTML is read as the blocks that a reader sees."""

from __future__ import annotations

from reporter.proof.reading import Run, blocks, sentence


def test_blocks_carry_their_runs_and_their_heading() -> None:
    """A paragraph knows the heading above it, and each run what it is marked as."""
    page = '<h2>项目建设</h2><p>投资<data value="11.6" data-fact="a:growth@2018-H1">增长11.6%</data>，<time>上半年</time>。</p>'
    heading, paragraph = blocks(page)
    assert heading.text == "项目建设"
    assert paragraph.heading == "项目建设"
    assert paragraph.runs == (
        Run("投资"), Run("增长11.6%", "data", "a:growth@2018-H1", "11.6"), Run("，"), Run("上半年", "time"), Run("。"),
    )  # fmt: skip


def test_inline_elements_inside_a_mark_belong_to_it() -> None:
    """A number set in two sizes is still one fact, and bold around a fact does not hide it."""
    (block,) = blocks('<p><b><data data-fact="x">11.6<small>%</small></data></b></p>')
    assert block.text == "11.6%"
    assert {run.fact for run in block.runs} == {"x"}


def test_what_is_not_seen_is_not_read() -> None:
    """Style, script, title and attributes are no text of the page."""
    assert blocks("<head><title>1</title><style>p{margin:3px}</style></head><img alt='5'><script>7</script>") == ()


def test_cells_know_their_row() -> None:
    """Two rows of a table are told apart."""
    rows = [
        block.row for block in blocks("<table><tr><td>甲</td><td>乙</td></tr><tr><td>丙</td></tr></table><p>丁</p>")
    ]
    assert rows == [1, 1, 2, 0]


def test_entities_become_characters_and_space_collapses() -> None:
    """What stands in the source is not what is read."""
    (block,) = blocks("<p>\n  甲&amp;乙\n  &#x4E19; </p>")
    assert block.text == "甲&乙 丙"


def test_a_sentence_is_shown_around_the_character() -> None:
    """A finding shows the sentence, shortened when long."""
    assert sentence("甲乙。丙丁。", 3) == "丙丁。"
    long = "前" * 100 + "中" + "后" * 100
    assert "中" in sentence(long, 100)
    assert len(sentence(long, 100)) < 70
