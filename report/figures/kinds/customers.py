"""Subscribers as areas true to scale: the total holds the others, each part lies in its whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from report.figures.amounts import Run, amount, runs, spoken
from report.figures.canvas import BOLD, FIGURE_HEIGHT, REGULAR, RISE, Canvas
from report.figures.findings import finding
from report.figures.shapes import rectangle
from report.model.drawing import FigureRequest
from report.model.facts import Fact

_FRAMES = (4.0, 3.0, 2.0, 1.5, 1.0, 0.5, 0.0)
_PAD = 6.0
#: Sizes of a label and its figure on one line, the largest first.
_LINES = (("caption", "heading"), ("caption", "lead"), ("note", "body"), ("note", "caption"))
_TOTAL = (("body", "title"), *_LINES)


_Lines: TypeAlias = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class _Area:
    """A rectangle, its lengths in points."""

    x: float
    y: float
    width: float
    height: float

    @property
    def size(self) -> float:
        return self.width * self.height

    def inside(self, share: float, frame: float) -> _Area | None:
        """Give ``share`` of this area, ``frame`` from its sides and foot; None without room."""
        width = self.width - 2 * frame
        height = self.size * share / width
        top = self.height - frame - height
        return _Area(self.x + frame, self.y + top, width, height) if top >= 0 else None


def describe(request: FigureRequest) -> tuple[str, str]:
    """Give the drawing's title and description."""
    total, mobile, fourth, broadband, share = request.facts
    return f"{total.label}及構成", (
        f"以面積按比例表示的用戶數。最大的長方形是{spoken(total)}，內含兩部分："
        f"{spoken(mobile)}，其中{spoken(fourth)}；{spoken(broadband)}，其中{spoken(share)}。"
    )


def paint(canvas: Canvas, request: FigureRequest) -> None:
    """Draw the total as the whole canvas, the parts in it, and in each part its own part."""
    total, mobile, fourth, broadband, share = request.facts
    _check(request, total, mobile, fourth, broadband, share)
    whole = _Area(0, 0, canvas.width, canvas.height)
    parts = (amount(mobile) + amount(broadband)) / amount(total)
    inner, frame = _framed(canvas, whole, float(parts), total, _TOTAL)
    gap = max(frame, 1.0)
    of_mobile = float(amount(mobile) / (amount(mobile) + amount(broadband)))
    across = inner.width - gap
    height = inner.size / across
    top = inner.y + inner.height - height
    left = _Area(inner.x, top, across * of_mobile, height)
    right = _Area(inner.x + left.width + gap, top, across * (1 - of_mobile), height)

    _area(canvas, whole, "tint", "total")
    _area(canvas, left, "mid", "mobile")
    _area(canvas, right, "mid", "broadband")
    four, _ = _framed(canvas, left, float(amount(fourth) / amount(mobile)), mobile, _LINES)
    _area(canvas, four, "base", "fourth")
    together = right.inside(float(share.number) / 100, 0.0)
    if together:
        _area(canvas, together, "deep", "converged")
    _band(canvas, whole, top, total, _TOTAL, "deep")
    _band(canvas, left, four.y - left.y, mobile, _LINES, "ink")
    _stack(canvas, four, fourth, "paper")
    free = right.height - (together.height if together else 0.0)
    _stack(canvas, _Area(right.x, right.y, right.width, free), broadband, "ink")
    if together:
        _stack(canvas, together, share, "paper")


def _check(
    request: FigureRequest, total: Fact, mobile: Fact, fourth: Fact, broadband: Fact, share: Fact
) -> None:
    """See that each part fits in its whole."""
    for part, whole, words in (
        (amount(mobile) + amount(broadband), amount(total), (mobile, broadband, total)),
        (amount(fourth), amount(mobile), (fourth, mobile)),
        (share.number, Decimal(100), (share,)),
    ):
        low = min(amount(fact) for fact in words) <= 0
        if part > whole or low:
            raise finding(
                "D207",
                f"the drawing “{request.id}” cannot show {'、'.join(map(spoken, words))}: "
                "parts must be above zero and not more than their whole",
                "facts in order: total, mobile, 4G, broadband, converged share (%)",
            )


