"""How much room a text takes, and how big numbers share a row, so that templates can say it.

Text in; names of classes out. Widths are estimates in em, the size of the text itself: a Chinese
character is 1, a Western one about half. They choose between steps of the scale; where lines really
break is for the typesetter.
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

#: The lengths in em that have a class: a text longer than ten has ``over-4`` … ``over-8``.
LADDER = (4, 6, 8, 10, 12, 16, 20, 24, 28, 32, 40, 48, 60, 80, 100, 140)
#: Where a Western word may end and a line with it.
_WORDS = re.compile(r"[!-~\u00a1-\u024f]+")
_ENDS = re.compile(r"(?<=[-/@._?&])")

#: Widths in the bold of the Noto CJK faces, whose Western letters are no wider elsewhere.
_NARROW = frozenset("ijlI.,:;'|!()[]- ")
_WIDE = frozenset("mwMW@%")


def ems(text: str) -> float:
    """Give the width of a text in em of its own size, rather too wide than too narrow."""
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
    """Give the width in em of the widest part of a text that no line may break."""
    parts = (part for word in _WORDS.findall(text) for part in _ENDS.split(word))
    return max(map(ems, parts), default=0.0)


def lengths(text: Prose | str) -> str:
    """Give the classes of a text's length, each after a space, for an element's ``class``.

    ``over-10`` is on every text longer than ten em, ``word-over-10`` on one with a Western word
    of more. The lengths that have a class are in :data:`LADDER`.
    """
    plain = text if isinstance(text, str) else text.plain
    whole, word = ems(plain), longest_word(plain)
    passed = [f" over-{step}" for step in LADDER if whole > step]
    passed += [f" word-over-{step}" for step in LADDER if word > step]
    return "".join(passed)


def digits(count: int) -> str:
    """Give the class of a list with so many numbers; none below ten, whose lists are as ever."""
    return f" digits-{len(str(count))}" if count > 9 else ""


#: What an opener has room for beside its imprint, in lines of the grid.
_OPENER_LINES = 20
#: The same within the calm part of its art: below one line of the largest size, which may stand out
#: of it, and below a title of several lines, whose first would be among what the art shows.
_OPENER_CALM, _OPENER_CALM_LONG = 15, 11
#: Characters on a line of a title that is longer than the first number says, and lines it takes.
_TITLE_STEPS = ((0, 4, 7.0), (4, 10, 3.0), (20, 16, 2.0), (48, 22, 1.5), (80, 28, 1.5))
_SUBTITLE_STEPS = ((0, 17, 2.0), (16, 24, 1.5), (48, 36, 1.0))
#: An entry of the contents: characters on a line of its title, and blank above and below it.
_ENTRY, _SMALL_ENTRY = (10, 1.0), (15, 0.0)


@dataclass(frozen=True, slots=True)
class Opener:
    """How a chapter's opener has room for its words.

    ``contents`` is ``wide`` when each section has two lines, ``close`` when it has one, and
    ``apart`` when they are too many and follow on pages of their own. ``tall`` says that the
    words are higher than the part of the art that is kept calm for them.
    """

    contents: str
    tall: bool


def opener(chapter: Chapter) -> Opener:
    """Choose how the words of a chapter's opener stand, from their lengths."""
    title, subtitle = chapter.data.title, chapter.data.subtitle
    sections = [section.data.title for section in chapter.sections]
    calm = _OPENER_CALM if ems(title) <= _TITLE_STEPS[1][0] else _OPENER_CALM_LONG
    above = _stepped(title, _TITLE_STEPS) + (_stepped(subtitle, _SUBTITLE_STEPS) if subtitle else 0)
    for name, (measure, blank) in (("wide", _ENTRY), ("close", _SMALL_ENTRY)):
        entries = [math.ceil(ems(one) / measure) + blank for one in sections]
        # Two columns, and the longest entry that does not divide between them.
        lines = above + math.ceil(sum(entries) / 2 + max(entries) / 2)
        if lines <= _OPENER_LINES:
            return Opener(name, tall=lines > calm)
    return Opener("apart", tall=above > calm)


def _stepped(text: str, steps: Sequence[tuple[int, int, float]]) -> float:
    """Give the lines of the grid that a text takes, at the step of the scale for its length."""
    width = ems(text)
    _, measure, high = [step for step in steps if width > step[0] or not step[0]][-1]
    return math.ceil(width / measure) * high


def words_lines(
    texts: Sequence[Prose | None], sizes: Sequence[str], theme: Theme, width: str
) -> int:
    """Give the lines that the words around a picture take: at least so many, a few more at most.

    ``sizes`` are those of the scale in which the texts are set, ``width`` is ``column`` or
    ``full``. A picture leaves so many lines of its page to its words.
    """
    measure = theme.measure_pt if width == "full" else theme.column_pt
    lines = 0
    for text, size in zip(texts, sizes, strict=True):
        if text is not None:
            # A line that is broken between words is not quite full.
            wide = ems(text.plain) * theme.type.scale.get(size, theme.type.body)
            lines += math.ceil(wide / (0.92 * measure))
    return min(lines, theme.page.lines // 2)


@dataclass(frozen=True, slots=True)
class Strip:
    """How big numbers stand: so many in a row, all of one size of the scale.

    ``apart`` says that units stand below their numbers, since no size has room for both.
    """

    across: int
    size: str
    apart: bool = False

    @property
    def classes(self) -> str:
        """The classes, each after a space."""
        return f" across-{self.across} at-{self.size}{' apart' if self.apart else ''}"


#: The sizes that a big number may have, largest first.
SIZES = ("title", "headline", "heading", "lead", "body", "caption")
#: The gap between a number and the word before or after it, in em of that word, as in type.css.
_GAP = 0.12
#: The width of a point or comma in a number, in em; its digits have that of all others.
_POINT = 0.325
#: So many numbers may stand in a row: their edges are among the page's twelve columns then.
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
    """Find the fewest rows, and the largest size, in which all numbers have room.

    A row is divided before its numbers become smaller by more than one step.
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
    """Give the width in pt of a fact set large: number, word of approximation, unit."""
    scale = theme.type.scale
    beside = fact.text()
    beside = beside.partition(fact.digits)[0] if apart else beside.replace(fact.digits, "", 1)
    unit = min(scale[size], scale.get("lead", scale[size]))
    points = sum(fact.digits.count(mark) for mark in ".,")
    digits = ems(fact.digits.replace(".", "").replace(",", "")) + points * _POINT
    return digits * scale[size] + (ems(beside) + _GAP * _words(fact)) * unit


def _words(fact: Fact) -> int:
    """Count the words beside a number: one before it, one after it, or both."""
    return sum(map(bool, fact.text().split(fact.digits, 1)))
