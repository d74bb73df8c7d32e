"""A signature is bound to everything but the reserved slots."""

from __future__ import annotations

from reporter.document.slots import emptied, slot

PAGE = '<!doctype html>\n<p>一季度<span data-slot="number">{}</span>，\u2028增长<b>1%</b></p>\n<p><i data-slot="date" class="x">{}</i>后</p>'


def test_only_slots_may_differ() -> None:
    """Two pages that differ in their slots alone are one page; a difference of one letter elsewhere is seen."""
    draft, issued = PAGE.format("", ""), PAGE.format('第<span class="numbering">7</span><br>期', "<time>8月7日</time>")
    assert emptied(issued) == emptied(draft) == draft
    assert emptied(issued.replace("1%", "2%")) != draft
    assert emptied(issued.replace("后", "后<b></b>")) != draft


def test_what_a_slot_is() -> None:
    """An element of its own that is there even when nothing stands in it."""
    assert slot("signer", "") == '<span data-slot="signer"></span>'
    assert emptied(str(slot("signer", "张&amp;三"))) == slot("signer", "")


def test_no_slot_no_change() -> None:
    """A page without slots is itself, whatever it holds."""
    page = "<p>&lt;span data-slot&gt; — 1 &amp; 2<br>三</p><!-- <i data-slot=x>y</i> -->"
    assert emptied(page) == page
