"""Gains in points: a bar each, all of one scale, in the order given."""

from __future__ import annotations

from dataclasses import dataclass

from report.figures.amounts import spoken
from report.figures.canvas import FIGURE_HEIGHT, HEAD_ROOM, Canvas
from report.figures.shapes import rectangle
from report.model.drawing import FigureRequest
from report.model.facts import Fact

_BESIDE_FROM = 180
#: A bar's thickness, in the distance of two.
_THICK = 0.6
_SIZES = ("heading", "lead", "body", "caption")


def describe(request: FigureRequest) -> tuple[str, str]:
    """Give the drawing's title and description."""
    facts = request.facts
    title = facts[0].label if len(facts) == 1 else f"{facts[0].label}等{len(facts)}項比較"
    named = "；".join(map(spoken, facts))
    return title, f"{len(facts)}條橫條按同一比例繪成，由上至下為：{named}。"


@dataclass(frozen=True, slots=True)
class _Scale:
    """Where a value stands across the drawing: zero at ``zero``, a point ``unit`` pt wide."""

    zero: float
    unit: float

    def bar(self, fact: Fact) -> tuple[float, float]:
        """Give the left edge and the width of a bar."""
        length = float(fact.amount) * self.unit
        return min(self.zero, self.zero + length), abs(length)


def paint(canvas: Canvas, request: FigureRequest) -> None:
    """Draw the bars from one zero line, each with its label and, at its end, its value."""
    facts = request.facts
    beside = canvas.width >= _BESIDE_FROM
    row = (canvas.height - (HEAD_ROOM if beside else 0.0)) / len(facts)
    label_size = "caption" if beside and row >= 14 else "note"
    sizes = [size for size in _SIZES if canvas.size(size) * 1.05 < row * (1.0 if beside else 0.55)]
    if not sizes:
        raise canvas.misfit(f"{len(facts)} bars leave {row:.1f} pt for each")
    size = next(
        (size for size in sizes if _value_room(canvas, facts, size) < 0.32 * canvas.width),
        sizes[-1],
    )
    left = 0.0
    if beside:
        widest = max(canvas.text_width(fact.label, label_size) for fact in facts)
        left = min(widest, 0.38 * canvas.width)
    labels = [canvas.lines(fact.label, left or canvas.width, label_size) for fact in facts]
    scale = _scale(canvas, facts, left + (10 if beside else 0), size)
    rows = _in_rows if beside else _under_labels
    rows(canvas, facts, labels, label_size, scale, size)
    if any(fact.number < 0 for fact in facts):
        canvas.shape(rectangle(scale.zero - 0.3, 0, 0.6, canvas.height), "slate", name="zero")


def _in_rows(
    canvas: Canvas,
    facts: tuple[Fact, ...],
    labels: list[list[str]],
    label_size: str,
    scale: _Scale,
    size: str,
) -> None:
    """Set labels at the left of their bars, in rows down to the foot of the canvas."""
    high = canvas.height - HEAD_ROOM
    heights = [canvas.block_height(len(label), label_size) for label in labels]
    thick = min(_THICK * high / (len(facts) - 1 + _THICK), 22.0)
    band = min(high / len(facts), max(thick, canvas.size(size), *heights))
    pitch = (high - band) / (len(facts) - 1) if len(facts) > 1 else 0.0
    middle = HEAD_ROOM + (band if len(facts) > 1 else high) / 2
    for index, fact in enumerate(facts):
        canvas.block(0, middle - heights[index] / 2, labels[index], label_size, colour="ink")
        _bar(canvas, fact, scale, middle - thick / 2, thick, size, index)
        middle += pitch


def _under_labels(
    canvas: Canvas,
    facts: tuple[Fact, ...],
    labels: list[list[str]],
    label_size: str,
    scale: _Scale,
    size: str,
) -> None:
    """Set each label over its bar, where there is no width for both in a row."""
    row = canvas.height / len(facts)
    for index, fact in enumerate(facts):
        top = index * row
        height = canvas.block_height(len(labels[index]), label_size)
        thick = min(row - height - 5, 14.0)
        if thick < 3:
            raise canvas.misfit("labels leave no height for the bars")
        canvas.block(0, top + 1, labels[index], label_size, colour="ink")
        _bar(canvas, fact, scale, top + height + 3, thick, size, index)


def _value_room(canvas: Canvas, facts: tuple[Fact, ...], size: str) -> float:
    return max(canvas.value_width(fact, size) for fact in facts)


def _scale(canvas: Canvas, facts: tuple[Fact, ...], left: float, size: str) -> _Scale:
    """Fit the largest gain, and the largest loss, into the width with their values."""
    room = _value_room(canvas, facts, size) + 6
    most = max(0.0, *(float(fact.amount) for fact in facts))
    least = min(0.0, *(float(fact.amount) for fact in facts))
    losses = room if least < 0 else 0.0
    across = canvas.width - left - room - losses
    if across < 12:
        raise canvas.misfit("labels and values leave no width for the bars")
    unit = across / ((most - least) or 1.0)
    return _Scale(left + losses - least * unit, unit)


def _bar(
    canvas: Canvas, fact: Fact, scale: _Scale, top: float, thick: float, size: str, index: int
) -> None:
    x, width = scale.bar(fact)
    if width:
        tone = "base" if fact.number >= 0 else "mid"
        canvas.shape(rectangle(x, top, width, thick), tone, name=f"bar-{index + 1}")
    baseline = top + (thick + canvas.size(size) * FIGURE_HEIGHT) / 2
    if fact.number >= 0:
        canvas.value(x + width + 5, baseline, fact, size)
    else:
        canvas.value(x - 5, baseline, fact, size, anchor="end")
