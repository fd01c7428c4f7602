"""Divides a document into parts: groups of the body's children that begin pages of their own.

In: the parsed document. Out: for each part a tree of its own, in which the elements of other parts
are left without their content. A part begins where a stylesheet forces a page break between two
children of the body (css-break-3, 3.1), or where an element has the attribute ``data-part``. What
reaches over the whole document, such as the number of all pages, keeps it in one part.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

from report.typesetting.extension.partial import ELSEWHERE, RUNNING, SHELL, TARGET
from report.typesetting.seen import ATTRIBUTE

#: The attribute with which a template declares that a part begins at an element.
DECLARED = "data-part"
#: Values of ``break-before`` and ``break-after`` that force a page break.
FORCED = frozenset(("page", "always", "left", "right", "recto", "verso"))
#: The file of a source place that is only a number within its part: what is kept of a part does
#: not change when lines are added above its blocks.
NUMBERED = "@"
#: What needs the whole document: selectors that look into siblings, the number of all pages, notes.
_WHOLE = re.compile(
    r":has\(|counters?\(\s*pages\b|target-counters?\([^;}]*\bpages\b|position:\s*note\(", re.I
)
_COUNTERS = re.compile(
    r"target-counters?\(\s*(?:attr\([^)]*\)|[^,()]+(?:\([^)]*\))?)\s*,\s*([\w-]+)"
)
_TEXTS = re.compile(r"target-text\(", re.I)


@dataclass(slots=True)
class Division:
    """The parts of a document."""

    root: Any
    #: The body's children of each part.
    groups: list[list[Any]]
    #: The source places of each part; the number in the tree is an index.
    places: list[list[str]] = field(default_factory=list)
    #: The names of counters that are asked for at ids; whether texts are.
    counters: frozenset[str] = frozenset()
    texts: bool = False
    #: Each id: the number of its part, and its element.
    ids: dict[str, tuple[int, Any]] = field(default_factory=dict)
    #: Ids that two parts have.
    twice: list[str] = field(default_factory=list)
    _links: dict[int, list[str]] = field(default_factory=dict)

    def links(self, number: int) -> list[str]:
        """Return the ids in other parts to which a part refers, in order."""
        if number not in self._links:
            self._links[number] = list(self._find_links(number))
        return self._links[number]

    def _find_links(self, number: int) -> dict[str, None]:
        found: dict[str, None] = {}
        for child in self.groups[number]:
            for element in child.iter():
                for value in element.attrib.values():
                    if value.startswith("#"):
                        name = unquote(value[1:])
                        if self.ids.get(name, (number, None))[0] != number:
                            found[name] = None
        return found

    def tree(self, number: int, running: Mapping[str, Sequence[int]]) -> Any:
        """Return the tree of a part; ``running`` has the paths of earlier running elements."""
        html, body = frame_of(self.root)
        old = self.body
        wanted: dict[int, list[Any]] = {}
        own: dict[int, str] = {}
        for name in self.links(number) if number >= 0 else ():
            part, element = self.ids[name]
            top = next(one for one in self.groups[part] if _holds(one, element))
            if element is top:
                own[id(top)] = TARGET
            else:
                wanted.setdefault(id(top), []).append(self._target(element))
        for path in running.values():
            top = old[path[0]]
            wanted.setdefault(id(top), []).extend(_chain(top, path[1:]))
        mine = {id(one) for one in self.groups[number]} if number >= 0 else set()
        for child in old:
            if id(child) in mine:
                body.append(child)
                continue
            if not isinstance(child.tag, str):
                continue
            kind = own.get(id(child), SHELL)
            shell = self._target(child) if kind == TARGET else _shell(child, SHELL)
            shell.extend(wanted.get(id(child), ()))
            body.append(shell)
        return html

    def skeleton(self) -> Any:
        """Return the tree without the contents of parts."""
        return self.tree(-1, {})

    def targets(self, number: int) -> list[Any]:
        """Return the elements to which a part refers, as they are in its tree."""
        return [self._target(self.ids[name][1]) for name in self.links(number)]

    def _target(self, element: Any) -> Any:
        shell = _shell(element, TARGET)
        if self.texts:
            shell.text = element.text
            shell.extend(copy.deepcopy(list(element)))
        return shell

    def place(self, number: int, numbered: str) -> str:
        """Return the source place that a numbered place of a part stands for."""
        if not numbered.startswith(f"{NUMBERED}:"):
            return numbered
        return self.places[number][int(numbered.split(":")[1])]

    def path_of(self, element: Any) -> list[int]:
        """Return the place of an element among the body's children, and below."""
        path = _path(self.body, element)
        if path is None:
            raise LookupError(f"<{element.tag}> is not in the body")
        return path

    @property
    def body(self) -> Any:
        """The body."""
        return self.root.find("body")


