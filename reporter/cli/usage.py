"""Turn a slip of the command line into one Chinese sentence with the way out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    import typer

_NUMBER = re.compile(r"Input should be a valid (?P<kind>integer|number).*")
_RANGE = re.compile(r"Input should be (?P<way>greater|less) than or equal to (?P<end>\S+)")
_COMMAND = re.compile(r"No such command '(?P<name>.+?)'\.?(?P<more>.*)")
_EXTRA = re.compile(r"Got unexpected extra argument(?:s|\(s\))? \((?P<words>.*)\)")
_LONELY = re.compile(r"Option '(?P<option>.+)' requires an? argument\.?.*")
_NEAR = re.compile(r"'([^']+)'")


def said(slip: typer.TyperException) -> str:
    """What is wrong and how it is meant; the library's own words where they are others than those that we know, its help as it is."""
    if type(slip).__name__ == "NoArgsIsHelpError":
        return str(slip)
    told: dict[str, Callable[[Any], str]] = {
        "MissingParameter": lambda one: f"缺少{_hint(one)}",
        "BadParameter": lambda one: f"{_hint(one)}{_value(one.message)}",
        "NoSuchOption": lambda one: f"没有选项{one.option_name}{_perhaps(one.possibilities or ())}",
    }
    words = told.get(type(slip).__name__, lambda one: _plain(one.format_message()))(slip)
    context = getattr(slip, "ctx", None)
    path = context.command_path if context else "reporter"
    return f"错误：{words}（用法见{path} --help）"


def _hint(slip: Any) -> str:
    """The parameter as it is typed."""
    return slip.param.get_error_hint().replace("'", "") if slip.param is not None else "参数"


def _value(message: str) -> str:
    """What a value should be."""
    number, span = _NUMBER.fullmatch(message), _RANGE.fullmatch(message)
    if number:
        return f"应为{'整数' if number['kind'] == 'integer' else '数字'}"
    return f"应不{'小' if span['way'] == 'greater' else '大'}于{span['end']}" if span else message


def _perhaps(names: Any) -> str:
    return f"，是不是{'、'.join(sorted(names))}？" if names else ""


def _plain(message: str) -> str:
    """Slips that the library tells by their words alone."""
    command, extra, lonely = _COMMAND.fullmatch(message), _EXTRA.fullmatch(message), _LONELY.fullmatch(message)
    if command:
        return f"没有“{command['name']}”这个命令{_perhaps(_NEAR.findall(command['more']))}"
    if extra:
        return f"多写了{extra['words']}"
    return f"{lonely['option']}后面要写值" if lonely else message
