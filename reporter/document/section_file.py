"""Turn a section file - front matter between two lines ``---``, then Markdown with placeholders - into its parts."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import yaml

from reporter.errors import Faults
from reporter.model.finding import Finding, Place
from reporter.project.reading import slip

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_FENCE = "---"
KEYS = frozenset(
    {"title", "theme", "kicker", "headline", "strip", "charts", "tables", "mail", "period", "optional", "cut"}
)
"""What the front matter may say."""
_NUMBERED = re.compile(r"(?:\d+-)?(?P<name>.+)\.md")
LEAD = "lead"
"""The section that opens the report: kicker, headline, key figures, lead."""


@dataclass(frozen=True, slots=True)
class SectionFile:
    """One section as written."""

    id: str
    """The file's name without its number: ``second_half``."""
    path: str
    """Path below the project folder."""
    body: str
    """Markdown with placeholders."""
    line: int
    """Line of the file on which the body begins."""
    head: Mapping[str, Any] = field(default_factory=dict)
    """The front matter."""
    places: Mapping[str, Place] = field(default_factory=dict)
    """Where every key of the front matter stands, in the period's own text or in the template; ``strip[0].value`` of blocks."""

    def place(self, key: str = "") -> Place:
        """Where the body begins, or where a key of the front matter stands: ``title``, ``charts[1]``, ``strip[0].value``."""
        if key:
            own = self.places.get(key) or self.places.get(key.partition("[")[0])
            return own or Place(file=self.path, line=1)
        return Place(file=self.path, line=self.line)

    def blocks(self, key: str) -> tuple[Mapping[str, Any], ...]:
        """The list of blocks under a key: charts, tables, strip."""
        return tuple(self.head.get(key) or ())


CUTS = ("public", "internal")


def read(files: Mapping[str, bytes], template: str, report: str, period: str, cut: str = "") -> tuple[SectionFile, ...]:
    """The sections of a report in order; the period's own texts take the place of the template's.

    With ``cut`` those that belong to the other cut (``cut: internal`` in the front matter) are left out.
    """
    folder = f"templates/{template}/sections/"
    own = f"texts/{report}/{period}/"
    paths = sorted(path for path in files if path.startswith(folder) and path.endswith(".md"))
    found: list[SectionFile] = []
    faults: list[Finding] = []
    for path in paths:
        try:
            section = parse(path, files[path])
            override = own + path.removeprefix(folder)
            if override in files:
                section = _overridden(section, parse(override, files[override]))
            found.append(section)
        except Faults as fault:
            faults += fault.findings
    faults += _strangers(files, own, {path.removeprefix(folder) for path in paths})
    if faults:
        raise Faults(faults)
    if not found:
        raise Faults(
            [Finding("no_section", "error", Place(file=folder), "没有栏目文件", "每个栏目写一个md文件，以序号开头")]
        )
    return tuple(section for section in found if not cut or section.head.get("cut", cut) == cut)


def _overridden(section: SectionFile, own: SectionFile) -> SectionFile:
    """A section with the words of one period; of its front matter only what the period says anew."""
    return replace(own, head={**section.head, **own.head}, places={**section.places, **own.places})


def _strangers(files: Mapping[str, bytes], own: str, known: Iterable[str]) -> list[Finding]:
    """Texts of the period that belong to no section."""
    names = {path.removeprefix(own) for path in files if path.startswith(own) and path.endswith(".md")}
    return [
        Finding(
            "unknown_section",
            "error",
            Place(file=own + name),
            "没有同名的栏目",
            f"改成其中之一：{'、'.join(sorted(known))}",
        )
        for name in sorted(names - set(known))
    ]


def parse(path: str, content: bytes) -> SectionFile:
    """One file; raises :class:`Faults` with its line when the front matter cannot be read."""
    name = _NUMBERED.fullmatch(path.rsplit("/", 1)[-1])
    ident = (name["name"] if name else path).replace("-", "_")
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise Faults(
            [Finding("not_utf8", "error", Place(file=path), "不是UTF-8编码的文字", "另存为UTF-8编码")]
        ) from error
    lines = text.split("\n")
    if lines[0].rstrip() != _FENCE:
        return SectionFile(ident, path, text, 1)
    end = next((number for number, line in enumerate(lines[1:], 1) if line.rstrip() == _FENCE), 0)
    if not end:
        raise Faults(
            [
                Finding(
                    "open_front_matter", "error", Place(file=path, line=1), "开头的---没有第二行---与之相对", "补上---"
                )
            ]
        )
    head, keys = _front_matter(path, "\n".join(lines[1:end]))
    places = {key: Place(file=path, line=line) for key, line in keys.items()}
    return SectionFile(ident, path, "\n".join(lines[end + 1 :]), end + 2, head, places)


def _front_matter(path: str, text: str) -> tuple[dict[str, Any], dict[str, int]]:
    """Keys with their values and lines."""
    try:
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
        head = yaml.load(text, Loader=yaml.CSafeLoader) or {}
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else 1
        raise Faults(
            [
                Finding(
                    "bad_yaml",
                    "error",
                    Place(file=path, line=line),
                    f"写法有误：{slip(error.problem or '')}",
                    "检查缩进和引号",
                )
            ]
        ) from error
    if not isinstance(head, dict) or not isinstance(node, yaml.MappingNode | None):
        raise Faults(
            [Finding("bad_front_matter", "error", Place(file=path, line=2), "开头应为“项目: 内容”", "参照其他栏目文件")]
        )
    keys = dict(_lines(node)) if node else {}
    faults = [
        Finding(
            "unknown_key",
            "error",
            Place(file=path, line=keys.get(str(key), 1)),
            f"不认识的项目“{key}”",
            f"可用：{'、'.join(sorted(KEYS))}",
        )
        for key in head
        if key not in KEYS
    ]
    faults += [
        Finding(
            "bad_block",
            "error",
            Place(file=path, line=keys[key]),
            f"“{key}”应为一列条目，每条写“项目: 内容”",
            "每条以“- ”开头",
        )
        for key in ("charts", "tables", "strip")
        if head.get(key) is not None and not _is_blocks(head[key])
    ]
    if head.get("cut", CUTS[0]) not in CUTS:
        said = f"cut“{head['cut']}”无法识别"
        faults.append(Finding("bad_cut", "error", Place(file=path, line=keys["cut"]), said, f"可用：{'、'.join(CUTS)}"))
    if faults:
        raise Faults(faults)
    return head, keys


def _lines(node: yaml.MappingNode) -> Iterator[tuple[str, int]]:
    """Every key with its line of the file, those of the blocks in a list as well."""
    for key, value in node.value:
        yield key.value, key.start_mark.line + 2
        blocks = value.value if isinstance(value, yaml.SequenceNode) else ()
        for number, block in enumerate(blocks):
            if isinstance(block, yaml.MappingNode):
                yield f"{key.value}[{number}]", block.start_mark.line + 2
                yield from (
                    (f"{key.value}[{number}].{inner.value}", inner.start_mark.line + 2) for inner, _ in block.value
                )


def _is_blocks(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, dict) for item in value)
