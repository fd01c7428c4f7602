"""A field of small marks, each standing for one round part of the figure."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from report.figures.amounts import in_words, marks, per_mark, spoken
from report.figures.canvas import FALL, FIGURE_HEIGHT, HEAD_ROOM, NOTE_GAP, Canvas
from report.figures.grid import Grid, cut_at, fill
from report.figures.marks import ASPECTS, mark
from report.figures.shapes import placed, repeated
from report.model.drawing import FigureRequest
from report.model.facts import Fact, parted

_LABELLED = 160
_HEAD_GAP = 9.0
_NAMES = {"dot": "圓點", "tower": "基站", "house": "房屋", "person": "小人"}


def describe(request: FigureRequest) -> tuple[str, str]:
    """Give the drawing's title and description."""
    fact = request.facts[0]
    step = per_mark(request.facts)
    whole, rest = marks(fact, step)
    legend = _legend(request, step) + ("，最後一個只有部分着色" if rest else "")
    return fact.label, (
        f"{whole + bool(rest)}個{_NAMES[request.mark]}圖標排成方陣，{legend}，表示{spoken(fact)}。"
    )


def _legend(request: FigureRequest, step: Decimal) -> str:
    return f"每個圖標代表{in_words(step, parted(request.facts[0].unit)[1])}"


def paint(canvas: Canvas, request: FigureRequest) -> None:
    """Draw the marks in rows that fill the width, and say what one of them stands for.

    Everything stands on the foot of the canvas: the note lowest, the marks over it, so that notes
    of drawings side by side share a line.
    """
    fact = request.facts[0]
    step = per_mark(request.facts)
    whole, rest = marks(fact, step)
    legend = canvas.lines(_legend(request, step), canvas.width, "note")
    foot = canvas.height - canvas.block_height(len(legend), "note")
    canvas.block(0, foot, legend, "note")
    heading = _heading(canvas, request) if canvas.width >= _LABELLED else None
    head = heading.height + _HEAD_GAP if heading else 0.0
    bottom = foot - NOTE_GAP
    count = whole + bool(rest)
    top = head
    if count:
        grid = fill(count, canvas.width, bottom - head, ASPECTS[request.mark])
        if grid.size < 2.5:
            raise canvas.misfit(f"{count} marks would be too small to see")
        top = bottom - grid.height
        _marks(canvas, request, grid, top, whole, rest)
    if heading:
        heading.set(canvas, fact, top - head)


def _marks(
    canvas: Canvas, request: FigureRequest, grid: Grid, top: float, whole: int, rest: Decimal
) -> None:
    """Draw the whole marks as one path, and the part of one over its pale whole."""
    form = mark(request.mark)
    boxes = [(x, top + y, grid.mark_width, grid.mark_height) for x, y in grid.places()]
    if whole:
        canvas.shape(
            repeated(form, [box[:2] for box in boxes[:whole]], grid.mark_height),
            "base",
            name="marks",
        )
    if rest:
        last = placed(form, *boxes[whole][:2], grid.mark_height)
        canvas.shape(last, "mid", name="last")
        canvas.shape(cut_at(last, boxes[whole], float(rest)), "base", name="part")


@dataclass(frozen=True, slots=True)
class _Heading:
    """The figure and its label over a field: the figure's size, the label's lines, the height."""

    size: str
    lines: tuple[str, ...]
    height: float

    def set(self, canvas: Canvas, fact: Fact, top: float) -> None:
        """Set both, the figure's baseline level with the label's last line."""
        figure = canvas.size(self.size) * FIGURE_HEIGHT
        taken = canvas.value(0, top + HEAD_ROOM + figure, fact, self.size)
        first = canvas.block_height(len(self.lines)) - FALL * canvas.size("caption")
        canvas.block(taken + 8, top + HEAD_ROOM + max(figure - first, 0.0), self.lines)


def _heading(canvas: Canvas, request: FigureRequest) -> _Heading:
    fact = request.facts[0]
    size = canvas.value_size(fact, canvas.width * 0.6, ("title", "heading", "lead"))
    figure = canvas.size(size) * FIGURE_HEIGHT
    lines = canvas.lines(fact.label, canvas.width - canvas.value_width(fact, size) - 8)
    height = HEAD_ROOM + max(figure, canvas.block_height(len(lines)))
    return _Heading(size, tuple(lines), height)