def frame_of(root: Any) -> tuple[Any, Any]:
    """Return a document with the stylesheets of another one and an empty body, and that body."""
    html = ElementTree.Element(root.tag, root.attrib)
    head = ElementTree.SubElement(html, "head")
    head.extend(root.find("head").iter("style"))
    return html, ElementTree.SubElement(html, "body", root.find("body").attrib)


def _holds(top: Any, element: Any) -> bool:
    return any(one is element for one in top.iter())


def _shell(element: Any, kind: str) -> Any:
    attributes = {name: value for name, value in element.attrib.items() if name != ATTRIBUTE}
    return ElementTree.Element(element.tag, {**attributes, ELSEWHERE: kind})


def _chain(top: Any, path: Sequence[int]) -> list[Any]:
    """Return the elements below ``top`` that lead to a running element, with its content."""
    if not path:
        return []
    element = top[path[0]]
    if len(path) > 1:
        shell = _shell(element, SHELL)
        shell.extend(_chain(element, path[1:]))
        return [shell]
    whole = _shell(element, RUNNING)
    whole.text = element.text
    whole.extend(copy.deepcopy(list(element)))
    return [whole]


def _path(top: Any, element: Any) -> list[int] | None:
    for index, child in enumerate(top):
        if child is element:
            return [index]
        below = _path(child, element)
        if below is not None:
            return [index, *below]
    return None


def divide(root: Any, sheets: Iterable[str], breaks: Mapping[int, tuple[str, str]]) -> Division:
    """Divide a document; ``breaks`` has break-before and break-after of the body's children.

    The keys of ``breaks`` are the children's places; those that are not in the flow have none.
    """
    text = "\n".join([*sheets, *("".join(one.itertext()) for one in root.iter("style"))])
    text += "\n".join(one.get("style", "") for one in root.iter() if "style" in one.attrib)
    body = root.find("body")
    children = list(body)
    groups: list[list[Any]] = [[]]
    apart = not _WHOLE.search(text) and not _stray(body)
    after = ""
    for index, child in enumerate(children):
        if index in breaks:
            before, next_ = breaks[index]
            declared = child.get(DECLARED) is not None
            if apart and groups[-1] and (declared or {after, before} & FORCED):
                groups.append([])
            after = next_
        groups[-1].append(child)
    return _prepared(Division(root, groups), text)


def whole(root: Any) -> Division:
    """Return a document as one part."""
    return _prepared(Division(root, [list(root.find("body"))]), "")


def _prepared(done: Division, text: str) -> Division:
    done.counters = frozenset(_COUNTERS.findall(text))
    done.texts = bool(_TEXTS.search(text))
    done.ids = {}
    for number, group in enumerate(done.groups):
        for child in group:
            for element in child.iter():
                name = element.get("id")
                if name and done.ids.setdefault(name, (number, element))[0] != number:
                    done.twice.append(name)
    return done


def _stray(body: Any) -> bool:
    """Return whether the body has text between its children."""
    texts = [body.text, *(child.tail for child in body)]
    return any(text and text.strip() for text in texts)


def number_places(done: Division, places: Mapping[str, str]) -> None:
    """Replace the source places in the tree by numbers, for each part."""
    done.places = [list(_numbered(group, places)) for group in done.groups]


def _numbered(group: Iterable[Any], places: Mapping[str, str]) -> Iterator[str]:
    yield places.get("", "")
    number = 0
    for child in group:
        for element in child.iter():
            place = element.get(ATTRIBUTE) or places.get(element.get("id") or "?")
            if place:
                number += 1
                element.set(ATTRIBUTE, f"{NUMBERED}:{number}:0")
                yield place
