"""Unlike figures side by side, each under a rule of its own: nothing of them can be compared."""

from __future__ import annotations

from dataclasses import dataclass

from report.figures.amounts import spoken
from report.figures.canvas import FIGURE_HEIGHT, HEAD_ROOM, Canvas
from report.figures.shapes import rectangle
from report.model.drawing import FigureRequest
from report.model.facts import Fact

_ROW_GAP = 9.0
#: From the rule to the head of the figure.
_UNDER_RULE = 8.0
_TOO_MANY = 99
_SIZES = ("title", "headline", "heading", "lead", "body", "caption")
#: As many as these stand in a row, so that their edges are among the page's twelve columns.
_ACROSS = (1, 2, 3, 4, 6)


def describe(request: FigureRequest) -> tuple[str, str]:
    """Give the drawing's title and description."""
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
        _cell(canvas, fact, plan, x, HEAD_ROOM + row * (plan.height + _ROW_GAP))


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
    """Give the plan of one size of figures in so many columns, None when they have no room."""
    rows = -(-len(facts) // columns)
    width = (canvas.width - (columns - 1) * canvas.gutter) / columns
    label = "caption" if canvas.size(figure) >= canvas.size("heading") else "note"
    if max(canvas.value_width(fact, figure) for fact in facts) > width:
        return None
    lines = max(_count(canvas, fact, width, label) for fact in facts)
    words = canvas.size(figure) * FIGURE_HEIGHT + _gap(canvas, figure)
    height = _UNDER_RULE + words + canvas.block_height(lines, label)
    if lines > 3 or rows * height + (rows - 1) * _ROW_GAP > canvas.height - HEAD_ROOM:
        return None
    return _Plan(columns, width, height, figure, label)


def _gap(canvas: Canvas, figure: str) -> float:
    """Give the space between a figure and its label, clear of the figure's commas."""
    return 2.5 + 0.15 * canvas.size(figure)


def _count(canvas: Canvas, fact: Fact, room: float, size: str) -> int:
    """Count the lines of a label; more than any cell has when it cannot be broken."""
    return len(canvas.lines_if_fit(fact.label, room, size)) or _TOO_MANY


def _cell(canvas: Canvas, fact: Fact, plan: _Plan, x: float, y: float) -> None:
    """Draw one rule, its figure and its label."""
    canvas.shape(rectangle(x, y, plan.width, canvas.rule("fine")), "base")
    baseline = y + _UNDER_RULE + canvas.size(plan.figure) * FIGURE_HEIGHT
    canvas.value(x, baseline, fact, plan.figure)
    lines = canvas.lines(fact.label, plan.width, plan.label)
    canvas.block(x, baseline + _gap(canvas, plan.figure), lines, plan.label)
