"""Where each character of a YAML scalar stands in its file, however the scalar was written.

YAML folds lines, drops indentation and reads escapes, so a value is not the text of the file.
Here the two are laid beside each other again. On the way, lines folded between Chinese
characters are joined without the space that YAML puts there.
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
    """The text of one file, with its lines found."""

    def __init__(self, text: str, file: str) -> None:
        self.text = text
        self.file = file
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]

    @property
    def written(self) -> Written:
        """Where every character of the text stands."""
        runs = ((start, number, 1) for number, start in enumerate(self._starts, 1))
        return Written(self.file, tuple(runs))

    def position(self, offset: int) -> tuple[int, int]:
        """Give line and column, from 1, of a character of the text."""
        line = bisect_right(self._starts, offset) - 1
        return line + 1, offset - self._starts[line] + 1

    def read(self, value: str, start: int, style: str) -> tuple[str, Written]:
        """Lay the scalar ``value`` beside the text at offset ``start``.

        ``style`` is YAML's: ``"``, ``'``, ``|``, ``>`` or nothing. Gives the value with lines
        folded as Chinese wants it, and where each of its characters stands.
        """
        first = start + 1 if style in {'"', "'"} and style else start
        if style not in {"|", ">"} and "\n" not in value and self.text.startswith(value, first):
            return value, Written(self.file, ((0, *self.position(first)),))
        if style in {"|", ">"}:
            first = self.text.find("\n", start) + 1
        offsets = _beside(value, self.text, first, style)
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


def _beside(value: str, text: str, start: int, style: str) -> list[int]:
    """Give the offset in ``text`` of every character of ``value``."""
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
    """Match a blank of the value; gives the offset after it, and its own."""
    end = here
    while text[end : end + 1] in {" ", "\t"}:
        end += 1
    if text[end : end + 1] == "\n" and (character == "\n" or style not in {"|", ">"}):
        return end + 1, end
    return here + 1, here


def _past_blanks(text: str, here: int, style: str) -> int:
    """Pass over blanks, and escaped line ends, that did not become part of the value."""
    while True:
        if text[here : here + 1] and text[here] in _BLANK:
            here += 1
        elif style == '"' and text.startswith("\\\n", here):
            here += 2
        else:
            return here


def _length(text: str, here: int, style: str) -> int:
    """Give how many characters of the text stand for one of the value."""
    if style == '"' and text[here : here + 1] == "\\":
        return _LONG_ESCAPES.get(text[here + 1 : here + 2], 2)
    return 2 if style == "'" and text.startswith("''", here) else 1


def _unfolded(value: str, text: str, offsets: list[int]) -> list[int]:
    """Give the indexes of what stays: not the spaces of folds beside Chinese characters."""
    kept = []
    for index, character in enumerate(value):
        folded = character == " " and text[offsets[index]] == "\n"
        if folded and (_is_han(value[:index][-4:], -1) or _is_han(value[index + 1 : index + 5], 1)):
            continue
        kept.append(index)
    return kept


def _is_han(beside: str, step: int) -> bool:
    """Say whether the nearest character, marks of emphasis passed over, is Chinese."""
    bare = beside.rstrip("*") if step < 0 else beside.lstrip("*")
    return bool(bare) and bool(HAN.match(bare[-1] if step < 0 else bare[0]))
