"""Thin lines in the meter: screened ones, and white ones on colour."""

from __future__ import annotations

import io

import pikepdf
import pytest

from report.measure.findings import Report
from report.measure.measure import measure
from tests.measure.test_glyphs import pdf

TINT, SOLID = "0 0.55 0.38 0", "0 1 0.9 0.05"


def kinds(content: str) -> list[str]:
    return [one.kind for one in measure(pdf(content)).findings]


def stroke(ink: str, width: float, operator: str = "K") -> str:
    return f"{ink} {operator} {width} w 50 500 m 150 500 l S "


def bar(ink: str, width: float, operator: str = "k") -> str:
    return f"{ink} {operator} 50 500 100 {width} re f "


@pytest.mark.parametrize("line", [stroke(TINT, 0.5), bar(TINT, 0.35), stroke("0.8", 0.5, "G")])
def test_a_thin_line_in_a_tint_is_reported(line: str) -> None:
    assert kinds(line) == ["screened-hair"]


@pytest.mark.parametrize(
    "line",
    [
        stroke(SOLID, 0.35),
        bar(SOLID, 0.35),
        bar("0 0 0 1", 0.25),
        stroke("0.1 0.86 0 0", 0.35),
        stroke(TINT, 0.75),
        stroke(TINT, 0.7499),
        bar(TINT, 1),
        bar(TINT, 20),
        # The plates of an RGB colour are unknown before its profile is applied.
        stroke("0.9 0.9 0.9", 0.35, "RG"),
        "0 0.55 0.38 0 k 50 500 m 60 500.4 l 150 500 l f",
    ],
)
def test_solid_lines_and_thick_ones_are_not_reported(line: str) -> None:
    assert kinds(line) == []


def test_a_side_of_a_border_is_a_line() -> None:
    side = f"q 50 499.5 100 0.5 re W n {TINT} k 50 400 100 100 re 50 400 100 99.5 re f* Q"
    assert kinds(side) == ["screened-hair"]


def on(ground: str, line: str) -> str:
    return f"{ground} 40 400 200 150 re f {line}"


@pytest.mark.parametrize("operators", [("k", "K", "0 0 0 0"), ("rg", "RG", "1 1 1")])
def test_a_thin_white_line_on_colour_is_reported(operators: tuple[str, str, str]) -> None:
    area, line, paper = operators
    ground = f"{SOLID if area == 'k' else '0.8 0.1 0.2'} {area}"
    assert kinds(on(ground, stroke(paper, 0.4, line))) == ["reversed-hair"]
    assert kinds(on(ground, bar(paper, 0.4, area))) == ["reversed-hair"]
    assert kinds(on(ground, stroke(paper, 0.5, line))) == []


def test_a_thin_white_line_on_white_is_not_reported() -> None:
    line = stroke("0 0 0 0", 0.3)
    assert kinds(line) == []
    assert kinds(on("0 0 0 0 k", line)) == []
    covered = f"{SOLID} k 40 400 200 150 re f 0 0 0 0 k 45 450 150 80 re f {line}"
    assert kinds(covered) == []
    assert kinds(line + f"{SOLID} k 40 400 200 150 re f") == []
    far = f"{SOLID} k 40 400 50 150 re f {line}"  # two fifths of it
    assert kinds(far) == []
    beside = f"{SOLID} k 40 400 m 240 400 l 40 420 l h f {line}"
    assert kinds(beside) == []


def test_lines_outside_the_trim_are_ignored() -> None:
    with pikepdf.open(io.BytesIO(pdf(stroke(TINT, 0.3)))) as document:
        document.pages[0].TrimBox = [200, 100, 400, 550]
        out = io.BytesIO()
        document.save(out)
    report = measure(out.getvalue())
    assert report.findings == ()
    assert report["thinnest"] is None


def test_the_report_says_where_how_thin_and_in_which_ink() -> None:
    report = measure(pdf(stroke(TINT, 0.5) + stroke(SOLID, 0.3)))
    assert isinstance(report, Report)
    assert report["thinnest"] == pytest.approx(0.3)
    assert (report["screened_hair"], report["reversed_hair"]) == (1, 0)
    (one,) = report.findings
    assert (one.page, one.excerpt) == (1, "0.50 pt, M55 Y38")
    assert one.y < 100 < one.y + one.height
    assert one.x < 50 < 150 < one.x + one.width
    assert ("screened lines thinner than 0.75 pt", "1") in report.rows()
