"""Labels at the right of marks, each as near to its mark as the others let it.

In: the canvas, the words and figures, and the heights of their marks. Out: set labels, with a thin
line to those that had to move. Lengths in points.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from report.figures.canvas import BOLD, FALL, MEDIUM, MIDDLE, REGULAR, RISE, Canvas
from report.figures.plots import GAP, SIZE, leader, rows, spread
from report.figures.shapes import Point

#: From the mark to its label, of which the first part is the line between them.
REACH = 14.0
#: The most of the width that labels take.
_SHARE = 0.44
#: Between two labels of several lines.
_APART = 4.0


@dataclass(frozen=True, slots=True)
class Label:
    """A label: the figure, empty for none, and the lines of the words after or below it."""

    value: str
    words: str
    lines: tuple[str, ...] = ()
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Labels:
    """Labels that are broken to fit, and the width that they take."""

    canvas: Canvas
    labels: tuple[Label, ...]
    width: float
    inline: bool

    def height(self, label: Label) -> float:
        """Return the height of a label."""
        return self.canvas.block_height(1 if self.inline else len(label.lines) + bool(label.value))

    def set(
        self, x: float, marks: Sequence[Point | None], low: float, high: float
    ) -> list[list[Point]]:
        """Set the labels right of ``x``, where all marks end, between two heights.

        Labels of one line stand on the lines of the page's grid where there are enough. Returns the
        lines that lead from marks to labels.
        """
        wanted = [high if mark is None else mark[1] for mark in marks]
        heights = [self.height(label) for label in self.labels]
        tops = (self._on_grid(wanted, low, high) if self.inline else None) or spread(
            wanted, heights, low, high, _APART
        )
        if tops is None:
            raise self.canvas.misfit(f"its {len(self.labels)} labels are higher")
        leaders = []
        for index, (label, top) in enumerate(zip(self.labels, tops, strict=True)):
            middle = top + (RISE - MIDDLE) * self.canvas.size(SIZE)
            mark = marks[index]
            if mark is not None:
                points = [(mark[0] + 3, mark[1]), (x + REACH - 3, middle)]
                leader(self.canvas, points, f"leader-{index + 1}")
                leaders.append(points)
            self._set(label, x + REACH, top)
        return leaders

    def _on_grid(self, wanted: Sequence[float], low: float, high: float) -> list[float] | None:
        """Return tops on the lines of the grid, in the order of the marks; None without room."""
        points = self.canvas.size(SIZE)
        lines = [
            line - RISE * points
            for line in map(self.canvas.grid_line, range(rows(self.canvas)))
            if line - RISE * points >= low - 0.5 and line + FALL * points <= high + 0.5
        ]
        if len(lines) < len(wanted):
            return None
        order = sorted(range(len(wanted)), key=lambda n: (wanted[n], n))
        tops = [0.0] * len(wanted)
        first = 0
        for place, n in enumerate(order):
            last = len(lines) - (len(order) - place)
            middle = wanted[n] - (RISE - MIDDLE) * points
            best = min(range(first, last + 1), key=lambda at: abs(lines[at] - middle))
            tops[n], first = lines[best], best + 1
        return tops

    def _set(self, label: Label, x: float, top: float) -> None:
        baseline = top + RISE * self.canvas.size(SIZE)
        weight = MEDIUM if label.strong else REGULAR
        if label.value:
            width = self.canvas.text(x, baseline, label.value, SIZE, BOLD, "base")
            if self.inline:
                self.canvas.text(x + width + GAP, baseline, label.words, SIZE, weight)
                return
            top += self.canvas.leading(SIZE)
        self.canvas.block(x, top, label.lines, SIZE, weight)


def labelled(canvas: Canvas, labels: Sequence[Label], most: float = _SHARE) -> Labels:
    """Break labels to fit beside a drawing: in one line with their figures, or below them.

    ``most`` is the part of the width that they may take. Raises FindingsError (D606) for a word
    that cannot be broken.
    """
    most = most * canvas.width - REACH
    wide = [
        canvas.text_width(one.value, SIZE, BOLD)
        + (GAP if one.value else 0)
        + canvas.text_width(one.words, SIZE, MEDIUM)
        for one in labels
    ]
    if max(wide) <= most:
        return Labels(canvas, tuple(labels), max(wide) + REACH, inline=True)
    broken = []
    width = max(canvas.text_width(one.value, SIZE, BOLD) for one in labels)
    most = max(most, width)
    for one in labels:
        lines = tuple(canvas.lines(one.words, most, SIZE, MEDIUM))
        broken.append(Label(one.value, one.words, lines, one.strong))
        width = max([width, *(canvas.text_width(part, SIZE, MEDIUM) for part in lines)])
    return Labels(canvas, tuple(broken), width + REACH, inline=False)
