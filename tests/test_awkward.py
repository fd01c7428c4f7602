"""Texts of awkward lengths have room: nothing leaves its box or the page or lies on anything."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from report.press.typography.glyphs import read_glyphs
from report.project import Project
from tests.awkward import FIGURES, SLOTS, write
from tests.test_geometry import (  # the fixture below is what they look at here
    Laid,
    lay_out,
    test_every_box_of_a_given_height_holds_what_is_in_it,  # noqa: F401
    test_every_line_stands_in_its_box,  # noqa: F401
    test_no_text_leaves_the_page_or_is_too_small,  # noqa: F401
    test_no_text_lies_on_other_text,  # noqa: F401
)


@pytest.fixture(scope="module", params=["", "plain"])
def laid(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Laid:
    folder = tmp_path_factory.mktemp("awkward")
    write(folder, request.param)
    return lay_out(Project.at(folder), folder / "build")
