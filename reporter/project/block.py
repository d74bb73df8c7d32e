"""Turn the nodes of a YAML file into blocks whose values are asked for by name and type; faults keep their lines."""

from __future__ import annotations

import datetime as dt
import math
from difflib import get_close_matches
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

import yaml

from reporter.model.finding import Place
from reporter.project.reading import Faultfinder

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_YES, _NO = {"true", "yes", "是"}, {"false", "no", "否"}


class Block:
    """A mapping of a YAML file; ask for its values, then call :meth:`close`."""

    def __init__(self, file: str, node: yaml.Node, faults: Faultfinder) -> None:
        """A node that is no mapping is a fault and counts as empty."""
        self.file, self._node, self._faults = file, node, faults
        self._asked: list[str] = []
        self._values: dict[str, tuple[yaml.Node, yaml.Node]] = {}
        if not isinstance(node, yaml.MappingNode):
            faults.add("not_a_block", self.place(), "这里应为“项目: 内容”", "参照示例的写法")
            return
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                faults.add("bad_key", self._at(key), "冒号前应为一个词", "检查括号和问号")
                continue
            if key.value in self._values:
                faults.add("duplicate_key", self._at(key), f"“{key.value}”写了两遍", "留下一处")
            self._values[key.value] = key, value

    def place(self, key: str = "") -> Place:
        """Where the block begins, or where one of its keys stands."""
        return self._at(self._values[key][0] if key in self._values else self._node)

    def _at(self, node: yaml.Node) -> Place:
        return Place(file=self.file, line=node.start_mark.line + 1)

    def has(self, key: str) -> bool:
        """Whether the key is there with a value."""
        return key in self._values and not _is_null(self._values[key][1])

    def empty(self, key: str) -> bool:
        """Whether nothing stands under a key: no value, or a list without entries."""
        return not self.has(key) or not self._values[key][1].value

    def wrong(self, key: str, should: str, advice: str = "") -> None:
        """Keep the fault that a value is not what it should be."""
        found = self._values[key][1]
        said = found.value if isinstance(found, yaml.ScalarNode) else "一组内容"
        self._faults.add("bad_value", self.place(key), f"“{key}”应为{should}，写的是“{said}”", advice)

    def node(self, key: str, *, needed: bool = False) -> yaml.Node | None:
        """The raw node under a key."""
        self._asked.append(key)
        if self.has(key):
            return self._values[key][1]
        if needed:
            self._faults.add("missing_key", self.place(), f"缺少“{key}”", "补上这一项")
        return None

    def text(self, key: str, default: str = "", *, needed: bool = False) -> str:
        """A word or a line."""
        node = self.node(key, needed=needed)
        if node is None:
            return default
        if isinstance(node, yaml.ScalarNode):
            return str(node.value).strip()
        self.wrong(key, "一个词或一句话")
        return default

    def choice(self, key: str, choices: Sequence[str], default: str = "", *, needed: bool = False) -> str:
        """One of several words."""
        text = self.text(key, default, needed=needed)
        if text in choices or (text == default and not self.has(key)):
            return text
        near = get_close_matches(text, choices, 1)
        self.wrong(key, f"{'、'.join(choices)}之一", f"是不是{near[0]}？" if near else "")
        return default or choices[0]

    def whole(self, key: str, default: int, low: int = 0, high: int = 65535) -> int:
        """A whole number within bounds."""
        text = self.text(key)
        if not text:
            return default
        if text.isdecimal() and low <= int(text) <= high:
            return int(text)
        self.wrong(key, f"{low}到{high}之间的整数")
        return default

    def places(self, key: str) -> int | None:
        """How many decimals, where somebody said so."""
        text = self.text(key)
        if text and not text.isdecimal():
            self.wrong(key, "小数位数")
            return None
        return int(text) if text else None

    def number(self, key: str, default: float, low: float, high: float) -> float:
        """A number within bounds."""
        text = self.text(key)
        try:
            number = float(text) if text else default
        except ValueError:
            number = math.nan
        if low <= number <= high:
            return number
        self.wrong(key, f"{low}到{high}之间的数")
        return default

    def truth(self, key: str, *, default: bool) -> bool:
        """Yes or no."""
        text = self.text(key).lower()
        if text in _YES | _NO:
            return text in _YES
        if text:
            self.wrong(key, "true或false")
        return default

    def date(self, key: str, *, needed: bool = False) -> dt.date | None:
        """A day, ``2018-08-06``."""
        text = self.text(key, needed=needed)
        try:
            return dt.date.fromisoformat(text) if text else None
        except ValueError:
            self.wrong(key, "日期", "写作2018-08-06")
            return None

    def time(self, key: str) -> dt.time | None:
        """A time of day, ``08:30``."""
        text = self.text(key, needed=True)
        try:
            found = dt.time.fromisoformat(text.zfill(5)) if text else None
        except ValueError:
            found = None
        if found and not found.tzinfo and not found.second and not found.microsecond:
            return found
        if text:
            self.wrong(key, "到分钟的时刻", "写作08:30")
        return None

    def plain(self, key: str) -> dict[Any, Any]:
        """A mapping as YAML understands it; empty where YAML cannot make sense of it."""
        try:
            return dict(yaml.SafeLoader("").construct_document(self._values[key][1]))
        except (yaml.YAMLError, ValueError, OverflowError):
            self.wrong(key, "“项目: 内容”，内容是词、数或日期")
            return {}

    def inside(self, key: str, path: str) -> bool:
        """Whether a path is there and stays below the project folder; one that leaves it is a fault."""
        pure = PurePosixPath(path)
        if path and (pure.is_absolute() or ".." in pure.parts):
            self.fault("path_outside", key, f"“{path}”不在项目文件夹之内", "写项目文件夹以下的相对路径")
            return False
        return bool(path)

    def words(self, key: str, *, needed: bool = False) -> tuple[str, ...]:
        """A list of words; a single one counts as a list of one."""
        node = self.node(key, needed=needed)
        if node is None:
            return ()
        items = node.value if isinstance(node, yaml.SequenceNode) else [node]
        if all(isinstance(item, yaml.ScalarNode) for item in items):
            return tuple(str(item.value).strip() for item in items)
        self.wrong(key, "一列名称")
        return ()

    def block(self, key: str, *, needed: bool = False) -> Block | None:
        """A mapping under a key."""
        node = self.node(key, needed=needed)
        return Block(self.file, node, self._faults) if node is not None else None

    def blocks(self, key: str) -> tuple[Block, ...]:
        """A list of mappings; a single one counts as a list of one."""
        node = self.node(key)
        if node is None:
            return ()
        items = node.value if isinstance(node, yaml.SequenceNode) else [node]
        return tuple(Block(self.file, item, self._faults) for item in items)

    def named(self, key: str) -> Iterator[tuple[str, Block]]:
        """A mapping of names to mappings."""
        outer = self.block(key)
        if outer:
            yield from outer.each()

    def each(self) -> Iterator[tuple[str, Block]]:
        """Every key with the mapping under it."""
        for name, (_, value) in self._values.items():
            self._asked.append(name)
            yield name, Block(self.file, value, self._faults)

    def keys(self) -> tuple[str, ...]:
        """The keys as written."""
        return tuple(self._values)

    def fault(self, rule: str, key: str, message: str, advice: str = "") -> None:
        """Keep a fault of one key."""
        self._faults.add(rule, self.place(key), message, advice)

    def close(self) -> None:
        """Whatever was not asked for is unknown here."""
        for key in self._values:
            if key not in self._asked:
                near = get_close_matches(key, self._asked, 1)
                advice = f"是不是“{near[0]}”？" if near else f"可用：{'、'.join(dict.fromkeys(self._asked))}"
                self._faults.add("unknown_key", self.place(key), f"不认识的项目“{key}”", advice)


def empty(file: str) -> Block:
    """A block without anything, for what is missing and was told already."""
    mark = yaml.Mark(file, 0, 0, 0, None, 0)
    return Block(file, yaml.MappingNode("tag:yaml.org,2002:map", [], mark, mark), Faultfinder())


def _is_null(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and node.tag.endswith(":null")
