"""The complexity of an SVG picture; elements that are drawn several times count several times."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from report.typesetting.svg.tree import HREFS, href, local

#: The limit, in simple shapes; the engine takes about seven seconds for so many.
MOST = 30_000
#: So many characters of a path take as long as a simple shape.
_SHAPE = 110
#: The deepest nesting of elements, including copies.
_MAX_DEPTH = 150
_URL = re.compile(r"url\(\s*['\"]?#([^)'\"]*?)['\"]?\s*\)")
_POINT = re.compile(r"[A-Za-z]|[\s,]+")
_MARKERS = ("marker", "marker-start", "marker-mid", "marker-end")
_DEFINED = ("defs", "symbol", "clipPath", "mask", "marker", "pattern", "linearGradient")
_NEVER_ALONE = (*_DEFINED, "radialGradient", "filter")


class Endless(Exception):  # noqa: N818 - not an error of the program
    """An element contains itself, or copies are nested too deep."""

    def __init__(self, element: Element, *, deep: bool) -> None:
        """Take the element; ``deep`` means nested too deep, otherwise it contains itself."""
        super().__init__()
        self.element = element
        self.deep = deep


class Work:
    """Computes the complexity of elements; results are cached."""

    def __init__(self, named: dict[str, Element]) -> None:
        """Take the elements by id."""
        self.named = named
        self._known: dict[Element, int] = {}
        self._open: set[Element] = set()

    def of(self, element: Element, *, named: bool = False) -> int:
        """Return the complexity of an element in simple shapes; raises Endless.

        Elements that are drawn only by reference (symbols, patterns, content of ``defs``) count 0
        unless ``named`` is set.
        """
        if local(element) in _NEVER_ALONE and not named:
            return 0
        if element in self._known:
            return self._known[element]
        if element in self._open or len(self._open) > _MAX_DEPTH:
            raise Endless(element, deep=element not in self._open)
        self._open.add(element)
        own = 1 + sum(len(value) for name, value in element.attrib.items() if name not in HREFS)
        total = 1 + own // _SHAPE + len(element.text or "") // 2
        total += sum(self.of(child) for child in element)
        total += sum(times * self.of(one, named=True) for one, times in self._references(element))
        self._open.discard(element)
        self._known[element] = total
        return total

    def _references(self, element: Element) -> Iterator[tuple[Element, int]]:
        """Return the elements that an element draws by reference, and how many times."""
        target = self.named.get(href(element).removeprefix("#"))
        if target is not None and local(element) in ("use", "pattern", "textPath"):
            yield target, 1
        for name, value in element.attrib.items():
            for found in _URL.findall(value):
                if (one := self.named.get(found)) is not None:
                    points = element.get("d") or element.get("points") or ""
                    yield one, len(_POINT.findall(points)) + 2 if name in _MARKERS else 1
