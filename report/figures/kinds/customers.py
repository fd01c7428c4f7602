"""Subscribers as areas true to scale: one band for all of them, parted into its kinds.

The total heads the drawing, bracketed over the whole width. Below, each kind is a tile as wide as
its share, all of one height; what is counted in a kind (4G, converged) fills its tile from the
foot up. The darker an area, the more it says (Bertin): what is counted has the accent's base, what
is left of its kind the pale tone, and what the total holds beside the kinds is an outline, named
and numbered.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import product

from report.figures.amounts import Run, runs, spoken
from report.figures.canvas import (
    BESIDE,
    BOLD,
    FIGURE_HEIGHT,
    HEAD_ROOM,
    MEDIUM,
    REGULAR,
    RISE,
    Canvas,
)
from report.figures.findings import finding
from report.figures.shapes import line, rectangle
from report.model.drawing import FigureRequest, Kind
from report.model.facts import Approximation, Fact
from report.model.fitting import Misfit, above_zero, alike
from report.model.units import is_per_cent, parted

#: Between tiles, everywhere.
_GUTTER = 4.0
#: From a tile's edge to the words in it: the first that fits; never nearer than the last.
_PADS = (7.0, 5.0, 3.5)
#: How far the bracket's ends turn down, and the space below it.
_TURN, _BELOW = 4.0, 6.0
#: Sizes of a label and its figure, the largest first.
_HEADS = (
    ("caption", "heading"),
    ("note", "heading"),
    ("caption", "lead"),
    ("note", "lead"),
    ("note", "body"),
)
_PARTS = (("caption", "heading"), ("note", "lead"), ("note", "body"), ("note", "caption"))
_MOST_LINES = 2
#: What a rate's label ends in, and its area, which is no rate, does not.
_RATES = ("滲透率", "佔比", "比例", "比率")
_OTHERS = "其餘"
#: How many digits of what is left over count: it is a difference of rounded figures.
_DIGITS = 2


@dataclass(frozen=True, slots=True)
class _Tile:
    """One kind of subscribers: where its tile stands and what fills how much of it.

    ``parts`` are the ways to say what fills it; the first that fits is taken.
    """

    name: str
    x: float
    width: float
    head: Fact
    parts: tuple[Fact, ...] = ()
    share: float = 0.0


@dataclass(frozen=True, slots=True)
class _Words:
    """A label over its figure, both set in lines: their sizes and what stands in each line."""

    label: tuple[str, ...]
    small: str
    rows: tuple[tuple[Run, ...], ...]
    size: str

    def width(self, canvas: Canvas) -> float:
        """Return the width of the longest line of both, in points."""
        labels = [canvas.text_width(line, self.small) for line in self.label]
        return max([*labels, *(canvas.value_width(row, self.size) for row in self.rows)])

    def drop(self, canvas: Canvas) -> float:
        """Return the distance from the top to the figure's first baseline, in points."""
        label = canvas.block_height(len(self.label), self.small)
        return label + _gap(canvas, self.size) + canvas.size(self.size) * FIGURE_HEIGHT

    def height(self, canvas: Canvas) -> float:
        """Return the height of both, to the foot of the figure, in points."""
        return self.drop(canvas) + (len(self.rows) - 1) * _unit_step(canvas, self.size)


def _fits(facts: Sequence[Fact]) -> Iterator[Misfit]:
    yield from above_zero(facts)
    total, mobile, fourth, broadband, share = facts
    for index, fact in enumerate(facts):
        if is_per_cent(fact.unit) != (index == 4):
            yield Misfit(
                index, "draws customers, and the fifth fact, and only that, as a share in %"
            )
    yield from alike(facts[:4], "draws customers")
    if mobile.amount + broadband.amount > total.amount:
        first = f"more than the first, “{total.id}”, {total.text()}"
        yield Misfit(1, f"draws parts of a whole, and the second and fourth are together {first}")
    if fourth.amount > mobile.amount:
        yield Misfit(2, f"draws it within “{mobile.id}”, which is less: {mobile.text()}")
    if share.number > 100:
        yield Misfit(4, "draws a share of a whole, and cannot show more than 100 %")


KIND = Kind(
    5,
    5,
    (
        "Subscribers as areas true to scale: total, mobile, 4G within mobile, broadband, "
        "converged share of broadband in per cent, in this order. The rest of the total, and "
        "the number of the share, are computed and marked 約"
    ),
    _fits,
)


def describe(request: FigureRequest) -> tuple[str, str]:
    """Return the drawing's title and description."""
    total, mobile, fourth, broadband, share = request.facts
    left = _left_over(request.facts)
    rest = f"{_OTHERS}{left.text()}。" if left else ""
    converged = f"{spoken(share)}（{_converged(request.facts).text()}）"
    return f"{total.label}及構成", (
        f"以面積按比例表示的用戶數。整條橫帶是{spoken(total)}，當中分為："
        f"{spoken(mobile)}，其中{spoken(fourth)}；{spoken(broadband)}，其中{converged}。{rest}"
    )


