"""Finds the place of each character of a YAML scalar in its file.

YAML folds lines, drops indentation and reads escapes, so a value differs from the text of the file.
This module aligns the two. It also joins lines between Chinese characters without the space that
YAML inserts.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from report.model.base import Written

#: Chinese characters and their punctuation, full-width forms, dashes and dots.
HAN = re.compile(r"[\u2014\u2026\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")

_BLANK = " \t\n"
_LONG_ESCAPES = {"x": 4, "u": 6, "U": 10}


class Source:
    """The text of one file, with an index of its lines."""

    def __init__(self, text: str, file: str) -> None:
        self.text = text
        self.file = file
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]

    @property
    def written(self) -> Written:
        """The places of all characters of the text."""
        runs = ((start, number, 1) for number, start in enumerate(self._starts, 1))
        return Written(self.file, tuple(runs))

    def position(self, offset: int) -> tuple[int, int]:
        """Return line and column, from 1, of a character of the text."""
        line = bisect_right(self._starts, offset) - 1
        return line + 1, offset - self._starts[line] + 1

    def read(self, value: str, start: int, style: str) -> tuple[str, Written]:
        """Align the scalar ``value`` with the text at offset ``start``.

        ``style`` is YAML's: ``"``, ``'``, ``|``, ``>`` or empty. Returns the value, with lines
        joined as Chinese needs it, and the places of its characters.
        """
        first = start + 1 if style in {'"', "'"} and style else start
        if style not in {"|", ">"} and "\n" not in value and self.text.startswith(value, first):
            return value, Written(self.file, ((0, *self.position(first)),))
        if style in {"|", ">"}:
            first = self.text.find("\n", start) + 1
        offsets = _offsets(value, self.text, first, style)
        kept = _unfolded(value, self.text, offsets) if style != "|" else range(len(value))
        return "".join(value[i] for i in kept), self._runs([offsets[i] for i in kept])

    def _runs(self, offsets: list[int]) -> Written:
        runs: list[tuple[int, int, int]] = []
        expected = -1
        for index, offset in enumerate(offsets):
            if offset != expected:
                runs.append((index, *self.position(offset)))
            expected = -1 if self.text[offset : offset + 1] == "\n" else offset + 1
        return Written(self.file, tuple(runs))


def _offsets(value: str, text: str, start: int, style: str) -> list[int]:
    """Return the offset in ``text`` of every character of ``value``."""
    offsets: list[int] = []
    here = start
    last = len(text) - 1
    for character in value:
        if character in _BLANK and text[here : here + 1] != "\\":
            here, offset = _blank(character, text, here, style)
        else:
            here = _past_blanks(text, here, style)
            offset = here
            here += _length(text, here, style)
        offsets.append(min(offset, last))
    return offsets


def _blank(character: str, text: str, here: int, style: str) -> tuple[int, int]:
    """Match white space of the value; returns the offset after it, and its own."""
    end = here
    while text[end : end + 1] in {" ", "\t"}:
        end += 1
    if text[end : end + 1] == "\n" and (character == "\n" or style not in {"|", ">"}):
        return end + 1, end
    return here + 1, here


def _past_blanks(text: str, here: int, style: str) -> int:
    """Skip white space and escaped line ends that are not part of the value."""
    while True:
        if text[here : here + 1] and text[here] in _BLANK:
            here += 1
        elif style == '"' and text.startswith("\\\n", here):
            here += 2
        else:
            return here


def _length(text: str, here: int, style: str) -> int:
    """Return the number of characters in the text for one character of the value."""
    if style == '"' and text[here : here + 1] == "\\":
        return _LONG_ESCAPES.get(text[here + 1 : here + 2], 2)
    return 2 if style == "'" and text.startswith("''", here) else 1


def _unfolded(value: str, text: str, offsets: list[int]) -> list[int]:
    """Return the indexes to keep: all but the spaces of joined lines beside Chinese characters."""
    kept = []
    for index, character in enumerate(value):
        folded = character == " " and text[offsets[index]] == "\n"
        if folded and (_is_han(value[:index][-4:], -1) or _is_han(value[index + 1 : index + 5], 1)):
            continue
        kept.append(index)
    return kept


def _is_han(beside: str, step: int) -> bool:
    """Return whether the nearest character, except asterisks, is Chinese."""
    bare = beside.rstrip("*") if step < 0 else beside.lstrip("*")
    return bool(bare) and bool(HAN.match(bare[-1] if step < 0 else bare[0]))
