"""Unlike figures side by side, as a strip sets them: nothing of them can be compared."""

from __future__ import annotations

from dataclasses import dataclass

from report.figures.amounts import spoken
from report.figures.canvas import BASELINE, FIGURE_HEIGHT, RISE, Canvas
from report.model.drawing import FigureRequest, Kind
from report.model.facts import Fact

_ROW_GAP = 9.0
#: Where a strip of figures on the page (styles/blocks/figures.css) has its baselines, in lines of
#: the grid: the figure in a line of two, an eighth of a line below the head; the label in a line
#: of three quarters, an eighth below that. A baseline is 0.434 em below the middle of its line.
_FIGURE_LINE, _LABEL_LINE = 1.125, 2.625
_TOO_MANY = 99
_SIZES = ("title", "headline", "heading", "lead", "body", "caption")
#: As many as these stand in a row, so that their edges are among the page's twelve columns.
_ACROSS = (1, 2, 3, 4, 6)


KIND = Kind(
    1,
    6,
    "Figures of different kinds side by side, like a strip, on the page's twelve columns",
)


def describe(request: FigureRequest) -> tuple[str, str]:
    """Return the drawing's title and description."""
    facts = request.facts
    title = facts[0].label if len(facts) == 1 else f"{facts[0].label}等{len(facts)}項數據"
    return title, f"並列的{len(facts)}項數據：{'；'.join(map(spoken, facts))}。"


@dataclass(frozen=True, slots=True)
class _Plan:
    """How every cell is set: how many in a row, its width and height, the sizes of its words."""

    columns: int
    width: float
    height: float
    figure: str
    label: str


def paint(canvas: Canvas, request: FigureRequest) -> None:
    """Draw the figures from the head of the canvas down, all in one size."""
    facts = request.facts
    plan = _plan(canvas, facts)
    for index, fact in enumerate(facts):
        row, column = divmod(index, plan.columns)
        x = column * (plan.width + canvas.gutter)
        _cell(canvas, fact, plan, x, row * (plan.height + _ROW_GAP))


def _plan(canvas: Canvas, facts: tuple[Fact, ...]) -> _Plan:
    """Choose rows and sizes: the largest size of figures, then the fewest rows."""
    for figure in _SIZES:
        for columns in reversed(_ACROSS):
            if columns <= len(facts):
                plan = _fitted(canvas, facts, columns, figure)
                if plan:
                    return plan
    raise canvas.misfit(f"{len(facts)} figures with their labels need more room")


def _fitted(canvas: Canvas, facts: tuple[Fact, ...], columns: int, figure: str) -> _Plan | None:
    """Return the plan of one size of figures in so many columns, None when they have no room."""
    rows = -(-len(facts) // columns)
    width = (canvas.width - (columns - 1) * canvas.gutter) / columns
    label = "caption" if canvas.size(figure) >= canvas.size("heading") else "note"
    if max(canvas.value_width(fact, figure) for fact in facts) > width:
        return None
    lines = max(_count(canvas, fact, width, label) for fact in facts)
    height = _label_top(canvas, figure, label) + canvas.block_height(lines, label)
    if lines > 3 or rows * height + (rows - 1) * _ROW_GAP > canvas.height:
        return None
    return _Plan(columns, width, height, figure, label)


def _figure_baseline(canvas: Canvas, figure: str) -> float:
    """Return the baseline of a figure below the head of its cell, in points."""
    if figure == "title":
        return _FIGURE_LINE * canvas.theme.type.leading + BASELINE * canvas.size(figure)
    return 3 + FIGURE_HEIGHT * canvas.size(figure)


def _label_top(canvas: Canvas, figure: str, label: str) -> float:
    """Return the head of a label below that of its cell, clear of the figure's commas."""
    if figure == "title":
        line = _LABEL_LINE * canvas.theme.type.leading
        return line + (BASELINE - RISE) * canvas.size(label)
    return _figure_baseline(canvas, figure) + 2.5 + 0.15 * canvas.size(figure)


def _count(canvas: Canvas, fact: Fact, room: float, size: str) -> int:
    """Count the lines of a label; more than any cell has when it cannot be broken."""
    return len(canvas.lines_if_fit(fact.label, room, size)) or _TOO_MANY


def _cell(canvas: Canvas, fact: Fact, plan: _Plan, x: float, y: float) -> None:
    """Draw one figure and its label."""
    canvas.value(x, y + _figure_baseline(canvas, plan.figure), fact, plan.figure)
    lines = canvas.lines(fact.label, plan.width, plan.label)
    canvas.block(x, y + _label_top(canvas, plan.figure, plan.label), lines, plan.label)
