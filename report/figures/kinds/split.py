"""Parts of a whole as one bar true to scale, its small parts enlarged below."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from report.figures.amounts import spoken
from report.figures.canvas import FIGURE_HEIGHT, HEAD_ROOM, Canvas
from report.figures.findings import finding
from report.figures.shapes import line, polygon, rectangle
from report.model.drawing import FigureRequest, Kind
from report.model.facts import Fact
from report.model.fitting import Misfit, alike, not_below_zero
from report.model.units import is_share

#: Below this share of the whole a part cannot be read on the bar.
_SMALL = 0.2
_TONES = ("base", "mid", "deep", "slate", "mist", "fog")
_GAP = 10.0
_WIDE = 160
_SPACE = 6.0


@dataclass(frozen=True, slots=True)
class _Part:
    """A part as it is drawn: its fact, its place on a bar, its tone and name."""

    fact: Fact
    x: float
    width: float
    tone: str
    name: str


def _places(fact: Fact) -> int:
    """Return the power of ten of a fact's last digit, as it is written: -1 of 33.3."""
    return -len(fact.value.partition(".")[2])


def _fits(facts: Sequence[Fact]) -> Iterator[Misfit]:
    yield from not_below_zero(facts)
    shares = [index for index, fact in enumerate(facts) if is_share(fact.unit)]
    others = [index for index in range(len(facts)) if index not in shares]
    if shares and others:
        yield Misfit(others[0], "draws parts of one whole: all in %, or none")
    for index, fact in enumerate(facts):
        if "倍" in fact.unit or (index in shares and "點" in fact.unit):
            yield Misfit(index, "draws parts of one whole, and needs amounts or shares")
    yield from alike(facts, "draws parts of one whole")
    total = sum((fact.number for fact in facts), Decimal(0))
    whole = 1000 if "‰" in facts[0].unit else 100
    # Shares that were rounded one by one may add up to a little more than their whole.
    rounding = sum((Decimal(5).scaleb(_places(fact) - 1) for fact in facts), Decimal(0))
    if shares and total > whole + rounding:
        yield Misfit(0, f"draws parts of one whole, and these make {total:f} of {whole}")
    if not total:
        yield Misfit(0, "draws parts of a whole, and these are nothing")


KIND = Kind(
    2,
    6,
    "Parts of a whole as one bar; parts smaller than a fifth are enlarged below it",
    _fits,
)


def describe(request: FigureRequest) -> tuple[str, str]:
    """Return the drawing's title and description."""
    small = _small(request.facts)
    enlarged = ""
    if small:
        names = "、".join(fact.label for fact in small)
        enlarged = f"{names}所佔太小，在下方放大顯示。"
    parts = "；".join(map(spoken, request.facts))
    return (
        f"{request.facts[0].label}等{len(request.facts)}項構成",
        f"一條按比例分段的橫條：{parts}。{enlarged}",
    )


def _small(facts: Sequence[Fact]) -> list[Fact]:
    """Return the parts to be enlarged: the small ones, where enlarging makes them larger."""
    whole = sum(fact.amount for fact in facts)
    small = [fact for fact in facts if 0 < fact.amount < _SMALL * float(whole)]
    return (
        small if len(small) < len(facts) and sum(fact.amount for fact in small) < whole / 2 else []
    )


def paint(canvas: Canvas, request: FigureRequest) -> None:
    """Draw the large parts with their words above the bar, the small ones enlarged below it."""
    facts = request.facts
    whole = sum(fact.amount for fact in facts)
    if not whole:
        raise finding(
            "D207",
            f"the drawing “{request.id}” divides a whole of nothing",
            "give it parts above zero",
        )
    small = _small(facts)
    large = [fact for fact in facts if fact not in small]
    parts = _laid([*large, *small], canvas.width, "part")
    tones = {id(part.fact): part.tone for part in parts}
    enlarged = _laid(small, canvas.width, "enlarged", tones)

    above = _Words(canvas, parts[: len(large)], "heading" if canvas.width < _WIDE else "title")
    below = _Words(canvas, enlarged, "lead" if canvas.width < _WIDE else "heading")
    head = HEAD_ROOM if canvas.width >= _WIDE else 0.0
    room = canvas.height - head - above.height - below.height - _SPACE
    if small:
        room -= _SPACE
    bar = min(room * (0.36 if small else 1.0), 40.0)
    if bar < 5:
        raise canvas.misfit("labels leave no height for the bars")
    fan = min(room - 2 * bar, 1.4 * bar) if small else 0.0
    used = room - (2 * bar + fan if small else bar)
    top = head + used / 2
    above.set(top)
    top += above.height + _SPACE
    _bar(canvas, parts, top, bar)
    if small:
        start = parts[len(large)].x
        _fan(canvas, start, top + bar, fan)
        top += bar + fan
        _bar(canvas, enlarged, top, bar)
        below.set(top + bar + _SPACE)


