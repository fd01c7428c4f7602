"""Where the elements of a part are on its pages, and how their text is set.

In: the laid-out pages, and the elements of the part. Out: a box for each piece of each element, in
the order of the tree, with its look. A live page finds by it what stands at a point.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from weasyprint.anchors import rectangle_aabb
from weasyprint.formatting_structure import boxes

from report.pdf.parts import Box, Look

#: CSS px in pt.
_PT = 0.75


def numbers_of(group: Iterable[Any]) -> dict[Any, int]:
    """Return a number for each element of a part, in the order of the tree."""
    elements = (element for child in group for element in child.iter())
    return {element: number for number, element in enumerate(elements)}


def anatomy(pages: Sequence[Any], group: Iterable[Any]) -> tuple[tuple[Box, ...], tuple[Look, ...]]:
    """Return the boxes of the elements of ``group`` on the engine's ``pages``, and their looks."""
    walk = _Walk(numbers_of(group))
    for number, page in enumerate(pages):
        for child in page._page_box.children:
            walk.walk(child, number, None, None)
    return tuple(walk.found), tuple(walk.looks)


class _Walk:
    """Goes through the boxes of pages."""

    def __init__(self, numbers: Mapping[Any, int]) -> None:
        self.numbers = numbers
        self.found: list[Box] = []
        self.looks: dict[Look, int] = {}
        self._by_style: dict[int, int] = {}
        #: Styles whose looks are known; kept, so that no other style gets their addresses.
        self._styles: list[Any] = []

    def walk(self, box: Any, page: int, around: Any, matrix: Any) -> None:
        """Go through a box; ``around`` is the element of the box around it."""
        box = getattr(box, "_box", box)  # positioned boxes are behind a placeholder
        if isinstance(box, boxes.TextBox):
            return
        own = box.transformation_matrix
        if own:
            matrix = own @ matrix if matrix else own
        element = box.element
        number = self.numbers.get(element)
        if number is not None and element is not around and "::" not in (box.element_tag or ""):
            area = rectangle_aabb(
                *(matrix, box.border_box_x(), box.border_box_y()),
                *(box.border_width(), box.border_height()),
            )
            left, top, right, foot = (round(one * _PT, 2) for one in area)
            if right > left and foot > top:
                look = self._look(box.style)
                self.found.append(Box(page, (left, top, right, foot), number, look))
        for child in _children(box):
            self.walk(child, page, element, matrix)

    def _look(self, style: Any) -> int:
        number = self._by_style.get(id(style))
        if number is None:
            look = Look(
                size=round(float(style["font_size"]) * _PT, 2),
                leading=_leading(style),
                face=str(style["font_family"][0]),
                weight=int(style["font_weight"]),
                colour=_written(style["color"]),
            )
            number = self._by_style[id(style)] = self.looks.setdefault(look, len(self.looks))
            self._styles.append(style)
        return number


def _children(box: Any) -> Iterator[Any]:
    yield from getattr(box, "all_children", lambda: ())() or getattr(box, "children", ())


def _leading(style: Any) -> float:
    """Return the distance of baselines in pt; that of ``normal`` is left to the font: 0."""
    height = style["line_height"]
    if height == "normal":
        return 0.0
    value = getattr(height, "value", height)
    if getattr(height, "unit", None) is None:
        value *= style["font_size"]
    return round(float(value) * _PT, 2)


def _written(colour: Any) -> str:
    """Return a colour as CSS writes it."""
    if colour.space == "device-cmyk":
        inks = " ".join(f"{100 * one:g}%" for one in colour.coordinates)
        return f"device-cmyk({inks})"
    return "#" + "".join(f"{round(255 * one):02x}" for one in colour.to("srgb").coordinates)
