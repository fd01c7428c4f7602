"""Spot colours: found by their inks, painted on their own plates, defined once."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from pydantic_core import PydanticCustomError

from report.engine.build import build
from report.engine.progress import Progress
from report.engine.reading import read_condition
from report.model.colour import Colour, Press, Spot, spots
from report.model.target import PRINT, SCREEN
from report.preflight.plates import definitions
from report.preflight.run import preflight
from report.press.spots import paint_spots
from report.project.project import Project
from tests.small_report import write_report

GOLD = Spot("Gold Leaf", ((0.4, (0.0, 0.08, 0.2, 0.0)), (1.0, (0.0, 0.2, 0.6, 0.2))))


SILENT = Progress(lambda _: None, live=False, silent=True)


def operators(stream: pikepdf.Page) -> list[tuple[str, list[Any]]]:
    """Return the operators of a page with their numbers and names."""
    return [
        (
            str(step.operator),
            [
                str(value) if isinstance(value, pikepdf.Name) else float(value)
                for value in getattr(step, "operands", [])
                if not isinstance(value, pikepdf.Array | pikepdf.String | pikepdf.Dictionary)
            ],
        )
        for step in pikepdf.parse_content_stream(stream)
    ]


def page(content: bytes) -> pikepdf.Pdf:
    document = pikepdf.new()
    made = document.add_blank_page(page_size=(100, 100))
    made.Contents = document.make_stream(content)
    return document


def painted(content: bytes, *given: Spot) -> list[tuple[str, Any]]:
    document = page(content)
    paint_spots(document, given or (GOLD,))
    return operators(document.pages[0])


def test_the_inks_of_a_spot_colour_become_its_tint() -> None:
    found = painted(b"/DeviceCMYK cs 0 .2 .6 .2 scn 0 0 9 9 re f 0 .08 .2 0 K 0 0 m 9 9 l S")
    assert [(name, values) for name, values in found if name.lower() in ("cs", "scn", "k")][1:] == [
        ("cs", ["/ReportSpot1"]),
        ("scn", [1]),
        ("CS", ["/ReportSpot1"]),
        ("SCN", [pytest.approx(0.4)]),
    ]


def test_other_inks_stay_inks_after_a_spot_colour() -> None:
    found = painted(b"/DeviceCMYK cs 0 .2 .6 .2 scn 0 0 9 9 re f 1 0 0 0 scn 0 0 5 5 re f")
    assert found[-4:-2] == [("cs", ["/DeviceCMYK"]), ("scn", [1, 0, 0, 0])]


def test_a_file_without_them_is_left_alone() -> None:
    content = b"/DeviceCMYK cs 1 0 0 0 scn 0 0 5 5 re f"
    document = page(content)
    paint_spots(document, (GOLD,))
    assert document.pages[0].Contents.read_bytes() == content
    assert paint_spots(document, ()) == {}


def test_forms_are_painted_too() -> None:
    document = page(b"/F Do")
    form = document.make_stream(b"0 .2 .6 .2 k 0 0 9 9 re f")
    form.Type, form.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
    form.BBox = pikepdf.Array([0, 0, 9, 9])
    document.pages[0].Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=form))
    paint_spots(document, (GOLD,))
    assert b"/ReportSpot1 cs 1 scn" in form.read_bytes()
    assert "/ReportSpot1" in form.Resources.ColorSpace


@pytest.mark.parametrize(("tint", "inks"), GOLD.tints)
def test_a_proof_shows_the_inks_of_each_tint(tint: float, inks: tuple[float, ...]) -> None:
    """The plate looks the same as the inks of its alternate colour space."""
    content = " ".join(f"{one:g}" for one in inks).encode() + b" k 0 0 100 100 re f"
    document = page(content)
    plain = io.BytesIO()
    document.save(plain)
    paint_spots(document, (GOLD,))
    spot = io.BytesIO()
    document.save(spot)
    assert f"{tint:g} scn".encode() in document.pages[0].Contents.read_bytes()
    shown = [
        pypdfium2.PdfDocument(file.getvalue())[0].render().to_pil().getpixel((50, 50))
        for file in (plain, spot)
    ]
    assert shown[0] == shown[1]


# --- a report with them --------------------------------------------------------------------------


@pytest.fixture(scope="module")
def golden(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The PDFs, by target, of a small report whose first accent is printed in gold."""
    small = Project.at(write_report(tmp_path_factory.mktemp("golden") / "report"))
    tokens = (small.theme / "styles" / "tokens.yaml").read_text(encoding="utf-8")
    for old, more in (
        ('cmyk: [0, 100, 90, 5], srgb: "#cf1430"', "separation: 金色 871"),
        ('cmyk: [0, 11, 8, 0], srgb: "#fcebe7"', "separation: 金色 871, tint: 12"),
    ):
        assert old in tokens
        tokens = tokens.replace(old, f"{old}, {more}")
    tokens = tokens[: tokens.index("press:")] + (
        "press: {condition: OWN1, name: House stock, registry: null, profile: icc/own.icc, "
        "most_ink: 260}\n"
    )
    folder = small.root / "styles" / "icc"
    folder.mkdir(parents=True, exist_ok=True)
    (small.root / "styles" / "tokens.yaml").write_text(tokens, encoding="utf-8")
    shipped = read_condition(small, Press()).profile
    (folder / "own.icc").write_bytes(shipped)
    built, _ = build(small, [PRINT, SCREEN], small.output, SILENT)
    return {one.target.name: one.path for one in built}


