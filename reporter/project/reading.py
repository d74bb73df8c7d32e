"""Turn a YAML file into its nodes, which know their lines; every fault is kept with its place."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import yaml

from reporter.errors import plainly
from reporter.model.finding import Finding, Place

if TYPE_CHECKING:
    from pathlib import Path

_SLIPS = {
    "mapping values are not allowed": "这里不该再有冒号，多半是上一行缩进不对或少了引号",
    "unexpected end of stream": "引号没有配对",
    "but got": "括号没有配对",
    "did not find expected ',' or": "括号没有配对",
    "found another document": "文件里多了一行“---”",
    "undefined alias": "以“*”开头的内容要加引号",
    "could not find expected ':'": "缺少冒号",
    "expected <block end>": "缩进不一致",
    "did not find expected '-' indicator": "缩进不一致",
    "did not find expected key": "缩进不一致",
    "cannot start any token": "以特殊符号开头的内容要加引号；缩进只用空格，不用制表符",
    "nesting depth": "括号套得太深",
}
"""The usual slips, by a part of what either reader says, libyaml's or the one in Python; the first that fits counts."""


_FOLDED = re.compile(r"^(?P<key>[ \t]*(?:-[ \t]+)*\w+:[ \t]*)>(?=[-+\d]*[ \t]*$)", re.MULTILINE)


class Faultfinder:
    """Every fault of a project, in the order found."""

    def __init__(self) -> None:
        """None yet."""
        self.findings: list[Finding] = []

    def add(self, rule: str, place: Place, message: str, advice: str = "") -> None:
        """Keep one fault."""
        self.findings.append(Finding(rule, "error", place, message, advice))


def read(
    folder: Path, file: str, faults: Faultfinder, *, needed: bool = True, lined: bool = False
) -> yaml.Node | None:  # fmt: skip
    """The root of a YAML file; ``None`` when it is absent, empty or cannot be read.

    ``lined`` keeps the lines of a folded text (``>-``) apart, so that a fault in it can be told with its line.
    """
    path = folder / file
    if not path.is_file():
        if needed:
            faults.add(
                "missing_file",
                Place(file=file),
                "找不到这个文件",
                "用reporter init生成一份，或用-C指明项目所在的文件夹",
            )
        return None
    try:
        text = path.read_text(encoding="utf-8-sig")
        return yaml.compose(_FOLDED.sub(r"\g<key>|", text) if lined else text, Loader=yaml.CSafeLoader)
    except UnicodeDecodeError:
        faults.add("not_utf8", Place(file=file), "不是UTF-8编码的文字", "另存为UTF-8编码")
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 0
        faults.add(
            "bad_yaml",
            Place(file=file, line=line),
            f"写法有误：{slip(error.problem or error.context or '')}",
            "检查缩进、冒号和引号",
        )
    except yaml.YAMLError as error:
        faults.add("bad_yaml", Place(file=file), f"写法有误：{error}", "检查是否有特殊字符")
    except RecursionError:
        faults.add("bad_yaml", Place(file=file), "写法有误：括号套得太深", "检查括号")
    except OSError as error:
        faults.add("unreadable_file", Place(file=file), f"读不了这个文件：{plainly(error)}", "检查文件的权限")
    return None


def slip(problem: str) -> str:
    """What the YAML reader stumbled over, in Chinese where it is one of the usual slips."""
    return next((said for words, said in _SLIPS.items() if words in problem), problem)
