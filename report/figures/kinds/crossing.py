"""Two service areas and the service that crosses from one to the other.

The areas are two equal rectangles, and no map of anything.
"""

from __future__ import annotations

from report.figures.canvas import Canvas
from report.figures.shapes import Point, circle, curve, polygon, rectangle
from report.model.drawing import FigureRequest, Kind

#: Lengths in the width of one area: its height, the gap between the two, a phone, and the arc.
_HIGH = 0.5
_APART = 0.12
_PHONE = (0.3, 0.56)
_BEZEL = 0.03
_RISE = 0.44
_BOX = (2 + _APART, _PHONE[1] + _HIGH * 0.42 + _RISE)


KIND = Kind(
    0,
    0,
    "Two areas and a service that crosses between them",
)


def describe(request: FigureRequest) -> tuple[str, str]:  # noqa: ARG001
    """Return the drawing's title and description."""
    return (
        "跨域服務",
        "兩個相鄰的長方形代表兩個服務區域，各立一部手機，一條弧線跨過邊界把兩部手機連接起來，"
        "表示服務跨域辦理。",
    )


def paint(canvas: Canvas, request: FigureRequest) -> None:  # noqa: ARG001
    """Draw two areas side by side on the foot, a phone in each, and the line between the phones."""
    unit = min(canvas.width / _BOX[0], canvas.height / _BOX[1])
    foot = canvas.height
    area = unit * _HIGH
    for name, left in (("home", 0.0), ("away", unit * (1 + _APART))):
        canvas.shape(rectangle(left, foot - area, unit, area), "mid", name=f"{name}-area")
    wide, high = (unit * length for length in _PHONE)
    head = foot - unit * _HIGH * 0.42 - high
    middles = (unit / 2, unit * (1.5 + _APART))
    for name, middle in zip(("home", "away"), middles, strict=True):
        bezel = unit * _BEZEL
        body = rectangle(middle - wide / 2, head, wide, high, 2 * bezel)
        canvas.shape(body, "base", name=f"{name}-phone")
        screen = (wide - 2 * bezel, high - 5 * bezel)
        canvas.shape(rectangle(middle - wide / 2 + bezel, head + 2 * bezel, *screen), "paper")
        canvas.shape(circle(middle, head + high - 1.5 * bezel, 0.75 * bezel), "paper")
    _link(canvas, middles, head, unit)


def _link(canvas: Canvas, middles: tuple[float, float], head: float, unit: float) -> None:
    """Draw the arc from the head of one phone to an arrow on the other."""
    line = max(canvas.rule("fine"), 0.03 * unit)
    tip = 2.6 * line
    home, away = middles
    up = head - 4 / 3 * (unit * _RISE - line - tip / 2)
    lean = 0.24 * (away - home)
    way: tuple[Point, Point, Point, Point]
    way = ((home, head), (home + lean, up), (away - lean, up), (away, head - 1.5 * tip))
    canvas.shape(curve(*way), stroke="base", line=line, name="link")
    arrow = [(away - tip, head - 2 * tip), (away + tip, head - 2 * tip), (away, head)]
    canvas.shape(polygon(arrow), "base", name="arrow")
