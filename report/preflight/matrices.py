"""Transformations and frames of what a page paints (ISO 32000-1, 8.3); lengths are in pt."""

from __future__ import annotations

from typing import Any

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
#: Left, lower, right and upper edge on the page, in pt.
Frame = tuple[float, float, float, float]


def matrix_of(values: Any) -> Matrix:
    """Return six PDF numbers as a matrix."""
    a, b, c, d, e, f = (float(value) for value in values)
    return (a, b, c, d, e, f)


def times(one: Matrix, other: Matrix) -> Matrix:
    """Return the matrix of two transformations, ``one`` applied first (ISO 32000-1, 8.3.4)."""
    a, b, c, d, e, f = one
    A, B, C, D, E, F = other  # noqa: N806 - as in ISO 32000-1, 8.3.4
    return (
        *(a * A + b * C, a * B + b * D, c * A + d * C, c * B + d * D),
        *(e * A + f * C + E, e * B + f * D + F),
    )


def frame_of(path: list[tuple[str, Any]], ctm: Matrix) -> Frame | None:
    """Return the frame of a path on the page, in pt; None for an empty path.

    A move that no line follows paints nothing and is ignored (ISO 32000-1, 8.5.2).
    """
    across: list[float] = []
    down: list[float] = []
    for (name, values), (after, _) in zip(path, [*path[1:], ("", ())], strict=False):
        if name == "m" and after in ("m", "re", ""):
            continue
        numbers = [float(value) for value in values]
        if name == "re":
            x, y, wide, high = numbers
            numbers = [x, y, x + wide, y, x, y + high, x + wide, y + high]
        for a, b in zip(numbers[::2], numbers[1::2], strict=False):
            across.append(a * ctm[0] + b * ctm[2] + ctm[4])
            down.append(a * ctm[1] + b * ctm[3] + ctm[5])
    if not across:
        return None
    return min(across), min(down), max(across), max(down)


def common(frame: Frame | None, clip: Frame | None) -> Frame | None:
    """Return the intersection of a frame and a clip; the frame itself when either is None."""
    if frame is None or clip is None:
        return frame
    left, low = max(frame[0], clip[0]), max(frame[1], clip[1])
    return left, low, max(min(frame[2], clip[2]), left), max(min(frame[3], clip[3]), low)


def scale_of(ctm: Matrix) -> float:
    """Return the scale factor of a transformation, averaged over both directions."""
    return float(abs(ctm[0] * ctm[3] - ctm[1] * ctm[2]) ** 0.5)
