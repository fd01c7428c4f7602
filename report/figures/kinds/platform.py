"""One platform that carries enterprises: boxes with their names, as a plan of a system has them."""

from __future__ import annotations

from report.figures.canvas import FIGURE_HEIGHT, MEDIUM, REGULAR, Canvas
from report.figures.shapes import rectangle
from report.model.drawing import FigureRequest, Kind

_PLATFORM, _ENTERPRISE = "平台", "企業"
#: So many enterprises, all alike: their number says nothing.
_COUNT = 3
#: The thickness of a box, at most and at least, and the space between two.
_MOST, _LEAST, _GAP = 21.0, 11.0, 5.0
_SIZES = ("caption", "note")


KIND = Kind(
    0,
    0,
    "One platform that carries many enterprises",
)


def describe(request: FigureRequest) -> tuple[str, str]:  # noqa: ARG001
    """Return the drawing's title and description."""
    return (
        "惠企平台",
        f"一個寫着「{_PLATFORM}」的長條承托{_COUNT}個寫着「{_ENTERPRISE}」的方塊，表示一個平台服務眾多企業。",
    )


def paint(canvas: Canvas, request: FigureRequest) -> None:  # noqa: ARG001
    """Draw the platform along the foot and the enterprises on it, a tone paler."""
    high = min((canvas.height - _GAP) / 2, _MOST)
    wide = (canvas.width - (_COUNT - 1) * _GAP) / _COUNT
    size = next(
        (
            size
            for size in _SIZES
            if canvas.size(size) < 0.75 * high
            and canvas.text_width(_ENTERPRISE, size, MEDIUM) <= wide - 2
        ),
        "",
    )
    if high < _LEAST or not size:
        raise canvas.misfit("its words are larger than their boxes")
    slab = canvas.height - high
    over = slab - _GAP - high
    for index in range(_COUNT):
        left = index * (wide + _GAP)
        canvas.shape(rectangle(left, over, wide, high), "mid", name=f"enterprise-{index + 1}")
        _word(canvas, _ENTERPRISE, (left + wide / 2, over + high / 2), size, "ink")
    canvas.shape(rectangle(0, slab, canvas.width, high), "base", name="platform")
    _word(canvas, _PLATFORM, (canvas.width / 2, slab + high / 2), size, "paper")


def _word(canvas: Canvas, word: str, middle: tuple[float, float], size: str, colour: str) -> None:
    """Set a word in the middle of a box."""
    x, y = middle
    baseline = y + canvas.size(size) * FIGURE_HEIGHT / 2
    weight = MEDIUM if colour == "paper" else REGULAR
    canvas.text(x, baseline, word, size, weight, colour, "middle")
