"""The source text of the pages, to compare with what is printed or extracted.

In: the text, one paragraph per line. Comparisons ignore white space and zero-width characters,
since the line breaks of a page are not in the source.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

#: Zero-width characters: joiners, soft hyphens, byte order marks.
_WIDTHLESS = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff\ufffe]")
#: White space between these characters separates words; other white space is ignored.
_WESTERN = re.compile("[!-~\u00c0-\u024f]")
_BULLET = re.compile(r"^\s*[-*•]\s+")
#: Markers that an engine puts before list items and notes.
_MARKER = re.compile(r"^(?:\d{1,3}[.)、](?!\d)|[-*•◦▪–])\s*")
_TOKEN_START, _TOKEN_END = re.compile("[!-~\u00c0-\u024f]+"), re.compile("[!-~\u00c0-\u024f]+$")
#: A longer token than this with one of these marks is an address, not a word.
_WORD, _ADDRESS_MARKS = 24, frozenset("/@.?&=#_~")
#: How many characters of a line are compared.
_REACH = 8


class Source:
    """The source text without white space, with the places where it had some."""

    def __init__(self, text: str) -> None:
        """Take the text, one paragraph per line."""
        paragraphs = [Unspaced(_BULLET.sub("", line)) for line in text.splitlines()]
        self.paragraphs = [one for one in paragraphs if one.text]
        self._text = "".join(one.text for one in self.paragraphs)
        self._wholes = {one.text for one in self.paragraphs}
        self._starts: set[int] = set()
        self._spaced: set[int] = set()
        count = 0
        for one in self.paragraphs:
            self._starts.add(count)
            self._spaced.update(count + place for place in (0, *one.gaps))
            count += len(one.text)

    def has_together(self, before: str, after: str) -> bool:
        """Return whether the source has the two texts together, and never with space between."""
        before, after = bare(before), bare(after)
        for reach in (_REACH, 5, 3):
            places = list(self._between(before[-reach:], after[:reach]))
            if places:
                return not any(place in self._spaced for place in places)
        return False

    def ends_between(self, before: str, after: str) -> bool | None:
        """Return whether a paragraph ends between two lines; None when the source has no answer."""
        left, right = bare(before)[-_REACH:], bare(_MARKER.sub("", after))[:_REACH]
        found = {place in self._starts for place in self._between(left, right)}
        if not found:  # the lines are not adjacent in the source, such as cells of one column
            texts = [one.text for one in self.paragraphs]
            ends = any(text.endswith(left) or left.endswith(text) for text in texts)
            starts = any(text.startswith(right) or right.startswith(text) for text in texts)
            return True if ends and starts else None
        return found.pop() if len(found) == 1 else None

    def is_whole(self, line: str) -> bool:
        """Return whether a line is a whole paragraph."""
        return bare(line) in self._wholes

    def _between(self, left: str, right: str) -> Iterator[int]:
        if left and right:
            for match in re.finditer(re.escape(left + right), self._text):
                yield match.start() + len(left)


class Unspaced:
    """A text without white space, with the places where it had some."""

    def __init__(self, text: str) -> None:
        """Take a text; line ends and spaces are recorded separately."""
        text = _WIDTHLESS.sub("", text).replace("\x00", "")
        parts: list[str] = []
        #: Places with white space before them; those where it is a space between Western words; and
        #: those where it is a line end between Western words.
        self.gaps: list[int] = []
        self.spaces: list[int] = []
        self.ends: list[int] = []
        count = 0
        for match in re.finditer(r"\S+|\s+", text):
            part = match[0]
            if not part.isspace():
                parts.append(part)
                count += len(part)
            elif parts and match.end() < len(text):
                self.gaps.append(count)
                if _WESTERN.match(parts[-1][-1]) and _WESTERN.match(text[match.end()]):
                    (self.ends if "\n" in part else self.spaces).append(count)
        self.text = "".join(parts)

    def holds(self, other: Unspaced) -> bool:
        """Return whether this text contains another one exactly.

        The end of a line may replace a space. A line end where the other text has no space is only
        allowed within an address.
        """
        at = self.text.find(other.text)
        while at >= 0:
            last = at + len(other.text)
            own = {place - at for place in _inside(self.spaces, at, last)}
            ends = {place - at for place in _inside(self.ends, at, last)}
            meant = set(other.spaces)
            if own <= meant <= own | ends and all(
                self._is_in_address(at + place) for place in ends - meant
            ):
                return True
            at = self.text.find(other.text, at + 1)
        return False

    def _is_in_address(self, place: int) -> bool:
        before = _TOKEN_END.search(self.text, 0, place)
        after = _TOKEN_START.match(self.text, place)
        token = (before[0] if before else "") + (after[0] if after else "")
        return len(token) > _WORD and not _ADDRESS_MARKS.isdisjoint(token)


def _inside(places: list[int], start: int, end: int) -> list[int]:
    return places[bisect_right(places, start) : bisect_left(places, end)]


def bare(text: str) -> str:
    """Return a text without white space and zero-width characters."""
    return "".join(_WIDTHLESS.sub("", text).split())
