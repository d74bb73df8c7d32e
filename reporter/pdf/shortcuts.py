"""Turn what WeasyPrint works out again and again into what it has worked out before.

A page is laid out twice, and within one layout most words are measured more than once. Five shortcuts, in the order of
what they give, together a quarter of the layout's time: a line of the same words, type and width breaks as it did before;
a text begins with the settings of the last one of its type; a property that no rule names is taken from the parent or
from its initial value at once; a length in pixels needs no calculation, and a box without percentages is measured as the
last one of its style; a type has one height of line.

They stand on the inside of one version: each counts only for the very source that it was written against, and with
another WeasyPrint everything is as its authors made it. A test compares what is printed with and without them.
"""

from __future__ import annotations

import hashlib
import math
import re
from contextlib import contextmanager
from functools import cache
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

_WRITTEN_FOR = {
    "css/__init__.py": "77ad7287f90d7cfaf85eb00ebe7af47d2bedfb856d7dc68717152f2d8a7605fd",
    "layout/percent.py": "bac190e240dce17b4342feb99423e8232433d3727c0833897f50fed88cb163a2",
    "text/line_break.py": "1f5a855ad992e0bebaf5512d2b806fd991090e0e91bf79d3d5a3a0176b22af97",
    "text/fonts.py": "59d74d0c161349b8416f1d13466e16dd47c1161f0a397ff1e4ca70814eb36091",
}
"""SHA-256 of the sources whose insides are used."""

_FEATURES = (
    "font_kerning", "font_variant_ligatures", "font_variant_position", "font_variant_caps", "font_variant_numeric",
    "font_variant_alternates", "font_variant_east_asian", "font_feature_settings",
)  # fmt: skip
_TYPE = (
    "direction", "font_language_override", "lang", "font_family", "font_style", "font_stretch", "font_weight", "font_size",
    "font_variation_settings", *_FEATURES,
)  # fmt: skip
"""All that the settings of a text depend on, but for lines below or through it."""
_LINE = (
    *_TYPE, "text_decoration_line", "word_spacing", "letter_spacing", "overflow_wrap", "white_space", "tab_size", "hyphens",
    "hyphenate_limit_chars", "hyphenate_limit_zone", "hyphenate_character", "word_break",
)  # fmt: skip
"""All that the break of a line depends on."""
_FAMILY = _TYPE.index("font_family")
_SIDES = ("left", "right", "top", "bottom")
_LENGTHS = (
    *(f"{what}_{side}" for what in ("margin", "padding") for side in _SIDES),
    "width", "min_width", "max_width", "height", "min_height", "max_height",
)  # fmt: skip
"""What may be a share of the box around it."""
_MEASURES = (*_LENGTHS, *(f"border_{side}_width" for side in _SIDES))

_NARROW = re.compile("[^\u2e80-\u9fff\uff01-\uff60]")
"""What may be narrower than the type is high ..."""
_NARROWEST = 0.2
"""... but hardly by more than that."""
_AHEAD, _SPARE = 8, 4
"""Characters that must be left for the next line, as it is looked at where that may break; and some for good measure."""
_RESUME = 2
"""Where the next line begins, in bytes, among what is known of a line."""

_lines: dict[Any, Any] = {}
_settings: dict[Any, Any] = {}
_struts: dict[Any, Any] = {}
_boxes: dict[int, tuple[Any, dict[str, Any]]] = {}
"""Styles, which are kept so that no other takes their place, and the measures of their boxes."""


@contextmanager
def remembered() -> Iterator[None]:
    """Forget at the end what was worked out meanwhile."""
    try:
        yield
    finally:
        _lines.clear()
        _settings.clear()
        _struts.clear()
        _boxes.clear()


@cache
def install() -> bool:
    """Take the shortcuts; ``False`` where this is another WeasyPrint."""
    if not _fits():
        return False
    _break_lines_once()
    _set_up_once()
    _inherit_at_once()
    _take_pixels()
    _measure_boxes_once()
    _measure_lines_once()
    return True


def _fits() -> bool:
    """Whether the sources are those that the shortcuts were written against."""
    import weasyprint  # noqa: PLC0415 - only in the printing child

    folder = Path(weasyprint.__file__).parent
    return all(
        hashlib.sha256((folder / name).read_bytes()).hexdigest() == known for name, known in _WRITTEN_FOR.items()
    )


def _key(values: tuple[Any, ...]) -> tuple[Any, ...] | None:
    """Values of a style as a key; nothing where one of them is a set or the like, as that of an underlined text is."""
    family = values[_FAMILY]
    if type(family) is list:  # in SVG
        values = (*values[:_FAMILY], tuple(family), *values[_FAMILY + 1 :])
    try:
        hash(values)
    except TypeError:
        return None
    return values


