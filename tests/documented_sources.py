"""Turn the kinds of sources into ``docs/sources.md``: their options and their examples, as the code states them.

``python -m tests.documented_sources`` writes the page anew; a test keeps it from falling behind.
"""

from __future__ import annotations

import ast
import dataclasses
import inspect
import json
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, get_args, get_type_hints

import yaml

from reporter import sources
from reporter.model.observation import MEASURE_WORDS
from reporter.sources import Example
from reporter.sources.shape import Layout

PAGE = Path(__file__).resolve().parents[1] / "docs" / "sources.md"
_HEAD = """# Sources

Made from the code by `python -m tests.documented_sources`: every option is declared there, and every example is read by the
contract tests to the last figure.

A source is a block in `schedules.yaml`. Besides `kind`, `path`, `department`, `released` and `period` it may say `options:`
(what its kind needs) and `layout:` (what its tables do not tell).
"""
_LAYOUT = """
## layout:

`reporter data import FILE --explain` shows what a table was taken for; what it does not tell is pinned here. `tables:` says the
same for single tables, by words of their titles.

"""


def page() -> str:
    """The whole page."""
    parts = [_HEAD]
    for name, kind in sorted(sources.kinds().items()):
        parts += [f"\n## kind: {name}\n\n{_first(kind)}\n\n", *_options(kind.Options), *_example(kind.EXAMPLE)]
    parts += [_LAYOUT, *_options(Layout)]
    return "".join(parts)


def _first(kind: ModuleType) -> str:
    """The first line of a module's docstring."""
    return (kind.__doc__ or "").splitlines()[0]


def _options(options: type[Any]) -> Iterator[str]:
    """The options of a dataclass and of those that it stands on, as a table."""
    said = {
        name: text
        for one in reversed(options.__mro__)
        if dataclasses.is_dataclass(one)
        for name, text in _declared(one)
    }
    hints = get_type_hints(options)
    yield "| option | meaning |\n|---|---|\n"
    for one in dataclasses.fields(options):
        words = [f"`{word}`" for word in get_args(hints[one.name]) if isinstance(word, str) and word]
        default = one.default if one.default is not dataclasses.MISSING else ""
        usual = (
            f" Default: `{str(default).lower() if isinstance(default, bool) else default}`."
            if default not in ("", (), None)
            else ""
        )
        choices = f" One of {', '.join(words)}." if words else ""
        yield f"| `{one.name}` | {said[one.name]}{choices}{usual} |\n"


def _declared(options: type[Any]) -> Iterator[tuple[str, str]]:
    """Each field of a class with the docstring below it, in words a reader of YAML understands."""
    (tree,) = ast.parse(inspect.getsource(options).lstrip()).body
    assert isinstance(tree, ast.ClassDef)
    for field, text in zip(tree.body, tree.body[1:], strict=False):
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name):
            held = text.value.value if isinstance(text, ast.Expr) and isinstance(text.value, ast.Constant) else None
            assert isinstance(held, str), f"{options.__module__}.{field.target.id} has no docstring"
            yield field.target.id, " ".join(held.replace("``", "`").replace("|", "\\|").split())


def _example(example: Example) -> Iterator[str]:
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
            "reads\n\n" + f"|{' |' * width}\n|{'---|' * width}\n" + "".join(f"| {' | '.join(row)} |\n" for row in rows)
        )
    for reply in example.replies:
        yield f"gets\n\n```json\n{json.dumps(json.loads(reply), ensure_ascii=False, indent=1)}\n```\n\n"
    yield "\nas\n\n| indicator | measure | period | value |\n|---|---|---|---|\n"
    for indicator, measure, period, value in example.figures:
        yield f"| {indicator} | {measure} {MEASURE_WORDS[measure]} | {period} | {value or 'missing'} |\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
