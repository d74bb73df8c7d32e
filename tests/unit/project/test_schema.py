"""Editors are told what ``schedules.yaml`` may say: the schema knows every key that is read, and no other."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from reporter.project import inspect
from reporter.project.block import Block
from tests.unit.project import small_office

ROOT = Path(__file__).resolve().parent.parent.parent.parent
SCHEMA: dict[str, Any] = json.loads((ROOT / "schedules.schema.json").read_text(encoding="utf-8"))
FULL = Path(__file__).with_name("everything.yaml")
OPTIONAL_WAYS = {"schedules.*": {"minute", "cron", "every", "day", "time"}}
"""Keys of which one schedule never has all."""


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> dict[str, set[str]]:
    """The keys that the reader asks for, by the path of their block, while it reads a file with everything in it."""
    found: dict[str, set[str]] = {}
    paths: dict[int, str] = {}
    kept: list[Block] = []
    node, block, blocks, each, init = Block.node, Block.block, Block.blocks, Block.each, Block.__init__

    def made(self: Block, file: str, yaml_node: Any, faults: Any) -> None:
        init(self, file, yaml_node, faults)
        kept.append(self)  # its id must not be given away
        if file == "schedules.yaml" and not paths:
            paths[id(self)] = ""

    def noted(self: Block, key: str, *, needed: bool = False) -> Any:
        if id(self) in paths:
            found.setdefault(paths[id(self)], set()).add(key)
        return node(self, key, needed=needed)

    def below(self: Block, inner: Block | None, key: str) -> Block | None:
        if inner is not None and id(self) in paths:
            paths[id(inner)] = f"{paths[id(self)]}.{key}".lstrip(".")
        return inner

    monkeypatch.setattr(Block, "__init__", made)
    monkeypatch.setattr(Block, "node", noted)
    monkeypatch.setattr(Block, "block", lambda self, key, **more: below(self, block(self, key, **more), key))
    monkeypatch.setattr(Block, "blocks", lambda self, key: tuple(below(self, one, key) for one in blocks(self, key)))
    monkeypatch.setattr(Block, "each", lambda self: ((name, below(self, one, "*")) for name, one in each(self)))
    folder = small_office.build(tmp_path)
    (folder / "schedules.yaml").write_text(FULL.read_text(encoding="utf-8"), encoding="utf-8")
    _, findings = inspect(folder)
    assert not [str(one) for one in findings if one.rule in {"unknown_key", "missing_key", "bad_value"}]
    return found


def shape(path: str) -> dict[str, Any]:
    """What the schema says of the block at a path."""
    here = SCHEMA
    for step in path.split(".") if path else ():
        here = _opened(here)
        here = here["additionalProperties"] if step == "*" or "properties" not in here else here["properties"][step]
    return _opened(here)


def _opened(here: dict[str, Any]) -> dict[str, Any]:
    """The mapping among several ways of writing, behind a reference or within a list."""
    while True:
        if "$ref" in here:
            here = SCHEMA["$defs"][here["$ref"].rsplit("/", 1)[1]]
        elif "anyOf" in here:
            here = max(here["anyOf"], key=lambda one: len(_opened(one).get("properties", ())))
        elif here.get("type") == "array" and "items" in here:
            here = here["items"]
        else:
            return here


def test_every_key_that_is_read_is_in_the_schema_and_no_other(asked: dict[str, set[str]]) -> None:
    """A new setting is described for editors, or this test says which one is not."""
    differing = {}
    for path, keys in asked.items():
        described = shape(path)
        if "properties" not in described:
            continue  # names that the office gives
        known = set(described["properties"])
        if keys - known or known - keys - OPTIONAL_WAYS.get(path, set()):
            differing[path] = (sorted(keys - known), sorted(known - keys))
    assert differing == {}
    assert {"office", "mail", "reports.*", "schedules.*", "sources.*", "watch", "mail.window"} <= set(asked)


@pytest.mark.parametrize("file", [ROOT / "schedules.yaml", FULL], ids=["demo", "everything"])
def test_what_is_sound_fits_the_schema(file: Path) -> None:
    """The demo, and a file that says everything that can be said, raise no complaint in an editor."""
    said = json.loads(json.dumps(yaml.safe_load(file.read_text(encoding="utf-8")), default=str))
    jsonschema.Draft202012Validator(SCHEMA).validate(said)


def test_a_slip_does_not_fit() -> None:
    """An editor marks an unknown key and a wrong word."""
    complaints = jsonschema.Draft202012Validator(SCHEMA)
    assert not complaints.is_valid({"office": {"name": "甲", "short": "甲", "nmae": "乙"}})
    assert not complaints.is_valid(
        {"office": {"name": "甲", "short": "甲"}, "schedules": {"m": {"report": "r", "to": "x", "every": "fortnight"}}}
    )
