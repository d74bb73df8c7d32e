"""Turn the kinds of sources into ``docs/sources.md`` and its Chinese twin: their options and their examples, as the code has them.

``python -m tests.documented_sources`` writes both pages anew; a test keeps them from falling behind.
"""

from __future__ import annotations

import ast
import dataclasses
import inspect
import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any, get_args, get_type_hints

import yaml

from reporter import sources
from reporter.model.observation import MEASURE_WORDS
from reporter.sources import Example
from reporter.sources.shape import Layout
from tests import sources_in_chinese

_DOCS = Path(__file__).resolve().parents[1] / "docs"


@dataclasses.dataclass(frozen=True)
class Language:
    """The words between what the code states."""

    page: Path
    head: str
    layout: str
    table: str
    reads: str
    gets: str
    read_as: str
    missing: str
    choices: str
    usual: str
    kind: Callable[[str, ModuleType], str]
    """What a page says of a kind."""
    options: Callable[[str, type[Any]], Mapping[str, str]]
    """What it says of every option, by the kind's name; empty for the layout."""
    measure: Callable[[str], str]


def _stated(_: str, options: type[Any]) -> Mapping[str, str]:
    """The options in the code's own words."""
    classes = (one for one in reversed(options.__mro__) if dataclasses.is_dataclass(one))
    return {name: text for one in classes for name, text in _declared(one)}


ENGLISH = Language(
    _DOCS / "sources.md",
    """# Sources

Made from the code by `python -m tests.documented_sources`: every option is declared there, and every example is read by the
contract tests to the last figure.

A source is a block in `schedules.yaml`. Besides `kind`, `path`, `department`, `released` and `period` it may say `options:`
(what its kind needs) and `layout:` (what its tables do not tell).
""",
    """
## layout:

`reporter data try FILE` shows what a table was taken for; what it does not tell is pinned here. `tables:` says the
same for single tables, by words of their titles.

""",
    "| option | meaning |\n|---|---|\n", "reads", "gets", "as\n\n| indicator | measure | period | value |", "missing",
    " One of {}.", " Default: `{}`.",
    lambda _, kind: (kind.__doc__ or "").splitlines()[0], _stated, lambda measure: f"{measure} {MEASURE_WORDS[measure]}",  # type: ignore[index]
)  # fmt: skip
CHINESE = Language(
    _DOCS / "zh" / "数据源.md",
    """# 数据源的写法

每个数据源是`schedules.yaml`里`sources:`下面的一块。除了`kind`（种类）、`path`（文件，可用通配符）、`department`（报送部门）、
`released`（发布日期）、`period`（表里没写的时期），还可以写`options:`（这一种类需要的）和`layout:`（表里没有说明的）。

没见过的文件，先用`reporter data try 文件`看它会被怎样读：什么也不保存，读不懂的逐格说明原因，并给出该写进`layout:`的行。

下面的例子都由测试读过，读出来的数与所列的一个不差。
""",
    """
## layout:

表里没有说明的写在这里。`tables:`只对一张表写，用它标题里的字指明。

""",
    "| 选项 | 含义 |\n|---|---|\n", "读到的表", "收到的答复", "读作\n\n| 指标 | 量度 | 时期 | 数值 |", "缺数",
    "可写{}。", "不写是`{}`。",
    lambda name, _: sources_in_chinese.KINDS[name],
    lambda name, _: sources_in_chinese.OPTIONS[name] if name else sources_in_chinese.LAYOUT,
    lambda measure: MEASURE_WORDS[measure],  # type: ignore[index]
)  # fmt: skip


def page(said: Language) -> str:
    """The whole page."""
    parts = [said.head]
    for name, kind in sorted(sources.kinds().items()):
        parts += [f"\n## kind: {name}\n\n{said.kind(name, kind)}\n\n"]
        parts += [*_options(said, name, kind.Options), *_example(said, kind.EXAMPLE)]
    parts += [said.layout, *_options(said, "", Layout)]
    return "".join(parts)


def _options(said: Language, kind: str, options: type[Any]) -> Iterator[str]:
    """The options of a dataclass and of those that it stands on, as a table."""
    meaning, hints = said.options(kind, options), get_type_hints(options)
    yield said.table
    for one in dataclasses.fields(options):
        words = [f"`{word}`" for word in get_args(hints[one.name]) if isinstance(word, str) and word]
        default = one.default if one.default is not dataclasses.MISSING else ""
        shown = str(default).lower() if isinstance(default, bool) else default
        usual = said.usual.format(shown) if default not in ("", (), None) else ""
        choices = said.choices.format(("、" if said is CHINESE else ", ").join(words)) if words else ""
        yield f"| `{one.name}` | {meaning[one.name]}{choices}{usual} |\n"


def _declared(options: type[Any]) -> Iterator[tuple[str, str]]:
    """Each field of a class with the docstring below it, in words a reader of YAML understands."""
    (tree,) = ast.parse(inspect.getsource(options).lstrip()).body
    assert isinstance(tree, ast.ClassDef)
    for field, text in zip(tree.body, tree.body[1:], strict=False):
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name):
            held = text.value.value if isinstance(text, ast.Expr) and isinstance(text.value, ast.Constant) else None
            assert isinstance(held, str), f"{options.__module__}.{field.target.id} has no docstring"
            yield field.target.id, " ".join(held.replace("``", "`").replace("|", "\\|").split())


def _example(said: Language, example: Example) -> Iterator[str]:
    """The block, what it finds, and what is read from it."""
    source = example.source
    block = {
        key: value
        for key, value in (
            ("kind", source.kind),
            ("path", source.path),
            ("department", source.department),
            ("options", source.options),
        )
        if value
    }
    yield f"\n```yaml\n{yaml.safe_dump({source.name: block}, allow_unicode=True, sort_keys=False, width=110)}```\n\n"
    if example.rows:
        width = max(map(len, example.rows))
        rows = [
            [*("" if cell is None else str(cell).replace("　", "&emsp;") for cell in row), *[""] * (width - len(row))]
            for row in example.rows
        ]
        yield (
            f"{said.reads}\n\n"
            f"|{' |' * width}\n|{'---|' * width}\n" + "".join(f"| {' | '.join(row)} |\n" for row in rows)
        )
    for reply in example.replies:
        yield f"{said.gets}\n\n```json\n{json.dumps(json.loads(reply), ensure_ascii=False, indent=1)}\n```\n\n"
    yield f"\n{said.read_as}\n|---|---|---|---|\n"
    for indicator, measure, period, value in example.figures:
        yield f"| {indicator} | {said.measure(measure)} | {period} | {value or said.missing} |\n"


if __name__ == "__main__":
    for language in (ENGLISH, CHINESE):
        language.page.write_text(page(language), encoding="utf-8")
