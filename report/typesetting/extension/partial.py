"""Lays out a part of a document as if the parts before it had been laid out too.

A part starts with the page number, side, counters, named strings and running elements with which
the part before it ends (css-gcpm-3, css-lists-3). The places of ids in other parts are known from
their last layout. The body's other children are in the tree of a part too, without their content,
so that selectors match as in the whole document; they make no boxes.
"""

from __future__ import annotations

import copy
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from weasyprint import layout
from weasyprint.css import targets
from weasyprint.formatting_structure import build
from weasyprint.layout import page as pages_of
from weasyprint.urls import get_url_tuple

from report.pdf.parts import Places, Start

#: The attribute of elements that belong to other parts; its values are the constants below.
ELSEWHERE = "data-elsewhere"
#: An element without its content, one to which this part refers, one for the margins of its pages.
SHELL, TARGET, RUNNING = "shell", "target", "running"
#: The most times that pages are made again because their contents changed.
_LOOPS = 8
_SIDES = ("left", "right", "recto", "verso")
#: A page before the part: no page is made from it.
_BEFORE: tuple[Any, ...] = (None, None, None, None, {})


class InseparableError(Exception):
    """Something that reaches over the whole document: it cannot be laid out in parts."""


@dataclass(slots=True)
class Partial:
    """The layout of one part: where it starts, then what it found."""

    start: Start
    #: The values of counters at the ids in other parts to which this one refers.
    places: Mapping[str, Places]
    #: The part's first and last element: children of the body.
    first: Any
    last: Any
    #: The names of the counters whose values at an id are asked for.
    counters: frozenset[str] = frozenset()
    #: Whether it is the whole document.
    alone: bool = False
    #: The path of an element: its place among the body's children, and below.
    path_of: Callable[[Any], list[int]] = lambda _element: []
    end: Start | None = None
    #: The ids of this part, and the ids of other parts whose counters it prints.
    ids: dict[str, Places] = field(default_factory=dict)
    needed: set[str] = field(default_factory=set)
    #: Named strings and running elements of earlier parts that its pages print.
    strings: set[str] = field(default_factory=set)
    elements: set[str] = field(default_factory=set)
    _running: dict[str, Any] = field(default_factory=dict)
    _counters: tuple[int, dict[str, list[int]], list[list[str]]] | None = None

    def enter(self, state: Any) -> None:
        """Set the counters to their values before the part."""
        if self.start.counters is not None:
            depth, values, scopes = self.start.counters
            state[0][0] = depth
            state[1].clear()
            state[1].update({name: list(numbers) for name, numbers in values.items()})
            state[2][:] = [set(names) for names in scopes]

    def leave(self, state: Any) -> None:
        """Read the counters' values after the part."""
        values = {name: list(numbers) for name, numbers in state[1].items()}
        self._counters = (state[0][0], values, [sorted(names) for names in state[2]])

    def elsewhere(
        self, element: Any, state: Any, collector: Any, box_of: Callable[[Any, Any], list[Any]]
    ) -> None:
        """Take what this part needs of an element that belongs to another part."""
        kind = element.get(ELSEWHERE)
        if kind == SHELL:
            for child in element:
                self.elsewhere(child, state, collector, box_of)
        elif kind == TARGET:
            box_of(element, copy.deepcopy(state))  # registers its text for target-text()
            name = str(element.get("id"))
            item = collector.target_lookup_items.get(name)
            if item is not None and item.target_box is not None:
                places = self.places.get(name, Places())
                item.target_box.cached_counter_values = copy.deepcopy(dict(places.element))
                item.cached_page_counter_values = copy.deepcopy(dict(places.page))
        else:
            for box in box_of(element, copy.deepcopy(state)):
                if box.style["position"][0] == "running()":
                    box.process_whitespace()
                    box.process_text_transform()
                    self._running[box.style["position"][1]] = build.create_anonymous_boxes(box)

    def note_target(self, anchor: str | None) -> None:
        """Note that the content of an element asks for an id of another part."""
        if anchor is not None and anchor in self.places:
            self.needed.add(anchor)

    def note_name(self, context: Any, store: Any, name: str, keyword: str) -> None:
        """Note that a page asks for a named string or a running element of an earlier part."""
        own = any(
            values and self.start.index < number <= context.current_page
            for number, values in store[name].items()
        )
        if keyword != "all-once" and (keyword == "start" or not own):
            (self.strings if store is context.string_set else self.elements).add(name)

    def lay_out(self, html: Any, root: Any, context: Any) -> Iterator[Any]:
        """Make the pages; they count from the page on which the part starts.

        This is :func:`weasyprint.layout.layout_document` for a document whose first pages are not
        made.
        """
        index = self.start.index
        self._begin(root, context)
        made: list[Any] = []
        notes = context.footnotes.copy()
        total = 0
        for loop in range(_LOOPS):
            if loop:
                context.footnotes = notes.copy()
            before = total
            made = list(_make_pages(context, root, html, made, index))
            total = len(made)
            again = False
            for _, _, _, state, remake in context.page_maker[index:]:
                state[1]["pages"] = [index + total]
                again |= bool(remake["content_changed"])
                again |= bool(remake["pages_wanted"]) and before != total
            if not again:
                break
        _label(context, made, index)
        for at, one in enumerate(made):
            _add_margins(context, made, at, index)
            yield one
        if not self.alone and any(one.fixed_boxes for one in made):
            raise InseparableError("an element has “position: fixed”")
        self._finish(context, root, index + total)

    def _begin(self, root: Any, context: Any) -> None:
        """Set where the pages start: number, side, break before, strings, running elements."""
        start = self.start
        layout.initialize_page_maker(context, root)
        (first,) = context.page_maker
        if start.page is not None:
            resume, after, _, _, remake = first
            depth, values, scopes = start.page
            state: Any = (
                [depth],
                {name: list(numbers) for name, numbers in values.items()},
                [set(names) for names in scopes],
                [],
            )
            forced = "page"
            for value in (*start.after, *_breaks(_child(root, self.first), "before")):
                forced = value if value in _SIDES else forced
            first = (resume, {**after, "break": forced}, start.right, state, remake)
        context.page_maker = [_BEFORE] * start.index + [first]
        for name, text in start.strings.items():
            context.string_set[name][start.index] = [text]
        for name, box in self._running.items():
            context.running_elements[name][start.index] = [box]

    def _finish(self, context: Any, root: Any, index: int) -> None:
        """Read where the part ends."""
        _, _, right, state, _ = context.page_maker[index]
        values = {name: list(numbers) for name, numbers in state[1].items() if name != "pages"}
        scopes = [sorted(names - {"pages"}) for names in state[2]]
        own = (self.start.index).__lt__
        strings: dict[str, str] = {}
        for name, texts in context.string_set.items():
            for number in sorted(filter(own, texts)):
                if texts[number]:
                    strings[name] = texts[number][-1]
        running: dict[str, list[int]] = {}
        for name, boxes in context.running_elements.items():
            for number in sorted(filter(own, boxes)):
                if boxes[number]:
                    running[name] = self.path_of(boxes[number][-1].element)
        self.end = Start(
            index=index,
            right=right,
            page=(state[0][0], values, scopes),
            counters=self._counters,
            strings=strings,
            running=running,
            after=tuple(_breaks(_child(root, self.last), "after")),
        )
        for name, item in context.target_collector.target_lookup_items.items():
            if item.page_maker_index is not None and item.target_box is not None:
                self.ids[name] = Places(
                    self._asked(item.cached_page_counter_values),
                    self._asked(item.target_box.cached_counter_values or {}),
                )

    def _asked(self, values: Mapping[str, list[int]]) -> dict[str, list[int]]:
        return {name: list(values[name]) for name in sorted(self.counters & values.keys())}


