"""ISO 19005-3, 6.2.3 to 6.2.9: colours, states, pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pikepdf

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.pages.archive.paper import Paper, Rules

_CHANNELS = {b"GRAY": 1, b"RGB ": 3, b"CMYK": 4, b"Lab ": 3}
_CLASSES = {b"prtr", b"mntr", b"scnr", b"spac"}
_INTENTS = {"/RelativeColorimetric", "/AbsoluteColorimetric", "/Perceptual", "/Saturation"}
_MODES = {
    "/Normal", "/Compatible", "/Multiply", "/Screen", "/Overlay", "/Darken", "/Lighten", "/ColorDodge", "/ColorBurn",
    "/HardLight", "/SoftLight", "/Difference", "/Exclusion", "/Hue", "/Saturation", "/Color", "/Luminosity",
}  # fmt: skip
_DEPTHS = {1, 2, 4, 8, 16}


def _intent(paper: Paper) -> Iterator[str]:
    """One output intent, with a profile of the ICC in its own colours."""
    found = [one for one in paper.root.get("/OutputIntents", []) if one.get("/S") == "/GTS_PDFA1"]
    if len(found) != 1:
        yield f"{len(found)} of them"
    for one in found:
        if "/DestOutputProfileRef" in one:
            yield "its profile lies elsewhere"
        profile = one.get("/DestOutputProfile")
        yield from _profile(profile) if profile is not None else ("no profile",)


def _profile(stream: Any) -> Iterator[str]:
    data = bytes(stream.read_bytes())
    if data[36:40] != b"acsp" or data[12:16] not in _CLASSES or data[8] > 4 or int.from_bytes(data[:4]) != len(data):
        yield "no profile of the ICC"
    elif _CHANNELS.get(data[16:20]) != stream.get("/N"):
        yield f"a profile of {data[16:20]!r} for {stream.get('/N')} colours"


def _spaces(paper: Paper) -> Iterator[str]:
    """Only grey and red, green, blue, which the output intent explains; other spaces bring their profile."""
    for step in paper.steps:
        if step.operator in {"k", "K"}:
            yield f"page {step.page}: cyan, magenta, yellow and black"
        elif step.operator in {"cs", "CS"} and str(step.operands[0]) == "/DeviceCMYK":
            yield f"page {step.page}: {step.operands[0]}"
    for one in paper.objects:
        for space in (*one.get("/ColorSpace", {}).values(),) if _is_resources(one) else (one.get("/ColorSpace"),):
            yield from _space(space)


def _is_resources(one: Any) -> bool:
    return isinstance(one.get("/ColorSpace"), pikepdf.Dictionary)


def _space(space: Any) -> Iterator[str]:
    if space is None:
        return
    kind = str(space[0]) if isinstance(space, pikepdf.Array) else str(space)
    if kind == "/ICCBased":
        yield from _profile(space[1])
    elif kind not in {"/DeviceRGB", "/DeviceGray", "/CalRGB", "/CalGray", "/Lab", "/Indexed", "/Pattern"}:
        yield kind


def _states(paper: Paper) -> Iterator[str]:
    """No transfer functions, no halftones of the printer's own."""
    for one in _graphic_states(paper):
        if "/TR" in one or str(one.get("/TR2", "/Default")) != "/Default" or "/HTP" in one:
            yield f"a transfer function: {sorted(one.keys())}"
        halftone = one.get("/HT")
        if isinstance(halftone, pikepdf.Dictionary | pikepdf.Stream) and (
            halftone.get("/HalftoneType") not in {1, 5} or "/HalftoneName" in halftone
        ):
            yield "a halftone"


def _graphic_states(paper: Paper) -> Iterator[Any]:
    for one in paper.objects:
        states = one.get("/ExtGState")
        if isinstance(states, pikepdf.Dictionary):
            yield from states.as_dict().values()


def _rendering(paper: Paper) -> Iterator[str]:
    named = [str(step.operands[0]) for step in paper.steps if step.operator == "ri"]
    named += [str(one[key]) for one in paper.objects for key in ("/RI",) if key in one]
    named += [str(one["/Intent"]) for one in paper.streams if "/Intent" in one]
    yield from (name for name in named if name not in _INTENTS)


def _blending(paper: Paper) -> Iterator[str]:
    for one in _graphic_states(paper):
        modes = one.get("/BM", pikepdf.Name("/Normal"))
        for mode in modes if isinstance(modes, pikepdf.Array) else (modes,):
            if str(mode) not in _MODES:
                yield str(mode)


def _pictures(paper: Paper) -> Iterator[str]:
    for one in paper.streams:
        if one.get("/Subtype") != "/Image":
            continue
        if found := {"/Alternates", "/OPI"} & set(one.keys()):
            yield f"{one.objgen} has {sorted(found)}"
        if one.get("/Interpolate") is True or str(one.get("/Interpolate")) == "true":
            yield f"{one.objgen} is smoothed by whoever shows it"
        if not one.get("/ImageMask") and int(one.get("/BitsPerComponent", 8)) not in _DEPTHS:
            yield f"{one.objgen} has {one.BitsPerComponent} bits"


def _forms(paper: Paper) -> Iterator[str]:
    for one in paper.streams:
        if one.get("/Subtype") == "/PS" or one.get("/Subtype2") == "/PS":
            yield f"{one.objgen} is a program"
        if one.get("/Subtype") == "/Form" and (found := {"/OPI", "/PS", "/Ref"} & set(one.keys())):
            yield f"{one.objgen} has {sorted(found)}"


RULES: Rules = {
    "6.2.3 output intent": _intent,
    "6.2.4 colour spaces": _spaces,
    "6.2.5 graphics states": _states,
    "6.2.6 rendering intents": _rendering,
    "6.2.8 pictures": _pictures,
    "6.2.9 forms": _forms,
    "6.2.10 blending": _blending,
}
