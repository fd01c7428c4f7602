"""The text of a page of a PDF, as tokens with positions.

In: a page of PDFium. Out: tokens in the order in which they are drawn. Lengths are in pt from the
top left of the page as it is shown.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pypdfium2 import raw

#: Left, top, right, foot in pt.
Box = tuple[float, float, float, float]
#: Font, size in pt, colour as ``rrggbbaa``.
Style = tuple[str, float, str]

#: A number with its marks, a word of letters, or one other character.
_TOKEN = re.compile(
    r"[0-9]+(?:[.,][0-9]+)*"
    r"|[A-Za-z\u00c0-\u024f]+(?:[-'’\u00ad][A-Za-z\u00c0-\u024f]+)*"
    r"|[^\s\x00-\x1f\ufffe\ufeff\u200b\u2060]"
)
#: What joins the two halves of a word, at the end of a line.
_HYPHENS = frozenset("-\u00ad\u2010\x02\ufffe")
_SUBSET = re.compile(r"^[A-Z]{6}\+")


@dataclass(slots=True)
class Token:
    """A word, a number or a character: its page from 1, its line, its baseline's start, its box."""

    text: str
    key: str
    page: int
    line: int
    x: float
    y: float
    box: Box
    style: Style
    #: Whether it is marked as an artifact of the page, such as a running head.
    artifact: bool = False
    #: Whether it is furniture: a folio, a running head, a page number of the contents.
    furniture: bool = False
    #: Whether a paragraph begins with it.
    begins: bool = False


def read_tokens(page: Any, number: int, texts: dict[str, str]) -> list[Token]:
    """Return the tokens of page ``number``; ``texts`` has the words that are known."""
    return _spread(list(_tokens(page, number, texts)))


def _tokens(page: Any, number: int, texts: dict[str, str]) -> Iterator[Token]:
    """Return the tokens of a page; ``texts`` has the words that are known."""
    text = page.get_textpage()
    try:
        reader = _Reader(page, text, texts)
        line = 0
        run: list[int] = []
        last: Token | None = None
        joined = False
        for index, code in enumerate(reader.codes):
            character = chr(code)
            if character == "\n":
                made, last, joined = reader.cut(run, number, line, last, joined)
                yield from made
                run, line = [], line + 1
            else:
                run.append(index)
        yield from reader.cut(run, number, line, last, joined)[0]
        if reader.pending is not None:
            yield reader.pending
    finally:
        text.close()


def _spread(tokens: list[Token]) -> list[Token]:
    """Give tokens their own boxes when they have the box of their whole run.

    The characters of a replacement text (``/ActualText``) all have the place of what it replaces.
    """
    start = 0
    for stop in range(1, len(tokens) + 1):
        if stop < len(tokens) and tokens[stop].box == tokens[start].box:
            continue
        run = tokens[start:stop]
        if len(run) > 1:
            left, top, right, foot = run[0].box
            part = (right - left) / sum(len(one.text) for one in run)
            x = run[0].x
            for one in run:
                wide = part * len(one.text)
                one.x, one.box = x, (left, top, left + wide, foot)
                x, left = x + wide, left + wide
        start = stop
    return tokens


