"""The mail on a phone, in a narrow and in a wide window, by day and by night: as somebody looked at it and found it good."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image

from tests.acceptance import mail_pictures
from tests.acceptance.mail_pictures import LOOKS, PHONE, Look, look, opened, picture
from tests.pages.pictures import MOST, change

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.browser import Browser

LIGHT = [at for at in LOOKS if at.width == 360 and not at.dark]
_TEXTS = """(() => {
  const over = (below, above) => [0, 1, 2].map(i => above[3] * above[i] + (1 - above[3]) * below[i]);
  const numbers = said => { const n = said.match(/[\\d.]+/g).map(Number); return n.length < 4 ? [...n, 1] : n; };
  const ground = e => {
    const all = [];
    for (; e; e = e.parentElement) all.unshift(numbers(getComputedStyle(e).backgroundColor));
    return all.reduce(over, [255, 255, 255]);
  };
  const found = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; node = walk.nextNode();) {
    if (!node.textContent.trim()) continue;
    const style = getComputedStyle(node.parentElement);
    found.push({said: node.textContent.trim(), ink: numbers(style.color).slice(0, 3), ground: ground(node.parentElement),
                size: parseFloat(style.fontSize)});
  }
  return found;
})()"""
_BOTTOM = "Math.max(...[...document.querySelectorAll('.{}')].map(e => e.getBoundingClientRect().bottom))"
_LINES = """(() => {
  const p = document.querySelector('.lead p');
  return Math.round(p.getBoundingClientRect().height / parseFloat(getComputedStyle(p).lineHeight));
})()"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for all looks."""
    try:
        with opened() as one:
            yield one
    except FileNotFoundError as missing:
        pytest.skip(str(missing))


@pytest.mark.parametrize("at", LOOKS, ids=lambda at: at.file.stem)
def test_it_looks_as_it_did(browser: Browser, at: Look) -> None:
    """It differs from its picture in less than a fiftieth of its spots, and needs no scrolling sideways."""
    look(browser, at)
    assert browser.asked("document.documentElement.scrollWidth") <= at.width
    with Image.open(at.file) as before:
        found = change(picture(browser), before.convert("L"))
    assert found < MOST, f"{found:.1%} changed; look, and make the pictures anew: python -m {mail_pictures.__name__}"


@pytest.mark.parametrize("at", LOOKS, ids=lambda at: at.file.stem)
def test_every_word_can_be_read(browser: Browser, at: Look) -> None:
    """By day and by night every text is at least 12 pixels high and stands out from its ground by 4.5 to 1 (WCAG 1.4.3)."""
    look(browser, at)
    texts: list[dict[str, Any]] = browser.asked(_TEXTS)
    assert len(texts) > 20
    assert not [text for text in texts if text["size"] < 12]
    faint = {text["said"]: _contrast(text["ink"], text["ground"]) for text in texts}
    assert not {said: round(ratio, 2) for said, ratio in faint.items() if ratio < 4.5}


@pytest.mark.parametrize("at", LIGHT, ids=lambda at: at.file.stem)
def test_one_screen_of_a_phone(browser: Browser, at: Look) -> None:
    """Headline, five to eight lines and every key figure are on the first screen of 360 x 780; the charts come below."""
    look(browser, at)
    assert browser.asked(_BOTTOM.format("figure")) <= PHONE
    assert browser.asked(_LINES) in range(5 if at.mail == "half_year" else 1, 9)
    assert browser.asked("document.querySelector('.chart').getBoundingClientRect().top") > browser.asked(
        _BOTTOM.format("figure")
    )


def _contrast(ink: list[float], ground: list[float]) -> float:
    """How much lighter one is than the other (WCAG 2.2, relative luminance)."""
    light, dark = sorted((_luminance(ink), _luminance(ground)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: list[float]) -> float:
    """Relative luminance of a colour in sRGB."""
    parts = [part / 255 for part in colour[:3]]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
