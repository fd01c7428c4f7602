"""Very short and very long texts have room: none is off the page, overlapping, cut or invisible."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from report.measure.glyphs import Page, read_glyphs
from tests.awkward import FIGURES, LISTS, NAME, SLOTS, write
from tests.small_report import run

#: It takes long: many builds of whole reports.
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Any], list[Page]]:
    """Build the report once; returns the findings and the pages."""
    folder = write(tmp_path_factory.mktemp("awkward") / "report")
    done = run("-C", folder, "--format", "json", "build", "--target", "screen")
    pdf = (folder / "build" / "screen.pdf").read_bytes()
    return done.found, list(read_glyphs(pdf))


def lost(found: list[Any]) -> list[Any]:
    """Return the findings about text that cannot be seen, or is too large for its box."""
    return [one for one in found if one["code"].startswith(("D61", "D62"))]


def test_no_text_is_off_the_page_overlapping_cut_or_invisible(
    outcome: tuple[list[Any], list[Page]],
) -> None:
    found, _ = outcome
    assert lost(found) == []


def test_nothing_is_too_small_to_read(outcome: tuple[list[Any], list[Page]]) -> None:
    _, pages = outcome
    sizes = {round(glyph.size, 1) for page in pages for glyph in page.glyphs if not glyph.is_space}
    assert min(sizes) >= 6.9


@pytest.mark.parametrize("slot", list(SLOTS))
def test_every_text_is_printed_completely(slot: str, outcome: tuple[list[Any], list[Page]]) -> None:
    _, pages = outcome
    printed = "".join(glyph.text for page in pages for glyph in page.glyphs)
    have = Counter(re.sub(r"\s", "", printed))
    for words in SLOTS[slot]:
        assert not Counter(re.sub(r"\s", "", words)) - have, words


def test_titles_break_between_words(outcome: tuple[list[Any], list[Page]]) -> None:
    _, pages = outcome
    large = [glyph for glyph in pages[0].glyphs if glyph.size > 40]
    lines = {round(glyph.y): "" for glyph in large}
    for glyph in large:
        lines[round(glyph.y)] += glyph.text
    assert sorted(lines.values()) == ["全面推進深度落實", NAME]


def test_every_number_is_printed_completely(outcome: tuple[list[Any], list[Page]]) -> None:
    _, pages = outcome
    lines = set()
    for page in pages:
        rows: dict[int, list[Any]] = {}
        for glyph in page.glyphs:
            rows.setdefault(round(glyph.y), []).append(glyph)
        for row in rows.values():
            lines.add("".join(one.text for one in sorted(row, key=lambda one: one.x)))
    together = "|".join(lines)
    for value, _, _ in FIGURES:
        assert value.replace("-", "−") in together.replace(",", ""), value
    for count in LISTS:
        assert f"{count}." in together, count


@pytest.mark.parametrize("theme", ["plain"])
def test_titles_have_room_in_other_themes(theme: str, tmp_path: Path) -> None:
    folder = write(tmp_path / "report", theme, filled=False)
    done = run("-C", folder, "--format", "json", "build", "--target", "screen")
    assert lost(done.found) == []
