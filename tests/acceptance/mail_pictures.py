"""Small grey pictures of mails that somebody has looked at; ``python -m tests.acceptance.mail_pictures`` makes them anew.

Look at each new one before it is committed: the test that compares them knows no beauty, only change.
"""

from __future__ import annotations

import base64
import io
import tempfile
from contextlib import contextmanager
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from PIL import Image

from reporter.message import compose
from reporter.model.fact import UNREPORTED, Missing
from reporter.model.message import Change, Changes
from tests.browser import Browser
from tests.demo.office import Office
from tests.pages.pictures import kept
from tests.sample_message import CHARTS, DOCUMENT, FACTS, MAIL, OFFICE, PDF, PDF_NAME, strict_render

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

FOLDER = Path(__file__).parent / "mail_pictures"
PHONE = 780
"""Height of the screen that is 360 wide."""
_REDUCED = 2
_CHANGES = Changes("第1版", (Change("工业增加值增速", "11.2%", "11.9%", "甲:growth@2018-H1"),))
_OWED = tuple(
    Missing(f"{name}:growth@2018-H1", "growth", name, DOCUMENT.period, UNREPORTED, department)
    for name, department in (("外贸出口", "商务局"), ("财政总收入", "财政局"), ("民间投资", "统计局"))
)


class Look(NamedTuple):
    """One look at one mail."""

    mail: str
    width: int
    dark: bool

    @property
    def file(self) -> Path:
        """Where its picture lies."""
        return FOLDER / f"{self.mail}-{self.width}-{'dark' if self.dark else 'light'}.png"


LOOKS = (
    *(Look("half_year", width, dark) for width in (360, 600, 1200) for dark in (False, True)),
    Look("correction", 360, False), Look("correction", 600, True), Look("lacking", 360, False), Look("lacking", 600, True),
)  # fmt: skip


@cache
def half_year() -> bytes:
    """The mail of the demo's half-year report as it is sealed."""
    with tempfile.TemporaryDirectory() as folder:
        made = Office.of_the_demo(Path(folder) / "office").produce()
        return (made.folder / "message.eml").read_bytes()


def mail(name: str) -> bytes:
    """The demo's half-year report, or one form of the small report."""
    if name == "half_year":
        return half_year()
    forms: Mapping[str, dict[str, Any]] = {
        "correction": {"number": 2, "reason": "统计局核实", "changes": _CHANGES},
        "lacking": {"changes": replace(_CHANGES, since="2018年1—5月")},
    }
    document = replace(DOCUMENT, missing=_OWED) if name == "lacking" else DOCUMENT
    return compose(
        document, CHARTS, pdf=PDF, pdf_name=PDF_NAME, attachments=[("facts.csv", FACTS, "数据清单")], office=OFFICE, mail=MAIL,
        render=strict_render(), **forms[name],
    )  # fmt: skip


def page(body: bytes) -> str:
    """The HTML of a mail with its pictures where a mail client puts them."""
    message = message_from_bytes(body, policy=policy.default)
    assert isinstance(message, EmailMessage)
    part = message.get_body(("html",))
    assert part
    html: str = part.get_content()
    for picture in message.walk():
        if picture["Content-ID"]:
            content = picture.get_payload(decode=True)
            assert isinstance(content, bytes)
            shown = f"data:image/png;base64,{base64.b64encode(content).decode()}"
            html = html.replace(f"cid:{picture['Content-ID'].strip('<>')}", shown)
    return html


@contextmanager
def opened() -> Iterator[Browser]:
    """A browser that knows the project's faces alone."""
    with Browser(own_fonts=True) as browser:
        yield browser


def look(browser: Browser, at: Look) -> None:
    """Open the mail so."""
    with tempfile.NamedTemporaryFile(suffix=".html") as file:
        file.write(page(mail(at.mail)).encode())
        file.flush()
        browser.be(at.width, PHONE, dark=at.dark, mobile=at.width < 500)
        browser.show(Path(file.name).as_uri())


def picture(browser: Browser) -> Image.Image:
    """What is open, small and grey."""
    with Image.open(io.BytesIO(browser.picture())) as shot:
        return shot.convert("L").reduce(_REDUCED)


def _make_anew() -> None:
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.png"):
        old.unlink()
    with opened() as browser:
        for at in LOOKS:
            look(browser, at)
            at.file.write_bytes(kept(picture(browser)))


if __name__ == "__main__":
    _make_anew()
