"""Preflight of PDFs of other programs, and of invalid ones: findings, never a crash."""

from __future__ import annotations

import io
from collections.abc import Callable

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from report.preflight.plates import plate_names
from report.preflight.rules import Profile
from report.preflight.run import preflight

Change = Callable[[pikepdf.Pdf], None]


@pytest.fixture(autouse=True)
def no_ghostscript(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("report.preflight.checks.ink.ghostscript", lambda: None)


def made(change: Change, content: bytes = b"0 0 0 1 k 40 40 20 20 re f") -> bytes:
    """Make a page of 100 × 100 pt with 10 pt of bleed and tags, and change it."""
    document = pikepdf.new()
    page = document.add_blank_page(page_size=(120, 120))
    page.Contents = document.make_stream(content)
    page.BleedBox, page.TrimBox = Array([0, 0, 120, 120]), Array([10, 10, 110, 110])
    element = document.make_indirect(
        Dictionary(Type=Name.StructElem, S=Name.P, Pg=page.obj, K=Array([0]))
    )
    document.Root.StructTreeRoot = document.make_indirect(
        Dictionary(Type=Name.StructTreeRoot, K=Array([element]))
    )
    document.Root.MarkInfo = Dictionary(Marked=True)
    change(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def codes(change: Change, profile: Profile, content: bytes = b"") -> set[str]:
    pdf = made(change, content) if content else made(change)
    return {one.code for one in preflight(pdf, profile).findings}


def root(**entries: object) -> Change:
    def change(document: pikepdf.Pdf) -> None:
        for key, value in entries.items():
            document.Root.StructTreeRoot[f"/{key}"] = value

    return change


def first(document: pikepdf.Pdf) -> pikepdf.Object:
    return document.Root.StructTreeRoot.K[0]


def alone(document: pikepdf.Pdf) -> None:
    document.Root.StructTreeRoot.K = first(document)


def empty(document: pikepdf.Pdf) -> None:
    del document.Root.StructTreeRoot.K


def circle(document: pikepdf.Pdf) -> None:
    first(document).K = Array([first(document)])


def no_kind(document: pikepdf.Pdf) -> None:
    del first(document).S


def strange_mark(document: pikepdf.Pdf) -> None:
    first(document).K = Array([Dictionary(Type=Name.MCR)])


@pytest.mark.parametrize("change", [alone, empty, root(K=Array([])), root(K=3)])
def test_valid_and_empty_trees_are_read(change: Change) -> None:
    assert "P101" not in codes(change, "screen")


@pytest.mark.parametrize("change", [circle, no_kind, strange_mark])
def test_a_broken_tree_is_a_finding(change: Change) -> None:
    assert "P101" in codes(change, "screen")


def test_custom_names_are_mapped_to_standard_ones() -> None:
    def change(document: pikepdf.Pdf) -> None:
        first(document).S = Name("/Bild")
        document.Root.StructTreeRoot.RoleMap = Dictionary(Bild=Name.Figure)

    assert "P302" in codes(change, "screen")


def test_tags_of_removed_pages_are_skipped() -> None:
    def change(document: pikepdf.Pdf) -> None:
        first(document).Pg = document.make_indirect(Dictionary(Type=Name.Page))

    assert "P101" not in codes(change, "screen")


def test_marked_content_properties_may_have_names() -> None:
    def change(document: pikepdf.Pdf) -> None:
        named = Dictionary(MC0=Dictionary(MCID=0))
        document.pages[0].Resources = Dictionary(Properties=named)

    content = b"/P /MC0 BDC 0 g 40 40 20 20 re f EMC"
    assert "P308" not in codes(change, "screen", content)


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_rotated_page_is_checked_upright(turn: int) -> None:
    def change(document: pikepdf.Pdf) -> None:
        document.pages[0].Rotate = turn

    bleeding = b"1 0 0 0 k 0 0 120 30 re f"
    assert codes(change, "print", bleeding) == codes(lambda _: None, "print", bleeding)
    ending = b"1 0 0 0 k 10 10 100 30 re f"
    assert "P207" in codes(change, "print", ending)


def test_a_cropped_page_is_checked_completely() -> None:
    def change(document: pikepdf.Pdf) -> None:
        document.pages[0].CropBox = Array([20, 20, 100, 100])

    ending = b"1 0 0 0 k 10 10 100 30 re f"
    assert "P207" in codes(change, "print", ending)


def test_boxes_may_start_with_any_corner() -> None:
    def change(document: pikepdf.Pdf) -> None:
        document.pages[0].TrimBox = Array([110, 110, 10, 10])

    assert not codes(change, "print") & {"P101", "P205"}


def test_a_trim_box_beyond_the_page_does_not_crash() -> None:
    def change(document: pikepdf.Pdf) -> None:
        document.pages[0].TrimBox = Array([-50, -50, 200, 200])

    assert {"P205"} <= codes(change, "print")


@pytest.mark.parametrize(
    "content", [b"1 0 k 0 0 9 9 re f", b"/a 0 0 1 k f", b"(a) w 0 0 m S", b"q (", b"1 re f"]
)
def test_broken_content_is_a_finding(content: bytes) -> None:
    for profile in ("print", "screen"):
        assert "P101" in codes(lambda _: None, profile, content)


def test_forms_that_call_each_other_do_not_hang() -> None:
    def change(document: pikepdf.Pdf) -> None:
        forms = [document.make_stream(b"/F0 Do /F1 Do /F2 Do /F3 Do") for _ in range(4)]
        named = Dictionary({f"/F{at}": form for at, form in enumerate(forms)})
        for form in forms:
            form.Type, form.Subtype = Name.XObject, Name.Form
            form.BBox, form.Resources = Array([0, 0, 9, 9]), Dictionary(XObject=named)
        document.pages[0].Resources = Dictionary(XObject=named)

    for profile in ("print", "screen"):
        assert "P101" in codes(change, profile, b"/F0 Do")


@pytest.mark.parametrize(
    ("space", "found"),
    [(b"/CS /G", False), (b"/CS /CMYK", False), (b"/IM true", False), (b"/CS /RGB", True)],
)
def test_inline_images_have_their_colour(space: bytes, found: bool) -> None:
    content = b"BI /W 1 /H 1 " + space + b" /BPC 1 ID abcd EI"
    assert ("P210" in codes(lambda _: None, "print", content)) is found


@pytest.mark.parametrize(
    ("clip", "found"),
    [
        (b"", True),
        (b"0 0 300 300 re W n", True),
        (b"10 10 200 0.5 re W n", False),
        (b"0 0 m 300 0 l 300 0.5 l 0 0.5 l W* n", False),
        (b"q 10 10 200 0.5 re W n Q", True),
        (b"0 0 300 300 re W n q 2 0 0 2 0 0 cm 10 10 200 0.5 re W n Q", True),
        (b"0 1 -1 0 0 0 cm 10 -200 0.5 200 re W n", False),
    ],
)
def test_the_area_of_a_clipped_shape_is_that_of_its_visible_part(clip: bytes, found: bool) -> None:
    content = b"q " + clip + b" 0 0 0 1 k -200 -200 600 600 re f Q"
    assert ("P222" in codes(lambda _: None, "print", content)) is found


def spot(document: pikepdf.Pdf, low: float = 0.0, *, apart: bool = False) -> Array:
    """A colour space of a plate, with parts as indirect objects or not."""
    part = Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([low] * 4), N=1)
    function = Dictionary(
        FunctionType=3,
        Domain=Array([0, 1]),
        Functions=Array([document.make_indirect(part) if apart else part]),
        Bounds=Array([]),
        Encode=Array([0, 1]),
    )
    return Array([Name.Separation, Name("/Gold Leaf"), Name.DeviceCMYK, function])


@pytest.mark.parametrize(("low", "found"), [(0.0, False), (0.5, True)])
def test_equal_plates_are_the_same(low: float, found: bool) -> None:
    def change(document: pikepdf.Pdf) -> None:
        spaces = Dictionary(A=spot(document), B=spot(document, low, apart=True))
        document.pages[0].Resources = Dictionary(ColorSpace=spaces)

    assert ("P221" in codes(change, "print")) is found


def test_colours_of_several_inks_name_their_plates() -> None:
    document = pikepdf.new()
    names = Array([Name.Cyan, Name.Gold, Name.Silver])
    document.Root.X = Array([Name.DeviceN, names, Name.DeviceCMYK, Dictionary()])
    assert plate_names(document) == ["Gold", "Silver"]
