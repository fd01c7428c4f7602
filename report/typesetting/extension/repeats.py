"""Lines that are laid out again at another height are copied.

The engine looks for the height of columns by trying, and lays out flex items and cells several
times. Each time it makes the same lines anew: three quarters of all lines of a report.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline

#: The most lines that are kept. Those of a page are forgotten before the next one.
_MOST = 5_000
#: What the engine leaves in the paragraph's line box after each line.
_LEFT = ("position_x", "width", "height")


@dataclass(frozen=True, slots=True)
class _Kept:
    """A line with the heights of its boxes relative to its baseline."""

    line: Any
    resume: Any
    #: Its top, relative to its baseline.
    top: float
    #: The paragraph's line box, so that no other can have its identity; what was left in it.
    linebox: Any
    left: dict[str, Any]
    steps: int


class Repeats:
    """The lines of a page, by paragraph, start and place across."""

    def __init__(self) -> None:
        """Keep no line yet."""
        self._lines: dict[Any, _Kept] = {}
        #: Lines that have been laid out once.
        self._once: set[Any] = set()
        #: Line boxes by identity, and whether their lines can be copied.
        self._simple: dict[int, tuple[Any, bool]] = {}

    def forget(self) -> None:
        """Forget all lines: between pages, the engine changes the text of page references."""
        self._lines.clear()
        self._once.clear()
        self._simple.clear()

    def key(self, context: Any, linebox: Any, skip: Any, container: Any) -> Any | None:
        """Return what the next line depends on, other than its height on the page.

        ``skip`` is where it starts, as the engine's skip stack. The result is None for a line that
        cannot be copied: beside a float, or with anything but text and inline elements.
        """
        known = self._simple.get(id(linebox))
        if known is None:
            known = self._simple[id(linebox)] = linebox, all(map(_is_text, _inside(linebox)))
        if not known[1] or context.excluded_shapes:
            return None
        places = []
        while skip is not None:
            ((place, skip),) = skip.items()
            places.append(place)
        across = container.content_box_x(), container.width, container.height
        return id(linebox), tuple(places), linebox.text_indent, across

    def get(self, key: Any, linebox: Any, position_y: float) -> tuple[Any, Any, int] | None:
        """Return a copy of a line at a height in px if it is known.

        With it come the start of the next one and the number of steps that it took to make it.
        """
        kept = self._lines.get(key)
        if kept is None:
            return None
        vars(linebox).update(kept.left, position_y=position_y)
        line = _copy(kept.line)
        # As the engine does it, so that the sums are the same to the last digit.
        line.translate(0, position_y - kept.top)
        line.position_y = position_y
        return line, kept.resume, kept.steps

    def keep(self, key: Any, linebox: Any, line: Any, resume: Any, steps: int) -> None:
        """Keep a copy of a line of a paragraph that is laid out for the second time."""
        if key not in self._once:  # most lines of tables are laid out a single time
            self._once.add(key)
            return
        if line is None or inline.is_phantom_linebox(line):
            return
        if len(self._lines) >= _MOST:
            self._lines.clear()
            self._once.clear()
        line = _copy(line)
        height, margins = line.height, (line.margin_top, line.margin_bottom)
        # The heights before the engine has moved the line to its place.
        inline._adjust_line_height(line)
        _, top = inline.line_box_verticality(line)
        line.baseline, line.position_y, line.height = -top, top, height
        line.margin_top, line.margin_bottom = margins
        left = {name: getattr(linebox, name) for name in _LEFT}
        self._lines[key] = _Kept(line, resume, top, linebox, left, steps)


def _inside(box: Any) -> Iterator[Any]:
    for child in box.children:
        yield child
        if isinstance(child, boxes.InlineBox):
            yield from _inside(child)


def _is_text(box: Any) -> bool:
    """Return whether a box in a line is text or an element with text, and stays in its place."""
    return (
        isinstance(box, boxes.TextBox | boxes.InlineBox)
        and box.is_in_normal_flow()
        and not box.is_leader
    )


def _copy(box: Any) -> Any:
    """Return a copy of a line or an element in a line with copies of all that is in it."""
    new = box.copy()
    if not isinstance(box, boxes.TextBox):
        new.children = [_copy(child) for child in box.children]
    return new
