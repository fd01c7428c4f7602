"""Two service areas and the service that crosses from one to the other.

The areas are cells of a network, two equal hexagons, and no map of anything.
"""

from __future__ import annotations

from math import cos, radians, sin

from report.figures.canvas import Canvas
from report.figures.shapes import Point, circle, curve, polygon, rectangle
from report.model.drawing import FigureRequest

#: Lengths in the radius of a cell, which is seen from above at an angle, a corner in front.
_FLAT = 0.56
_THICK = 0.2
_APART = 0.1
_HALF = sin(radians(60))
_PHONE = (0.5, 0.94)
_BEZEL = 0.055
_RISE = 0.6
_LEAN = 0.3
_STROKE = 0.045
#: Width and height of the whole; where the middles of the cells lie in it.
_BOX = (4 * _HALF + _APART, _STROKE + _RISE + _PHONE[1] + _FLAT + _THICK)
_MIDDLE = _BOX[1] - _FLAT - _THICK
_HOME, _AWAY = _HALF, 3 * _HALF + _APART


def describe(request: FigureRequest) -> tuple[str, str]:  # noqa: ARG001
    """Give the drawing's title and description."""
    return (
        "跨域服務",
        "兩個相鄰的六角形格子代表兩個服務區域，各立一部手機，一條弧線跨過邊界把兩部手機連接起來，"
        "表示服務跨域辦理。",
    )


def paint(canvas: Canvas, request: FigureRequest) -> None:  # noqa: ARG001
    """Draw two cells side by side, a phone on each, and the line that joins the phones."""
    unit = min(canvas.width / _BOX[0], canvas.height / _BOX[1])
    top = (canvas.height - unit * _BOX[1]) / 2

    def at(x: float, y: float) -> Point:
        """Give the place on the canvas of a point of the whole."""
        return (unit * x, top + unit * y)

    for name, middle, tones in (
        ("home", _HOME, ("mid", "base", "deep")),
        ("away", _AWAY, ("fog", "mist", "slate")),
    ):
        cell = [
            (middle + sin(radians(turn)), _MIDDLE + cos(radians(turn)) * _FLAT)
            for turn in range(-60, 300, 60)
        ]
        canvas.shape(polygon([at(*corner) for corner in cell]), tones[0], name=f"{name}-cell")
        for side, tone in ((cell[:2], tones[1]), (cell[1:3], tones[2])):
            (left, upper), (right, lower) = side
            edge = [*side, (right, lower + _THICK), (left, upper + _THICK)]
            canvas.shape(polygon([at(*corner) for corner in edge]), tone)

    wide, high = _PHONE
    head = _MIDDLE - high
    for name, middle, tone in (("home", _HOME, "base"), ("away", _AWAY, "deep")):
        corner = at(middle - wide / 2, head)
        body = rectangle(*corner, unit * wide, unit * high, 0.09 * unit)
        canvas.shape(body, tone, name=f"{name}-phone")
        corner = at(middle - wide / 2 + _BEZEL, head + 2 * _BEZEL)
        screen = (unit * (wide - 2 * _BEZEL), unit * (high - 5 * _BEZEL))
        canvas.shape(rectangle(*corner, *screen, 0.03 * unit), "paper")
        canvas.shape(circle(*at(middle, _MIDDLE - 1.5 * _BEZEL), 0.6 * _BEZEL * unit), "paper")
    up = head - 4 / 3 * _RISE
    way = curve(at(_HOME, head), at(_HOME + _LEAN, up), at(_AWAY - _LEAN, up), at(_AWAY, head))
    canvas.shape(way, stroke="deep", line=max(canvas.rule("fine"), _STROKE * unit), name="link")
