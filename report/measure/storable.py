"""A page's glyphs and shapes as JSON values, to keep them for the next run, and back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from report.measure.glyphs import Glyph, Page
from report.measure.inks import Ink
from report.measure.shapes import Frame, Shape


def to_json(page: Page) -> dict[str, Any]:
    """Return a page as lists of numbers and texts; inks are numbered: many glyphs share one."""
    inks: dict[Ink, int] = {}
    glyphs = [
        [one.text, one.x, one.y, one.size, one.advance, inks.setdefault(one.ink, len(inks))]
        for one in page.glyphs
    ]
    shapes = [
        [
            *(one.kind, one.frame, inks.setdefault(one.ink, len(inks)), one.width, one.evenodd),
            *(one.path, one.matrix),
        ]
        for one in page.shapes
    ]
    return {
        "size": [page.width, page.height],
        "trim": page.trim,
        "inks": [[one.space, one.values] for one in inks],
        "glyphs": glyphs,
        "shapes": shapes,
    }


def from_json(entry: dict[str, Any], number: int) -> Page:
    """Return the page of :func:`to_json` with this number."""
    inks = [Ink(space, tuple(values)) for space, values in entry["inks"]]
    glyphs = tuple(
        Glyph(text, x, y, size, advance, inks[ink])
        for text, x, y, size, advance, ink in entry["glyphs"]
    )
    shapes = tuple(
        Shape(kind, _four(frame), inks[ink], width, evenodd, _path(path), tuple(matrix))
        for kind, frame, ink, width, evenodd, path, matrix in entry["shapes"]
    )
    width, height = entry["size"]
    return Page(number, width, height, glyphs, shapes, _four(entry["trim"]))


def _four(edges: Sequence[float]) -> Frame:
    left, top, right, bottom = edges
    return left, top, right, bottom


def _path(segments: Sequence[Sequence[Any]]) -> list[tuple[Any, ...]]:
    return [tuple(one) for one in segments]