def _enough(text: str, style: Any, max_width: float | None) -> int:
    """How many characters surely fill a line and leave some of the next one, where they are as wide as the type is high.

    The library takes four times as many as would fill the line if all of them were Chinese, and has them all shaped.
    """
    if not max_width or max_width == math.inf or style["font_feature_settings"] != "normal":
        return len(text)
    if style["letter_spacing"] not in ("normal", 0) or not style["font_size"]:
        return len(text)
    wanted = max_width / style["font_size"] + _AHEAD + _SPARE
    enough = int(wanted)
    while enough < len(text):
        narrow = len(_NARROW.findall(text[:enough]))
        lacking = wanted - (enough - narrow) - _NARROWEST * narrow
        if lacking < 1:
            break
        enough += int(lacking)
    return enough


def _break_lines_once() -> None:
    """Remember how each line was broken; what is handed out is a copy, as the caller draws with it and changes it."""
    from weasyprint.layout import inline, preferred  # noqa: PLC0415
    from weasyprint.text import line_break  # noqa: PLC0415

    plain, values, new = line_break.split_first_line, itemgetter(*_LINE), line_break.Layout.__new__

    def broken(text: str, style: Any, context: Any, max_width: float | None, *how: Any) -> tuple[Any, ...]:
        enough = _enough(text, style, max_width)
        if enough < len(text):
            found: tuple[Any, ...] = plain(text[:enough], style, context, max_width, *how)
            if found[_RESUME] is not None and enough - len(text.encode()[: found[_RESUME]].decode()) >= _AHEAD:
                return found
        return plain(text, style, context, max_width, *how)  # type: ignore[no-any-return]

    def split_first_line(
        text: str, style: Any, context: Any, max_width: float | None, justification_spacing: float,
        is_line_start: bool = True, minimum: bool = False,  # noqa: FBT001, FBT002 - as the library calls it
    ) -> tuple[Any, ...]:  # fmt: skip
        kind = _key(values(style))
        if kind is None:
            return plain(text, style, context, max_width, justification_spacing, is_line_start, minimum)  # type: ignore[no-any-return]
        how = (text, max_width, justification_spacing, is_line_start, minimum, id(style.font_config), kind)
        known = _lines.get(how)
        if known is None:
            known = _lines[how] = broken(text, style, context, max_width, justification_spacing, is_line_start, minimum)
        layout = new(line_break.Layout)
        layout.__dict__.update(known[0].__dict__)
        return (layout, *known[1:])

    line_break.split_first_line = inline.split_first_line = preferred.split_first_line = split_first_line


def _set_up_once() -> None:
    """Share the context of a text and the description of its type among all texts of that type."""
    from weasyprint.text import fonts, line_break  # noqa: PLC0415
    from weasyprint.text.constants import LST_TO_ISO, PANGO_DIRECTION  # noqa: PLC0415
    from weasyprint.text.ffi import ffi, gobject, pango, unicode_to_char_p  # noqa: PLC0415

    plain, values, features = line_break.Layout.setup, itemgetter(*_TYPE), itemgetter(*_FEATURES)

    def settings(style: Any) -> tuple[Any, ...]:
        context = ffi.gc(pango.pango_font_map_create_context(style.font_config.font_map), gobject.g_object_unref)
        pango.pango_context_set_round_glyph_positions(context, False)  # noqa: FBT003 - a function of C
        pango.pango_context_set_base_dir(context, PANGO_DIRECTION[style["direction"]])
        override = style["font_language_override"]
        name = style["lang"] if override == "normal" else LST_TO_ISO.get(override.lower(), override)
        language = pango.pango_language_get_default()
        if name:
            language = pango.pango_language_from_string(unicode_to_char_p(name)[0])
            pango.pango_context_set_language(context, language)
        wanted = fonts.font_features(*features(style))
        return (
            context, language, fonts.get_font_description(style),
            ",".join(f"{key} {value}" for key, value in wanted.items()).encode(),
        )  # fmt: skip

    def setup(self: Any, style: Any) -> None:
        kind = _key(values(style))
        if kind is None or style["text_decoration_line"] != "none":
            plain(self, style)
            return
        how = (id(style.font_config), kind)
        if how not in _settings:
            _settings[how] = settings(style)
        context, self.language, description, wanted = _settings[how]
        self.style, self.first_line_direction = style, 0
        self.ascent = self.underline_position = self.strikethrough_position = None
        self.layout = ffi.gc(pango.pango_layout_new(context), gobject.g_object_unref)
        pango.pango_layout_set_auto_dir(self.layout, False)  # noqa: FBT003
        pango.pango_layout_set_font_description(self.layout, description)
        if wanted:
            known = style.font_config.font_features
            if wanted not in known:
                known[wanted] = pango.pango_attr_font_features_new(wanted)
            attributes = pango.pango_attr_list_new()
            pango.pango_attr_list_insert(attributes, known[wanted])
            pango.pango_layout_set_attributes(self.layout, attributes)

    line_break.Layout.setup = setup


