"""Parses an SVG file into a tree of elements with their places in the file."""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
#: The attributes for references, the newer one first.
HREFS = ("href", f"{{{XLINK}}}href")


@dataclass(slots=True)
class Tree:
    """The root of a picture, and the places of its elements: line and column from 1."""

    root: Element
    places: dict[Element, tuple[int, int]] = field(default_factory=dict)


def parse(source: bytes) -> Tree:
    """Parse XML; raises :class:`xml.parsers.expat.ExpatError` when it is invalid.

    External entities are not read.
    """
    builder = TreeBuilder()
    places: dict[Element, tuple[int, int]] = {}
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True

    def start(name: str, attributes: dict[str, str]) -> None:
        element = builder.start(_name(name), {_name(k): v for k, v in attributes.items()})
        places[element] = (parser.CurrentLineNumber, parser.CurrentColumnNumber + 1)

    parser.StartElementHandler = start
    parser.EndElementHandler = lambda name: builder.end(_name(name))
    parser.CharacterDataHandler = builder.data
    parser.Parse(source, True)
    return Tree(builder.close(), places)


def _name(name: str) -> str:
    return f"{{{name}" if "}" in name else name


def local(element: Element) -> str:
    """Return the local name of an SVG element; empty for elements of other namespaces."""
    space, _, name = element.tag.rpartition("}")
    return name if space in ("", f"{{{SVG}") else ""


def href(element: Element) -> str:
    """Return the reference of an element; empty without one."""
    return next((element.attrib[key].strip() for key in HREFS if key in element.attrib), "")


def remove(parent: Element, child: Element) -> None:
    """Remove an element, but keep the text after it."""
    at = list(parent).index(child)
    if child.tail and at:
        parent[at - 1].tail = (parent[at - 1].tail or "") + child.tail
    elif child.tail:
        parent.text = (parent.text or "") + child.tail
    parent.remove(child)
