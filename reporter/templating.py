"""The one Jinja2 environment: sandboxed, strict, escaping; for the layouts, the mail and the placeholders of section files.

Templates come as bytes by path below ``templates/``; nothing is read from disk here. A fault in a template is a fault of
the office's files and names file and line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import CodeType
from typing import TYPE_CHECKING, Any, NoReturn

from jinja2 import (
    BaseLoader,
    BytecodeCache,
    Environment,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
    nodes,
)
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Namespace
from markupsafe import Markup, escape

from reporter.errors import Faults
from reporter.model.finding import Finding, Place

if TYPE_CHECKING:
    from jinja2.bccache import Bucket

__all__ = ["Call", "Templates", "escaped", "html", "placeholders", "words"]

_FOLDER = "templates/"
_WRONG = (TemplateError, SecurityError, TypeError, ValueError, LookupError, ArithmeticError, RecursionError)
"""What a template that is written wrong can raise."""
_MADE_AHEAD = ("shared", "looks", "email")
_READER = Environment(autoescape=False)  # noqa: S701 - reads templates, never renders one


def html(text: str) -> str:
    """Mark text as HTML that needs no more escaping."""
    return Markup(text)  # noqa: S704 - the callers build it from escaped pieces


def escaped(text: str) -> str:
    """Any text as HTML."""
    return escape(text)


class _Programs(BytecodeCache):
    """What templates were made into, kept by their words: a layout that an office has left as it ships is made once a process."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill in what is known; a template with other words is another one."""
        bucket.code = self._known.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep it."""
        if bucket.code is not None:
            self._known[bucket.key, bucket.checksum] = bucket.code


_PROGRAMS = _Programs()


def preload(folder: Path) -> None:
    """Make programs of the layouts below ``folder``, for every production of this process and of its forks."""
    files = {
        f"{_FOLDER}{path.relative_to(folder).as_posix()}": path.read_bytes()
        for kind in _MADE_AHEAD for path in sorted((folder / kind).iterdir())
    }  # fmt: skip
    templates = Templates(files)
    for path in files:
        templates.make(path.removeprefix(_FOLDER))


class _Files(BaseLoader):
    """Templates from memory."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = files

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:  # noqa: ARG002
        """Source, name and "still the same" of one template."""
        path = _FOLDER + template
        if path not in self._files:
            raise TemplateNotFound(template)
        return self._files[path].decode("utf-8"), path, lambda: True