def _inherit_at_once() -> None:
    """Take what no rule names from the parent or from its initial value, where nothing else can have a say in it."""
    from weasyprint import css  # noqa: PLC0415
    from weasyprint.css import computed_values, properties  # noqa: PLC0415

    logical = {
        function(block="ttb", inline=inline)
        for function in computed_values.PHYSICAL_FUNCTIONS.values() for inline in ("ltr", "rtl")
    }  # fmt: skip
    special = {"float", "display", "position", "page"}
    names = {
        name for name in properties.INITIAL_VALUES
        if name not in special and not name.startswith(("text_decoration_", "__"))
    }  # fmt: skip
    inherited = names & set(properties.INHERITED)
    initial = {
        name: properties.INITIAL_VALUES[name] for name in names - inherited - set(properties.INITIAL_NOT_COMPUTED)
    }
    plain = css.ComputedStyle.__missing__

    def missing(self: Any, key: str) -> Any:
        if key not in self.cascaded:
            physical = key in computed_values.PHYSICAL_FUNCTIONS
            if not physical or logical.isdisjoint(self.cascaded):
                if key in initial:
                    value = self[key] = initial[key]
                    return value
                if key in inherited and self.parent_style is not None:
                    value = self.parent_style[key]
                    if not css.check_math(value):
                        self[key] = value
                        return value
        return plain(self, key)

    css.ComputedStyle.__missing__ = missing


def _take_pixels() -> None:
    """Set a length in pixels, or the word auto, without the way that percentages and formulas need."""
    from weasyprint.css.properties import Dimension  # noqa: PLC0415
    from weasyprint.layout import inline, percent, table  # noqa: PLC0415

    plain = percent.resolve_one_percentage

    def resolve_one_percentage(box: Any, property_name: str, refer_to: float) -> None:
        value = box.style[property_name]
        if type(value) is Dimension and value.unit == "px":
            setattr(box, property_name, value.value)
        elif value == "auto":
            setattr(box, property_name, 0 if property_name in {"min_width", "min_height"} else value)
        else:
            plain(box, property_name, refer_to)

    percent.resolve_one_percentage = resolve_one_percentage
    inline.resolve_one_percentage = table.resolve_one_percentage = resolve_one_percentage


def _measure_boxes_once() -> None:
    """Remember the margins, borders and sizes of a style that needs nothing from the box around it."""
    from weasyprint.css.properties import Dimension  # noqa: PLC0415
    from weasyprint.layout import absolute, block, column, float, grid, inline, page, percent, table  # noqa: A004, PLC0415

    plain, values = percent.resolve_percentages, itemgetter(*_LENGTHS)

    def fixed(style: Any) -> bool:
        return style["border_collapse"] != "collapse" and all(
            value == "auto" or (type(value) is Dimension and value.unit == "px") for value in values(style)
        )

    def resolve_percentages(box: Any, containing_block: Any) -> None:
        known = _boxes.get(id(box.style))
        if known is not None:
            box.__dict__.update(known[1])
            return
        plain(box, containing_block)
        if fixed(box.style):
            _boxes[id(box.style)] = box.style, {name: box.__dict__[name] for name in _MEASURES}

    for module in (absolute, block, column, float, grid, inline, page, percent, table):
        module.resolve_percentages = resolve_percentages


def _measure_lines_once() -> None:
    """Remember the height of a line and its baseline by the type; the library writes the type down as a text each time."""
    from weasyprint.css import computed_values, units  # noqa: PLC0415
    from weasyprint.layout import inline  # noqa: PLC0415
    from weasyprint.text import line_break  # noqa: PLC0415

    plain, values = line_break.strut, itemgetter(*_TYPE, "line_height")

    def strut(style: Any) -> tuple[float, float]:
        kind = _key(values(style))
        how = (id(style.font_config), kind)
        if kind is None or how not in _struts:
            found: tuple[float, float] = plain(style)
            if kind is not None:
                _struts[how] = found
            return found
        known: tuple[float, float] = _struts[how]
        return known

    line_break.strut = inline.strut = units.strut = computed_values.strut = strut
