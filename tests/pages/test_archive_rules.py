"""Each rule of the archive sees its fault: a sound file is spoilt in one place, and that very rule is broken."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Stream, String

from tests.pages.archive import RULES
from tests.pages.archive.paper import Paper

if TYPE_CHECKING:
    from collections.abc import Callable

    from pikepdf import Pdf

    from tests.pages.documents import Made


def _font(pdf: Pdf) -> Any:
    return next(iter(pdf.pages[0].Resources.Font.as_dict().values()))


def _drawn(operators: bytes) -> Callable[[Pdf], None]:
    """More of them at the end of the first page, as an artifact."""

    def spoil(pdf: Pdf) -> None:
        pdf.pages[0].contents_add(b"/Artifact BMC " + operators + b" EMC")

    return spoil


def _state(**entries: Any) -> Callable[[Pdf], None]:
    """A graphics state of the first page."""

    def spoil(pdf: Pdf) -> None:
        pdf.pages[0].Resources.ExtGState["/a1.0"] = Dictionary({f"/{key}": value for key, value in entries.items()})

    return spoil


def _picture(**entries: Any) -> Callable[[Pdf], None]:
    """A picture of one pixel among what the first page may draw."""

    def spoil(pdf: Pdf) -> None:
        picture = Stream(pdf, b"\x00", Type=Name.XObject, Subtype=Name.Image, Width=1, Height=1, ColorSpace=Name.DeviceGray,
                         BitsPerComponent=8)  # fmt: skip
        for key, value in entries.items():
            picture[f"/{key}"] = value
        pdf.pages[0].Resources.XObject["/spoilt"] = pdf.make_indirect(picture)

    return spoil


def _form(**entries: Any) -> Callable[[Pdf], None]:
    return _picture(Subtype=Name.Form, BBox=Array([0, 0, 1, 1]), **entries)


def _annotation(**entries: Any) -> Callable[[Pdf], None]:
    """A note on the first page."""

    def spoil(pdf: Pdf) -> None:
        sound = {"Type": Name.Annot, "Subtype": Name.Text, "Rect": Array([9, 9, 99, 99]), "F": 4,
                 "AP": Dictionary(N=Stream(pdf, b"")), "Contents": String("注")}  # fmt: skip
        kept = {f"/{key}": value for key, value in {**sound, **entries}.items() if value is not None}
        pdf.pages[0].obj["/Annots"] = Array([pdf.make_indirect(Dictionary(kept))])

    return spoil


def _root(**entries: Any) -> Callable[[Pdf], None]:
    """Entries of the catalogue; nothing takes one away."""

    def spoil(pdf: Pdf) -> None:
        for key, value in entries.items():
            if value is None:
                del pdf.Root[f"/{key}"]
            else:
                pdf.Root[f"/{key}"] = value

    return spoil


def _element(kind: str, change: Callable[[Any], None]) -> Callable[[Pdf], None]:
    """The first element of a type."""

    def spoil(pdf: Pdf) -> None:
        change(
            next(one for one in pdf.objects if isinstance(one, Dictionary) and one.get("/S") == kind and "/P" in one)
        )

    return spoil


def _packet(old: bytes, new: bytes) -> Callable[[Pdf], None]:
    def spoil(pdf: Pdf) -> None:
        data = pdf.Root.Metadata.read_bytes()
        assert old in data
        pdf.Root.Metadata.write(data.replace(old, new))

    return spoil


def _attached(change: Callable[[Any], None]) -> Callable[[Pdf], None]:
    return lambda pdf: change(pdf.Root.AF[0])


def _set(key: str, value: Any) -> Callable[[Any], None]:
    def change(one: Any) -> None:
        one[key] = value

    return change


def _drop(key: str) -> Callable[[Any], None]:
    def change(one: Any) -> None:
        del one[key]

    return change


def _shown(pdf: Pdf, codes: bytes) -> None:
    """Codes in the first page's first font, as an artifact."""
    name = next(iter(pdf.pages[0].Resources.Font.keys()))
    pdf.pages[0].contents_add(b"/Artifact BMC BT %s 9 Tf <%s> Tj ET EMC" % (name.encode(), codes.hex().encode()))