def anchor_of(token: Any, source: Any) -> str | None:
    """Return the id to which the content of a box refers."""
    if token[0] == "attr()":
        name, kind, fallback = token[1]
        value = source.element.get(name, fallback)
        token = ("url", get_url_tuple(value, source.style.base_url)) if kind == "url" else None
        token = token or ("string", value)
    found: str | None = targets.anchor_name_from_token(token)
    return found


def _make_pages(context: Any, root: Any, html: Any, made: list[Any], first: int) -> Iterator[Any]:
    """Make the pages from number ``first`` on, counted from 0; those that did not change stay.

    This is :func:`weasyprint.layout.page.make_all_pages` for a later page.
    """
    index = first
    context.rendered_notes = []
    while True:
        remake = context.page_maker[index][-1]
        if not made or remake["content_changed"] or remake["pages_wanted"]:
            remake.update(content_changed=False, pages_wanted=False)
            remake.update(anchors=[], content_lookups=[])
            one, resume = pages_of.remake_page(index, context, root, html)
            reported = context.reported_footnotes
            yield one
        else:
            one = made[index - first]
            resume = context.page_maker[index + 1][0]
            reported = None
            yield one
        index += 1
        # A blank page before the first element: nothing is laid out yet.
        blank = one.page_type.blank and index == first + 1 and first > 0
        if resume is None and not reported and not blank:
            context.page_maker = context.page_maker[: index + 1]
            context.broken_out_of_flow.clear()
            context.reported_footnotes.clear()
            return


