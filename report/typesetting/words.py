"""Word boundaries of Chinese text, so that headings break between words and names stay whole.

In: the printed text, and the words of the project's lexicon. Out: the places between words, and the
places inside names, as indices into the text: place 3 is before ``text[3]``.

Segmenters work best for Simplified Chinese. So Han is converted with OpenCC's ``hk2s`` and
segmented with jieba's dictionary and its model for unknown words (``rjieba``); the boundaries are
counted back onto the text. For headings of a Hong Kong report, this is far better than BudouX for
Traditional Chinese. Words of the lexicon are never segmented, only the text between them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Iterator
from functools import cache
from pathlib import Path

from report.model.characters import HAN
from report.typesetting.remembered import Remembered

_RUN = re.compile(f"{HAN.pattern}+")
#: Letters and digits of a Western word, which a lexicon word must not start or end inside of.
_NARROW = "[0-9A-Za-z]"


class Words:
    """Finds the words of texts; results are cached."""

    def __init__(self, lexicon: Iterable[str] = (), folder: Path | None = None) -> None:
        """Take a project's lexicon, and the folder for the cache file."""
        self.remembered = Remembered(folder)
        self._lexicon = _pattern(lexicon)
        self._between: dict[str, frozenset[int]] = {}
        self._within: dict[str, frozenset[int]] = {}

    def segment(self, text: str, words: bool) -> tuple[Container[int] | None, Container[int]]:
        """Return the places between words, None unless ``words`` is set, and the places in names.

        Implements ``report.typesetting.extension.paragraphs.Segment``.
        """
        return self.boundaries(text) if words else None, self.inside(text)

    def boundaries(self, text: str) -> frozenset[int]:
        """Return the places between words, including the start and the end of the text.

        Places beside characters that are not Han also count, except inside words of the lexicon.
        The segmenter is loaded for the first text with Han.
        """
        found = self._between.get(text)
        if found is None:
            found = self._between[text] = self._cut(text)
        return found

    def inside(self, text: str) -> frozenset[int]:
        """Return the places inside words of the lexicon.

        Words are found from left to right, the longest first, without overlaps.
        """
        found = self._within.get(text)
        if found is None:
            names = self._lexicon.finditer(text)
            places = (at for name in names for at in range(name.start() + 1, name.end()))
            found = self._within[text] = frozenset(places)
        return found

    def _cut(self, text: str) -> frozenset[int]:
        whole = set(self.inside(text))
        for start, end in self._unnamed(text):
            for run in _RUN.finditer(text, start, end):
                cuts = self._cuts(run[0])
                whole.update(run.start() + at for at in range(1, len(run[0])) if at not in cuts)
        return frozenset(at for at in range(len(text) + 1) if at not in whole)

    def _cuts(self, han: str) -> frozenset[int]:
        found = self.remembered.get(han)
        if found is None:
            found = _cuts(han)
            if len(han) > 1:
                self.remembered.keep(han, found)
        return found

    def _unnamed(self, text: str) -> Iterator[tuple[int, int]]:
        """Return the ranges between words of the lexicon."""
        start = 0
        for name in self._lexicon.finditer(text):
            yield start, name.start()
            start = name.end()
        yield start, len(text)


def _pattern(lexicon: Iterable[str]) -> re.Pattern[str]:
    """Return a regular expression for the words of a lexicon, longer ones first."""
    words = sorted({word for word in lexicon if word}, key=lambda word: (-len(word), word))
    if not words:
        return re.compile(r"(?!)")
    # First a test for possible first characters: testing every word at each place is slow.
    initials = "".join(sorted({re.escape(word[0]) for word in words}))
    return re.compile(f"(?=[{initials}])(?:{'|'.join(map(_whole, words))})")


def _whole(word: str) -> str:
    """Return the pattern of a word: ``5G消息`` is not in ``15G消息``, nor ``VIP`` in ``VIPER``."""
    before = f"(?<!{_NARROW})" if re.match(_NARROW, word[0]) else ""
    after = f"(?!{_NARROW})" if re.match(_NARROW, word[-1]) else ""
    return f"{before}{re.escape(word)}{after}"


def _cuts(han: str) -> frozenset[int]:
    """Return the places between words in a text of only Han."""
    if len(han) == 1:
        return frozenset()
    simplify, cut = _segmenter()
    places, at = [], 0
    for word in cut(simplified(han, simplify)):
        at += len(word)
        places.append(at)
    return frozenset(places)


def simplified(han: str, simplify: Callable[[str], str]) -> str:
    """Convert a text to Simplified Chinese of the same length.

    OpenCC converts phrases, so that 乾隆 and 乾淨 are both right. If the result has another length,
    each character is converted separately; characters whose conversion has another length stay.
    """
    made = simplify(han)
    if len(made) == len(han):
        return made
    return "".join(one if len(one := simplify(character)) == 1 else character for character in han)


@cache
def _segmenter() -> tuple[Callable[[str], str], Callable[[str], list[str]]]:
    """Load the converter and the segmenter; only when they are needed, since loading is slow.

    The dictionary is shared by all reports of a process, so nothing is added to it.
    """
    import opencc
    import rjieba

    return opencc.OpenCC("hk2s").convert, rjieba.cut
