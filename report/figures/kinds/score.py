"""A score out of 100 on a scale, with where it stood before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from report.figures.amounts import Run, runs, spoken
from report.figures.canvas import FIGURE_HEIGHT, HEAD_ROOM, OUTLINE, Canvas
from report.figures.findings import finding
from report.figures.shapes import rectangle
from report.model.drawing import FigureRequest, Kind
from report.model.facts import Fact
from report.model.fitting import Misfit, not_below_zero
from report.model.units import is_share

_LABELLED = 160
_FULL = 100
#: The scale's thickness, and how far its ticks stand out of it.
_BAR, _TICK = 10.0, 5.0
#: A tick nearer to the end of the score is left out.
_APART = 3.0
_GAP = 4.0
_SIZES = ("title", "headline", "heading", "lead", "body")
_GAINS = ("lead", "body", "note")


#: Units of points, beside those with 分 and shares.
_POINTS = ("", "點", "pp", "pt", "pts")


def _fits(facts: Sequence[Fact]) -> Iterator[Misfit]:
    yield from not_below_zero(facts)
    for index, fact in enumerate(facts):
        if not (is_share(fact.unit) or "分" in fact.unit or fact.unit in _POINTS):
            yield Misfit(index, "draws a score out of 100, and needs facts in 分 or %")
    if facts[0].number > 100:
        yield Misfit(0, "draws a score out of 100, and cannot show more")
    if len(facts) > 1 and facts[0].unit == facts[1].unit and facts[1].number > facts[0].number:
        yield Misfit(1, "draws a score and its gain, which cannot be more than the score")


KIND = Kind(
    1,
    2,
    "A scale to 100 with the score, the earlier score, and the gain",
    _fits,
)


def describe(request: FigureRequest) -> tuple[str, str]:
    """Return the drawing's title and description."""
    score, *gains = request.facts
    gain = "".join(f"{spoken(fact)}。" for fact in gains)
    return score.label, (
        f"橫條由0至滿分{_FULL}，着色部分佔{score.digits}，表示{spoken(score)}。{gain}"
    )


def paint(canvas: Canvas, request: FigureRequest) -> None:
    """Draw the scale at the foot, the score solid on it, and the gain over the scale.

    In a narrow drawing, as in a panel that prints the score itself, only the gain is said; else
    the score is set large over the scale, with its label.
    """
    score, *gains = request.facts
    if score.number > _FULL:
        raise finding(
            "D207",
            f"the drawing “{request.id}” shows a score out of {_FULL}, and {score.text()} is more",
            "choose another drawing, or correct the fact",
        )
    ends = canvas.size("note") * 1.5
    top = canvas.height - _BAR
    over = top - _TICK - 2 - ends
    if over < 0:
        raise canvas.misfit("its scale leaves no height for its figures")
    _scale(canvas, score, gains, top)
    for gain in gains[:1]:
        over -= _set_gain(canvas, gain, over)
    if canvas.width >= _LABELLED:
        _head(canvas, score, over)


def _scale(canvas: Canvas, score: Fact, gains: list[Fact], top: float) -> None:
    """Draw the scale from 0 to 100, a tick where the score was before, and its ends.

    It stands on the foot of the canvas, as drawings side by side do: all words are over it.
    """
    end = canvas.width * float(score.number) / _FULL
    canvas.whole(0, top, canvas.width, _BAR, "scale")
    if end:
        canvas.shape(rectangle(0, top, end, _BAR), "base", name="score")
    for gain in gains[:1]:
        x = canvas.width * max(float(score.number - gain.number), 0.0) / _FULL
        if gain.unit == score.unit and end - x >= _APART:  # nearer, it would be taken for the end
            rule = rectangle(max(x - OUTLINE, 0.0), top - _TICK, OUTLINE, _TICK + _BAR)
            canvas.shape(rule, "ink", name="before")
    foot = top - _TICK - 2
    canvas.text(0, foot, "0", "note")
    canvas.text(canvas.width, foot, str(_FULL), "note", anchor="end")


def _set_gain(canvas: Canvas, gain: Fact, foot: float) -> float:
    """Set the gain and its label, right over the scale; return the height of the line."""
    label = canvas.text_width(gain.label, "note") + _GAP
    for size in _GAINS:
        width = canvas.value_width(_signed(gain), size)
        if canvas.size(size) * FIGURE_HEIGHT > foot:
            continue
        if label + width <= canvas.width:
            end = canvas.width - width - _GAP
            canvas.text(end, foot, gain.label, "note", anchor="end")
        elif width > canvas.width:
            continue
        canvas.value(canvas.width, foot, _signed(gain), size, "base", "end")
        return canvas.size(size) * FIGURE_HEIGHT + 8
    raise canvas.misfit(f"“{gain.text()}” has no room over the scale")


def _head(canvas: Canvas, score: Fact, foot: float) -> None:
    """Set the score large, its label beside it or, where that is too long, below it."""
    high = foot - HEAD_ROOM
    sizes = [size for size in _SIZES if canvas.size(size) * FIGURE_HEIGHT <= high]
    if not sizes:
        raise canvas.misfit("its scale leaves no height for its figures")
    size = canvas.value_size(score, canvas.width, sizes)
    baseline = HEAD_ROOM + canvas.size(size) * FIGURE_HEIGHT
    taken = canvas.value(0, baseline, score, size) + 8
    if taken + canvas.text_width(score.label) <= canvas.width:
        canvas.text(taken, baseline, score.label)
        return
    lines = canvas.lines(score.label, canvas.width)
    if baseline + _GAP + canvas.block_height(len(lines)) > foot:
        raise canvas.misfit(f"“{score.label}” has no room over the scale")
    canvas.block(0, baseline + _GAP, lines)


def _signed(gain: Fact) -> tuple[Run, ...]:
    """Write a gain as all differences are written: +0.21分."""
    return tuple(Run("+" + run.text, True) if run.number else run for run in runs(gain))
