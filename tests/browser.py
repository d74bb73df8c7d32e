"""A Chromium with one open page, spoken to through its own pipe: nothing has to be installed but itself."""

from __future__ import annotations

import base64
import fcntl
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Mapping

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-extensions", "--no-first-run",
    "--hide-scrollbars", "--force-device-scale-factor=1", "--allow-file-access-from-files", "--remote-debugging-pipe",
)  # fmt: skip
_PIECE = 1 << 20
_HIGH = 10
_TAKE_UP = (
    "import os, sys; os.dup2(int(sys.argv[1]), 3); os.dup2(int(sys.argv[2]), 4); os.execv(sys.argv[3], sys.argv[3:])"
)
"""Becomes the browser with the pipe where it looks for it."""
FONTS = Path(__file__).parents[1] / "reporter" / "fonts"


class Browser:
    """A browser with one open page."""

    def __init__(self, *, own_fonts: bool = False) -> None:
        """Start it and open the page; raises :class:`FileNotFoundError` where there is none.

        With ``own_fonts`` it knows no faces but the project's: its pictures are the same on every machine.
        """
        program = next(filter(None, map(shutil.which, _NAMES)), None)
        if program is None:
            message = "no Chromium: apt-get install -y --no-install-recommends chromium"
            raise FileNotFoundError(message)
        self._profile = tempfile.mkdtemp()
        (theirs_in, self._out), (self._in, theirs_out) = _pipe(), _pipe()
        self._process = subprocess.Popen(
            (sys.executable, "-c", _TAKE_UP, str(theirs_in), str(theirs_out), program, *_FLAGS, f"--user-data-dir={self._profile}"),
            pass_fds=(theirs_in, theirs_out), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            env={**os.environ, **(_fonts(Path(self._profile)) if own_fonts else {})},
        )  # fmt: skip
        os.close(theirs_in)
        os.close(theirs_out)
        self._number, self._rest, self._session = 0, b"", ""
        target = self.say("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.say("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self.say("Page.enable")

    def __enter__(self) -> Self:
        """It is closed at the end of the block."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it, and forget its profile."""
        os.close(self._out)
        self._process.terminate()
        self._process.wait(20)
        os.close(self._in)
        shutil.rmtree(self._profile, ignore_errors=True)

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

    def show(self, url: str) -> None:
        """Open a page and wait until it has its pictures and its faces."""
        self.say("Page.navigate", url=url)
        while self._heard().get("method") != "Page.loadEventFired":
            pass
        self.asked("document.fonts.ready.then(() => true)")

    def asked(self, script: str) -> Any:
        """What a piece of JavaScript says of the page."""
        said = self.say("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in said:
            raise RuntimeError(said["exceptionDetails"]["text"])
        return said["result"].get("value")

    def be(self, width: int, height: int, *, dark: bool = False, mobile: bool = False) -> None:
        """Have a screen of that size in CSS pixels, and a reader who likes it dark or light."""
        self.say("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=mobile)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.say("Emulation.setEmulatedMedia", features=[scheme])

    def picture(self, *, whole: bool = True) -> bytes:
        """The page as PNG: all of it, or what is on the screen."""
        return base64.b64decode(self.say("Page.captureScreenshot", format="png", captureBeyondViewport=whole)["data"])

    def pdf(self, page: Path) -> bytes:
        """A page on the disk as PDF, with tags and outline, as the browser makes them."""
        self.show(page.as_uri())
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


def _pipe() -> tuple[int, int]:
    """A pipe whose ends have numbers above those that the browser wants for its own."""
    ends = os.pipe()
    high = tuple(fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, _HIGH) for end in ends)
    for end in ends:
        os.close(end)
    return high[0], high[1]


def _fonts(folder: Path) -> Mapping[str, str]:
    """What tells fontconfig of the project's faces alone."""
    file = folder / "fonts.conf"
    file.write_text(
        f"<fontconfig><dir>{FONTS}</dir><cachedir>{folder / 'cache'}</cachedir></fontconfig>", encoding="utf-8"
    )
    return {"FONTCONFIG_FILE": str(file)}