class _Reader:
    """Reads characters of a page of PDFium."""

    def __init__(self, page: Any, text: Any, texts: dict[str, str]) -> None:
        self._page, self._text = page.raw, text.raw
        count = max(raw.FPDFText_CountChars(self._text), 0)
        self.codes = [raw.FPDFText_GetUnicode(self._text, index) for index in range(count)]
        left, _, _, top = page.get_cropbox()
        self._left, self._top = left, top
        self._rotated = page.get_rotation() != 0
        self._size = page.get_size()
        self._numbers = [ctypes.c_double() for _ in range(4)]
        self._name, self._flags = ctypes.create_string_buffer(256), ctypes.c_int()
        self._inks = [ctypes.c_uint() for _ in range(4)]
        self._matrix = raw.FS_MATRIX()
        self._fonts: dict[bytes, str] = {}
        self._texts = texts
        self._styles: dict[tuple[bytes, float, tuple[int, ...]], Style] = {}
        self.pending: Token | None = None

    def cut(
        self, run: list[int], page: int, line: int, last: Token | None, joined: bool
    ) -> tuple[list[Token], Token | None, bool]:
        """Cut the characters of a line into tokens.

        The last token of a line is held back: when it ends with a hyphen and the next line begins
        with a small letter, they are one word. Returns the tokens, the token that is held back and
        whether it ends with a hyphen.
        """
        characters = "".join(chr(self.codes[index]) for index in run)
        made: list[Token] = []
        artifact: bool | None = None
        for match in _TOKEN.finditer(characters):
            indices = run[match.start() : match.end()]
            if artifact is None:  # a line is one, or it is none
                artifact = self.is_artifact(indices[0])
            made.append(self._token(match[0], indices, page, line, artifact=artifact))
        found: list[Token] = []
        if made and last is not None:
            if joined and made[0].text[0].islower():
                first = made.pop(0)
                last.text += first.text
                last.key += first.key
                made = made or []
            found.append(last)
        elif last is not None and not made:
            return [], last, joined
        ends = characters.rstrip(" \r")[-1:] in _HYPHENS
        if made:
            if ends and made[-1].text in _HYPHENS and len(made) > 1 and made[-2].text.isalpha():
                made.pop()
            *front, last = made
            found += front
        elif found:
            last = None
        self.pending = last
        return found, last, ends and last is not None and last.text[-1:].isalpha()

    def _token(
        self, text: str, indices: list[int], page: int, line: int, *, artifact: bool
    ) -> Token:
        box = self._box(indices[0])
        if len(indices) > 1:
            left, top, right, foot = self._box(indices[-1])
            box = min(box[0], left), min(box[1], top), max(box[2], right), max(box[3], foot)
        x, y = self._numbers[:2]
        raw.FPDFText_GetCharOrigin(self._text, indices[0], x, y)
        at = self._shown(x.value, y.value)
        key = text.replace("-", "").replace("\u00ad", "") if len(text) > 1 else text
        # The same words come again and again: each is kept once.
        text = self._texts.setdefault(text, text)
        key = text if key == text else self._texts.setdefault(key, key)
        return Token(text, key, page, line, *at, box, self._style(indices[0]), artifact)

    def _box(self, index: int) -> Box:
        left, right, foot, top = self._numbers
        raw.FPDFText_GetCharBox(self._text, index, left, right, foot, top)
        x0, y0 = self._shown(left.value, top.value)
        x1, y1 = self._shown(right.value, foot.value)
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)

    def _shown(self, x: float, y: float) -> tuple[float, float]:
        """Return a place of the page's own coordinates from the top left of the shown page."""
        if not self._rotated:
            return x - self._left, self._top - y
        width, height = self._size
        across, down = ctypes.c_int(), ctypes.c_int()
        fine = 100
        raw.FPDF_PageToDevice(
            *(self._page, 0, 0, int(width * fine), int(height * fine), 0, x, y, across, down)
        )
        return across.value / fine, down.value / fine

    def _style(self, index: int) -> Style:
        """Return the font, its size in pt and the colour of a character."""
        raw.FPDFText_GetFontInfo(self._text, index, self._name, 256, self._flags)
        name = self._name.value
        if name not in self._fonts:
            self._fonts[name] = _SUBSET.sub("", name.decode("utf-8", "replace"))
        red, green, blue, alpha = self._inks
        raw.FPDFText_GetFillColor(self._text, index, red, green, blue, alpha)
        ink = (red.value, green.value, blue.value, alpha.value)
        matrix = self._matrix
        raw.FPDFText_GetMatrix(self._text, index, matrix)
        scale = (matrix.c**2 + matrix.d**2) ** 0.5
        size = round(raw.FPDFText_GetFontSize(self._text, index) * scale, 2)
        key = (name, size, ink)
        if key not in self._styles:
            colour = "".join(f"{part & 255:02x}" for part in ink)
            self._styles[key] = (self._fonts[name], size, colour)
        return self._styles[key]

    def is_artifact(self, index: int) -> bool:
        """Return whether a character is marked as an artifact."""
        thing = raw.FPDFText_GetTextObject(self._text, index)
        return bool(thing) and any(
            self._mark(thing, number) == "Artifact"
            for number in range(raw.FPDFPageObj_CountMarks(thing))
        )

    @staticmethod
    def _mark(thing: Any, number: int) -> str:
        name = (ctypes.c_ushort * 64)()
        length = ctypes.c_ulong()
        mark = raw.FPDFPageObj_GetMark(thing, number)
        raw.FPDFPageObjMark_GetName(mark, name, ctypes.sizeof(name), length)
        return bytes(name)[: max(length.value - 2, 0)].decode("utf-16-le", "replace")
