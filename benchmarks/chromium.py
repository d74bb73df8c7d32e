"""Turn the hurried script's page into PDF with a browser that stays open: the comparator of P2.

Data, text and matplotlib charts are those of ``naive.py``; only the printing is another. The browser is spoken to through
its own pipe, so that nothing has to be installed but itself.
"""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.warm import MissingError

if TYPE_CHECKING:
    from collections.abc import Callable

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-extensions", "--no-first-run",
    "--allow-file-access-from-files", "--remote-debugging-pipe",
)  # fmt: skip
_PIECE = 1 << 20


class Browser:
    """A browser with one open page."""

    def __init__(self) -> None:
        """Start it and open the page; raises :class:`MissingError` where there is none."""
        program = next(filter(None, map(shutil.which, _NAMES)), None)
        if program is None:
            message = "no Chromium: apt-get install -y --no-install-recommends chromium"
            raise MissingError(message)
        self._profile = tempfile.mkdtemp()
        theirs_in, self._out = os.pipe()
        self._in, theirs_out = os.pipe()
        self._process = subprocess.Popen(
            ("/bin/sh", "-c", f'exec "$0" "$@" 3<&{theirs_in} 4>&{theirs_out}', program, *_FLAGS, f"--user-data-dir={self._profile}"),
            pass_fds=(theirs_in, theirs_out), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(theirs_in)
        os.close(theirs_out)
        self._number, self._rest, self._session = 0, b"", ""
        target = self.say("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.say("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self.say("Page.enable")

    def say(self, method: str, **parameters: object) -> dict[str, Any]:
        """Give one command and return its result."""
        self._number += 1
        order: dict[str, Any] = {"id": self._number, "method": method, "params": parameters}
        if self._session:
            order["sessionId"] = self._session
        os.write(self._out, json.dumps(order).encode() + b"\0")
        while (answer := self._heard()).get("id") != self._number:
            pass
        if "error" in answer:
            raise RuntimeError(answer["error"]["message"])
        result: dict[str, Any] = answer["result"]
        return result

    def pdf(self, page: Path) -> bytes:
        """A page on the disk as PDF, with tags and outline, as the browser makes them."""
        self.say("Page.navigate", url=page.as_uri())
        while self._heard().get("method") != "Page.loadEventFired":
            pass
        self.say("Runtime.evaluate", expression="document.fonts.ready", awaitPromise=True)
        made = self.say("Page.printToPDF", preferCSSPageSize=True, generateTaggedPDF=True, generateDocumentOutline=True)
        return base64.b64decode(made["data"])

    def _heard(self) -> dict[str, Any]:
        """The next message of the browser."""
        while b"\0" not in self._rest:
            piece = os.read(self._in, _PIECE)
            if not piece:
                message = "the browser has ended"
                raise RuntimeError(message)
            self._rest += piece
        first, _, self._rest = self._rest.partition(b"\0")
        heard: dict[str, Any] = json.loads(first)
        return heard


def side(project: Path, output: Path) -> Callable[[], None]:
    """The script with the browser in the place of its printer."""
    from benchmarks import naive as script  # noqa: PLC0415

    browser = Browser()

    class Page:
        """Stands for ``weasyprint.HTML``."""

        def __init__(self, string: str) -> None:
            self.string = string

        def write_pdf(self, target: Path, *, stylesheets: list[str], **_: object) -> None:
            """Print with the browser."""
            page = output / "page.html"
            page.write_text(self.string.replace("</head>", f"<style>{stylesheets[0]}</style></head>"), encoding="utf-8")
            target.write_bytes(browser.pdf(page.resolve()))

    script.HTML, script.CSS = Page, lambda string, **_: string  # type: ignore[attr-defined]
    script.FontConfiguration = script.Attachment = lambda **_: None  # type: ignore[attr-defined]
    return lambda: script.main(project, output)
