"""Faulty PDFs, made from a sound one: one fault each, with the rule that it breaks."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import ImageCms

Change = Callable[[pikepdf.Pdf], None]


def content(code: str) -> Change:
    """Paint something more on the first page, as an artifact."""

    def change(document: pikepdf.Pdf) -> None:
        whole = f"\n/Artifact BMC q {code} Q EMC\n"
        document.pages[0].contents_add(whole.encode("latin-1"), prepend=False)

    return change


def drop(*path: str) -> Change:
    """Take an entry away, by the names that lead to it from the catalogue."""

    def change(document: pikepdf.Pdf) -> None:
        thing: Any = document.Root
        for name in path[:-1]:
            thing = thing[name]
        del thing[path[-1]]

    return change


def put(name: str, value: Callable[[pikepdf.Pdf], Any]) -> Change:
    def change(document: pikepdf.Pdf) -> None:
        document.Root[name] = value(document)

    return change


def box(name: str, *by: float) -> Change:
    """Move the edges of a box of the first page by so many pt; without any, take it away."""

    def change(document: pikepdf.Pdf) -> None:
        page = document.pages[0]
        if not by:
            del page[name]
            return
        edges = page.get(name, page.TrimBox)
        page[name] = Array([float(edge) + move for edge, move in zip(edges, by, strict=True)])

    return change


def info(key: str, value: Any) -> Change:
    def change(document: pikepdf.Pdf) -> None:
        if value is None:
            del document.docinfo[key]
        else:
            document.docinfo[key] = value

    return change


def packet(old: str, new: str) -> Change:
    """Change words of the XMP packet."""

    def change(document: pikepdf.Pdf) -> None:
        text = document.Root.Metadata.read_bytes().decode()
        assert old in text
        stream = document.make_stream(text.replace(old, new).encode())
        stream.Type, stream.Subtype = Name.Metadata, Name.XML
        document.Root.Metadata = stream

    return change


def annotation(rect: list[float], **entries: Any) -> Change:
    """Add an annotation to the first page."""

    def change(document: pikepdf.Pdf) -> None:
        made = Dictionary(Type=Name.Annot, Rect=Array(rect), F=4, **entries)
        page = document.pages[0]
        known = page.get("/Annots", Array())
        known.append(document.make_indirect(made))
        page.Annots = known

    return change


def image(space: Any, components: int, pixels: int, size: float) -> Change:
    """Put a picture of ``pixels`` square on the first page, ``size`` pt wide."""

    def change(document: pikepdf.Pdf) -> None:
        data = zlib.compress(bytes(pixels * pixels * components))
        picture = pikepdf.Stream(document, data)
        picture.stream_dict = Dictionary(
            Type=Name.XObject,
            Subtype=Name.Image,
            Width=pixels,
            Height=pixels,
            BitsPerComponent=8,
            ColorSpace=space(document) if callable(space) else space,
            Filter=Name.FlateDecode,
        )
        page = document.pages[0]
        if "/XObject" not in page.Resources:
            page.Resources.XObject = Dictionary()
        page.Resources.XObject["/Fault"] = document.make_indirect(picture)
        content(f"{size} 0 0 {size} 100 100 cm /Fault Do")(document)

    return change


def colour_space(space: Callable[[pikepdf.Pdf], Any], code: str) -> Change:
    def change(document: pikepdf.Pdf) -> None:
        resources = document.pages[0].Resources
        if "/ColorSpace" not in resources:
            resources.ColorSpace = Dictionary()
        resources.ColorSpace["/Fault"] = space(document)
        content(f"/Fault cs {code}")(document)

    return change


def font(change_font: Callable[[Any], None]) -> Change:
    def change(document: pikepdf.Pdf) -> None:
        for one in document.pages[0].Resources.Font.values():
            change_font(one)
            return

    return change


def _not_embedded(one: Any) -> None:
    for part in one.get("/DescendantFonts", [one]):
        for key in ("/FontFile", "/FontFile2", "/FontFile3"):
            if key in part.FontDescriptor:
                del part.FontDescriptor[key]


def _whole(one: Any) -> None:
    one.BaseFont = Name("/" + str(one.BaseFont).split("+")[-1])


def text(size: float, colour: str, at: tuple[float, float] = (100, 150)) -> Change:
    """Set the first text of the page once more, at a place in pt from the lower left."""

    def change(document: pikepdf.Pdf) -> None:
        name, shown = _first_text(document.pages[0])
        place = f"{at[0]} {at[1]}"
        content(f"{colour} BT {name} {size} Tf 1 0 0 1 {place} Tm <{shown}> Tj ET")(document)

    return change


def _first_text(page: pikepdf.Page) -> tuple[str, str]:
    """Give the name of the first text's font, and its codes in hexadecimal."""
    font = ""
    for one in pikepdf.parse_content_stream(page):
        if str(one.operator) == "Tf":
            font = str(one.operands[0])
        elif str(one.operator) in ("Tj", "TJ"):
            shown = one.operands[0]
            parts = [shown] if isinstance(shown, pikepdf.String) else list(shown)
            texts = [bytes(part).hex() for part in parts if isinstance(part, pikepdf.String)]
            return font, "".join(texts)
    raise ValueError("there is no text")


