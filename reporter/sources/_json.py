"""Turn the bytes of a reply into JSON, numbers with the very digits that were sent; pages and half replies are refused."""

from __future__ import annotations

import json
from typing import Any, NoReturn

from reporter.errors import SourceError

_SHOWN = 60


def parsed(content: bytes) -> Any:
    """What a reply says; raises :class:`SourceError` where it is no JSON."""
    head = content[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith(b"<"):
        message = "返回的是网页，不是数据（可能要先登录，或者地址不对）"
        raise SourceError(message, advice="用浏览器打开地址看看；需要口令的写在headers里")
    try:
        return json.loads(content.decode("utf-8-sig"), parse_float=str, parse_int=str, parse_constant=_refuse)
    except UnicodeDecodeError as error:
        message = "返回的不是UTF-8编码的文字"
        raise SourceError(message, advice="与数据源的管理员联系") from error
    except RecursionError as error:
        message = "返回的数据套得太深，不予读取"
        raise SourceError(message, advice="与数据源的管理员联系") from error
    except ValueError as error:
        message = f"返回的不是完整的JSON：{error}"
        raise SourceError(message, advice="稍后再试；一直如此的，与数据源的管理员联系") from error


def at(value: Any, path: str) -> Any:
    """What stands at a path such as ``data.items.0.value``; ``None`` where nothing does."""
    for step in filter(None, path.split(".")):
        if isinstance(value, dict):
            value = value.get(step)
        elif isinstance(value, list) and step.isdecimal() and int(step) < len(value):
            value = value[int(step)]
        else:
            return None
    return value


def shown(value: Any) -> str:
    """A value as a message shows it."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _refuse(constant: str) -> NoReturn:
    """NaN and Infinity are no JSON, and no figures."""
    message = f"{constant}不是数"
    raise ValueError(message)
