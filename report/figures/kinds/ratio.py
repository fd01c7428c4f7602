"""One bar against another, as many times as long: 8 : 1."""

from __future__ import annotations

from decimal import Decimal

from report.figures.amounts import plain, spoken
from report.figures.canvas import BOLD, FALL, FIGURE_HEIGHT, Canvas
from report.figures.shapes import rectangle
from report.model.drawing import FigureRequest

_COUNTABLE = 12
_LABELLED = 160


def describe(request: FigureRequest) -> tuple[str, str]:
    """Give the drawing's title and description."""
    fact = request.facts[0]
    times = plain(fact.number)
    return fact.label, (
        f"兩條橫條，一短一長：短條為1，長條為{times}，長條的長度是短條的{times}倍，"
        f"表示{spoken(fact)}。"
    )


def paint(canvas: Canvas, request: FigureRequest) -> None:
    """Draw the short bar above the long one, both of one thickness, each with its number."""
    fact = request.facts[0]
    longest = max(fact.number, Decimal(1))
    unit = canvas.width / float(longest)
    sizes = ("title", "heading", "lead", "body")
    large = ("figure",) if canvas.height > 120 and canvas.width > _LABELLED else ()
    size = canvas.value_size(fact, canvas.width * 0.9, (*large, *sizes))
    text = canvas.size(size) * FIGURE_HEIGHT
    gaps = (0.16 * canvas.height, 0.07 * canvas.height)
    bar = min((canvas.height - text - sum(gaps)) / 2, 42.0)
    if bar < 3:
        raise canvas.misfit("two bars and a number are higher")
    top = (canvas.height - 2 * bar - text - sum(gaps)) / 2

    canvas.shape(rectangle(0, top, unit, bar), "mid", name="one")
    small = "lead" if bar > 12 else "note"
    middle = top + bar / 2 + canvas.size(small) * FIGURE_HEIGHT / 2
    if unit + 20 < canvas.width:
        canvas.text(unit + 5, middle, "1", small, BOLD, "slate")
    else:
        canvas.text(canvas.width - 4, middle, "1", small, BOLD, "ink", "end")

    baseline = top + bar + gaps[0] + text
    taken = canvas.value(0, baseline, fact, size)
    if canvas.width >= _LABELLED:
        lines = canvas.lines(fact.label, canvas.width - taken - 10)
        foot = baseline + FALL * canvas.size("caption")
        canvas.block(taken + 8, foot - canvas.block_height(len(lines)), lines)

    long_top = baseline + gaps[1]
    canvas.shape(
        rectangle(0, long_top, unit * float(fact.number), bar), "base", name="times"
    )
    if 1 < fact.number <= _COUNTABLE:
        for step in range(1, int(-(-fact.number // 1))):
            canvas.shape(rectangle(unit * step - 0.4, long_top, 0.8, bar), "paper")