def both(*changes: Change) -> Change:
    """Make several changes, one after the other."""

    def change(document: pikepdf.Pdf) -> None:
        for one in changes:
            one(document)

    return change


def elements(document: pikepdf.Pdf) -> list[Any]:
    return [
        thing
        for thing in document.objects
        if isinstance(thing, Dictionary) and thing.get("/Type") == "/StructElem"
    ]


def element(kind: str, change_element: Callable[[Any], None]) -> Change:
    """Change the first structure element of a kind."""

    def change(document: pikepdf.Pdf) -> None:
        change_element(next(one for one in elements(document) if f"/{kind}" == one.S))

    return change


def _set(key: str, value: Any) -> Callable[[Any], None]:
    return lambda thing: thing.__setitem__(key, value)


def _drop(key: str) -> Callable[[Any], None]:
    return lambda thing: thing.__delitem__(key)


def link(change_link: Callable[[Any], None]) -> Change:
    def change(document: pikepdf.Pdf) -> None:
        change_link(document.pages[0].Annots[0])

    return change


def _no_untagged(document: pikepdf.Pdf) -> None:
    document.pages[0].contents_add(b"\n0.5 g 100 100 20 20 re f\n", prepend=False)


def _icc(components: int) -> Callable[[pikepdf.Pdf], Any]:
    def make(document: pikepdf.Pdf) -> Any:
        profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
        return Array([Name.ICCBased, document.make_stream(profile, N=components)])

    return make


def layers(**default: Any) -> Change:
    """Add a layer, and how it is at first; the word ``LAYER`` stands for it."""

    def change(document: pikepdf.Pdf) -> None:
        layer = document.make_indirect(Dictionary(Type=Name.OCG, Name="中文"))
        made = {
            f"/{key}": Array([layer]) if value == "LAYER" else value
            for key, value in default.items()
        }
        document.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(made))

    return change


def anything(**entries: Any) -> Change:
    """Add an object with these entries, which the first page refers to."""

    def change(document: pikepdf.Pdf) -> None:
        made = {f"/{key}": value for key, value in entries.items()}
        document.pages[0].obj["/Extra"] = document.make_indirect(Dictionary(made))

    return change


def stream(**entries: Any) -> Change:
    """Add a stream with these entries, which the first page refers to."""

    def change(document: pikepdf.Pdf) -> None:
        made = document.make_stream(b"")
        for key, value in entries.items():
            made[f"/{key}"] = value
        document.pages[0].obj["/Extra"] = made

    return change


def _lzw(document: pikepdf.Pdf) -> None:
    made = document.make_stream(b"")
    made.write(bytes.fromhex("800b6050220c0c8501"), filter=Name.LZWDecode)  # ISO 32000-1, 7.4.4.2
    document.pages[0].obj["/Extra"] = made


def _backwards(document: pikepdf.Pdf) -> None:
    whole = next(one for one in elements(document) if Name.Document == one.S)
    first, *others = whole.K
    whole.K = Array([first, *reversed(others)])


def _scripts(document: pikepdf.Pdf) -> None:
    if "/Names" not in document.Root:
        document.Root.Names = Dictionary()
    document.Root.Names.JavaScript = Dictionary(Names=Array([]))


def _second_intent(document: pikepdf.Pdf) -> None:
    document.Root.OutputIntents.append(document.Root.OutputIntents[0])


def _no_registry(document: pikepdf.Pdf) -> None:
    intent = document.Root.OutputIntents[0]
    del intent["/DestOutputProfile"]
    intent.RegistryName = pikepdf.String("here")


def _rgb_profile(document: pikepdf.Pdf) -> None:
    document.Root.OutputIntents[0].DestOutputProfile.N = 3


def _rgb_group(document: pikepdf.Pdf) -> None:
    document.pages[0].Group = Dictionary(S=Name.Transparency, CS=Name.DeviceRGB)


def _two_ways(document: pikepdf.Pdf) -> None:
    for inks in ([0, 1, 1, 0], [0, 1, 0.9, 0]):
        tint = Dictionary(
            FunctionType=2, Domain=Array([0, 1]), C0=Array([0] * 4), C1=Array(inks), N=1
        )
        space = Array([Name.Separation, Name("/Gold Leaf"), Name.DeviceCMYK, tint])
        document.pages[0].Resources[f"/Other{inks[2]}"] = document.make_indirect(space)