@pytest.mark.slow
def test_a_report_with_a_spot_colour_and_a_condition_of_its_own(golden: dict[str, Path]) -> None:
    pdf = golden["print"].read_bytes()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert set(definitions(document)) == {"金色 871"}
        (intent,) = document.Root.OutputIntents
        assert str(intent.OutputConditionIdentifier) == "OWN1"
        assert str(intent.Info) == "House stock"
        assert "/RegistryName" not in intent
        tints = {
            float(values[0])
            for page in document.pages
            for name, values in operators(page)
            if name == "scn" and len(values) == 1
        }
        assert {0.5, 1.0} <= tints, "patches of the colour bar among them"
    found = preflight(pdf, "print")
    assert [one for one in found.findings if one.code not in ("P213",)] == []
    assert found.plates == ("金色 871",)
    with pikepdf.open(golden["screen"]) as document:
        assert definitions(document) == {}


def test_black_overprints_gold_and_gold_knocks_out(golden: dict[str, Path]) -> None:
    with pikepdf.open(golden["print"]) as document:
        after = []
        for one in document.pages:
            steps = operators(one)
            after += [
                steps[at + 1][1][0]
                for at, (name, values) in enumerate(steps)
                if name == "scn" and len(values) == 1 and steps[at + 1][0] == "gs"
            ]
    assert set(after) == {"/ReportColourFill"}


# --- what a theme may not say --------------------------------------------------------------------

FULL = Colour(cmyk=(0, 20, 60, 20), srgb="#ccaa55", separation="Gold")
FAULTS = [
    ({"tint": 50.0, "separation": None}, "“tint” is only for spot colours"),
    ({"separation": "Black"}, "cannot be called “Black”"),
    ({"separation": "black"}, "cannot be called “black”"),
    ({"separation": "金" * 50}, "at most 127 bytes"),
    ({"cmyk": (0, 100.004, 0, 0)}, "have the same CMYK values"),
    ({"cmyk": (0, 0, 0, 0)}, "needs CMYK values for proofs"),
    ({"tint": 50.0}, "no colour is 100 % of “Gold”"),
    ({"cmyk": (0, 100, 0, 0)}, "have the same CMYK values"),
]


@pytest.mark.parametrize(("change", "message"), FAULTS)
def test_invalid_spot_colours_and_conditions(change: dict[str, Any], message: str) -> None:
    other = Colour(cmyk=(0, 100, 0, 0), srgb="#ff00ff")
    with pytest.raises(PydanticCustomError, match=message):
        spots({"gold": FULL.model_copy(update=change), "other": other})


def test_one_name_is_written_one_way() -> None:
    again = Colour(cmyk=(0, 25, 60, 20), srgb="#ccaa56", separation="GOLD ")
    with pytest.raises(PydanticCustomError, match="would be two plates"):
        spots({"gold": FULL, "again": again})


def test_a_plate_that_nothing_uses_is_not_made() -> None:
    document = page(b"1 0 0 0 k 0 0 9 9 re f")
    assert paint_spots(document, (GOLD,)) == {}
    assert "/ColorSpace" not in document.pages[0].Resources


@pytest.mark.parametrize("name", ["../icc/own.icc", "/etc/own.icc", "icc\\own.icc"])
def test_a_profile_is_within_styles(name: str) -> None:
    with pytest.raises(ValueError, match="not a file in styles/"):
        Press(profile=name)


def test_one_tint_has_one_ink() -> None:
    twice = FULL.model_copy(update={"cmyk": (0, 25, 60, 20)})
    with pytest.raises(PydanticCustomError, match="100 % of “Gold” is defined twice"):
        spots({"gold": FULL, "again": twice})


def test_tints_are_in_order() -> None:
    pale = Colour(cmyk=(0, 2, 6, 2), srgb="#eeeecc", separation="Gold", tint=10)
    (spot,) = spots({"gold": FULL, "pale": pale})
    assert spot == Spot("Gold", ((0.1, (0, 0.02, 0.06, 0.02)), (1.0, (0, 0.2, 0.6, 0.2))))
    assert replace(spot, name="Silver").tints == spot.tints
