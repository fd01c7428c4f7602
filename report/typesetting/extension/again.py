"""Blocks of columns that are laid out again are moved instead.

The engine looks for the height of columns by trying, and lays out all that is in them each time:
by whole lines, or by single pixels when something cannot be broken. Only blocks where a column ends
differ from one try to the next. All others are taken from the try before and moved to their place.

A block is moved only if a layout would give the same: it is whole, it holds nothing that is placed
elsewhere on the page, and everything in it that was found to fit still fits. Nothing that did not
fit was met. Its tries are thrown away by the engine, so it is the block itself that is moved; the
last layout, whose result stays on the page, takes it away from here.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import IntEnum
from math import inf
from typing import Any

from weasyprint.formatting_structure import boxes

from report.typesetting.extension.grid import Grid

#: By how much, in px, everything must fit. Sums of lengths differ in the last digits.
_SURELY = 1e-3
#: Places on the grid that differ by less than this, in px, are the same.
_SAME_PLACE = 1e-6


class _Kind(IntEnum):
    """What is in a block."""

    #: Only what follows one another.
    SIMPLE = 0
    #: Also something that is placed within the block.
    PLACED = 1
    #: Something that may be placed elsewhere on the page.
    OTHER = 2


@dataclass(slots=True)
class _Whole:
    """A block as it was laid out in a try, whole."""

    #: The children of the block; they keep their identity in its copies.
    children: Any
    box: Any
    next_page: dict[str, Any]
    adjoining: tuple[float, ...]
    #: What the layout left in the list of margins that it was given.
    given: tuple[float, ...]
    #: Where the block was to be laid out, and where its result was.
    place: tuple[float, float]
    done: tuple[float, float]
    #: The foot of the page or column.
    foot: float
    #: How far what comes nearest to the foot is below it: at most 0.
    most: float
    #: Whether something in it is placed absolutely.
    is_placed: bool
    steps: int
    #: The block that holds this one, if it is known too.
    holder: _Whole | None = None
    #: Whether something in it has been moved out of it.
    is_broken: bool = False
    #: Whether it stays on the page.
    is_taken: bool = False

    def holders(self) -> Iterator[_Whole]:
        """Return the blocks that hold this one, the innermost first."""
        holder = self.holder
        while holder is not None:
            yield holder
            holder = holder.holder


@dataclass(slots=True)
class _Frame:
    """A block that is being laid out."""

    #: Its children if they are laid out one after the other, and only once.
    children: Any
    most: float = -inf
    #: Whether something did not fit.
    failed: bool = False
    held: list[_Whole] = field(default_factory=list)


@dataclass(slots=True)
class Again:
    """The whole blocks of the tries of a page."""

    _known: dict[Any, _Whole] = field(default_factory=dict)
    #: By the identity of children: these, and what is in them.
    _kinds: dict[int, tuple[Any, _Kind]] = field(default_factory=dict)
    _frames: list[_Frame] = field(default_factory=list)
    #: Whether columns are laid out, and whether the result is thrown away.
    _in_columns: bool = False
    _is_try: bool = False

    def forget(self) -> None:
        """Forget all blocks: between pages, the engine changes the text of page references."""
        self._known.clear()
        self._kinds.clear()

    @contextmanager
    def column(self, *, is_try: bool) -> Iterator[None]:
        """Lay out a column, in a try or for good."""
        before = self._in_columns, self._is_try, self._frames
        self._in_columns, self._is_try, self._frames = True, is_try, []
        try:
            yield
        finally:
            self._in_columns, self._is_try, self._frames = before

    def check(self, slack: float, *, fits: bool) -> None:
        """Note that something was looked at that ends ``slack`` px below the foot."""
        if self._frames:
            frame = self._frames[-1]
            frame.most = max(frame.most, slack)
            frame.failed |= not fits

    def follows(self, box: Any, container: Any) -> bool:
        """Return whether a block follows others in a column, or in a block within one."""
        if not self._in_columns or not isinstance(box, boxes.ParentBox) or not box.children:
            return False
        if self._frames:
            return self._frames[-1].children is container.children
        return bool(container.is_column)

    def key(self, box: Any, container: Any, flow: Any, grid: Grid, extra: Any) -> Any | None:
        """Return what the layout of a block depends on, other than its place.

        None when it depends on more than can be told. ``flow`` are the adjoining margins, ``extra``
        is what else counts.
        """
        children = box.children
        known = self._kinds.get(id(children))
        if known is None:
            known = self._kinds[id(children)] = children, _kind(box)
        if known[1] is _Kind.OTHER:
            return None
        phase = (box.position_y - grid.origin) % grid.leading
        place = round(phase / _SAME_PLACE) % round(grid.leading / _SAME_PLACE)
        return id(children), container.width, container.height, place, grid, tuple(flow), extra

    def get(self, key: Any, box: Any, foot: float, flow: list[float] | None) -> Any | None:
        """Return the result for a block that is laid out with what is known, else None."""
        whole = self._known.get(key)
        if whole is None or whole.is_broken or any(one.is_taken for one in whole.holders()):
            return None
        across, down = box.position_x - whole.place[0], box.position_y - whole.place[1]
        up = whole.foot - foot
        # The foot of what is placed absolutely may move with it.
        most = whole.most + (max(down, 0) + max(up, 0) if whole.is_placed else down + up)
        if not most < -_SURELY:
            return None
        x, y = whole.done[0] + across, whole.done[1] + down
        whole.box.translate(x - whole.box.position_x, y - whole.box.position_y)
        for holder in whole.holders():
            holder.is_broken = True
        whole.holder = None
        whole.place, whole.done = (box.position_x, box.position_y), (x, y)
        whole.foot, whole.most = foot, most
        if flow is not None:
            flow[:] = whole.given
        if not self._is_try:
            del self._known[key]
            whole.is_taken = True
        elif self._frames:
            self._frames[-1].held.append(whole)
        self.check(most, fits=True)
        done = (whole.box, None, dict(whole.next_page), list(whole.adjoining), False, None)
        return done, whole.steps

    @contextmanager
    def frame(self, box: Any) -> Iterator[_Frame]:
        """Lay out a block, and note what is met in it."""
        plain = type(box) is boxes.BlockBox and not box.is_table_wrapper
        frame = _Frame(box.children if plain else None)
        self._frames.append(frame)
        try:
            yield frame
        finally:
            self._frames.pop()
            if self._frames:
                outer = self._frames[-1]
                outer.most = max(outer.most, frame.most)
                outer.failed |= frame.failed

    def keep(
        self, key: Any, frame: _Frame, box: Any, place: tuple[float, float], foot: float,
        flow: list[float] | None, done: Any, steps: int,
    ) -> None:  # fmt: skip
        """Keep a block that a try has laid out whole; ``box`` is the block before its layout.

        The key is None for a block that must be laid out each time.
        """
        new, resume, next_page, adjoining, through, lines = done
        whole_one = self._is_try and key is not None and not frame.failed and resume is None
        if not whole_one or new is None or through or lines is not None:
            if self._frames:
                self._frames[-1].held += frame.held
            return
        whole = _Whole(
            *(box.children, new, dict(next_page), tuple(adjoining), tuple(flow or ())),
            *(place, (new.position_x, new.position_y), foot, frame.most),
            *(self._kinds[id(box.children)][1] is _Kind.PLACED, steps),
        )
        for one in frame.held:
            one.holder = whole
        self._known[key] = whole
        if self._frames:
            self._frames[-1].held.append(whole)


def _kind(box: Any, *, holds: bool = False) -> _Kind:
    """Return whether all that is in a block stays within it, whatever the page.

    ``holds`` says that something around the box holds what is placed absolutely in it.
    """
    style = box.style
    if (style["column_width"], style["column_count"]) != ("auto", "auto") or box.footnote:
        return _Kind.OTHER
    if box.first_letter_style is not None or box.first_line_style is not None:
        return _Kind.OTHER  # the engine changes the paragraph
    holds = holds or style["position"] == "relative"
    found = _Kind.SIMPLE
    for child in box.children:
        placed = child.style["position"] == "absolute"
        if not (placed and holds) and not child.is_in_normal_flow():
            return _Kind.OTHER
        if child.footnote or child.is_leader:
            return _Kind.OTHER
        within = _Kind.SIMPLE
        if isinstance(child, boxes.ParentBox):
            within = _kind(child, holds=holds or placed)
        if placed and within is _Kind.SIMPLE:
            within = _Kind.PLACED
        if within is _Kind.OTHER:
            return within
        found = max(found, within)
    return found
