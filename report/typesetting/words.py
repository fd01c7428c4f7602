"""Where the words of a Chinese text are, so that headings break between them and names stay whole.

In: a text as it is printed, and the words that the project's lexicon names. Out: the places
between words, and the places inside names, as indices into the text: place 3 is the one before
``text[3]``.

Segmenters know Simplified Chinese best. So Han is converted with OpenCC's ``hk2s``, cut with
jieba's dictionary and its model for words that are not in it (``rjieba``), and the cuts are counted
back onto the text: on the headings of a Hong Kong report, far better than BudouX for Traditional
Chinese. Words of the lexicon are not left to the segmenter: they are whole wherever they stand, and
it cuts what is between them.
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
    """Finds the words of texts, and remembers those it has seen."""

    def __init__(self, lexicon: Iterable[str] = (), folder: Path | None = None) -> None:
        """Take a project's lexicon, and the folder in which what is found is kept."""
        self.remembered = Remembered(folder)
        self._lexicon = _pattern(lexicon)
        self._between: dict[str, frozenset[int]] = {}
        self._within: dict[str, frozenset[int]] = {}

    def segment(self, text: str, words: bool) -> tuple[Container[int] | None, Container[int]]:
        """Give the places between words, or None when ``words`` are not asked for; and in names.

        Fits ``report.typesetting.extension.paragraphs.Segment``.
        """
        return self.boundaries(text) if words else None, self.inside(text)

    def boundaries(self, text: str) -> frozenset[int]:
        """Give the places between words, the start and the end of the text among them.

        A place beside anything that is not Han is one, except inside a word of the lexicon. The
        first text with Han loads the segmenter.
        """
        found = self._between.get(text)
        if found is None:
            found = self._between[text] = self._cut(text)
        return found

    def inside(self, text: str) -> frozenset[int]:
        """Give the places inside the words of the lexicon that stand in the text.

        From left to right, at each place the longest; no two share a character.
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
        """Give what is between the words of the lexicon."""
        start = 0
        for name in self._lexicon.finditer(text):
            yield start, name.start()
            start = name.end()
        yield start, len(text)


def _pattern(lexicon: Iterable[str]) -> re.Pattern[str]:
    """Make what finds the words of a lexicon: a longer one before what it starts with."""
    words = sorted({word for word in lexicon if word}, key=lambda word: (-len(word), word))
    if not words:
        return re.compile(r"(?!)")
    # The characters that begin one are looked for first: a search for each of many words is slow.
    initials = "".join(sorted({re.escape(word[0]) for word in words}))
    return re.compile(f"(?=[{initials}])(?:{'|'.join(map(_whole, words))})")


def _whole(word: str) -> str:
    """Make the pattern of a word: ``5G消息`` is not in ``15G消息``, nor ``VIP`` in ``VIPER``."""
    before = f"(?<!{_NARROW})" if re.match(_NARROW, word[0]) else ""
    after = f"(?!{_NARROW})" if re.match(_NARROW, word[-1]) else ""
    return f"{before}{re.escape(word)}{after}"


def _cuts(han: str) -> frozenset[int]:
    """Give the places between words in a text that is Han throughout."""
    if len(han) == 1:
        return frozenset()
    simplify, cut = _segmenter()
    places, at = [], 0
    for word in cut(simplified(han, simplify)):
        at += len(word)
        places.append(at)
    return frozenset(places)


def simplified(han: str, simplify: Callable[[str], str]) -> str:
    """Convert a text to Simplified Chinese, character for character.

    OpenCC converts phrases, which tells 乾隆 from 乾淨; a phrase may one day come out longer or
    shorter. Then each character is converted alone, and one that is no longer one stays.
    """
    made = simplify(han)
    if len(made) == len(han):
        return made
    return "".join(one if len(one := simplify(character)) == 1 else character for character in han)


@cache
def _segmenter() -> tuple[Callable[[str], str], Callable[[str], list[str]]]:
    """Load converter and dictionary; not before they are needed, since that takes a while.

    The dictionary is the package's own, loaded once when it is imported. Nothing is added to it:
    it is shared by all reports of a process.
    """
    import opencc
    import rjieba

    return opencc.OpenCC("hk2s").convert, rjieba.cut
