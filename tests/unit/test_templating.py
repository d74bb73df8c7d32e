"""Placeholders are answered the same, and their faults told with the same line, with a program of Jinja's or without."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from jinja2.sandbox import ImmutableSandboxedEnvironment

from reporter import templating
from reporter.errors import Faults
from reporter.model.finding import Place
from reporter.shipped import starter
from reporter.templating import Templates

_PROGRAM = "{% if true %}{% endif %}"
"""What makes a program of any text, and says nothing."""
_PLACE = Place(file="templates/sections/one.md", line=7)


def words(subject: str, *more: str, bare: bool = False, count: int = 1) -> str:
    """A placeholder that says how it was called."""
    return f"‹{subject}{''.join(more)}{bare}{count * 2}›"


def refused(subject: str) -> str:
    """A placeholder that cannot be answered."""
    message = f"no {subject}"
    raise ValueError(message)


_CONTEXT: dict[str, Callable[..., str]] = {"words": words, "refused": refused}


@pytest.mark.parametrize(
    "text",
    [
        "无占位符",
        '{{ words("甲") }}',
        '围绕{{ words("甲", "乙", bare=true) }}，\n\n{{ words("丙", count=3) }}。\n',
        '{# 说明 #}前{{ words("甲") }}后',
        '{{ words("甲") ~ "乙" }}',
        '{{ words("甲")|upper }}',
        '{% set one = "甲" %}{{ words(one) }}',
        '{% if words("甲") %}是{% else %}否{% endif %}{{ words("丁", **{}) }}',
        '{% raw %}{{ words }}{% endraw %}{{ words("甲") }}',
    ],
)
def test_a_text_says_the_same_with_a_program_or_without(text: str) -> None:
    """Calls with constants are answered as they are; whatever wants more than that still gets it."""
    templates = Templates({})
    assert templates.fill(text, _CONTEXT, _PLACE) == templates.fill(_PROGRAM + text, _CONTEXT, _PLACE)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('一\n{{ refused("甲") }}', 8),
        ('一\n二{{ words("甲") }}\n{{ nobody("甲") }}', 9),
        ('{{ words("甲") }}\n{{ words }', 8),
        ('{{ words("甲", wrong=1) }}', 7),
        ('{{ words }}\n\n{{ words.__globals__["x"] }}', 9),
    ],
)
def test_a_fault_is_told_with_its_line_either_way(text: str, line: int) -> None:
    """A call that is refused, a name that nobody knows, a bracket left open, an option that there is not, a way out."""
    templates = Templates({})
    said = []
    for whole in (text, _PROGRAM + text):
        with pytest.raises(Faults) as caught:
            templates.fill(whole, _CONTEXT, _PLACE)
        (finding,) = caught.value.findings
        assert (finding.place.file, finding.place.line) == (_PLACE.file, line)
        said.append(finding.message)
    assert said[0] == said[1]


def test_a_layout_that_ships_is_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Prepared ahead, its program is at hand for every production; a layout with other words is made from those."""
    shipped = starter() / "templates"
    templating.preload(shipped)
    words = (shipped / "shared" / "ordinals.html").read_bytes()
    made: list[str] = []
    compiled = ImmutableSandboxedEnvironment.compile

    def compile_and_tell(self: ImmutableSandboxedEnvironment, source: str, *how: str, **options: str) -> object:
        made.append(source)
        return compiled(self, source, *how, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(ImmutableSandboxedEnvironment, "compile", compile_and_tell)
    for content in (words, words + b"{{ more }}"):
        files = {"templates/shared/ordinals.html": content}
        Templates(files).render("shared/ordinals.html", {"more": "甲"})
    assert made == [(words + b"{{ more }}").decode()]