def _area(canvas: Canvas, area: _Area, tone: str, name: str) -> None:
    canvas.shape(rectangle(area.x, area.y, area.width, area.height), tone, name=name)


def _framed(
    canvas: Canvas, area: _Area, share: float, fact: Fact, lines: _Lines
) -> tuple[_Area, float]:
    """Place a part in an area, with the widest frame that leaves a band for the area's label."""
    for needed in (_needed(canvas, line) for line in lines):
        for frame in _FRAMES:
            part = area.inside(share, frame)
            if part and part.y - area.y - frame >= needed:
                return part, frame
    raise canvas.misfit(f"no room is left for “{fact.label}” above its part")


def _needed(canvas: Canvas, line: tuple[str, str]) -> float:
    return canvas.size(line[1]) * (FIGURE_HEIGHT + 0.2)


def _band(
    canvas: Canvas, area: _Area, height: float, fact: Fact, lines: _Lines, colour: str
) -> None:
    """Set a label and its figure on one line in the band above a part."""
    for small, large in lines:
        label = canvas.text_width(fact.label, small)
        width = label + 6 + canvas.value_width(fact, large)
        if width <= area.width - 2 * _PAD and _needed(canvas, (small, large)) <= height:
            baseline = area.y + (height + canvas.size(large) * FIGURE_HEIGHT) / 2
            canvas.text(area.x + _PAD, baseline, fact.label, small, colour=colour)
            canvas.value(area.x + _PAD + label + 6, baseline, fact, large, colour)
            return
    raise canvas.misfit(f"“{fact.label}” and its figure are wider than their area")


def _stack(canvas: Canvas, area: _Area, fact: Fact, colour: str) -> None:
    """Set a label over its figure at the top left of an area, as large as it has room for."""
    for pad in (_PAD, 4.0, 2.5):
        room = area.width - 2 * pad
        for small, size in [
            *(("caption", size) for size in ("heading", "lead")),
            *(("note", size) for size in ("heading", "lead", "body", "caption")),
        ]:
            label = canvas.lines_if_fit(fact.label, room, small)
            rows = _rows(canvas, fact, size, room)
            if not label or not rows:
                continue
            height = canvas.block_height(len(label), small)
            figure = canvas.size(size) * FIGURE_HEIGHT
            below = _unit_step(canvas, size) if len(rows) > 1 else 0.0
            if 2 * pad + height + 3 + figure + below > area.height:
                continue
            canvas.block(area.x + pad, area.y + pad, label, small, colour=colour)
            baseline = area.y + pad + height + 3 + figure
            if below:
                _broken(canvas, rows, (area.x + pad, baseline), size, colour)
            else:
                canvas.value(area.x + pad, baseline, fact, size, colour)
            return
    raise canvas.misfit(f"“{fact.label}” and its figure are larger than their area")


def _rows(canvas: Canvas, fact: Fact, size: str, room: float) -> list[tuple[Run, ...]]:
    """Set a figure in one row, or its unit in a second; none when even that is too wide."""
    pieces = runs(fact)
    if canvas.value_width(fact, size) <= room:
        return [pieces]
    cut = next(index for index, piece in enumerate(pieces) if piece.number) + 1
    first, second = pieces[:cut], pieces[cut:]
    if not second or _width(canvas, first, size) > room or _width(canvas, second, size) > room:
        return []
    return [first, second]


def _width(canvas: Canvas, pieces: Sequence[Run], size: str) -> float:
    return sum(
        canvas.text_width(piece.text, *((size, BOLD) if piece.number else ("note", REGULAR)))
        for piece in pieces
    )


def _unit_step(canvas: Canvas, size: str) -> float:
    """Give the distance from a number to the unit set below it, clear of commas."""
    return 0.26 * canvas.size(size) + RISE * canvas.size("note")


def _broken(
    canvas: Canvas,
    rows: list[tuple[Run, ...]],
    origin: tuple[float, float],
    size: str,
    colour: str,
) -> None:
    """Set a figure in two rows: the number, and its unit below."""
    x, baseline = origin
    for pieces in rows:
        pen = x
        for piece in pieces:
            piece_size, weight = (size, BOLD) if piece.number else ("note", REGULAR)
            pen += canvas.text(pen, baseline, piece.text, piece_size, weight, colour)
        baseline += _unit_step(canvas, size)
