"""What is left when so many per cent are taken away: a vessel nearly empty."""

from __future__ import annotations

from report.figures.amounts import plain, spoken
from report.figures.canvas import FIGURE_HEIGHT, MEDIUM, Canvas
from report.figures.shapes import rectangle
from report.model.drawing import FigureRequest, Kind
from report.model.facts import Approximation, Fact
from report.model.fitting import per_cents

_LABELLED = 160
_LYING = 2.2
_GAP = 12.0
_SIZES = ("title", "headline", "heading", "lead", "body")
#: When more than the figure is gone, less than the rest is left; and so on.
_LEFT_WORDS = {
    Approximation.OVER: "不足",
    Approximation.MORE_THAN: "不足",
    Approximation.ODD: "不足",
    Approximation.MANY: "不足",
    Approximation.AT_LEAST: "至多",
    Approximation.ABOUT: "約",
    Approximation.NEARLY: "約",
}


KIND = Kind(
    1,
    1,
    "What is left after a reduction, in per cent, at most 100: a nearly empty outline",
    per_cents,
)


def describe(request: FigureRequest) -> tuple[str, str]:
    """Return the drawing's title and description."""
    fact = request.facts[0]
    return fact.label, (
        f"一個長方形代表原來的全部：框內的空白是減去的{fact.text()}，"
        f"實色部分是{left_over(fact)}。{spoken(fact)}。"
    )


def left_over(fact: Fact) -> str:
    """Say what is left: 超95% taken away leaves 餘下不足5%."""
    word = _LEFT_WORDS.get(fact.approximation, "") if fact.approximation else ""
    return f"餘下{word}{plain(100 - fact.number, fact.rule)}{fact.unit}"


def paint(canvas: Canvas, request: FigureRequest) -> None:
    """Draw the whole as an outline and what is left of it solid, and say both beside them."""
    if canvas.width > _LYING * canvas.height:
        _lying(canvas, request.facts[0])
    else:
        _standing(canvas, request.facts[0])


def _whole(canvas: Canvas, x: float, y: float, width: float, height: float) -> None:
    canvas.whole(x, y, width, height, "whole")


def _standing(canvas: Canvas, fact: Fact) -> None:
    """Draw a vessel at the left, emptied from above.

    In a narrow drawing, as in a panel that prints the figure itself, only what is left is said.
    """
    headed = canvas.width >= _LABELLED
    width = min((0.34 if headed else 0.36) * canvas.width, 0.56 * canvas.height)
    level = canvas.height * float(fact.number) / 100
    _whole(canvas, 0, 0, width, canvas.height)
    if level < canvas.height:
        canvas.shape(rectangle(0, level, width, canvas.height - level), "base", name="left")

    x = canvas.column_line(width + (10 if canvas.width > 120 else 3))
    room = canvas.width - x
    above = _head(canvas, fact, (x, level), room) + 4 if headed else 0.0
    size = "caption" if canvas.lines_if_fit(left_over(fact), room, "caption", MEDIUM) else "note"
    words = canvas.lines(left_over(fact), room, size, MEDIUM)
    height = canvas.block_height(len(words), size)
    canvas.block(x, max(canvas.height - height, above), words, size, MEDIUM)


def _head(canvas: Canvas, fact: Fact, place: tuple[float, float], room: float) -> float:
    """Set the figure and its label beside the emptied part; give where they end."""
    x, level = place
    size = canvas.value_size(fact, room, _SIZES)
    figure = canvas.size(size) * FIGURE_HEIGHT
    label = canvas.lines(fact.label, room)
    height = figure + 6 + canvas.block_height(len(label))
    top = max((level - height) / 2, 0.02 * canvas.size(size))
    canvas.value(x, top + figure, fact, size)
    canvas.block(x, top + figure + 6, label)
    return top + height


def _lying(canvas: Canvas, fact: Fact) -> None:
    """Draw a bar across the width, taken away from the right."""
    head = canvas.size("lead") * FIGURE_HEIGHT
    bar_top = head + 7
    bar = min(canvas.height - bar_top, 72.0)
    top = (canvas.height - bar_top - bar) / 2
    left = canvas.width * (1 - float(fact.number) / 100)
    _whole(canvas, 0, top + bar_top, canvas.width, bar)
    if left:
        canvas.shape(rectangle(0, top + bar_top, left, bar), "base", name="left")
    over = top + head
    words = canvas.text(0, over, left_over(fact), "caption", MEDIUM, "ink")

    room = canvas.width - left - 2 * _GAP
    if room > canvas.value_width(fact, "lead"):
        size = canvas.value_size(fact, room, _SIZES)
        baseline = top + bar_top + (bar + canvas.size(size) * FIGURE_HEIGHT) / 2
        taken = canvas.value(left + _GAP, baseline, fact, size)
        if room - taken - _GAP > canvas.text_width(fact.label):
            canvas.text(left + taken + 2 * _GAP, baseline, fact.label)
            return
        end = canvas.width
    else:
        end = canvas.width - canvas.value(canvas.width, over, fact, "lead", anchor="end") - 5
    if canvas.text_width(fact.label) < end - words - 2 * _GAP:
        canvas.text(end, over, fact.label, anchor="end")
