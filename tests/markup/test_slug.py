"""The line below the bleed: on every page at one height, beside the register mark, never on it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from report.engine.reading import read
from report.markup.room import ems
from report.markup.slug import shortened, slug_lines
from report.measure.glyphs import read_glyphs
from report.model.target import PRINT
from report.project.project import Project
from report.typesetting.engine import typeset
from report.typesetting.stylesheets import Stylesheet
from tests.conftest import Edit

MM = 72 / 25.4


@pytest.mark.parametrize(
    ("text", "room", "shown"),
    [
        ("謀發展", 3, "謀發展"),
        ("謀發展，數字改善", 8, "謀發展，數字改善"),
        ("謀發展，數字改善", 7, "謀發展，數字…"),
        ("謀發展，數字改善", 5, "謀發展…"),
        ("謀發展", 1, "…"),
        ("謀發展", 0, "…"),
        ("Sustainability", 5, None),
    ],
)
def test_long_texts_are_shortened(text: str, room: float, shown: str | None) -> None:
    short = shortened(text, room)
    assert shown is None or short == shown
    assert ems(short) <= max(room, 1)


@pytest.mark.parametrize(
    ("title", "organisation"),
    [("短", "甲"), ("一" * 90, "二" * 90), ("Sustainability Report " * 8, "Holdings Limited " * 8)],
)
def test_the_line_does_not_touch_the_register_mark(
    title: str, organisation: str, project: Path, edit: Edit
) -> None:
    edit("data/report.yaml", "title: 試驗報告\n", f"title: {title}\n")
    edit("data/report.yaml", "試驗機構", organisation)
    there = Project.at(project)
    content = read(there)
    lines, css = slug_lines(content.report, content.theme, PRINT, 3)
    sheet = Stylesheet("target", "slug", css)
    made: Any = typeset(lines, [sheet], {}, PRINT, there, "http://report.invalid/")
    pages = list(read_glyphs(made.pdf))
    assert len(pages) == 3
    middle, half = 105 * MM, 2.5 * MM
    for page in pages:
        assert {round(glyph.y, 2) for glyph in page.glyphs} == {round(pages[0].glyphs[0].y, 2)}
        for glyph in page.glyphs:
            assert glyph.end < middle - half or glyph.x > middle + half, glyph
            assert glyph.x > 1 * MM and glyph.end < 209 * MM, glyph
        text = "".join(glyph.text for glyph in page.glyphs)
        assert f"第{page.number}頁" in text.replace(" ", "")
        assert text.replace(" ", "").endswith("print.pdf")
