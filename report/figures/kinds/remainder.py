"""What is left when so many per cent are taken away: a vessel nearly empty."""

from __future__ import annotations

from report.figures.amounts import plain, spoken
from report.figures.canvas import FIGURE_HEIGHT, MEDIUM, RISE, Canvas
from report.figures.shapes import line, polygon, rectangle
from report.model.drawing import FigureRequest
from report.model.facts import Approximation, Fact

_LABELLED = 160
_LYING = 2.2
_EDGE = 0.8
_SIZES = ("title", "heading", "lead", "body")
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


def describe(request: FigureRequest) -> tuple[str, str]:
    """Give the drawing's title and description."""
    fact = request.facts[0]
    return fact.label, (
        f"一個長方形代表原來的全部：虛線框內的空白是減去的{fact.text()}，"
        f"實色部分是{left_over(fact)}。{spoken(fact)}。"
    )


def left_over(fact: Fact) -> str:
    """Say what is left: 超95% taken away leaves 餘下不足5%."""
    word = _LEFT_WORDS.get(fact.approximation, "") if fact.approximation else ""
    return f"餘下{word}{plain(100 - fact.number)}{fact.unit}"


def paint(canvas: Canvas, request: FigureRequest) -> None:
    """Draw the whole as an outline and what is left of it solid, and say both beside them."""
    if canvas.width > _LYING * canvas.height:
        _lying(canvas, request.facts[0])
    else:
        _standing(canvas, request.facts[0])


def _whole(canvas: Canvas, x: float, y: float, width: float, height: float) -> None:
    edge = _EDGE / 2
    outline = rectangle(x + edge, y + edge, width - _EDGE, height - _EDGE)
    canvas.shape(outline, "tint", "mid", _EDGE, dash=(2.4, 1.8), name="whole")


def _standing(canvas: Canvas, fact: Fact) -> None:
    """Draw a vessel at the left, emptied from above."""
    width = min(0.34 * canvas.width, 0.56 * canvas.height)
    level = canvas.height * float(fact.number) / 100
    _whole(canvas, 0, 0, width, canvas.height)
    if level < canvas.height:
        canvas.shape(rectangle(0, level, width, canvas.height - level), "base", name="left")
    if level > 34:
        _fall(canvas, width / 2, 9, level - 5)

    x = width + (10 if canvas.width > 120 else 6)
    room = canvas.width - x
    size = canvas.value_size(fact, room, _SIZES)
    figure = canvas.size(size) * FIGURE_HEIGHT
    label = canvas.lines(fact.label, room) if canvas.width >= _LABELLED else []
    height = figure + (6 + canvas.block_height(len(label)) if label else 0.0)
    top = max((level - height) / 2, 0.06 * canvas.size(size))
    canvas.value(x, top + figure, fact, size)
    canvas.block(x, top + figure + 6, label)

    words = canvas.lines(left_over(fact), room, "note", MEDIUM)
    words_height = canvas.block_height(len(words), "note")
    middle = (level + canvas.height - words_height) / 2
    words_top = max(min(middle, canvas.height - words_height), top + height + 4)
    canvas.block(x, words_top, words, "note", MEDIUM)


def _lying(canvas: Canvas, fact: Fact) -> None:
    """Draw a bar across the width, taken away from the right."""
    bar_top = canvas.leading("caption") + 5
    bar = min(canvas.height - bar_top, 72.0)
    top = (canvas.height - bar_top - bar) / 2
    left = canvas.width * (1 - float(fact.number) / 100)
    _whole(canvas, 0, top + bar_top, canvas.width, bar)
    if left:
        canvas.shape(rectangle(0, top + bar_top, left, bar), "base", name="left")
    words_width = canvas.text_width(left_over(fact), "caption", MEDIUM)
    canvas.block(0, top, [left_over(fact)], "caption", MEDIUM)

    gap = 12.0
    room = canvas.width - left - 2 * gap
    if room > canvas.value_width(fact, "lead"):
        size = canvas.value_size(fact, room, ("figure", *_SIZES))
        baseline = top + bar_top + (bar + canvas.size(size) * FIGURE_HEIGHT) / 2
        taken = canvas.value(left + gap, baseline, fact, size)
        rest = room - taken - gap
        if rest > canvas.text_width(fact.label):
            canvas.text(left + gap + taken + gap, baseline, fact.label, colour="slate")
            return
        baseline = top + RISE * canvas.size("caption")
    else:
        baseline = top + RISE * canvas.size("caption")
        canvas.value(canvas.width, baseline, fact, "lead", anchor="end")
    used = 0.0 if room > canvas.value_width(fact, "lead") else canvas.value_width(fact, "lead")
    if canvas.text_width(fact.label) < canvas.width - used - words_width - 3 * gap:
        end = canvas.width - used - (gap / 2 if used else 0)
        canvas.text(end, baseline, fact.label, colour="slate", anchor="end")


def _fall(canvas: Canvas, x: float, top: float, bottom: float) -> None:
    """Draw an arrow from where the level was to where it is."""
    head = 2.6 + canvas.height / 80
    canvas.shape(line([(x, top), (x, bottom - head)]), stroke="base", line=1.1)
    canvas.shape(
        polygon([(x - head, bottom - 1.5 * head), (x + head, bottom - 1.5 * head), (x, bottom)]),
        "base",
    )
