"""Marks under words, which the engine does not support: 着重號, 專名號, 書名號 (CLREQ 3.3).

They are drawn below the text, in its colour, as paths, so that copied text has no extra characters.
"""

from __future__ import annotations

from itertools import accumulate
from typing import Any

from weasyprint.draw.color import get_color

from report.model.characters import Kind, kind
from report.typesetting.extension.layout import ComposedLayout
from report.typesetting.extension.shaping import advances

#: Below the baseline, in em: the middle of a dot, and the line under a name or title.
_DOT_AT = 0.36
_LINE_AT = 0.2
_DOT_RADIUS = 0.075
_LINE_WIDTH = 0.055
#: The line under a name is shorter by this at each end, in em: it separates adjacent names.
_INSET = 0.06
_WAVE = 0.36
_WAVE_HEIGHT = 0.09
#: A circle by four Bézier curves.
_ROUND = 0.5523


def draw(stream: Any, textbox: Any) -> None:
    """Draw the marks of the property ``--text-mark`` under the text of a box."""
    tokens = textbox.style["__text_mark"]
    name = "".join(token.serialize() for token in tokens or ()).strip()
    if name not in _MARKS or textbox.style["visibility"] != "visible" or not textbox.text.strip():
        return
    em = textbox.style["font_size"]
    x, y = textbox.position_x, textbox.position_y + textbox.baseline
    with stream.stacked():
        colour = get_color(textbox.style, "color")
        stream.set_color(colour)
        stream.set_color(colour, stroke=True)
        stream.set_line_width(_LINE_WIDTH * em)
        _MARKS[name](stream, textbox, x, y, em)


def _dots(stream: Any, textbox: Any, x: float, y: float, em: float) -> None:
    """Draw a dot under each character, except punctuation."""
    text = textbox.text
    widths = advances(textbox.style, text)
    layout = textbox.pango_layout
    composed = isinstance(layout, ComposedLayout)
    left = layout.piece.left if composed else [0] * len(text)
    right = layout.piece.right if composed else [0] * len(text)
    whole = [w + (a + b) * em / 1000 for w, a, b in zip(widths, left, right, strict=True)]
    starts = [0.0, *accumulate(whole)]
    for at, character in enumerate(text):
        if kind(character) in (Kind.HAN, Kind.WESTERN):
            middle = x + starts[at] + left[at] * em / 1000 + widths[at] / 2
            _circle(stream, middle, y + _DOT_AT * em, _DOT_RADIUS * em)
    stream.fill()


def _circle(stream: Any, x: float, y: float, r: float) -> None:
    k = _ROUND * r
    stream.move_to(x + r, y)
    stream.curve_to(x + r, y + k, x + k, y + r, x, y + r)
    stream.curve_to(x - k, y + r, x - r, y + k, x - r, y)
    stream.curve_to(x - r, y - k, x - k, y - r, x, y - r)
    stream.curve_to(x + k, y - r, x + r, y - k, x + r, y)


def _straight(stream: Any, textbox: Any, x: float, y: float, em: float) -> None:
    stream.move_to(x + _INSET * em, y + _LINE_AT * em)
    stream.line_to(x + textbox.width - _INSET * em, y + _LINE_AT * em)
    stream.stroke()


def _wavy(stream: Any, textbox: Any, x: float, y: float, em: float) -> None:
    begin, end = x + _INSET * em, x + textbox.width - _INSET * em
    count = max(1, round((end - begin) / (_WAVE * em)))
    step, height = (end - begin) / count, _WAVE_HEIGHT * em
    y += _LINE_AT * em + height / 2
    stream.move_to(begin, y)
    for at in range(count):
        start = begin + at * step
        stream.curve_to(
            *(start + step * 0.36, y - height * 2),
            *(start + step * 0.64, y + height * 2),
            *(start + step, y),
        )
    stream.stroke()


_MARKS = {"dots": _dots, "name": _straight, "title": _wavy}
