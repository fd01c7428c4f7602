"""Landscape pages stand on their side, with their patterns."""

from __future__ import annotations

import pikepdf
import pytest

from report.press.turn import turn_pages
from tests.pdf import operators


def document(*sizes: tuple[float, float]) -> pikepdf.Pdf:
    made = pikepdf.new()
    pattern = made.make_indirect(
        pikepdf.Dictionary(PatternType=2, Matrix=pikepdf.Array([1, 0, 0, 1, 10, 20]))
    )
    shared = made.make_indirect(pikepdf.Dictionary(Pattern=pikepdf.Dictionary({"/P0": pattern})))
    for width, height in sizes:
        page = made.add_blank_page(page_size=(width, height))
        page.MediaBox = pikepdf.Array([-8, -8, width + 8, height + 8])
        page.TrimBox = pikepdf.Array([0, 0, width, height])
        page.Resources = shared
        page.Contents = made.make_stream(b"0 0 10 10 re f")
    return made


def edges(page: pikepdf.Page) -> list[float]:
    return [float(edge) for edge in page.mediabox]


def test_only_wide_pages_are_turned() -> None:
    made = document((200, 300), (300, 200))
    turn_pages(made)
    upright, turned = made.pages
    assert edges(upright) == edges(turned) == [-8, -8, 208, 308]
    assert operators(upright) == [("re", [0, 0, 10, 10]), ("f", [])]
    assert operators(turned) == [
        ("q", []),
        ("cm", [0, 1, -1, 0, 200, 0]),
        ("re", [0, 0, 10, 10]),
        ("f", []),
        ("Q", []),
    ]
    # The left top corner of the wide page, with its bleed, is the left foot of the upright one.
    corner = pikepdf.Matrix(0, 1, -1, 0, 200, 0).transform((-8, 208))
    assert corner == (-8, -8)


def test_patterns_follow_and_those_of_other_pages_stay() -> None:
    made = document((200, 300), (300, 200))
    turn_pages(made)
    matrices = [[float(one) for one in page.Resources.Pattern["/P0"].Matrix] for page in made.pages]
    assert matrices == [[1, 0, 0, 1, 10, 20], [0, 1, -1, 0, 180, 10]]


@pytest.mark.parametrize("sizes", [[(300, 200)], [(300, 200), (300, 200)], [(200, 300)]])
def test_a_document_of_one_kind_of_pages_stays(sizes: list[tuple[float, float]]) -> None:
    made = document(*sizes)
    turn_pages(made)
    assert [edges(page)[2:] for page in made.pages] == [[a + 8, b + 8] for a, b in sizes]
