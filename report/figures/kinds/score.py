"""A score out of 100 as a ring, with its gain."""

from __future__ import annotations

from report.figures.amounts import spoken
from report.figures.canvas import BESIDE, FIGURE_HEIGHT, Canvas
from report.figures.findings import finding
from report.figures.shapes import arc, circle, polygon
from report.model.drawing import FigureRequest
from report.model.facts import Fact

_LABELLED = 160
_FULL = 100


def describe(request: FigureRequest) -> tuple[str, str]:
    """Give the drawing's title and description."""
    score, *gains = request.facts
    gain = "".join(f"向上的三角形標示{spoken(fact)}。" for fact in gains)
    return score.label, (
        f"圓環代表滿分{_FULL}，着色部分佔{score.value}，表示{spoken(score)}。{gain}"
    )


def paint(canvas: Canvas, request: FigureRequest) -> None:
    """Draw the ring with the score inside; the gain inside too, or beside where there is room."""
    score, *gains = request.facts
    if score.number > _FULL:
        raise finding(
            "D207",
            f"the drawing “{request.id}” shows a score out of {_FULL}, and {score.text()} is more",
            "choose another drawing, or correct the fact",
        )
    wide = canvas.width >= _LABELLED and canvas.width >= 1.3 * canvas.height
    outer = min(canvas.height, canvas.width * (0.48 if wide else 1.0), 170.0) / 2
    thick = outer * 0.17
    x = outer if wide else canvas.width / 2
    y = canvas.height / 2
    radius = outer - thick / 2
    canvas.shape(circle(x, y, radius), stroke="mist", line=thick, name="scale")
    end = 360 * float(score.number) / _FULL
    canvas.shape(arc(x, y, radius, 0, end), stroke="base", line=thick, name="score")

    inside = 2 * (outer - thick) * 0.86
    size = canvas.value_size(score, inside, ("title", "heading", "lead", "body"), "caption")
    if outer > 60:
        size = canvas.value_size(score, inside, ("figure", size), "lead")
    beside = "lead" if size == "figure" else "caption"
    height = canvas.size(size) * FIGURE_HEIGHT
    if wide:
        canvas.value(x, y + height / 2, score, size, "ink", "middle", beside)
        _beside(canvas, score, gains, x + outer + 14)
    elif not gains:
        canvas.value(x, y + height / 2, score, size, "ink", "middle", beside)
    else:
        _stacked(canvas, score, gains[0], (x, y), (size, beside), inside)


def _stacked(
    canvas: Canvas,
    score: Fact,
    gain: Fact,
    centre: tuple[float, float],
    sizes: tuple[str, str],
    inside: float,
) -> None:
    """Set the score, the gain and the gain's label under each other inside the ring."""
    x, y = centre
    size, beside = sizes
    gain_size = "lead" if inside > 66 else "body"
    height = canvas.size(size) * FIGURE_HEIGHT
    gain_height = canvas.size(gain_size) * FIGURE_HEIGHT
    gap = 0.09 * inside
    note = canvas.size("note")
    labelled = canvas.text_width(gain.label, "note") < 0.66 * inside
    total = height + gap + gain_height + (4 + note if labelled else 0.0)
    baseline = y - total / 2 + height
    canvas.value(x, baseline, score, size, "ink", "middle", beside)
    baseline += gap + gain_height
    _gain(canvas, gain, x - _gain_width(canvas, gain, gain_size) / 2, baseline, gain_size)
    if labelled:
        canvas.block(x, baseline + 4, [gain.label], "note", anchor="middle")


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