def _to_unicode(pdf: Pdf, meaning: bytes) -> None:
    """Whatever the font shows means this."""
    table = b"1 begincodespacerange <0000> <ffff> endcodespacerange "
    for font in (one for page in pdf.pages for one in page.Resources.Font.as_dict().values()):
        codes = b"".join(b"<%04x> <%s> " % (code, meaning) for code in range(9000))
        font.ToUnicode = Stream(pdf, table + b"1 beginbfchar " + codes + b"endbfchar")


def _other_widths(pdf: Pdf) -> None:
    _font(pdf).DescendantFonts[0]["/W"] = Array([1, 9000, 123])


def _no_program(pdf: Pdf) -> None:
    del _font(pdf).DescendantFonts[0].FontDescriptor["/FontFile3"]


def _cid_set(pdf: Pdf) -> None:
    _font(pdf).DescendantFonts[0].FontDescriptor["/CIDSet"] = Stream(pdf, b"\x80")


def _image_of_layers(pdf: Pdf) -> None:
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("层")))
    pdf.Root["/OCProperties"] = Dictionary(OCGs=Array([layer]), D=Dictionary(Order=Array([layer])))


def _profile(pdf: Pdf) -> None:
    pdf.Root.OutputIntents[0].DestOutputProfile.write(b"no profile")


def _twice(pdf: Pdf) -> None:
    pdf.Root.AF.append(pdf.Root.AF[0])


def _parentless(pdf: Pdf) -> None:
    pdf.Root.StructTreeRoot.ParentTree = Dictionary(Nums=Array([]))


def _link(pdf: Pdf) -> None:
    _annotation(Subtype=Name.Link, Dest=String("notes"), AP=None)(pdf)
    pdf.pages[0].obj["/Tabs"] = Name.S


def _without_order(pdf: Pdf) -> None:
    _annotation()(pdf)
    del pdf.pages[0].obj["/Tabs"]


def _file_without_a_name(pdf: Pdf) -> None:
    _drop("/UF")(pdf.Root.AF[0])


SPOILT: dict[str, Callable[[Pdf], None]] = {
    "6.1.7.1 streams": lambda pdf: _set("/F", String("elsewhere"))(pdf.Root.Metadata),
    "6.1.8 names": _root(Spoilt=pikepdf.Object.parse(b"/#ff#fe")),
    "6.1.12 permissions": _root(Perms=Dictionary(Other=Dictionary())),
    "6.1.13 limits": _root(Spoilt=String("长" * 20000)),
    "6.1.13 nesting": _drawn(b"q " * 40 + b"Q " * 40),
    "6.2.3 output intent": _profile,
    "6.2.4 colour spaces": _drawn(b"0 0 0 1 k"),
    "6.2.5 graphics states": _state(TR=Name.Identity),
    "6.2.6 rendering intents": _drawn(b"/Vivid ri"),
    "6.2.8 pictures": _picture(Interpolate=True),
    "6.2.9 forms": _form(Ref=Dictionary()),
    "6.2.10 blending": _state(BM=Name("/Glow")),
    "6.2.2 operators": _drawn(b"BX 1 Xy EX"),
    "6.2.2 resources": _drawn(b"/nothing Do"),
    "6.1.10 inline pictures": _drawn(b"BI /W 1 /H 1 /BPC 8 /CS /G ID \x00 EI"),
    "6.7.3 marked content": _parentless,
    "6.7.3 marks end": lambda pdf: pdf.pages[0].contents_add(b"/Artifact BMC"),
    "6.2.11.2 font types": lambda pdf: _set("/Subtype", Name.Type3)(_font(pdf)),
    "6.2.11.3 encodings": lambda pdf: _set("/Encoding", Name("/GBK-EUC-H"))(_font(pdf)),
    "6.2.11.4 embedded": _no_program,
    "6.2.11.4 glyphs are there": lambda pdf: _shown(pdf, b"\x00\x00"),
    "6.2.11.4 CIDSet": _cid_set,
    "6.2.11.5 widths": _other_widths,
    "6.2.11.7 Unicode": lambda pdf: _to_unicode(pdf, b"feff"),
    "6.2.11.7 private use": lambda pdf: _to_unicode(pdf, b"e123"),
    "6.3.1 annotations": _annotation(Subtype=Name.Movie),
    "6.3.2 annotations are printed": _annotation(F=6),
    "6.3.3 annotations have a face": _annotation(AP=None),
    "6.4 forms": _root(AcroForm=Dictionary(XFA=String("<xdp/>"))),
    "6.5 actions": _root(OpenAction=Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))),
    "6.5 addresses": _annotation(A=Dictionary(S=Name.URI, URI=String("https://example.org"))),
    "6.9 layers": _image_of_layers,
    "6.10 one presentation": _root(Requirements=Array([])),
    "6.6.2 packet": _packet(b'<?xpacket begin=""', b'<?xpacket begin="" bytes="9"'),
    "6.6.2 schemas": _packet(b"<xmp:CreatorTool>", b'<own:word xmlns:own="urn:own">x</own:word><xmp:CreatorTool>'),
    "6.6.3 one word": lambda pdf: _set("/Title", String("别的标题"))(pdf.docinfo),
    "6.6.4 level": _packet(b'conformance="A"', b'conformance="B"'),
    "UA 7.1 title": _root(ViewerPreferences=None),
    "6.7.2 tagged": _root(MarkInfo=None),
    "6.7.3 tree": _element("/Sect", _set("/S", Name("/Chapter"))),
    "6.7.3 nesting": _element("/TR", _set("/S", Name.TD)),
    "6.7.3 told as such": _element("/H1", _set("/S", Name.P)),
    "6.7.4 language": _root(Lang=None),
    "UA 7.3 figures": _element("/Figure", _drop("/Alt")),
    "UA 7.4 headings": _element("/H2", _set("/S", Name.H4)),
    "UA 7.5 tables": _element("/TH", _set("/S", Name.TD)),
    "UA 7.18 links": _link,
    "UA 7.18 order": _without_order,
    "6.8 files belong": _twice,
    "6.8 files are described": _file_without_a_name,
    "6.8 files are whole": _attached(lambda one: _set("/Size", 7)(one.EF.F.Params)),
}
"""What breaks each rule."""


