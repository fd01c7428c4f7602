"""A field of small marks, each standing for one round part of the figure."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from report.figures.amounts import MOST, MOST_DOTS, in_words, marks, per_mark, spoken, stands_for
from report.figures.canvas import FALL, FIGURE_HEIGHT, HEAD_ROOM, NOTE_GAP, Canvas
from report.figures.grid import fill
from report.figures.marks import ASPECTS, mark
from report.figures.shapes import repeated
from report.model.drawing import FigureRequest, Kind
from report.model.facts import Fact
from report.model.fitting import marks as marks_fit
from report.model.units import parted

_LABELLED = 160
_HEAD_GAP = 9.0
#: Smaller marks, and dots, cannot be seen.
_LEAST, _LEAST_DOT = 6.0, 2.5
_NAMES = {"dot": "圓點", "tower": "基站", "house": "房屋", "person": "小人"}


KIND = Kind(
    1,
    1,
    (
        "Small marks in rows of ten. Each stands for 1, 2 or 5 times a power of ten (5萬戶); at "
        "most 60 marks, or 250 dots. If the last mark is rounded, the note says 約"
    ),
    marks_fit,
)


def describe(request: FigureRequest) -> tuple[str, str]:
    """Return the drawing's title and description."""
    fact = request.facts[0]
    count = marks(fact, _step(request))
    return fact.label, (
        f"{count}個{_NAMES[request.mark]}圖標，每行排列十個或其倍數，"
        f"{_legend(request)}，表示{spoken(fact)}。"
    )


def _step(request: FigureRequest) -> Decimal:
    return per_mark(request.facts, MOST_DOTS if request.mark == "dot" else MOST)


def _legend(request: FigureRequest) -> str:
    step = _step(request)
    what = in_words(step, parted(request.facts[0].unit)[1], request.facts[0].rule)
    return f"每個圖標{stands_for(request.facts, step)}{what}"


def paint(canvas: Canvas, request: FigureRequest) -> None:
    """Draw the marks in rows of ten, and say what one of them stands for.

    The marks stand on the foot of the canvas, as drawings side by side do. The note is over them,
    under the figure and its label where the drawing says them.
    """
    fact = request.facts[0]
    count = marks(fact, _step(request))
    legend = canvas.lines(_legend(request), canvas.width, "note")
    note = canvas.block_height(len(legend), "note")
    heading = _heading(canvas, request) if canvas.width >= _LABELLED else None
    head = heading.height + _HEAD_GAP if heading else 0.0
    head += note + NOTE_GAP
    bottom = top = canvas.height
    if count:
        grid = fill(count, canvas.width, bottom - head, ASPECTS[request.mark])
        if bottom <= head or grid.size < (_LEAST_DOT if request.mark == "dot" else _LEAST):
            raise canvas.misfit(f"{count} marks would be too small to see")
        top = bottom - grid.height
        places = [(x, top + y) for x, y in grid.places()]
        form = repeated(mark(request.mark), places, grid.mark_height)
        canvas.shape(form, "base", name="marks")
    canvas.block(0, top - NOTE_GAP - note, legend, "note")
    if heading:
        heading.set(canvas, fact, top - head)


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
    size = canvas.value_size(fact, canvas.width * 0.6, ("title", "headline", "heading", "lead"))
    figure = canvas.size(size) * FIGURE_HEIGHT
    lines = canvas.lines(fact.label, canvas.width - canvas.value_width(fact, size) - 8)
    height = HEAD_ROOM + max(figure, canvas.block_height(len(lines)))
    return _Heading(size, tuple(lines), height)
