"""Estimates the width of texts, and chooses sizes and rows for big numbers.

In: text. Out: class names for templates. Widths are estimates in em: a Chinese character is 1, a
Western one about half. They are only used to choose a size; the engine breaks the lines.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from report.model.blocks.base import measures
from report.model.blocks.panel import Panel
from report.model.facts import Fact
from report.model.prose import Prose
from report.model.report import Chapter
from report.model.theme import Theme

#: The lengths in em with a class: a text longer than 8 em has ``over-4`` … ``over-8``.
LADDER = (4, 6, 8, 10, 12, 16, 20, 24, 28, 32, 40, 48, 60, 80, 100, 140)
#: Western words, and the places where they may break.
_WORDS = re.compile(r"[!-~\u00a1-\u024f]+")
_ENDS = re.compile(r"(?<=[-/@._?&])")

#: Widths in the bold Noto CJK fonts, whose Western letters are the widest.
_NARROW = frozenset("ijlI.,:;'|!()[]- ")
_WIDE = frozenset("mwMW@%")


def ems(text: str) -> float:
    """Return the estimated width of a text in em, rather too wide than too narrow."""
    return sum(map(_em, text))


def _em(character: str) -> float:
    if character in _NARROW:
        return 0.34
    if character in _WIDE:
        return 1.0
    if character < "\u0250" or character == "−":
        return 0.69 if character.isupper() else 0.59
    if "\u2000" <= character <= "\u200f" or character in "\u2060\ufeff":
        return 0.0
    return 1.0


def longest_word(text: str) -> float:
    """Return the width in em of the widest unbreakable Western part of a text."""
    parts = (part for word in _WORDS.findall(text) for part in _ENDS.split(word))
    return max(map(ems, parts), default=0.0)


def lengths(text: Prose | str) -> str:
    """Return the classes for a text's length, each after a space, for an element's ``class``.

    A text longer than 10 em has ``over-10``, a text with a Western word longer than 10 em
    ``word-over-10``. The lengths with a class are in :data:`LADDER`.
    """
    plain = text if isinstance(text, str) else text.plain
    whole, word = ems(plain), longest_word(plain)
    passed = [f" over-{step}" for step in LADDER if whole > step]
    passed += [f" word-over-{step}" for step in LADDER if word > step]
    return "".join(passed)


def digits(count: int) -> str:
    """Return the class for a numbered list of ``count`` items; empty for up to nine items."""
    return f" digits-{len(str(count))}" if count > 9 else ""


#: The lines of the grid on an opener beside its imprint.
_OPENER_LINES = 20
#: The lines within the plain part of its art: for a title of one line in the largest size, which
#: may extend beyond it, and for a longer title.
_OPENER_CALM, _OPENER_CALM_LONG = 15, 11
#: For titles longer than the first number: characters per line, and lines of the grid per line.
_TITLE_STEPS = ((0, 4, 7.0), (4, 10, 3.0), (20, 16, 2.0), (48, 22, 1.5), (80, 28, 1.5))
_SUBTITLE_STEPS = ((0, 17, 2.0), (16, 24, 1.5), (48, 36, 1.0))
#: An entry of the contents: characters per line, and blank lines around it.
_ENTRY, _SMALL_ENTRY = (10, 1.0), (15, 0.0)


@dataclass(frozen=True, slots=True)
class Opener:
    """The layout of the text on a chapter's opener.

    ``contents`` is ``wide`` with two lines for each section, ``close`` with one line, and ``apart``
    when the contents do not fit and follow on separate pages. ``tall`` means that the text is
    higher than the plain part of the art.
    """

    contents: str
    tall: bool


def opener(chapter: Chapter) -> Opener:
    """Choose the layout of a chapter's opener from the lengths of its texts."""
    title, subtitle = chapter.data.title, chapter.data.subtitle
    sections = [section.data.title for section in chapter.sections]
    calm = _OPENER_CALM if ems(title) <= _TITLE_STEPS[1][0] else _OPENER_CALM_LONG
    above = _stepped(title, _TITLE_STEPS) + (_stepped(subtitle, _SUBTITLE_STEPS) if subtitle else 0)
    for name, (measure, blank) in (("wide", _ENTRY), ("close", _SMALL_ENTRY)):
        entries = [math.ceil(ems(one) / measure) + blank for one in sections]
        # Two columns; the longest entry cannot be split between them.
        lines = above + math.ceil(sum(entries) / 2 + max(entries) / 2)
        if lines <= _OPENER_LINES:
            return Opener(name, tall=lines > calm)
    return Opener("apart", tall=above > calm)


