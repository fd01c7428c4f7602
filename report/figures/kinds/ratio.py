"""One bar against another, as many times as long: 8 : 1."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from report.figures.amounts import plain, spoken
from report.figures.canvas import BOLD, FALL, FIGURE_HEIGHT, Canvas
from report.figures.shapes import rectangle
from report.model.drawing import FigureRequest, Kind
from report.model.facts import Fact
from report.model.fitting import Misfit, above_zero

_COUNTABLE = 12
_LABELLED = 160


def _fits(facts: Sequence[Fact]) -> Iterator[Misfit]:
    yield from above_zero(facts)
    if "倍" not in facts[0].unit:
        yield Misfit(0, "draws how many times as much, and needs a fact in 倍")


KIND = Kind(
    1,
    1,
    "Two bars, one of them so many times as long: 8 : 1. The unit of the fact is 倍",
    _fits,
)


def describe(request: FigureRequest) -> tuple[str, str]:
    """Return the drawing's title and description."""
    fact = request.facts[0]
    times = plain(fact.number, fact.rule)
    return fact.label, (
        f"兩條橫條，一短一長：短條為1，長條為{times}，長條的長度是短條的{times}倍，"
        f"表示{spoken(fact)}。"
    )


def paint(canvas: Canvas, request: FigureRequest) -> None:
    """Draw the short bar above the long one, both of one thickness.

    In a narrow drawing, as in a panel that prints the figure itself, no number is said again; else
    the figure is set large over the long bar, with its label.
    """
    fact = request.facts[0]
    unit = canvas.width / float(max(fact.number, Decimal(1)))
    if canvas.width < _LABELLED:
        gap = 0.14 * canvas.height
        bar = min((canvas.height - gap) / 2, 44.0)
        top = canvas.height - 2 * bar - gap
        long_top = top + bar + gap
        _bars(canvas, fact, unit, bar, (top, long_top))
    else:
        top, long_top, bar = _headed(canvas, fact)
        _bars(canvas, fact, unit, bar, (top, long_top))
        _unit(canvas, unit, top, bar)


def _headed(canvas: Canvas, fact: Fact) -> tuple[float, float, float]:
    """Set the figure and its label between the bars; give the bars' tops and thickness."""
    sizes = ("title", "headline", "heading", "lead", "body")
    size = canvas.value_size(fact, canvas.width * 0.9, sizes)
    text = canvas.size(size) * FIGURE_HEIGHT
    gaps = (0.16 * canvas.height, 0.07 * canvas.height)
    bar = min((canvas.height - text - sum(gaps)) / 2, 42.0)
    if bar < 3:
        raise canvas.misfit("two bars and a number are higher")
    top = (canvas.height - 2 * bar - text - sum(gaps)) / 2
    baseline = top + bar + gaps[0] + text
    taken = canvas.value(0, baseline, fact, size)
    lines = canvas.lines(fact.label, canvas.width - taken - 10)
    foot = baseline + FALL * canvas.size("caption")
    canvas.block(taken + 8, foot - canvas.block_height(len(lines)), lines)
    return top, baseline + gaps[1], bar


def _bars(canvas: Canvas, fact: Fact, unit: float, bar: float, tops: tuple[float, float]) -> None:
    """Draw both bars, the long one in blocks as long as the short one where they can be counted."""
    canvas.shape(rectangle(0, tops[0], unit, bar), "mid", name="one")
    canvas.shape(rectangle(0, tops[1], unit * float(fact.number), bar), "base", name="times")
    if 1 < fact.number <= _COUNTABLE:
        for step in range(1, int(-(-fact.number // 1))):
            canvas.shape(rectangle(unit * step - 0.4, tops[1], 0.8, bar), "paper")


def _unit(canvas: Canvas, unit: float, top: float, height: float) -> None:
    """Write 1 on the short bar, or after it where it is too short."""
    size = "lead" if height > 12 else "note"
    width = canvas.text_width("1", size, BOLD)
    baseline = top + (height + canvas.size(size) * FIGURE_HEIGHT) / 2
    if width + 3 <= unit:
        canvas.text(unit / 2, baseline, "1", size, BOLD, "ink", "middle")
    else:
        canvas.text(unit + 4, baseline, "1", size, BOLD, "ink")
