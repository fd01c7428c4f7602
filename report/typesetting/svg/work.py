"""How much there is to draw in an SVG picture: elements that are drawn again count again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from report.typesetting.svg.tree import HREFS, href, local

#: The most that is drawn, in simple shapes; the engine takes some seven seconds for it.
MOST = 30_000
#: So many characters of a path take as long as a simple shape.
_SHAPE = 110
#: How deep elements may be drawn within others, copies included.
_DEEPEST = 150
_URL = re.compile(r"url\(\s*['\"]?#([^)'\"]*?)['\"]?\s*\)")
_POINT = re.compile(r"[A-Za-z]|[\s,]+")
_MARKERS = ("marker", "marker-start", "marker-mid", "marker-end")
_DEFINED = ("defs", "symbol", "clipPath", "mask", "marker", "pattern", "linearGradient")
_NEVER_ALONE = (*_DEFINED, "radialGradient", "filter")


class Endless(Exception):  # noqa: N818 - it is no fault of the program
    """An element is drawn within itself, or within more copies than anybody makes."""

    def __init__(self, element: Element, *, deep: bool) -> None:
        """Take the element, and whether it is but deep within others."""
        super().__init__()
        self.element = element
        self.deep = deep


class Work:
    """Counts what elements draw, each once however often it is asked."""

    def __init__(self, named: dict[str, Element]) -> None:
        """Take the elements that have names, by name."""
        self.named = named
        self._known: dict[Element, int] = {}
        self._open: set[Element] = set()

    def of(self, element: Element, *, named: bool = False) -> int:
        """Give how many simple shapes take as long; raises Endless for what has no end.

        What only others draw (symbols, patterns, what stands in ``defs``) counts when it is
        ``named`` by one that does.
        """
        if local(element) in _NEVER_ALONE and not named:
            return 0
        if element in self._known:
            return self._known[element]
        if element in self._open or len(self._open) > _DEEPEST:
            raise Endless(element, deep=element not in self._open)
        self._open.add(element)
        own = 1 + sum(len(value) for name, value in element.attrib.items() if name not in HREFS)
        total = 1 + own // _SHAPE + len(element.text or "") // 2
        total += sum(self.of(child) for child in element)
        total += sum(times * self.of(one, named=True) for one, times in self._asked_for(element))
        self._open.discard(element)
        self._known[element] = total
        return total

    def _asked_for(self, element: Element) -> Iterator[tuple[Element, int]]:
        """Give the elements that an element has drawn besides, and how many times."""
        target = self.named.get(href(element).removeprefix("#"))
        if target is not None and local(element) in ("use", "pattern", "textPath"):
            yield target, 1
        for name, value in element.attrib.items():
            for found in _URL.findall(value):
                if (one := self.named.get(found)) is not None:
                    points = element.get("d") or element.get("points") or ""
                    yield one, len(_POINT.findall(points)) + 2 if name in _MARKERS else 1
