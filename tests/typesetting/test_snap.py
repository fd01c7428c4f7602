"""Blocks on the baseline grid: their start and end, after any other block."""

from __future__ import annotations

from functools import cache

import pytest

from report.measure.glyphs import read_glyphs
from report.typesetting.extension.grid import Grid
from tests.typesetting.test_lines import typeset

STYLE = "body > *, .columns > * { --snap: start } h2 { --snap: end; font-size: 10pt; margin: 0 }"


@pytest.mark.parametrize(
    ("place", "room", "missing"),
    [
        (100, 0, 0),
        (120, 0, 0),
        (110, 0, 10),
        (101, 0, 19),
        # Slightly too low: moved up, if there is room.
        (101, 30, -1),
        (101, 0.5, 19),
        (102, 30, 18),
        # Rounding.
        (100.01, 0, 0),
        (119.99, 0, 0),
        (90, 0, 10),
    ],
)
def test_the_distance_to_the_next_line(place: float, room: float, missing: float) -> None:
    assert Grid(100, 20).missing(place, room) == pytest.approx(missing, abs=0.02)


def lines_down(body: str, style: str = "") -> float:
    """Return the distance of the last character from the top of the page, in lines of 17 pt."""
    pages = read_glyphs(typeset(body, STYLE + style))
    glyphs = [glyph for page in pages for glyph in page.glyphs]
    (after,) = (glyph for glyph in glyphs if glyph.text == "後")
    return (after.y - head()) / 17


@cache
def head() -> float:
    """Return the position of the first line of a page, in pt."""
    (page,) = read_glyphs(typeset("<p>首</p>"))
    return page.glyphs[0].y


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        ("<p>一<p>後", 1),
        # A lead of one and a half lines, and of three of them.
        ("<p style='line-height: 25.5pt'>一<p>後", 2),
        ("<p style='line-height: 25.5pt'>一<br>二<br>三<p>後", 5),
        # Arbitrary paddings and rules.
        ("<div style='padding: 3pt'>一</div><p>後", 2),
        ("<div style='border-top: 0.5pt solid'>一</div><p>後", 2),
        # Such a rule is taken from the following margin.
        ("<div style='border-top: 0.5pt solid; margin-bottom: 17pt'>一</div><p>後", 2),
        # Margins collapse as usual.
        ("<p style='margin-bottom: 8.5pt'>一<p style='margin-top: 8.5pt'>後", 2),
        ("<p style='margin-bottom: 17pt'>一<p style='margin-top: 8.5pt'>後", 2),
        ("<p style='line-height: 25.5pt; margin-bottom: -8.5pt'>一<p>後", 1),
        # All columns begin on a line, and so does the following block.
        ("<p style='line-height: 25.5pt'>一<div class=columns style='columns: 2'><p>二<p>後", 2),
        ("<div style='height: 5pt'></div><div style='display: flex'><p>後</p></div>", 1),
        # A heading ends on a line: the space is above it.
        ("<p>一<h2 style='line-height: 25.5pt'>後</h2>", 1.75),
        ("<p>一<h2 style='line-height: 25.5pt; margin-bottom: 8.5pt'>二</h2><p>後", 3),
        # At the top of a page it does not.
        ("<h2 style='line-height: 25.5pt'>後</h2>", 0.25),
        ("<h2 style='line-height: 25.5pt'>一</h2><p>後", 2),
    ],
)
def test_following_blocks_are_on_the_grid(body: str, lines: float) -> None:
    assert lines_down(body) == pytest.approx(lines, abs=0.01)


def test_a_block_may_be_off_the_grid() -> None:
    body = "<div style='padding: 3pt'>一</div><p style='--snap: none'>後"
    assert lines_down(body) == pytest.approx(1 + 6 / 17, abs=0.01)


def test_a_heading_ends_on_a_line_beside_a_note_and_a_float() -> None:
    """A heading is laid out twice, but its content is on the page once."""
    body = (
        "<p>一<h2 style='line-height: 25.5pt'>題<i style='float: footnote'>注</i>"
        "<i style='float: right'>浮</i></h2><p>後"
    )
    pages = read_glyphs(typeset(body, STYLE))
    text = "".join(glyph.text for page in pages for glyph in page.glyphs)
    assert [text.count(one) for one in "題注浮後"] == [1, 1, 1, 1]


@pytest.mark.parametrize(("page", "kept"), [("", 0), ("page: named", 0), ("page: a", 2)])
def test_a_page_name_forces_no_break_within_its_pages(page: str, kept: int) -> None:
    """A margin at the top of a page is dropped at an unforced break, and kept at a forced one."""
    first = "page: b" if page == "page: a" else page
    filled = f"<section style='{first}'><div style='height: 9cm'>滿</div></section>"
    alike = f"<section style='{page}'><p style='margin-top: 34pt'>後</section>"
    if page != "page: a":
        filled, alike = filled.replace("</section>", ""), "<p style='margin-top: 34pt'>後</section>"
    body = filled + alike
    pages = read_glyphs(typeset(body, STYLE + "@page { size: 10cm 12cm; margin: 1.5cm }"))
    assert len(pages) == 2
    (after,) = (glyph for glyph in pages[1].glyphs if glyph.text == "後")
    first_line = read_glyphs(typeset("<p>首", STYLE + "@page { size: 10cm 12cm; margin: 1.5cm }"))
    assert (after.y - first_line[0].glyphs[0].y) / 17 == pytest.approx(kept, abs=0.05)
