"""Frames of paths on a page."""

from __future__ import annotations

from typing import Any

import pytest

from report.preflight.matrices import IDENTITY, Frame, frame_of

DRAWN: list[tuple[str, Any]] = [("m", (80, 60)), ("l", (81, 60)), ("l", (81, 75)), ("h", ())]


@pytest.mark.parametrize(
    ("path", "frame"),
    [
        (DRAWN, (80, 60, 81, 75)),
        # A move without drawing, before, between and at the end.
        ([("m", (0, 0)), *DRAWN], (80, 60, 81, 75)),
        ([*DRAWN, ("m", (0, 0)), ("re", (80, 60, 1, 1))], (80, 60, 81, 75)),
        ([*DRAWN, ("m", (500, 500))], (80, 60, 81, 75)),
        ([("m", (0, 0)), ("l", (5, 5)), *DRAWN], (0, 0, 81, 75)),
        ([("m", (3, 4))], None),
        ([], None),
    ],
)
def test_the_frame_is_that_of_the_drawn_path(
    path: list[tuple[str, Any]], frame: Frame | None
) -> None:
    assert frame_of(path, IDENTITY) == frame