def paint(canvas: Canvas, request: FigureRequest) -> None:
    """Draw the total's bracket, the kinds' figures under it, and their tiles down to the foot."""
    _check(request)
    tiles = _tiles(canvas, request.facts)
    top = _headline(canvas, request.facts[0])
    heads = [(tile, _head(canvas, tile)) for tile in tiles]
    below = max(words.height(canvas) for _, words in heads if words)
    drop = max(words.drop(canvas) for _, words in heads if words)
    for tile, words in heads:
        if words:
            # What is left over is outlined: its figure has no accent, as its area has none.
            tone = "base" if tile.parts else "ink"
            start = min(tile.x, canvas.width - words.width(canvas))
            _set(canvas, words, start, top, tone, drop=drop if len(words.rows) == 1 else 0.0)
    top += below + 0.2 * canvas.size("heading") + 3
    if canvas.height - top < 12:
        raise canvas.misfit("its headings leave no height for the areas")
    for tile in tiles:
        _tile(canvas, tile, top)


def _check(request: FigureRequest) -> None:
    """See that each part fits in its whole."""
    total, mobile, fourth, broadband, share = request.facts
    for part, whole, words in (
        (mobile.amount + broadband.amount, total.amount, (mobile, broadband, total)),
        (fourth.amount, mobile.amount, (fourth, mobile)),
        (share.number, Decimal(100), (share,)),
    ):
        low = min(fact.amount for fact in words) <= 0
        if part > whole or low:
            raise finding(
                "D207",
                f"the drawing “{request.id}” cannot show {'、'.join(map(spoken, words))}: "
                "parts must be above zero and not more than their whole",
                "facts in order: total, mobile, 4G, broadband, converged share (%)",
            )


def _rest(facts: Sequence[Fact]) -> Decimal:
    """Return what the total holds beside mobile and broadband."""
    total, mobile, _, broadband, _ = facts
    return total.amount - mobile.amount - broadband.amount


def _left_over(facts: Sequence[Fact]) -> Fact | None:
    """Return what the total holds beside the kinds as a figure: 約0.48億, in the total's unit."""
    rest, total = _rest(facts), facts[0]
    if not rest:
        return None
    number = rest / parted(total.unit)[0]
    places = _DIGITS - 1 - number.adjusted()
    value = number.quantize(Decimal(1).scaleb(-max(places, 0)))
    return total.model_copy(update=_restated(value, _OTHERS))


def _converged(facts: Sequence[Fact]) -> Fact:
    """Return what a share of the broadband users is in users: 64% of 8,610萬戶 is 約5,510萬戶."""
    _, _, _, broadband, share = facts
    number = broadband.number * share.number / 100
    places = max(3 - number.adjusted() - 1, 0)
    value = number.quantize(Decimal(1).scaleb(-places))
    if value >= 1000:
        value = value.quantize(Decimal(10)).quantize(Decimal(1))
    label = f"{_counted(share.label)}{share.text()}"
    return broadband.model_copy(update=_restated(value, label))


def _restated(value: Decimal, label: str) -> dict[str, object]:
    """Return what is other in a figure that is computed from others: 約 and its number."""
    about = Approximation.ABOUT
    return {"value": f"{value:f}", "exact": None, "label": label, "approximation": about}


def _tiles(canvas: Canvas, facts: Sequence[Fact]) -> list[_Tile]:
    """Share the width among mobile, broadband and the rest, with gutters between them."""
    total, mobile, fourth, broadband, share = facts
    rest = _left_over(facts)
    across = canvas.width - (2 if rest else 1) * _GUTTER
    unit = across / float(total.amount)
    first, second = unit * float(mobile.amount), unit * float(broadband.amount)
    tiles = [
        _Tile("mobile", 0.0, first, mobile, (fourth,), float(fourth.amount / mobile.amount)),
        _Tile(
            "broadband",
            first + _GUTTER,
            second,
            broadband,
            (_converged(facts), share.model_copy(update={"label": _counted(share.label)})),
            float(share.number) / 100,
        ),
    ]
    if rest:
        x = first + second + 2 * _GUTTER
        tiles.append(_Tile("other", x, canvas.width - x, rest))
    return tiles


def _headline(canvas: Canvas, total: Fact) -> float:
    """Set the total over the bracket that spans its parts; give where they may start."""
    small = "body" if canvas.width >= 300 else "caption"
    room = canvas.width - canvas.text_width(total.label, small) - 8
    size = canvas.value_size(total, room, ("title", "headline", "heading"))
    baseline = HEAD_ROOM + canvas.size(size) * FIGURE_HEIGHT
    taken = canvas.value(0, baseline, total, size)
    canvas.text(taken + 8, baseline, total.label, small, MEDIUM)
    y = baseline + 0.2 * canvas.size(small) + 4
    rule = canvas.rule("fine")
    left, right = rule / 2, canvas.width - rule / 2
    ends = [(left, y + _TURN), (left, y), (right, y), (right, y + _TURN)]
    canvas.shape(line(ends), stroke="base", line=rule, name="total")
    return y + _TURN + _BELOW


