"""Finds figures that are typed into texts instead of taken from the facts (D206).

A typed figure would not change when the fact is corrected. Dates, standards, clauses, telephone
numbers and similar numbers are not figures.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from report.content.known import cover, covered
from report.findings.diagnostics import Diagnostic, Place, diagnostic
from report.model.base import Written

_DIGITS = re.compile(r"\d(?:[\d,.]*\d)?%?")
_BESIDE = re.compile(r"[A-Za-z0-9+×-]*")
_NOTHING = re.compile(r"(?!)")
_MOST_PLACES = 5
#: Characters after a number that are looked at, for its unit.
_LOOKED_AT = 12
#: From how many names of one kind they are told together, and the most lines to add.
_FEWEST_ALIKE, _MOST_LINES = 3, 12


class Typed(NamedTuple):
    """A number in a text: the word around it, and the place of its digits."""

    word: str
    digits: str
    place: Place
    #: Whether the text may have references to facts: not titles, labels and similar texts.
    takes_facts: bool = True
    #: What follows the digits in the text.
    after: str = ""


def names_pattern(names: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern for the names as whole words: 5G is in 5G消息, not in 15G or 5GB."""
    parts = []
    for name in sorted(names, key=len, reverse=True):
        before = r"(?<![A-Za-z0-9])(?<!\d[.,])" if _is_word(name[:1]) else ""
        after = r"(?![A-Za-z0-9])(?![.,]\d)" if _is_word(name[-1:]) else ""
        parts.append(before + re.escape(name) + after)
    return re.compile("|".join(parts)) if parts else _NOTHING


def _is_word(character: str) -> bool:
    return character.isascii() and character.isalnum()


def typed(text: str, written: Written, names: re.Pattern[str]) -> Iterator[Typed]:
    """Return the numbers of a text, without names and known notations such as dates."""
    if not _DIGITS.search(text):
        return
    bare = covered(names.sub(cover, text))
    done = 0
    for match in _DIGITS.finditer(bare):
        if match.start() < done:
            continue
        left = _BESIDE.match(bare[: match.start()][::-1])
        right = _BESIDE.match(bare, match.end())
        start = match.start() - len(left[0]) if left else match.start()
        done = right.end() if right else match.end()
        word = bare[start:done].strip("+×-")
        after = text[match.end() : match.end() + _LOOKED_AT]
        yield Typed(word, match[0], written.at(match.start()), after=after)


def by_word(found: Iterable[Typed]) -> Iterator[Diagnostic]:
    """Return one finding for each word (D206), at its first place, with a list of the others.

    Names that differ in their digits only, like T1, T2 and T3, are one finding.
    """
    words: dict[str, list[Typed]] = {}
    for one in found:
        words.setdefault(one.word, []).append(one)
    kinds: dict[str, list[str]] = {}
    for word in words:
        named = any(character.isalpha() for character in word)
        kinds.setdefault(_DIGITS.sub("0", word) if named else word, []).append(word)
    for kind in kinds.values():
        if len(kind) < _FEWEST_ALIKE:
            for word in kind:
                yield _told(word, words[word])
            continue
        places = [one for word in kind for one in words[word]]
        listed = ", ".join(f"“{word}”" for word in kind[:_MOST_PLACES])
        listed += "…" if kind[_MOST_PLACES:] else ""
        lines = "; ".join(f"“  - {word}”" for word in kind[:_MOST_LINES])
        lines += "; and so on" if kind[_MOST_LINES:] else ""
        yield diagnostic(
            "D206",
            f"{listed} are typed in the text, with digits{_elsewhere(places[1:])}",
            hint=f"if they are names, add the lines {lines} under “names” in data/facts.yaml; "
            "figures are written there as facts and printed with {{ their.id }}",
            place=places[0].place,
        )


def _told(word: str, places: list[Typed]) -> Diagnostic:
    """Return the finding for a word."""
    first = places[0]
    figure = max(first.digits, word, key=len)
    if any(character.isalpha() for character in word):
        what = f"“{word}” is typed in the text, with digits"
        hint = (
            f"if it is a name, add the line “  - {word}” under “names” in data/facts.yaml; a "
            "figure is written there as a fact and printed with {{ its.id }}"
        )
    elif not first.takes_facts:
        what = f"the figure “{figure}” is typed in a text that cannot have facts"
        hint = (
            "move it into the text below, as a fact; if it is part of a name, add the whole "
            f"name under “names” in data/facts.yaml, in a line like “  - …{word}…”"
        )
    else:
        what = f"the figure “{figure}” is typed in the text"
        hint = (
            "write it in data/facts.yaml and print it with {{ its.id }}; if it is part of a "
            f"name, add the whole name under “names” there, in a line like “  - …{word}…”"
        )
    return diagnostic("D206", what + _elsewhere(places[1:]), hint=hint, place=first.place)


def _elsewhere(others: list[Typed]) -> str:
    if not others:
        return ""
    shown = [f"{one.place.file}:{one.place.line}" for one in others]
    listed = ", ".join(dict.fromkeys(shown[:_MOST_PLACES])) + ("…" if shown[_MOST_PLACES:] else "")
    return f", and in {len(others)} more place{'s' * (len(others) > 1)}: {listed}"
