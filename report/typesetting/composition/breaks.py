"""Where a line may end, and what each break costs.

UAX #14 gives the possible breaks. CLREQ 3.1.3 and 3.1.4 add that a line must not start with a pause
mark, and that numbers stay with their units, letters with their indices, and names in one piece.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from itertools import compress

from report.model.characters import UNITS, is_unit_symbol
from report.typesetting.composition import tokens
from report.typesetting.composition.kinds import (
    NOTHING,
    OTHER,
    PAUSE,
    RULE,
    SPACE,
    TIE,
    H,
    W,
    any_of,
)
from report.typesetting.composition.rules import Rules

#: Marks that never start a line, besides those of UAX #14 (CLREQ 3.1.4).
NOT_FIRST = frozenset("ⁿ⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉％‰℃℉°")
#: Marks that never end a line, besides those of UAX #14.
NOT_LAST = frozenset("／#＃＆№")
#: Marks that stay with the character before them.
_HELD = re.compile(any_of(RULE, TIE))
_NOTHING = bytes([NOTHING])
#: A break opportunity in the text: ``<wbr>``, U+200B.
_INVITATION = re.compile("\u200b")
#: A run of Western characters.
_NARROW = re.compile(any_of(W, OTHER, NOTHING) + b"+")
#: Magnitudes between a number and its unit.
_MAGNITUDES = frozenset("十百千萬億兆")
_APPROXIMATIONS = frozenset("約近超逾達共僅每")
#: Places where the characters may forbid a break or change its penalty: before some marks, after
#: others, before a number, before the symbol of a unit after a number, and before a Han unit that
#: follows a magnitude or no Han.
_PENALISED = re.compile(
    f"[{''.join(NOT_FIRST)}]|(?<=[{''.join(NOT_LAST)}]).|(?<!\\d)[\\d①-⓿❶-➓]"
    "|(?<=\\d )[A-Za-zµμΩ°]"
    f"|(?:(?<![\u4e00-\u9fff])|(?<=[{''.join(_MAGNITUDES)}]))[{''.join(UNITS)}]"
)

#: Prices of breaks, comparable with the cost of loose lines (see linebreak.py). ``EMERGENCY`` is
#: for breaks that are used only where nothing else fits.
INSIDE_WORD = 2_500.0
NUMBER_FROM_UNIT = 120_000.0
UNIT_FROM_UNIT = 800.0
ORDINAL_FROM_NUMBER = 3_000.0
WORD_FROM_NUMBER = 150.0
INSIDE_NAME = 250.0
STRANDED = 1_500.0
EMERGENCY = 1_000_000.0


def penalties(
    text: str,
    allowed: Sequence[bool],
    kinds: bytes,
    rules: Sequence[Rules],
    attached: Sequence[bool],
    *,
    words: Container[int] | None = None,
    names: Container[int] = (),
    emergency: Iterable[int] = (),
    barred: Container[int] = (),
) -> list[float | None]:
    """Return the penalty of a line break before each character and at the end; None: forbidden.

    - ``allowed``: the break opportunities of UAX #14, for every character and the end of the text.
    - ``attached``: characters that belong to the one before, such as note calls.
    - ``words``: the places between words, None when they are unknown.
    - ``names``: places inside names.
    - ``emergency``: places where a word that is too long may be broken.
    - ``barred``: places where Western words must not be broken.
    """
    size = len(text)
    found: list[float | None] = [0.0 if may else None for may in allowed]
    found[0] = None
    for at in compress(range(size), attached):
        found[at] = None
    for held in _HELD.finditer(kinds):
        found[held.start()] = None
    for match in _PENALISED.finditer(text):
        here = match.start()
        if found[here] is None:
            continue
        character = text[here]
        if character in NOT_FIRST or (here and text[here - 1] in NOT_LAST):
            found[here] = None
        elif rules[here].keep_units:
            found[here] = _units(text, here, kinds[here - 1])
    _penalise_tokens(found, text, kinds, allowed, attached, barred)
    for match in _INVITATION.finditer(text):
        here = match.end()
        if here < size and allowed[here] and not attached[here]:
            found[here] = 0.0
    _penalise_words(found, kinds, rules, words, names)
    for here in emergency:
        if found[here] is None:
            found[here] = EMERGENCY
    found[0], found[size] = None, 0.0
    return found


def _penalise_tokens(
    found: list[float | None],
    text: str,
    kinds: bytes,
    allowed: Sequence[bool],
    attached: Sequence[bool],
    barred: Container[int],
) -> None:
    """Forbid breaks inside Western words and numbers, except at hyphens and in addresses."""
    for begin, end in _tokens(kinds):
        found[begin + 1 : end] = [None] * (end - begin - 1)
        for here, penalty in tokens.places(text, begin, end, allowed):
            if not attached[here] and here not in barred:
                found[here] = penalty


def _penalise_words(
    found: list[float | None],
    kinds: bytes,
    rules: Sequence[Rules],
    words: Container[int] | None,
    names: Container[int],
) -> None:
    """Add the penalty of breaks inside words and names, and after one character behind a pause."""
    if words is None and not names:
        return
    for here in range(1, len(kinds)):
        penalty = found[here]
        if penalty is None:
            continue
        within = here in names
        if within:
            penalty += INSIDE_NAME
        if words is not None and rules[here].keep_words:
            two = kinds[here - 1] == H == kinds[here]
            if within or (two and here not in words):
                penalty += NUMBER_FROM_UNIT if rules[here].whole_words else INSIDE_WORD
            if here > 1 and kinds[here - 2] == PAUSE and kinds[here - 1] == H:
                penalty += STRANDED
        found[here] = penalty


def _tokens(kinds: bytes) -> Iterator[tuple[int, int]]:
    """Return where Western words, numbers and signs start and end."""
    for run in _NARROW.finditer(kinds):
        if run[0].strip(_NOTHING):
            yield run.span()


def _units(text: str, here: int, after: int) -> float:
    first = text[here]
    back = here - 1
    if after in (SPACE, NOTHING) and back:
        back -= 1
    last = text[back]
    if last.isdigit() or last in "%％":
        parts = first in UNITS or (back < here - 1 and is_unit_symbol(text, here))
        return NUMBER_FROM_UNIT if parts else 0.0
    if last in _MAGNITUDES and first in UNITS and back and text[back - 1].isdigit():
        return UNIT_FROM_UNIT
    if first.isdigit():
        if last == "第":
            return ORDINAL_FROM_NUMBER
        if last in _APPROXIMATIONS:
            return WORD_FROM_NUMBER
    return 0.0