def _untitled(document: pikepdf.Pdf) -> None:
    info("/Title", None)(document)
    words = document.Root.Metadata.read_bytes().decode()
    start, end = words.index("<dc:title>"), words.index("</dc:title>") + len("</dc:title>")
    packet(words[start:end], "<dc:title/>")(document)


def _no_relationship(document: pikepdf.Pdf) -> None:
    del document.Root.AF[0]["/AFRelationship"]


def _suspect(document: pikepdf.Pdf) -> None:
    document.Root.MarkInfo.Suspects = True


URI = Dictionary(S=Name.URI, URI="https://example.org/")
OUTSIDE, INSIDE = [-15.0, -15.0, -10.0, -10.0], [100.0, 100.0, 150.0, 120.0]

PRINT: list[tuple[str, str, Change]] = [
    ("P103", "a font that is not embedded", font(_not_embedded)),
    ("P104", "a font that is whole", font(_whole)),
    ("P105", "no title", _untitled),
    ("P106", "a script", _scripts),
    ("P106", "an action on opening", put("/OpenAction", lambda _: Dictionary(S=Name.GoTo))),
    (
        "P106",
        "an annotation that starts a program",
        annotation(OUTSIDE, Subtype=Name.Link, A=Dictionary(S=Name.Launch)),
    ),
    ("P107", "another title", info("/Title", pikepdf.String("別的標題"))),
    ("P107", "another date", info("/CreationDate", pikepdf.String("D:19990101000000Z"))),
    ("P108", "a hidden layer", layers(OFF="LAYER")),
    ("P108", "layers hidden until they are asked for", layers(BaseState=Name.OFF)),
    ("P108", "layers that come and go by themselves", layers(AS=Array([]))),
    ("P120", "text over the trimmed edge", text(12, "0 0 0 0.8 k", at=(-6, 300))),
    ("P121", "text on text", both(text(12, "0 0 0 0.8 k"), text(20, "0 0 0 0.8 k", at=(104, 152)))),
    ("P122", "white on white", text(12, "0 0 0 0 k")),
    (
        "P122",
        "text that an area covers",
        both(text(12, "0 0 0 0.8 k"), content("0 0 0 0.2 k 90 140 60 60 re f")),
    ),
    ("P201", "no metadata", drop("/Metadata")),
    ("P201", "an older PDF/X", packet("PDF/X-4", "PDF/X-3:2003")),
    ("P202", "no key Trapped", info("/Trapped", None)),
    ("P202", "trapping unknown", info("/Trapped", Name("/Unknown"))),
    ("P203", "no output intent", drop("/OutputIntents")),
    ("P203", "two output intents", _second_intent),
    ("P203", "neither profile nor registry", _no_registry),
    ("P203", "a profile for light", _rgb_profile),
    ("P204", "TrimBox and ArtBox", box("/ArtBox", 0, 0, 0, 0)),
    ("P204", "no TrimBox", box("/TrimBox")),
    ("P205", "TrimBox out of the BleedBox", box("/TrimBox", -20, 0, 20, 0)),
    ("P205", "BleedBox out of the MediaBox", box("/BleedBox", -40, 0, 0, 0)),
    ("P206", "a bleed of 2 mm", box("/BleedBox", 2.83, 2.83, -2.83, -2.83)),
    ("P208", "a link", annotation(INSIDE, Subtype=Name.Link, A=URI)),
    ("P208", "a comment", annotation(INSIDE, Subtype=Name.Text)),
    ("P209", "an area in RGB", content("1 0 0 rg 100 100 20 20 re f")),
    ("P209", "a line in RGB", content("0 0 1 RG 1 w 100 100 m 150 100 l S")),
    ("P209", "an area in RGB by profile", colour_space(_icc(3), "1 0 0 sc 100 100 9 9 re f")),
    ("P210", "a picture in RGB", image(Name.DeviceRGB, 3, 400, 72)),
    ("P210", "a picture in RGB by profile", image(_icc(3), 3, 400, 72)),
    ("P210", "a picture within the content", content("BI /W 1 /H 1 /CS /RGB /BPC 8 ID abc EI")),
    (
        "P211",
        "calibrated gray",
        colour_space(
            lambda _: Array([Name.CalGray, Dictionary(WhitePoint=Array([1, 1, 1]))]),
            "0.5 sc 100 100 9 9 re f",
        ),
    ),
    ("P212", "a picture of 100 ppi", image(Name.DeviceCMYK, 4, 100, 72)),
    ("P213", "a picture of 200 ppi", image(Name.DeviceCMYK, 4, 200, 72)),
    ("P214", "400 % of ink", content("1 1 1 1 k 100 100 20 20 re f")),
    ("P215", "black text of four inks", text(10, "0.6 0.5 0.5 0.9 k")),
    ("P216", "black text that knocks out", text(10, "0 0 0 1 k")),
    ("P217", "a hairline", content("0 0 0 1 K 0.1 w 100 100 m 150 100 l S")),
    ("P217", "a line of no width", content("0 0 0 1 K 0 w 100 100 m 150 100 l S")),
    ("P218", "small text", text(3, "0 0 0 0.8 k")),
    ("P219", "blending in RGB", _rgb_group),
    ("P221", "a spot colour in two ways", _two_ways),
    ("P223", "a transfer function", anything(Type=Name.ExtGState, TR=Name.Identity)),
    ("P223", "another transfer function", anything(Type=Name.ExtGState, TR2=Name.Identity)),
    ("P223", "a halftone", anything(Type=Name.ExtGState, HT=Dictionary(HalftoneType=6))),
    ("P223", "PostScript", stream(Type=Name.XObject, Subtype=Name.PS)),
    ("P223", "LZW", _lzw),
    ("P223", "data in another file", stream(F=pikepdf.String("photo.bin"))),
    ("P223", "a picture that stands for another", stream(Subtype=Name.Image, OPI=Dictionary())),
    ("P223", "a page of another file", stream(Subtype=Name.Form, Ref=Dictionary())),
    (
        "P223",
        "another picture for the press",
        stream(Alternates=Array([Dictionary(DefaultForPrinting=True)])),
    ),
    ("P222", "a large area of black ink", content("0 0 0 1 k 100 100 60 60 re f")),
    ("P222", "a large drawn one", content("2 0 0 2 0 0 cm 0 0 0 1 k 50 50 m 90 50 l 90 90 l f")),
]
SCREEN: list[tuple[str, str, Change]] = [
    ("P103", "a font that is not embedded", font(_not_embedded)),
    ("P105", "no title", _untitled),
    ("P120", "text over the edge", text(12, "0 g", at=(-6, 300))),
    ("P121", "text on text", both(text(12, "0 g"), text(20, "0 g", at=(104, 152)))),
    ("P122", "white on white", text(12, "1 g")),
    ("P218", "small text", text(3, "0 g")),
    ("P301", "no mark of tags", drop("/MarkInfo")),
    ("P301", "no tags", drop("/StructTreeRoot")),
    ("P302", "a figure without words", element("Figure", _drop("/Alt"))),
    ("P302", "a figure with empty words", element("Figure", _set("/Alt", pikepdf.String(" ")))),
    ("P303", "no language", drop("/Lang")),
    ("P304", "the file's name is shown", drop("/ViewerPreferences")),
    ("P305", "a link that says nothing", link(_drop("/Contents"))),
    ("P305", "a link that says its address", link(_set("/Contents", pikepdf.String("https://a")))),
    ("P306", "no first heading", element("H1", _set("/S", Name.P))),
    ("P306", "a level skipped", element("H2", _set("/S", Name.H4))),
    ("P307", "a head for no direction", element("TH", lambda one: _drop("/Scope")(one.A))),
    ("P308", "something untagged", _no_untagged),
    ("P309", "a link to no address", link(_set("/A", Dictionary(S=Name.URI)))),
    ("P309", "a link of no height", link(_set("/Rect", Array([100, 100, 150, 100])))),
    ("P309", "a link to no place", link(_set("/A", Dictionary(S=Name.GoTo, D="nowhere")))),
    ("P310", "no bookmarks", drop("/Outlines")),
    ("P311", "pale text", text(10, "0.8 0.8 0.8 rg")),
    ("P312", "no mark of PDF/A", packet('pdfaid:part="3" pdfaid:conformance="A"', "")),
    ("P312", "another part of PDF/A", packet('pdfaid:part="3"', 'pdfaid:part="2"')),
    ("P313", "no mark of PDF/UA", packet('pdfuaid:part="1"', "")),
    ("P314", "a file whose role is not said", _no_relationship),
    ("P315", "tags that are said to be doubtful", _suspect),
    ("P316", "the last read first", _backwards),
]
#: Rules that are broken in tests of their own: by code, the file that does so.
ELSEWHERE = {
    **dict.fromkeys(("P101", "P102", "P207", "P220"), "test_preflight.py"),
    **dict.fromkeys(("P109", "P110", "P111", "P112", "P113", "P114"), "test_damaged.py"),
}


def faulty(sound: bytes, change: Change) -> bytes:
    """Give a sound PDF with one fault."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(sound)) as document:
        change(document)
        document.save(out, static_id=True, compress_streams=False)
    return out.getvalue()