def _head(canvas: Canvas, tile: _Tile) -> _Words | None:
    """Choose how a kind's figure and label are set over its tile; none for too small a rest."""
    ways = list(_settings(canvas, tile.head, tile.width, _HEADS))
    words = next((one for one in ways if len(one.rows) == 1), ways[0] if ways else None)
    if words or not tile.parts:
        return words
    raise canvas.misfit(f"“{tile.head.label}” and its figure are wider than their area")


def _tile(canvas: Canvas, tile: _Tile, top: float) -> None:
    """Draw a tile down to the foot of the canvas, and in it the part that fills it."""
    height = canvas.height - top
    if not tile.parts:
        canvas.whole(tile.x, top, tile.width, height, tile.name)
        return
    canvas.shape(rectangle(tile.x, top, tile.width, height), "mid", name=tile.name)
    filled = height * tile.share
    level = canvas.height - filled
    canvas.shape(rectangle(tile.x, level, tile.width, filled), "base", name=f"{tile.name}-part")
    for part, pad in product(tile.parts, _PADS):
        for words in _settings(canvas, part, tile.width - 2 * pad, _PARTS, "其中"):
            if words.height(canvas) + 2 * pad <= filled:
                _set(canvas, words, tile.x + pad, level + pad, "paper", "paper")
                return
    raise canvas.misfit(f"“{tile.parts[-1].label}” and its figure are larger than their area")


def _counted(label: str) -> str:
    """Name what a rate counts, as its area is no rate: 融合業務滲透率 64% is 融合業務 64%."""
    for rate in _RATES:
        label = label.removesuffix(rate) or label
    return label


def _settings(
    canvas: Canvas, fact: Fact, room: float, sizes: Sequence[tuple[str, str]], before: str = ""
) -> Iterator[_Words]:
    """Return the ways to set a label over its figure in a width, the largest first.

    ``before`` goes before the label of a part, on a line of its own where one line is too short.
    """
    label = fact.label
    for small, size in sizes:
        lines = [before + label]
        if canvas.text_width(lines[0], small) > room:
            lines = canvas.lines_if_fit(label, room, small)
            lines = [before, *lines] if before and lines else lines
        rows = _rows(canvas, fact, size, room)
        if 0 < len(lines) <= _MOST_LINES and rows:
            yield _Words(tuple(lines), small, rows, size)


def _set(
    canvas: Canvas,
    words: _Words,
    x: float,
    top: float,
    tone: str = "base",
    label: str = "ink",
    *,
    drop: float = 0.0,
) -> None:
    """Set a label and, under it, its figure, its baseline ``drop`` pt or more below the top."""
    weight = MEDIUM if label == "paper" else REGULAR  # thin strokes of paper would fill with ink
    canvas.block(x, top, words.label, words.small, weight, label)
    baseline = top + max(words.drop(canvas), drop)
    for pieces in words.rows:
        pen = x
        for index, piece in enumerate(pieces):
            pen += 0.06 * canvas.size(words.size) if index else 0.0
            pen += canvas.text(pen, baseline, piece.text, *_style(piece, words.size), tone)
        baseline += _unit_step(canvas, words.size)


def _rows(canvas: Canvas, fact: Fact, size: str, room: float) -> tuple[tuple[Run, ...], ...]:
    """Set a figure in one row, or its unit in a second; none when even that is too wide."""
    pieces = runs(fact)
    if canvas.value_width(fact, size) <= room:
        return (pieces,)
    cut = next(index for index, piece in enumerate(pieces) if piece.number) + 1
    first, second = pieces[:cut], pieces[cut:]
    if not second or _width(canvas, first, size) > room or _width(canvas, second, size) > room:
        return ()
    return (first, second)


def _width(canvas: Canvas, pieces: Sequence[Run], size: str) -> float:
    gaps = 0.06 * canvas.size(size) * (len(pieces) - 1)
    return gaps + sum(canvas.text_width(piece.text, *_style(piece, size)) for piece in pieces)


def _style(piece: Run, size: str) -> tuple[str, int]:
    return (size, BOLD) if piece.number else (BESIDE.get(size, size), MEDIUM)


def _gap(canvas: Canvas, size: str) -> float:
    """Return the space between a label and the figure under it."""
    return 1.5 + 0.08 * canvas.size(size)


def _unit_step(canvas: Canvas, size: str) -> float:
    """Return the distance from a number to the unit set below it, clear of commas."""
    return 0.26 * canvas.size(size) + RISE * canvas.size(BESIDE.get(size, size))