class Templates:
    """All templates of one production."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        """``files`` by path below the project folder; those in ``templates/`` can be rendered and imported."""
        self._page = _environment(_Files(files), autoescape=lambda name: (name or "").endswith(".html"))
        self._text = _environment(_Files(files), autoescape=False)

    def make(self, name: str) -> None:
        """Make a program of ``templates/<name>``, which is then at hand."""
        if not name.endswith(".css"):
            self._page.get_template(name)

    def render(self, name: str, context: Mapping[str, object]) -> str:
        """Fill ``templates/<name>``; values are escaped where the name ends in ``.html``."""
        with _faults_at(Place(file=_FOLDER + name)):
            return self._page.get_template(name).render(context)

    def fill(self, text: str, context: Mapping[str, object], place: Place) -> str:
        """Fill the placeholders of a text that stands at ``place`` (its first line); nothing is escaped."""
        if "{" not in text:
            return text
        with _faults_at(place):
            tree = self._text.parse(text)
        said = _answered(tree, context, place)
        if said is not None:
            return said
        with _faults_at(place):
            return self._text.from_string(tree).render(context)


def _environment(
    loader: BaseLoader, *, autoescape: bool | Callable[[str | None], bool]
) -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(
        loader=loader, undefined=StrictUndefined, autoescape=autoescape, keep_trailing_newline=True,
        bytecode_cache=_PROGRAMS, optimized=False,  # each template is rendered once: folding its constants costs more than it gives
    )  # fmt: skip
    environment.globals.clear()
    environment.globals["namespace"] = Namespace  # for layouts that count; range and the others are not offered
    return environment


def _answered(tree: nodes.Template, context: Mapping[str, object], place: Place) -> str | None:
    """A text whose placeholders are calls with constants, answered from its tree; ``None`` where it wants more.

    Nearly every text of an office is one. Making a program of it would take several times as long as reading it.
    """
    pieces = [piece for output in tree.body for piece in getattr(output, "nodes", [output])]
    answers = [_answer(piece, context) for piece in pieces]
    if None in answers:
        return None
    said = []
    for piece, answer in zip(pieces, filter(None, answers), strict=True):
        with _faults_at(place.below(piece.lineno - 1)):
            said.append(str(answer()))
    return "".join(said)


def _answer(piece: nodes.Node, context: Mapping[str, object]) -> Callable[[], object] | None:
    """How to answer words, or a call of a function of the context with constants; ``None`` for everything else."""
    if isinstance(piece, nodes.TemplateData):
        return lambda: piece.data
    if (
        not isinstance(piece, nodes.Call)
        or not isinstance(piece.node, nodes.Name)
        or piece.dyn_args
        or piece.dyn_kwargs
    ):
        return None
    function = context.get(piece.node.name)
    given = [*piece.args, *(option.value for option in piece.kwargs)]
    if not callable(function) or not all(isinstance(one, nodes.Const) for one in given):
        return None
    options = {option.key: option.value.as_const() for option in piece.kwargs}
    return partial(function, *(one.as_const() for one in piece.args), **options)


@contextmanager
def _faults_at(place: Place) -> Iterator[None]:
    """Whatever a template does wrong is a fault of its file and line; ``place`` is where the template begins."""
    try:
        yield
    except _WRONG as error:
        _fail(error, place)


def _fail(error: Exception, place: Place) -> NoReturn:
    """Raise the fault of a template with its file and line."""
    line = getattr(error, "lineno", None) or _line_of(error)
    file = getattr(error, "filename", None) or place.file
    own = file == place.file or file in {"<template>", "<unknown>", None}
    at = (
        Place(file=place.file, line=(place.line or 1) + line - 1 if line else place.line)
        if own
        else Place(file=file, line=line)
    )
    finding = Finding("template_fault", "error", at, f"模板写法有误：{_said(error)}", "检查这一行的占位符和括号")
    raise Faults([finding]) from error


def _said(error: Exception) -> str:
    """What is wrong, in words that somebody who edits templates understands."""
    return "模板自己调用自己，没有尽头" if isinstance(error, RecursionError) else str(error)


def _line_of(error: Exception) -> int:
    """Line of the template in which an error arose; Jinja puts template frames into the traceback."""
    line, trace = 0, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename.endswith(("<template>", ".html", ".txt", ".css")):
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


@dataclass(frozen=True, slots=True)
class Call:
    """One placeholder of a text, as written."""

    name: str
    arguments: tuple[str, ...]
    options: Mapping[str, object]
    line: int
    """From 1, within the text."""
    constant: bool = True
    """Whether all arguments are constants, so that they can be read without running the template."""


def placeholders(text: str, place: Place) -> tuple[Call, ...]:
    """Every call in the placeholders of a text; a syntax error is raised as :class:`Faults`."""
    try:
        tree = _READER.parse(text)
    except TemplateSyntaxError as error:
        _fail(error, place)
    found = [_call(node) for node in tree.find_all(nodes.Call) if isinstance(node.node, nodes.Name)]
    called = {id(node.node) for node in tree.find_all(nodes.Call)}
    bare = [
        Call(node.name, (), {}, node.lineno)
        for node in tree.find_all(nodes.Name)
        if node.ctx == "load" and id(node) not in called
    ]
    return tuple(sorted([*found, *bare], key=lambda call: call.line))


def _call(node: nodes.Call) -> Call:
    """A call in the terms of the office."""
    assert isinstance(node.node, nodes.Name)  # noqa: S101 - for the type checker; the caller has filtered
    values: list[Any] = []
    options: dict[str, object] = {}
    constant = not (node.dyn_args or node.dyn_kwargs)
    for argument in node.args:
        constant = constant and isinstance(argument, nodes.Const)
        values.append(argument.value if isinstance(argument, nodes.Const) else "")
    for option in node.kwargs:
        constant = constant and isinstance(option.value, nodes.Const)
        options[option.key] = option.value.value if isinstance(option.value, nodes.Const) else ""
    return Call(node.node.name, tuple(map(str, values)), options, node.lineno, constant)


def words(text: str, place: Place) -> Iterator[tuple[int, str]]:
    """What stands outside the placeholders of a text: line (from 1) and words."""
    try:
        for line, kind, value in _READER.lex(text):
            if kind == "data":
                yield line, value
    except TemplateSyntaxError as error:
        _fail(error, place)