def _laid(
    facts: Sequence[Fact], width: float, name: str, tones: dict[int, str] | None = None
) -> list[_Part]:
    """Lay facts end to end over ``width`` points."""
    whole = sum(fact.amount for fact in facts)
    parts, x = [], 0.0
    for index, fact in enumerate(facts):
        own = width * float(fact.amount / whole)
        tone = tones[id(fact)] if tones else _TONES[index]
        parts.append(_Part(fact, x, own, tone, f"{name}-{index + 1}"))
        x += own
    return parts


def _bar(canvas: Canvas, parts: Sequence[_Part], top: float, height: float) -> None:
    for part in parts:
        if part.width:
            canvas.shape(rectangle(part.x, top, part.width, height), part.tone, name=part.name)


def _fan(canvas: Canvas, start: float, top: float, height: float) -> None:
    """Draw how the small end of the upper bar opens into the whole of the lower one."""
    foot = top + height
    canvas.shape(
        polygon([(start, top), (canvas.width, top), (canvas.width, foot), (0, foot)]),
        "tint",
        name="fan",
    )
    canvas.shape(line([(start, top), (0.3, foot)]), stroke="mid", line=canvas.rule("hair"))


class _Words:
    """The figures and labels of some parts: in columns over the parts, or in rows."""

    def __init__(self, canvas: Canvas, parts: Sequence[_Part], figure: str) -> None:
        self.canvas = canvas
        self.parts = parts
        self.figure = figure
        self.small = "caption" if canvas.width >= _WIDE else "note"
        self.columns = [self._column(part) for part in parts]
        self.in_columns = all(self.columns)
        self.rows = [] if self.in_columns else [self._row(part) for part in parts]
        self.height = self._height()

    def _column(self, part: _Part) -> list[str]:
        """Break a label to the width of its part; none when it or its figure does not fit."""
        room = part.width if part.x + part.width > self.canvas.width - 1 else part.width - _GAP
        if room < self.canvas.value_width(part.fact, self.figure):
            return []
        lines = self.canvas.lines_if_fit(part.fact.label, room, self.small)
        return lines if len(lines) <= 4 else []

    def _row(self, part: _Part) -> list[str]:
        """Break a label to the width that its figure leaves in a row of its own."""
        return self.canvas.lines(part.fact.label, self.canvas.width - self._indent(), self.small)

    def _indent(self) -> float:
        widest = max(self.canvas.value_width(part.fact, "body") for part in self.parts)
        return 6 + widest + 6

    def _gap(self) -> float:
        return 2.5 + 0.15 * self.canvas.size(self.figure)

    def _height(self) -> float:
        if not self.parts:
            return 0.0
        if self.in_columns:
            most = max(len(lines) for lines in self.columns)
            figure = self.canvas.size(self.figure) * FIGURE_HEIGHT
            return figure + self._gap() + self.canvas.block_height(most, self.small)
        return sum(self._row_heights()) + 4 * (len(self.rows) - 1)

    def _row_heights(self) -> list[float]:
        return [self.canvas.block_height(len(lines), self.small) for lines in self.rows]

    def set(self, top: float) -> None:
        """Set the words with their top at ``top``."""
        canvas = self.canvas
        figure = canvas.size(self.figure) * FIGURE_HEIGHT
        if self.in_columns:
            for part, lines in zip(self.parts, self.columns, strict=True):
                canvas.value(part.x, top + figure, part.fact, self.figure)
                canvas.block(part.x, top + figure + self._gap(), lines, self.small)
            return
        for part, lines, height in zip(self.parts, self.rows, self._row_heights(), strict=True):
            canvas.shape(rectangle(0, top, 2.5, height), part.tone)
            baseline = top + canvas.size("body") * FIGURE_HEIGHT
            canvas.value(6, baseline, part.fact, "body")
            canvas.block(self._indent(), top, lines, self.small)
            top += height + 4
