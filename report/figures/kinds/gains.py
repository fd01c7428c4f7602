"""Gains in points: a thin bar each, all of one scale, in the order given; values in a column."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from report.figures.amounts import spoken
from report.figures.canvas import FALL, FIGURE_HEIGHT, HEAD_ROOM, MIDDLE, RISE, Canvas
from report.figures.shapes import rectangle
from report.model.drawing import FigureRequest, Kind
from report.model.facts import Fact
from report.model.fitting import Misfit, alike

_BESIDE_FROM = 180
#: The thickness of a bar, at most and at least, and the space on either side of it.
_BAR, _THINNEST, _AIR = 6.0, 3.0, 9.0
#: Rows stand no farther apart than this.
_PITCH = 20.0
_SIZES = ("lead", "body", "caption")


def _fits(facts: Sequence[Fact]) -> Iterator[Misfit]:
    yield from alike(facts, "draws bars of one scale")


KIND = Kind(
    1,
    8,
    "Gains in points: a thin bar each, on one scale, in the given order; losses go left",
    _fits,
)


def describe(request: FigureRequest) -> tuple[str, str]:
    """Return the drawing's title and description."""
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
        """Return the left edge and the width of a bar."""
        length = float(fact.amount) * self.unit
        return min(self.zero, self.zero + length), abs(length)


def paint(canvas: Canvas, request: FigureRequest) -> None:
    """Draw the bars from one zero line, each with its label before it and its value at the right.

    In a narrow drawing a label stands over its bar.
    """
    facts = request.facts
    beside = canvas.width >= _BESIDE_FROM
    top = HEAD_ROOM if beside else 0.0
    pitch = (canvas.height - top) / len(facts)
    label_size = "caption" if beside and pitch >= 13 else "note"
    share = 1.0 if beside else 0.5
    sizes = [size for size in _SIZES if canvas.size(size) * 1.05 <= pitch * share]
    if not sizes:
        raise canvas.misfit(f"{len(facts)} bars leave {pitch:.1f} pt for each")
    size = next((one for one in sizes if _room(canvas, facts, one) < 0.4 * canvas.width), sizes[-1])
    left = 0.0
    if beside:
        widest = max(canvas.text_width(fact.label, label_size) for fact in facts)
        left = min(canvas.column_line(widest + _AIR) - _AIR, 0.38 * canvas.width)
    labels = [canvas.lines(fact.label, left or canvas.width, label_size) for fact in facts]
    scale = _scale(canvas, facts, left + (_AIR if beside else 0.0), size)
    high = max(canvas.block_height(len(label), label_size) for label in labels)
    if beside:
        if high > pitch:
            raise canvas.misfit("labels leave no height for the bars")
        _in_rows(canvas, facts, labels, label_size, scale, size)
    else:
        _under_labels(canvas, facts, labels, label_size, scale, size)
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
    """Set labels at the left of their bars, label, bar and value about one middle line."""
    if _on_grid(canvas, labels, size):
        for index, fact in enumerate(facts):
            baseline = canvas.grid_line(index)
            canvas.text(0, baseline, labels[index][0], label_size)
            _bar(
                canvas,
                fact,
                scale,
                (baseline - MIDDLE * canvas.size(label_size), baseline),
                _BAR,
                size,
                index,
            )
        return
    tallest = max(canvas.block_height(len(label), label_size) for label in labels)
    pitch = min((canvas.height - HEAD_ROOM) / len(facts), max(_PITCH, tallest + 4))
    points = canvas.size(label_size)
    for index, fact in enumerate(facts):
        middle = HEAD_ROOM + (index + 0.5) * pitch
        # The middle of the ideographs is the middle of the bar, not that of their descenders.
        height = (RISE - FALL / 2) * points + canvas.leading(label_size) * (len(labels[index]) - 1)
        canvas.block(0, middle - height / 2, labels[index], label_size)
        places = (middle, middle + canvas.size(size) * FIGURE_HEIGHT / 2)
        _bar(canvas, fact, scale, places, min(_BAR, 0.6 * pitch), size, index)


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
        deep = canvas.size(size) * FIGURE_HEIGHT
        thick = min(row - height - 5, _BAR)
        if thick < _THINNEST:
            raise canvas.misfit("labels leave no height for the bars")
        canvas.block(0, top + 1, labels[index], label_size)
        middle = top + height + 3 + max(thick, deep) / 2
        _bar(canvas, fact, scale, (middle, middle + deep / 2), thick, size, index)


def _on_grid(canvas: Canvas, labels: list[list[str]], size: str) -> bool:
    """Return whether rows of one line have room on the lines of the page's grid."""
    return (
        all(len(label) == 1 for label in labels)
        and canvas.size(size) <= 0.75 * canvas.theme.type.leading
        and canvas.grid_line(len(labels) - 1) + FALL * canvas.size(size) <= canvas.height
    )


def _room(canvas: Canvas, facts: tuple[Fact, ...], size: str) -> float:
    return max(canvas.value_width(fact, size) for fact in facts)


def _scale(canvas: Canvas, facts: tuple[Fact, ...], left: float, size: str) -> _Scale:
    """Fit the largest gain, and the largest loss, into the width that labels and values leave."""
    most = max(0.0, *(float(fact.amount) for fact in facts))
    least = min(0.0, *(float(fact.amount) for fact in facts))
    across = canvas.width - left - _room(canvas, facts, size) - _AIR
    if across < 12:
        raise canvas.misfit("labels and values leave no width for the bars")
    unit = across / ((most - least) or 1.0)
    return _Scale(left - least * unit, unit)


def _bar(
    canvas: Canvas,
    fact: Fact,
    scale: _Scale,
    places: tuple[float, float],
    thick: float,
    size: str,
    index: int,
) -> None:
    """Draw a bar about the first of ``places``, its value on the second as a baseline."""
    middle, baseline = places
    x, width = scale.bar(fact)
    if width:
        tone = "base" if fact.number >= 0 else "mid"
        canvas.shape(rectangle(x, middle - thick / 2, width, thick), tone, name=f"bar-{index + 1}")
    canvas.value(canvas.width, baseline, fact, size, anchor="end")
