"""Where the elements of a document are on its pages, with their places in the data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from report.pdf.parts import Look, Part

if TYPE_CHECKING:
    from report.typesetting.division import Division


@dataclass(frozen=True, slots=True)
class Element:
    """A piece of an element on a page.

    ``page`` counts from 1; ``area`` is left, top, right and foot in pt from the top left of the
    trimmed page. ``part`` and ``number`` tell which element it is.
    """

    page: int
    area: tuple[float, float, float, float]
    part: int
    number: int
    tag: str
    id: str
    classes: tuple[str, ...]
    #: Its place in the data, ``file:line:column``; of an element without one, that around it.
    place: str
    #: Whether the place is its own: it is a block.
    is_block: bool
    #: Whether it is there for the eye only, such as art.
    is_hidden: bool
    look: Look
    #: The fact whose figure it is, ``users.total[2020]``, and its number; ``=`` for one that a
    #: template computes; the address of a picture; the element whose page it names.
    fact: str = ""
    value: str = ""
    source: str = ""
    target: str = ""


def elements(parts: Sequence[Part], division: Division) -> tuple[Element, ...]:
    """Return the elements of a document on its pages, in the order of the document."""
    found: list[Element] = []
    before = 0
    for number, part in enumerate(parts):
        known = [one for top in division.groups[number] for one in _elements(top, "", hidden=False)]
        for box in part.boxes:
            element, place, own, hidden = known[box.element]
            found.append(
                Element(
                    *(before + box.page + 1, box.area, number, box.element),
                    str(element.tag),
                    element.get("id", ""),
                    tuple(element.get("class", "").split()),
                    division.place(number, place),
                    own,
                    hidden,
                    part.looks[box.look],
                    "=" if "data-computed" in element.attrib else element.get("data-fact", ""),
                    element.get("value") or element.get("data-value", ""),
                    element.get("src", ""),
                    element.get("data-target", ""),
                )
            )
        before += part.pages
    return tuple(found)


def _elements(element: Any, place: str, *, hidden: bool) -> Iterator[tuple[Any, str, bool, bool]]:
    """Return an element and those in it, each with its place, and whether that is its own."""
    from report.typesetting.seen import ATTRIBUTE

    own = element.get(ATTRIBUTE) or ""
    hidden = hidden or element.get("aria-hidden") == "true"
    yield element, own or place, bool(own), hidden
    for child in element:
        yield from _elements(child, own or place, hidden=hidden)
