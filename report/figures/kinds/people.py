"""People as small figures, each standing for a round number of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from report.figures.amounts import MOST, in_words, marks, per_mark, spoken, stands_for
from report.figures.canvas import FIGURE_HEIGHT, HEAD_ROOM, NOTE_GAP, Canvas
from report.figures.grid import fill
from report.figures.marks import ASPECTS, mark
from report.figures.shapes import repeated
from report.model.drawing import FigureRequest, Kind
from report.model.facts import Fact
from report.model.fitting import Misfit
from report.model.fitting import marks as marks_fit
from report.model.units import counted, parted

_GAP = 9.0
_STEP = 4.5
_WIDE = 160
#: Between one fact's people and the next one's head.
_APART = 12.0
#: Smaller people cannot be seen; larger ones say no more.
_LEAST, _MOST = 6.0, 20.0
#: People of 3.2 mm stand in one row, if they can.
_ENOUGH = 9.07
#: People are as wide as their shoulders, and stand apart.
_SHARE = 0.74
#: In a narrow drawing, as in a panel, there is room for no more people than this.
_FEW = 10


#: What a unit of people has in it: 人, 人次, 名, 位, 員工, 學生, 戶.
_PEOPLE = "人名位員者生戶口童親"


def _fits(facts: Sequence[Fact]) -> Iterator[Misfit]:
    yield from marks_fit(facts)
    for index, fact in enumerate(facts):
        what = counted(fact.unit)
        if what and not any(character in _PEOPLE for character in what):
            yield Misfit(index, "draws people, and needs facts in 人, 人次, 名, 戶 or the like")


KIND = Kind(
    1,
    2,
    "People in tens. Each stands for a round number; two groups start at the same left edge",
    _fits,
)


def describe(request: FigureRequest) -> tuple[str, str]:
    """Return the drawing's title and description."""
    step = _step(request)
    rows = "；".join(f"{marks(fact, step)}個小人表示{spoken(fact)}" for fact in request.facts)
    return request.facts[0].label, f"每十個一組的小人，{_legend(request)}：{rows}。"


def _step(request: FigureRequest) -> Decimal:
    return per_mark(request.facts, MOST if request.width_pt >= _WIDE else _FEW)


def _legend(request: FigureRequest) -> str:
    step = _step(request)
    units = dict.fromkeys(parted(fact.unit)[1] for fact in request.facts)
    what = in_words(step, "或".join(filter(None, units)), request.facts[0].rule)
    return f"每個圖標{stands_for(request.facts, step)}{what}"


def paint(canvas: Canvas, request: FigureRequest) -> None:
    """Draw each figure with its label over its people; all people are of one size, in tens.

    The crowds stand one under the other, from one left edge: their lengths can be compared.
    """
    facts = request.facts
    step = _step(request)
    most = max(marks(fact, step) for fact in facts)
    if not most:
        return
    legend = canvas.lines(_legend(request), canvas.width, "note")
    foot = canvas.block_height(len(legend), "note")
    top = HEAD_ROOM if canvas.width >= _WIDE else 0.0
    free = canvas.height - top - foot - NOTE_GAP - (len(facts) - 1) * _APART
    height = free / len(facts)
    for heads in _heads(canvas, facts):
        head_height = max(head.height(canvas) for head in heads)
        room = height - head_height - _GAP
        grid = fill(most, canvas.width, room, ASPECTS["person"], _MOST, _SHARE, _ENOUGH)
        if min(room, grid.size) >= _ENOUGH:
            break
    if min(room, grid.size) < _LEAST:
        raise canvas.misfit(f"{most} people in a row would be too small to see")
    # Figures start on one edge, after the longest label.
    column = max(canvas.text_width(fact.label, heads[0].label) for fact in facts) + _GAP
    widest = max(canvas.value_width(fact, heads[0].figure) for fact in facts)
    column = min(canvas.column_line(column), canvas.width - widest)
    places = list(grid.places())
    row = head_height + _GAP + grid.height + _APART
    for index, (fact, head) in enumerate(zip(facts, heads, strict=True)):
        y = top + row * index
        tone = "base" if index == 0 else "deep"
        _set_head(canvas, fact, head, (column, y), tone)
        people = [(x, y + head_height + _GAP + down) for x, down in places[: marks(fact, step)]]
        if people:
            form = repeated(mark("person"), people, grid.mark_height)
            canvas.shape(form, tone, name=f"people-{index + 1}")
    canvas.block(0, top + row * len(facts) - _APART + NOTE_GAP, legend, "note")


@dataclass(frozen=True, slots=True)
class _Head:
    """How a label and its figure are set: their sizes, and the lines of a label above.

    A label leads into its figure, before it or above it: 註冊志願者人數達到 55,006人.
    """

    figure: str
    label: str
    above: tuple[str, ...]

    def height(self, canvas: Canvas) -> float:
        """Return the height of both in points."""
        height = canvas.size(self.figure) * (FIGURE_HEIGHT + 0.04)
        if self.above:
            height += _STEP + canvas.block_height(len(self.above), self.label)
        return height


def _heads(canvas: Canvas, facts: tuple[Fact, ...]) -> Iterator[list[_Head]]:
    """Return the sizes in which every label fits, largest first: before its figure, or above it."""
    width = canvas.width
    beside = False
    for figure, label in (
        ("title", "caption"),
        ("heading", "caption"),
        ("heading", "note"),
        ("lead", "note"),
    ):
        longest = max(canvas.text_width(fact.label, label) for fact in facts)
        if longest + _GAP + max(canvas.value_width(fact, figure) for fact in facts) <= width:
            beside = True
            yield [_Head(figure, label, ()) for _ in facts]
    if beside:
        return
    sizes = ("lead", "body", "caption", "note")
    size = min((canvas.value_size(fact, width, sizes) for fact in facts), key=canvas.size)
    yield [_Head(size, "note", tuple(canvas.lines(fact.label, width, "note"))) for fact in facts]


def _set_head(
    canvas: Canvas, fact: Fact, head: _Head, place: tuple[float, float], tone: str
) -> None:
    x, y = place
    baseline = y + head.height(canvas) - 0.02 * canvas.size(head.figure)
    if head.above:
        canvas.block(0, y, head.above, head.label)
        x = 0.0
    else:
        canvas.text(0, baseline, fact.label, head.label)
    canvas.value(x, baseline, fact, head.figure, tone)