def _bytes_spoilt(content: bytes) -> dict[str, bytes]:
    """What no object can say: how the file itself is written."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        packed, locked, out = io.BytesIO(), io.BytesIO(), io.BytesIO()
        pdf.save(locked, encryption=pikepdf.Encryption(owner="a", user=""))
        stream = Stream(pdf, b"\x80\x0b\x60\x50\x22\x0c\x0c\x85\x01")
        stream["/Filter"] = Name.LZWDecode
        pdf.Root["/Spoilt"] = pdf.make_indirect(stream)
        pdf.save(packed, stream_decode_level=pikepdf.StreamDecodeLevel.none, compress_streams=False)
        del out
    return {
        "6.1.2 header": content.replace(b"%PDF-1.7", b"%PDF-2.0", 1),
        "6.1.3 trailer": locked.getvalue(),
        "6.1.3 end": content + b"more",
        "6.1.4 syntax": content.replace(b"endstream", b"endstraem", 1),
        "6.1.7.2 filters": packed.getvalue(),
    }


@pytest.fixture
def sound(printed: Callable[[str], Made]) -> bytes:
    """A file that keeps every rule, as another test says."""
    return printed("three_pages").pdf


def _broken(rule: str, content: bytes) -> list[str]:
    with Paper.opened(content) as paper:
        return list(RULES[rule](paper))


def test_every_rule_has_its_spoilt_file(sound: bytes) -> None:
    """No rule is untried."""
    assert {*SPOILT, *_bytes_spoilt(sound)} == set(RULES)


@pytest.mark.parametrize("rule", SPOILT)
def test_a_rule_sees_its_fault(sound: bytes, rule: str) -> None:
    """Spoilt in one place, the file breaks that rule."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(sound)) as pdf:
        SPOILT[rule](pdf)
        pdf.save(out, fix_metadata_version=False)
    assert not _broken(rule, sound)
    assert _broken(rule, out.getvalue())


def test_a_rule_sees_how_the_file_is_written(sound: bytes) -> None:
    """Another version, encryption, something after the end, a torn stream, an old packing."""
    for rule, content in _bytes_spoilt(sound).items():
        assert _broken(rule, content), rule