def _stepped(text: str, steps: Sequence[tuple[int, int, float]]) -> float:
    """Return the lines of the grid for a text, in the size for its length."""
    width = ems(text)
    _, measure, high = [step for step in steps if width > step[0] or not step[0]][-1]
    return math.ceil(width / measure) * high


def words_lines(
    texts: Sequence[Prose | None], sizes: Sequence[str], theme: Theme, width: str
) -> int:
    """Return the number of lines for the texts around a picture, rather too many than too few.

    ``sizes`` are the names of the sizes of the texts, ``width`` is ``column`` or ``full``. The
    height of the picture is reduced by these lines.
    """
    measure = theme.measure_pt if width == "full" else theme.column_pt
    lines = 0
    for text, size in zip(texts, sizes, strict=True):
        if text is not None:
            # Lines that break between words are not quite full.
            wide = ems(text.plain) * theme.type.scale.get(size, theme.type.body)
            lines += math.ceil(wide / (0.92 * measure))
    return min(lines, theme.page.lines // 2)


@dataclass(frozen=True, slots=True)
class Strip:
    """The layout of big numbers: the numbers in a row, and their common size.

    With ``apart``, units are below their numbers, since both do not fit side by side.
    """

    across: int
    size: str
    apart: bool = False

    @property
    def classes(self) -> str:
        """The classes, each after a space."""
        return f" across-{self.across} at-{self.size}{' apart' if self.apart else ''}"


#: The possible sizes of big numbers, largest first.
SIZES = ("title", "headline", "heading", "lead", "body", "caption")
#: The gap between a number and the word before or after it, in em of that word, as in type.css.
_GAP = 0.12
#: The width of a point or comma in a number, in em.
_POINT = 0.325
#: The possible numbers in a row, which align with the page's twelve columns.
ACROSS = (1, 2, 3, 4)


def strip(facts: Sequence[Fact], theme: Theme, *, column: bool) -> Strip:
    """Choose rows and size for the numbers of a strip: in a column, or across the page."""
    width = theme.column_pt if column else theme.measure_pt
    return _share(facts, len(facts), theme, width)


#: How far a number may reach into the gap after it, as a share of the gap.
_OVER = 0.1


def claims(facts: Sequence[Fact], panel: Panel, theme: Theme) -> Strip:
    """Choose rows and size for the numbers of a panel, beside its title or below it."""
    count = len(panel.claims)
    room = measures(theme)
    width = room.modules(panel.modules * count)
    return _share(facts, count, theme, width)


def _share(
    facts: Sequence[Fact],
    count: int,
    theme: Theme,
    width: float,
) -> Strip:
    """Return the fewest rows and the largest size in which all numbers fit.

    A row is split before the size is reduced by more than one step.
    """
    gap = theme.page.gutter_em * theme.type.body
    sizes = [name for name in SIZES if name in theme.type.scale]
    shapes = {math.ceil(count / rows) for rows in range(1, count + 1)} & set(ACROSS)
    across_first = sorted(shapes, reverse=True)

    def fits(across: int, size: str, *, apart: bool) -> bool:
        widths = [_width(fact, theme, size, apart=apart) for fact in facts]
        # A number may end a little within the gap after it, which nobody sees.
        return max(widths, default=0) <= (width - gap * (across - 1)) / across + _OVER * gap

    for chosen, apart in ((sizes[:2], False), (sizes[:3], False), (sizes[:3], True), (sizes, True)):
        for across in across_first:
            for size in chosen:
                if fits(across, size, apart=apart):
                    return Strip(across, size, apart)
    return Strip(across_first[-1], sizes[-1], apart=True)


def _width(fact: Fact, theme: Theme, size: str, *, apart: bool) -> float:
    """Return the width in pt of a fact in large type: number, word of approximation, unit."""
    scale = theme.type.scale
    beside = fact.text()
    beside = beside.partition(fact.digits)[0] if apart else beside.replace(fact.digits, "", 1)
    unit = min(scale[size], scale.get("lead", scale[size]))
    points = sum(fact.digits.count(mark) for mark in ".,")
    digits = ems(fact.digits.replace(".", "").replace(",", "")) + points * _POINT
    return digits * scale[size] + (ems(beside) + _GAP * _words(fact)) * unit


def _words(fact: Fact) -> int:
    """Return the number of words beside a number: before it, after it, or both."""
    return sum(map(bool, fact.text().split(fact.digits, 1)))