def _label(context: Any, made: list[Any], first: int) -> None:
    """Compute labels of bookmarks and named strings that have page counters."""
    seen: dict[str, set[int]] = defaultdict(set)
    for index, one in enumerate(made, first):
        values = context.page_maker[index + 1][3][1]
        for child in one.descendants():
            if child.bookmark_label:
                kind = child.element_tag.partition("::")[2]
                if id(child.element) in seen[kind]:
                    child.bookmark_label = ""
                seen[kind].add(id(child.element))
            if child.missing_link:
                lookups = context.target_collector.counter_lookup_items.items()
                for (box, property_), item in lookups:
                    if child.missing_link != box or property_ == "content":
                        continue
                    of_bookmark = property_ == "bookmark-label"
                    if of_bookmark and not child.bookmark_label:
                        continue
                    item.parse_again(values)
                    if of_bookmark:
                        child.bookmark_label = box.bookmark_label
            if child.string_set and child.string_set != "none":
                for name, text in child.string_set:
                    context.string_set[name][index + 1].append(text)


def _add_margins(context: Any, made: list[Any], at: int, first: int) -> None:
    """Add the margin boxes of a page, and its backgrounds."""
    one = made[at]
    root, footnotes, notes = one.children
    context.current_page = first + at + 1
    state = context.page_maker[context.current_page][3]
    areas = [area for area in (footnotes, notes) if area.children]
    root.children = [
        *layout.layout_fixed_boxes(context, made[:at], one),
        *root.children,
        *layout.layout_fixed_boxes(context, made[at + 1 :], one),
    ]
    one.children = (root, *areas, *pages_of.make_margin_boxes(context, one, state))
    layout.layout_backgrounds(one, context.get_image_from_uri)


def _child(root: Any, element: Any) -> Any:
    """Return the box of a child of the body; None when it has none."""
    for body in root.children:
        for box in getattr(body, "children", ()):
            if box.element is element:
                return box
    return None


def _breaks(box: Any, side: str) -> Iterator[str]:
    """Return the values of ``break-before`` or ``break-after`` that meet at a part's edge."""
    found = []
    while box is not None:
        found.append(str(box.style[f"break_{side}"]))
        children = [child for child in getattr(box, "children", ()) if child.is_in_normal_flow()]
        box = (children[0] if side == "before" else children[-1]) if children else None
    yield from found if side == "before" else reversed(found)
