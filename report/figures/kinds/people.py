"""People as small figures, each standing for a round number of them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from report.figures.amounts import in_words, marks, per_mark, spoken
from report.figures.canvas import FIGURE_HEIGHT, HEAD_ROOM, NOTE_GAP, Canvas
from report.figures.grid import Grid, cut_at, fill
from report.figures.marks import ASPECTS, mark
from report.figures.shapes import placed, repeated
from report.model.drawing import FigureRequest
from report.model.facts import Fact, parted

_GAP = 8.0
_STEP = 4.5
_WIDE = 160
#: From this width on the figures stand side by side, from this height on labels stand above them.
_COLUMNS_FROM = 300
_HIGH = 70


def describe(request: FigureRequest) -> tuple[str, str]:
    """Give the drawing's title and description."""
    step = per_mark(request.facts)
    rows = "；".join(f"{_count(fact, step)}個小人表示{spoken(fact)}" for fact in request.facts)
    return request.facts[0].label, f"成排的小人，{_legend(request, step)}：{rows}。"


def _count(fact: Fact, step: Decimal) -> int:
    whole, rest = marks(fact, step)
    return whole + bool(rest)


def _legend(request: FigureRequest, step: Decimal) -> str:
    units = dict.fromkeys(parted(fact.unit)[1] for fact in request.facts)
    return f"每個圖標代表{in_words(step, '或'.join(filter(None, units)))}"


def paint(canvas: Canvas, request: FigureRequest) -> None:
    """Draw each figure under its label and over its rows of people; all people are of one size.

    In a wide drawing the figures stand in columns with the page's own gutter between them, so
    that in one of full measure they stand in the columns of the page.
    """
    facts = request.facts
    step = per_mark(facts)
    legend = canvas.lines(_legend(request, step), canvas.width, "note")
    foot = canvas.block_height(len(legend), "note")
    columns = len(facts) if canvas.width >= _COLUMNS_FROM else 1
    gutter = canvas.theme.page.gutter_em * canvas.theme.type.body
    width = (canvas.width - gutter * (columns - 1)) / columns
    stacked = len(facts) // columns
    top = HEAD_ROOM if canvas.width >= _WIDE else 0.0
    height = (canvas.height - top - foot - NOTE_GAP - (stacked - 1) * 1.2 * _GAP) / stacked
    most = max(_count(fact, step) for fact in facts)
    heads = _heads(canvas, facts, width, height)
    head_height = max(head.height(canvas) for head in heads)
    room = height - head_height - _GAP
    if not most:
        return
    grid = fill(most, width, room, ASPECTS["person"], 30.0)
    if room < 4 or grid.size < 2:
        raise canvas.misfit(f"{most} people in a row would be too small to see")
    for index, fact in enumerate(facts):
        x = (width + gutter) * index if columns > 1 else 0.0
        y = top + (0.0 if columns > 1 else (height + 1.2 * _GAP) * index)
        _set_head(canvas, fact, heads[index], x, y)
        _row(canvas, fact, step, grid, (x, y + head_height + _GAP), index)
    canvas.block(0, canvas.height - foot, legend, "note")


@dataclass(frozen=True, slots=True)
class _Head:
    """How a label and its figure are set: their sizes, and the lines of a label above.

    A label leads into its figure, above it or before it: 註冊志願者人數達到 55,006人.
    """

    figure: str
    label: str
    above: tuple[str, ...]

    def height(self, canvas: Canvas) -> float:
        """Give the height of both in points."""
        height = canvas.size(self.figure) * (FIGURE_HEIGHT + 0.04)
        if self.above:
            height += _STEP + canvas.block_height(len(self.above), self.label)
        return height


def _heads(canvas: Canvas, facts: tuple[Fact, ...], width: float, height: float) -> list[_Head]:
    """Choose sizes in which every label fits: above its figure where that is high, or before it."""
    if width >= _WIDE and height >= _HIGH:
        size = "title" if canvas.height > 120 else "heading"
        size = min((canvas.value_size(f, width, (size, "lead")) for f in facts), key=canvas.size)
        return [_Head(size, "caption", tuple(canvas.lines(fact.label, width))) for fact in facts]
    for figure, label in (("heading", "caption"), ("heading", "note"), ("lead", "note")):
        if all(
            canvas.value_width(fact, figure) + _GAP + canvas.text_width(fact.label, label) <= width
            for fact in facts
        ):
            return [_Head(figure, label, ()) for _ in facts]
    size = min(
        (canvas.value_size(fact, width, ("lead", "body", "caption")) for fact in facts),
        key=canvas.size,
    )
    return [_Head(size, "note", tuple(canvas.lines(fact.label, width, "note"))) for fact in facts]


def _set_head(canvas: Canvas, fact: Fact, head: _Head, x: float, y: float) -> None:
    baseline = y + head.height(canvas) - 0.02 * canvas.size(head.figure)
    if head.above:
        canvas.block(x, y, head.above, head.label)
    else:
        x += canvas.text(x, baseline, fact.label, head.label, colour="slate") + _GAP
    canvas.value(x, baseline, fact, head.figure)


def _row(
    canvas: Canvas, fact: Fact, step: Decimal, grid: Grid, origin: tuple[float, float], index: int
) -> None:
    """Draw the people of one fact: whole ones in one path, part of one over its pale whole."""
    whole, rest = marks(fact, step)
    form = mark("person")
    places = list(grid.places())[: whole + bool(rest)]
    boxes = [(origin[0] + x, origin[1] + y, grid.mark_width, grid.mark_height) for x, y in places]
    tone = "base" if index == 0 else "deep"
    if whole:
        people = repeated(form, [box[:2] for box in boxes[:whole]], grid.mark_height)
        canvas.shape(people, tone, name=f"people-{index + 1}")
    if rest:
        last = placed(form, *boxes[whole][:2], grid.mark_height)
        canvas.shape(last, "tint", name=f"last-{index + 1}")
        canvas.shape(cut_at(last, boxes[whole], float(rest)), tone)
