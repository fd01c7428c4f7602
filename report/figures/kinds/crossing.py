"""Two provinces and the service that crosses between them."""

from __future__ import annotations

from report.figures.canvas import Canvas
from report.figures.shapes import Point, circle, curve, line, pin, polygon
from report.model.drawing import FigureRequest

#: The border, from north to south, and what lies west and east of it, in a box of 1.5 × 1.
_BORDER: tuple[Point, ...] = (
    (0.79, 0.03),
    (0.74, 0.16),
    (0.8, 0.28),
    (0.7, 0.42),
    (0.73, 0.55),
    (0.83, 0.66),
    (0.78, 0.8),
    (0.82, 0.97),
)
_WEST: tuple[Point, ...] = (
    (0.6, 1.0),
    (0.49, 0.92),
    (0.33, 0.97),
    (0.2, 0.88),
    (0.17, 0.74),
    (0.03, 0.66),
    (0.0, 0.5),
    (0.1, 0.38),
    (0.09, 0.22),
    (0.24, 0.13),
    (0.38, 0.17),
    (0.5, 0.06),
    (0.66, 0.09),
)
_EAST: tuple[Point, ...] = (
    (0.95, 1.0),
    (1.1, 0.92),
    (1.2, 0.96),
    (1.31, 0.84),
    (1.29, 0.7),
    (1.42, 0.62),
    (1.5, 0.46),
    (1.4, 0.34),
    (1.43, 0.2),
    (1.28, 0.1),
    (1.12, 0.13),
    (1.0, 0.02),
    (0.88, 0.06),
)
_INNER: tuple[tuple[Point, ...], ...] = (
    ((0.1, 0.3), (0.3, 0.36), (0.42, 0.3), (0.73, 0.37)),
    ((0.3, 0.36), (0.33, 0.62), (0.17, 0.74)),
    ((0.33, 0.62), (0.54, 0.7), (0.53, 0.95)),
    ((0.8, 0.27), (1.02, 0.33), (1.2, 0.26), (1.41, 0.33)),
    ((1.02, 0.33), (1.08, 0.6), (0.82, 0.7)),
    ((1.08, 0.6), (1.3, 0.72)),
)
_HOME: Point = (0.4, 0.52)
_AWAY: Point = (1.14, 0.5)
_BOX = (1.5, 1.0)
_APART = 0.014


def describe(request: FigureRequest) -> tuple[str, str]:  # noqa: ARG001
    """Give the drawing's title and description."""
    return (
        "跨域服務",
        "兩個相鄰省份的示意圖，各有一個標記，一條弧線跨過省界把兩者連接起來，表示服務跨域辦理。",
    )


def paint(canvas: Canvas, request: FigureRequest) -> None:  # noqa: ARG001
    """Draw two provinces side by side and, across their border, the line that joins them."""
    tall = min(canvas.height, canvas.width / _BOX[0] * 1.08)
    scale_y = tall / _BOX[1]
    scale_x = min(canvas.width / _BOX[0], scale_y * 1.25)
    left = (canvas.width - scale_x * _BOX[0]) / 2
    top = (canvas.height - tall) / 2

    def at(point: Point, shift: float = 0.0) -> Point:
        return (left + (point[0] + shift) * scale_x, top + point[1] * scale_y)

    for name, tone, side, shift in (
        ("west", "mid", _WEST, -_APART),
        ("east", "mist", _EAST, _APART),
    ):
        border = [at(point, shift) for point in _BORDER]
        canvas.shape(polygon([*border, *map(at, side)]), tone, name=name)
    for inner in _INNER:
        canvas.shape(line([at(point) for point in inner]), stroke="paper", line=0.7, join="round")

    head = 0.085 * min(scale_x, scale_y)
    (from_x, from_y), (to_x, to_y) = ((x, y - 2.1 * head) for x, y in (at(_HOME), at(_AWAY)))
    lean, rise = 0.14 * scale_x, 0.36 * scale_y
    way = curve(
        (from_x, from_y), (from_x + lean, from_y - rise), (to_x - lean, to_y - rise), (to_x, to_y)
    )
    canvas.shape(way, stroke="deep", line=max(1.2, 0.014 * scale_y), name="link")
    for name, tone, (x, y) in (("home", "base", at(_HOME)), ("away", "deep", at(_AWAY))):
        hole = circle(x, y - 2.1 * head, 0.4 * head)
        canvas.shape(pin(x, y, head), tone, name=name)
        canvas.shape(hole, "paper")
