"""What the readmes, the chapters and the starting files tell to type can be typed."""

from __future__ import annotations

import re
import shlex
import sys

import pytest

from reporter import cli
from tests.demo.office import ROOT

PLACES = (
    "README.md", "README.zh-CN.md", "docs/section-files.md", "docs/sources.md", "docs/zh/栏目文件.md", "docs/zh/数据源.md", "docs/zh/指标和数据.md",
    "schedules.yaml", "blank/schedules.yaml", "data/README.md",
)  # fmt: skip
_TYPED = re.compile(
    r"(?m)^\s*(?:\$ )?(?:\.venv/bin/|/opt/\S+/)?reporter (?P<line>[^#\n`]+)|`reporter (?P<inline>[a-z][^`\n]*)`"
)
_TWIN = re.compile(
    r"(?m)^\s*(?:\$ )?(?:\.venv/bin/|/opt/\S+/)?reporter (?P<command>(?:data|mail|admin|words) [a-z]+|[a-z]+)"
)


def typed(place: str) -> list[str]:
    """Every command of ours in a text, without what only a person would type."""
    found = _TYPED.finditer((ROOT / place).read_text(encoding="utf-8"))
    lines = [(match["line"] or match["inline"]).split(r" \|")[0].strip() for match in found]
    return [line.replace("…", "WHY") for line in lines if line.isascii() or " " in line]


@pytest.mark.parametrize(("place", "line"), [(place, line) for place in PLACES for line in typed(place)])
def test_a_command_is_known(place: str, line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command and every option of it exist: asked for its help, it is given, and no word is refused."""
    monkeypatch.setattr(sys, "argv", ["reporter", *shlex.split(line), "--help"])
    assert cli._run() == 0, f"{place}: reporter {line}"


def test_the_twins_tell_the_same_commands() -> None:
    """Whoever reads Chinese is told to type what whoever reads English is told."""
    told = [_TWIN.findall((ROOT / name).read_text(encoding="utf-8")) for name in ("README.md", "README.zh-CN.md")]
    assert told[0] == told[1]
    assert len(told[0]) >= 10
