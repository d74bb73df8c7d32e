"""Where the projects lie that ship with the package: the demo office, the blank one, the layouts of both."""

from __future__ import annotations

from pathlib import Path

from reporter.errors import UsageError

_PACKAGE = Path(__file__).resolve().parent
_FILE, _BLANK = "schedules.yaml", "blank"


def starter() -> Path:
    """In the installed package, or in the checkout around it."""
    for folder in (_PACKAGE / "starter", _PACKAGE.parent):
        if (folder / _FILE).is_file() and (folder / _BLANK).is_dir():
            return folder
    message = "安装包不完整：缺少起始模板"
    raise UsageError(message, advice="重新安装reporter")
