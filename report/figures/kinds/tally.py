"""Unlike figures side by side, each with a mark of its own."""

from __future__ import annotations

from dataclasses import dataclass

from report.figures.amounts import spoken
from report.figures.canvas import FIGURE_HEIGHT, Canvas
from report.figures.marks import icon
from report.figures.shapes import placed
from report.model.drawing import FigureRequest
from report.model.facts import Fact, parted

_ROW_GAPS = (7.0, 26.0)
_TOO_MANY = 99
_SIZES = ("figure", "title", "heading", "lead", "body", "caption")


def describe(request: FigureRequest) -> tuple[str, str]:
    """Give the drawing's title and description."""
    facts = request.facts
    title = facts[0].label if len(facts) == 1 else f"{facts[0].label}等{len(facts)}項數據"
    return title, f"並列的{len(facts)}項數據：{'；'.join(map(spoken, facts))}。"


@dataclass(frozen=True, slots=True)
class _Plan:
    """How every cell is set: its size, the figure's size, the label's, the icon's side."""

    columns: int
    width: float
    height: float
    figure: str
    label: str
    icon: float
    beside: bool


def paint(canvas: Canvas, request: FigureRequest) -> None:
    """Draw the figures in as few rows as they fit in, all in one size."""
    facts = request.facts
    plan = _plan(canvas, facts)
    rows = -(-len(facts) // plan.columns)
    free = canvas.height - rows * plan.height
    gap = min(free / rows, _ROW_GAPS[1])
    top = (free - gap * (rows - 1)) / 2
    for index, fact in enumerate(facts):
        row, column = divmod(index, plan.columns)
        x = column * (plan.width + canvas.gutter)
        y = top + row * (plan.height + gap)
        _cell(canvas, fact, plan, x, y)


def _plan(canvas: Canvas, facts: tuple[Fact, ...]) -> _Plan:
    """Choose rows and sizes: the fewest rows in which figures are still large, then the largest."""
    best: tuple[tuple[float, ...], _Plan] | None = None
    enough = canvas.size("heading")
    for columns in range(1, len(facts) + 1):
        rows = -(-len(facts) // columns)
        if columns * (rows - 1) >= len(facts) or (rows > 1 and len(facts) % columns == 1 < columns):
            continue
        width = (canvas.width - (columns - 1) * canvas.gutter) / columns
        height = (canvas.height - (rows - 1) * _ROW_GAPS[0]) / rows
        for beside in (False, True):
            for figure in _SIZES:
                plan = _fitted(canvas, facts, columns, (width, height), figure, beside)
                if plan:
                    size = canvas.size(figure)
                    filled = plan.height * rows > canvas.height / 2
                    rank = (min(size, enough), filled, -rows, size, not beside)
                    if best is None or rank > best[0]:
                        best = (rank, plan)
                    break
    if best is None:
        raise canvas.misfit(f"{len(facts)} figures with their labels need more room")
    return best[1]


def _fitted(
    canvas: Canvas,
    facts: tuple[Fact, ...],
    columns: int,
    cell: tuple[float, float],
    figure: str,
    beside: bool,
) -> _Plan | None:
    """Give the plan of one size of figures, or None when a cell cannot hold it."""
    width, height = cell
    label = "caption" if canvas.size(figure) >= canvas.size("heading") else "note"
    side = min(36.0, 0.3 * width, height) if beside else min(46.0, 0.36 * height, 0.5 * width)
    if figure == "figure" and (beside or side < 36):
        return None
    room = width - side - 8 if beside else width
    if max(canvas.value_width(fact, figure) for fact in facts) > room:
        return None
    lines = max(_count(canvas, fact, room, label) for fact in facts)
    if lines > 3:
        return None
    words = (
        canvas.size(figure) * FIGURE_HEIGHT
        + _gap(canvas, figure)
        + canvas.block_height(lines, label)
    )
    taken = max(words, side) if beside else side + 7 + words
    if taken > height or side < 11:
        return None
    return _Plan(columns, width, taken, figure, label, side, beside)


def _gap(canvas: Canvas, figure: str) -> float:
    """Give the space between a figure and its label, clear of the figure's commas."""
    return 2.5 + 0.15 * canvas.size(figure)


def _count(canvas: Canvas, fact: Fact, room: float, size: str) -> int:
    """Count the lines of a label; more than any cell has when it cannot be broken."""
    return len(canvas.lines_if_fit(fact.label, room, size)) or _TOO_MANY


def _cell(canvas: Canvas, fact: Fact, plan: _Plan, x: float, y: float) -> None:
    """Draw one mark, its figure and its label."""
    form = icon(parted(fact.unit)[1])
    figure = canvas.size(plan.figure) * FIGURE_HEIGHT
    gap = _gap(canvas, plan.figure)
    if plan.beside:
        text_x, room = x + plan.icon + 8, plan.width - plan.icon - 8
        words = (
            figure + gap + canvas.block_height(_count(canvas, fact, room, plan.label), plan.label)
        )
        top = y + (plan.height - words) / 2
        icon_y = y + (plan.height - plan.icon) / 2
    else:
        text_x, room = x, plan.width
        top, icon_y = y + plan.icon + 7, y
    canvas.shape(placed(form, x, icon_y, plan.icon), "base")
    canvas.value(text_x, top + figure, fact, plan.figure)
    lines = canvas.lines(fact.label, room, plan.label)
    canvas.block(text_x, top + figure + gap, lines, plan.label)
