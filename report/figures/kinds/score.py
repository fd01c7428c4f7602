"""A score out of 100 as a ring, with its gain."""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot
from typing import Literal

from report.figures.amounts import spoken
from report.figures.canvas import BESIDE, FIGURE_HEIGHT, RISE, Canvas
from report.figures.findings import finding
from report.figures.shapes import arc, circle, polygon
from report.model.drawing import FigureRequest
from report.model.facts import Fact

_LABELLED = 160
_FULL = 100
#: The ring's thickness, in its outer radii; the space between it and what stands inside.
_THICK = 0.13
_CLEAR = 2.5
#: Sizes of the score and of its unit, the largest first.
_SIZES = (
    ("figure", ("lead",)),
    ("title", ("caption", "note")),
    ("heading", ("caption",)),
    ("lead", ("caption",)),
    ("body", ("note",)),
)


def describe(request: FigureRequest) -> tuple[str, str]:
    """Give the drawing's title and description."""
    score, *gains = request.facts
    gain = "".join(f"向上的三角形標示{spoken(fact)}。" for fact in gains)
    return score.label, (
        f"圓環代表滿分{_FULL}，着色部分佔{score.digits}，表示{spoken(score)}。{gain}"
    )


def paint(canvas: Canvas, request: FigureRequest) -> None:
    """Draw the ring at the left, the score inside; the gain inside too, or beside it."""
    score, *gains = request.facts
    if score.number > _FULL:
        raise finding(
            "D207",
            f"the drawing “{request.id}” shows a score out of {_FULL}, and {score.text()} is more",
            "choose another drawing, or correct the fact",
        )
    wide = canvas.width >= _LABELLED and canvas.width >= 1.3 * canvas.height
    outer = min(canvas.height, canvas.width * (0.48 if wide else 1.0), 170.0) / 2
    thick = outer * _THICK
    x, y = outer, canvas.height / 2
    radius = outer - thick / 2
    canvas.shape(circle(x, y, radius), stroke="mist", line=thick, name="scale")
    end = 360 * float(score.number) / _FULL
    canvas.shape(arc(x, y, radius, 0, end), stroke="base", line=thick, name="score")

    inside = [] if wide else gains[:1]
    rows = _inside(canvas, score, inside, outer - thick - _CLEAR)
    _stack(canvas, rows, (x, y))
    if wide:
        _beside(canvas, score, gains, x + outer + 14)


@dataclass(frozen=True, slots=True)
class _Row:
    """A line inside the ring: what it says, the space above it, its size and that beside it."""

    fact: Fact
    part: Literal["score", "gain", "label"]
    gap: float
    size: str
    beside: str = ""

    def width(self, canvas: Canvas) -> float:
        if self.part == "label":
            return canvas.text_width(self.fact.label, self.size)
        if self.part == "gain":
            return _gain_width(canvas, self.fact, self.size)
        return canvas.value_width(self.fact, self.size, self.beside)

    def height(self, canvas: Canvas) -> float:
        return canvas.size(self.size) * (RISE if self.part == "label" else FIGURE_HEIGHT)


def _inside(canvas: Canvas, score: Fact, gains: list[Fact], radius: float) -> list[_Row]:
    """Choose the lines inside a ring: the score as large as it can be, then all that goes under.

    The gain's label, then the gain's size, give way before the score does.
    """
    for size, besides in _SIZES:
        unders: list[list[_Row]] = [[]]
        if gains:
            gap = max(0.24 * canvas.size(size), 5.0)
            unders = [
                [_Row(gains[0], "gain", gap, small), *labels]
                for labels in ([_Row(gains[0], "label", 3.0, "note")], [])
                for small in ("lead", "body", "note")
                if canvas.size(small) < 0.72 * canvas.size(size)
            ]
        for under in unders:
            for beside in besides:
                rows = [_Row(score, "score", 0.0, size, beside), *under]
                if _fits(canvas, rows, radius):
                    return rows
    raise canvas.misfit(f"“{score.text()}” does not fit in the ring")


def _fits(canvas: Canvas, rows: list[_Row], radius: float) -> bool:
    """See whether lines, set about the middle of a circle, stay within it."""
    top = -_height(canvas, rows) / 2
    for row in rows:
        top += row.gap
        foot = top + row.height(canvas)
        if hypot(row.width(canvas) / 2, max(-top, foot)) > radius:
            return False
        top = foot
    return True


def _height(canvas: Canvas, rows: list[_Row]) -> float:
    return sum(row.gap + row.height(canvas) for row in rows)


def _stack(canvas: Canvas, rows: list[_Row], middle: tuple[float, float]) -> None:
    """Set lines under each other about the middle of the ring."""
    x, y = middle
    y -= _height(canvas, rows) / 2
    for row in rows:
        y += row.gap
        if row.part == "label":
            canvas.block(x, y, [row.fact.label], row.size, anchor="middle")
        elif row.part == "gain":
            start = x - row.width(canvas) / 2
            _gain(canvas, row.fact, start, y + row.height(canvas), row.size)
        else:
            foot = y + row.height(canvas)
            canvas.value(x, foot, row.fact, row.size, "base", "middle", row.beside)
        y += row.height(canvas)


def _beside(canvas: Canvas, score: Fact, gains: list[Fact], x: float) -> None:
    """Set the score's label, and the gain with its own, to the right of the ring."""
    room = canvas.width - x
    label = canvas.lines(score.label, room, "body")
    height = canvas.block_height(len(label), "body")
    figure = canvas.size("heading") * FIGURE_HEIGHT
    notes = [canvas.lines(gain.label, room) for gain in gains]
    total = height + sum(14 + figure + 5 + canvas.block_height(len(note)) for note in notes)
    top = (canvas.height - total) / 2
    canvas.block(x, top, label, "body", colour="ink")
    top += height
    for gain, note in zip(gains, notes, strict=True):
        _gain(canvas, gain, x, top + 14 + figure, "heading")
        canvas.block(x, top + 14 + figure + 5, note)


def _triangle(canvas: Canvas, size: str) -> float:
    return 0.62 * canvas.size(size)


def _gain_width(canvas: Canvas, gain: Fact, size: str) -> float:
    return _triangle(canvas, size) + 3 + canvas.value_width(gain, size, BESIDE[size])


def _gain(canvas: Canvas, gain: Fact, x: float, baseline: float, size: str) -> None:
    """Draw a triangle that points up, and the gain after it."""
    side = _triangle(canvas, size)
    foot = baseline - 0.02 * canvas.size(size)
    canvas.shape(
        polygon([(x, foot), (x + side, foot), (x + side / 2, foot - side)]), "base", name="gain"
    )
    canvas.value(x + side + 3, baseline, gain, size, "base")
