"""Things of one rank: bars of one length, each with its name."""

from __future__ import annotations

from report.figures.canvas import FIGURE_HEIGHT, MEDIUM, Canvas
from report.figures.shapes import rectangle
from report.model.drawing import FigureRequest, Kind

#: The thickness of a bar, at most and at least, and the space between two.
_MOST, _LEAST, _GAP = 21.0, 11.0, 5.0
_PAD = 5.0
_SIZES = ("caption", "note")


KIND = Kind(
    0,
    0,
    "Things of equal rank: bars of equal length, with `names`",
    named=True,
)


def describe(request: FigureRequest) -> tuple[str, str]:
    """Return the drawing's title and description."""
    names = "、".join(request.names)
    return names, f"{len(request.names)}條等長的橫條，表示並列的{names}。"


def paint(canvas: Canvas, request: FigureRequest) -> None:
    """Draw the bars one under the other on the foot of the canvas, their names in them."""
    count = len(request.names)
    bar = min((canvas.height - (count - 1) * _GAP) / count, _MOST)
    if bar < _LEAST:
        raise canvas.misfit(f"{count} bars with their names are higher")
    room = canvas.width - 2 * _PAD
    size = next(
        (
            size
            for size in _SIZES
            if canvas.size(size) < 0.75 * bar
            and all(canvas.text_width(name, size, MEDIUM) <= room for name in request.names)
        ),
        "",
    )
    if not size:
        raise canvas.misfit("the names are wider than their bars")
    for index, name in enumerate(request.names):
        top = canvas.height - (count - index) * bar - (count - index - 1) * _GAP
        canvas.shape(rectangle(0, top, canvas.width, bar), "base", name=f"bar-{index + 1}")
        baseline = top + (bar + canvas.size(size) * FIGURE_HEIGHT) / 2
        canvas.text(_PAD, baseline, name, size, MEDIUM, "paper")
