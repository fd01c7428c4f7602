"""Where a line may end: what Unicode allows, less what a Chinese typesetter does not.

UAX #14 knows the classes of characters; CLREQ 3.1.3 and 3.1.4 add that no mark of pause may be
parted from what it ends, no number from its unit, no letter from its index, no name in two.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence

from report.model.characters import UNITS, Kind
from report.typesetting.composition.rules import Rules

#: Marks that never start a line, besides those that UAX #14 holds back (CLREQ 3.1.4).
NOT_FIRST = frozenset("ⁿ⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉％‰℃℉°")
#: Marks that never end a line, besides those that UAX #14 holds back.
NOT_LAST = frozenset("／#＃＆№")
#: They stay with what is before them.
_HOLD = (Kind.RULE, Kind.TIE)
_NOTHING = bytes([Kind.NONE])
#: A run of characters that belong together, in the bytes of their kinds.
_NARROW = re.compile(b"[%s]+" % re.escape(bytes([Kind.WESTERN, Kind.OTHER, Kind.NONE])))
#: What a number may be counted in before its unit.
_MAGNITUDES = frozenset("十百千萬億兆")
_APPROXIMATIONS = frozenset("約近超逾達共僅每")

#: Prices of a break, against that of a loose line (see linebreak.py). A break at the highest
#: price is taken only where nothing else fits.
INSIDE_WORD = 2_500.0
NUMBER_FROM_UNIT = 120_000.0
UNIT_FROM_UNIT = 800.0
ORDINAL_FROM_NUMBER = 3_000.0
WORD_FROM_NUMBER = 150.0
INSIDE_NAME = 250.0
INSIDE_LONG_TOKEN = 2_000.0
EMERGENCY = 1_000_000.0
#: A Western word or number is broken only when it has more characters than this, as an address
#: has; and only after a slash or before another of its marks, so that none seems to end it, and
#: never at a hyphen, which would seem to be the typesetter's.
LONG_TOKEN = 24
_BEFORE_ADDRESS_MARKS = frozenset(".@_?&=#~")


def prices(
    text: str,
    allowed: Sequence[bool],
    kinds: Sequence[Kind],
    rules: Sequence[Rules],
    attached: Sequence[bool],
    *,
    words: Container[int] | None = None,
    names: Container[int] = (),
) -> list[float | None]:
    """Give what it costs to end a line before each character; None: it must not.

    ``allowed`` are the opportunities of UAX #14, for every character and the end of the text.
    ``words`` are the places between words, where they are known; ``names`` places inside names.
    """
    size = len(text)
    found: list[float | None] = [None] * (size + 1)
    inside: set[int] = set()
    for begin, end in _tokens(kinds):
        inside.update(range(begin + 1, end))
        if end - begin > LONG_TOKEN:
            for here in range(begin + 1, end):
                if _parts_address(text, here) and not attached[here]:
                    found[here] = INSIDE_LONG_TOKEN
    for here in range(1, size):
        if not allowed[here] or attached[here] or here in inside:
            continue
        after, first, character = kinds[here - 1], kinds[here], text[here]
        if first in _HOLD or character in NOT_FIRST or text[here - 1] in NOT_LAST:
            continue
        price = 0.0
        if (character in UNITS or character.isdigit()) and rules[here].keep_units:
            price = _units(text, here, after)
        if here in names:
            price += INSIDE_NAME
        if (
            words is not None
            and rules[here].keep_words
            and ((after is Kind.HAN is first and here not in words) or here in names)
        ):
            price += INSIDE_WORD
        found[here] = price
    found[size] = 0.0
    return found


def _parts_address(text: str, here: int) -> bool:
    last, first = text[here - 1], text[here]
    if last == "/":
        return first.isalnum()
    return first in _BEFORE_ADDRESS_MARKS and last.isalnum()


def _tokens(kinds: Sequence[Kind]) -> Iterator[tuple[int, int]]:
    """Give where Western words, numbers and signs begin and end."""
    for run in _NARROW.finditer(bytes(kinds)):
        if run[0].strip(_NOTHING):
            yield run.span()


def _units(text: str, here: int, after: Kind) -> float:
    first = text[here]
    back = here - 1
    if after in (Kind.SPACE, Kind.NONE) and back:
        back -= 1
    last = text[back]
    if last.isdigit() or last in "%％":
        return NUMBER_FROM_UNIT if first in UNITS else 0.0
    if last in _MAGNITUDES and first in UNITS and back and text[back - 1].isdigit():
        return UNIT_FROM_UNIT
    if first.isdigit():
        if last == "第":
            return ORDINAL_FROM_NUMBER
        if last in _APPROXIMATIONS:
            return WORD_FROM_NUMBER
    return 0.0
