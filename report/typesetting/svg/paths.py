"""Draws paths of SVG fast.

The engine parses each number of a path separately, with a possible unit, which can take longer than
the layout of a page. Most paths have no units, so all numbers can be parsed at once. Paths with
arcs, quadratic curves or markers are left to the engine.
"""

from __future__ import annotations

import re
from typing import Any

#: The supported commands of SVG 2, 9.3, with the number of their parameters.
_TAKES = {"m": 2, "l": 2, "h": 1, "v": 1, "c": 6, "s": 4, "z": 0}
_COMMAND = re.compile(r"([MmLlHhVvCcSsZz])([^MmLlHhVvCcSsZz]*)")
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_BETWEEN = str.maketrans("", "", " ,\n\r\t\f")
_MARKERS = ("marker", "marker-start", "marker-mid", "marker-end")

Commands = list[tuple[str, list[float]]]


def draw_path(svg: Any, node: Any) -> bool:
    """Draw the path of a node on the picture's stream; False when the engine must draw it."""
    if any(name in node.attrib for name in _MARKERS):
        return False
    commands = plain_commands(node.attrib.get("d", ""))
    if commands is None:
        return False
    svg.stream.move_to(0, 0)  # as the engine does, for paths without a start
    _Pen(svg.stream).draw(commands)
    return True


def plain_commands(text: str) -> Commands | None:
    """Return each command of a path with its numbers; None when it is invalid or unsupported."""
    commands: Commands = []
    length = 0
    for letter, rest in _COMMAND.findall(text):
        numbers = _NUMBER.findall(rest)
        takes = _TAKES[letter.lower()]
        if (len(numbers) % takes or not numbers) if takes else numbers:
            return None
        length += 1 + sum(map(len, numbers))
        commands.append((letter, [*map(float, numbers)]))
    is_whole = length == len(text.translate(_BETWEEN))
    return commands if commands and commands[0][0] in "Mm" and is_whole else None


class _Pen:
    """Draws on a stream, and keeps the current point."""

    def __init__(self, stream: Any) -> None:
        self.stream = stream
        self.x = self.y = 0.0
        self.start = self.handle = (0.0, 0.0)
        #: Whether the subpath has a segment: the engine does not close empty subpaths.
        self.is_begun = False

    def draw(self, commands: Commands) -> None:
        """Draw all commands of a path."""
        for letter, numbers in commands:
            kind = letter.lower()
            if kind == "z":
                self._close()
            elif kind == "m":
                self._move(numbers, is_relative=letter == kind)
            else:
                self._begin()
                _DRAWS[kind](self, numbers, letter == kind)

    def _begin(self) -> None:
        if not self.is_begun:
            self.start = self.handle = (self.x, self.y)
            self.is_begun = True

    def _close(self) -> None:
        if self.is_begun:
            self.stream.close()
            self.x, self.y = self.start
            self.is_begun = False

    def _move(self, numbers: list[float], *, is_relative: bool) -> None:
        left, top = (self.x, self.y) if is_relative else (0.0, 0.0)
        self.x, self.y = left + numbers[0], top + numbers[1]
        self.is_begun = False
        self.stream.move_to(self.x, self.y)
        if numbers[2:]:  # more coordinates are lines
            self._begin()
            self._lines(numbers[2:], is_relative)

    def _lines(self, numbers: list[float], is_relative: bool) -> None:
        x, y, line_to = self.x, self.y, self.stream.line_to
        for a, b in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = (x + a, y + b) if is_relative else (a, b)
            line_to(x, y)
        self.handle = self.x, self.y = x, y

    def _level(self, numbers: list[float], is_relative: bool) -> None:
        for one in numbers:
            self.x = self.x + one if is_relative else one
            self.stream.line_to(self.x, self.y)
        self.handle = self.x, self.y

    def _upright(self, numbers: list[float], is_relative: bool) -> None:
        for one in numbers:
            self.y = self.y + one if is_relative else one
            self.stream.line_to(self.x, self.y)
        self.handle = self.x, self.y

    def _curves(self, numbers: list[float], is_relative: bool) -> None:
        x, y, curve_to = self.x, self.y, self.stream.curve_to
        left = top = 0.0
        for at in range(0, len(numbers), 6):
            a, b, c, d, e, f = numbers[at : at + 6]
            if is_relative:
                left, top = x, y
            self.handle = left + c, top + d
            x, y = left + e, top + f
            curve_to(left + a, top + b, *self.handle, x, y)
        self.x, self.y = x, y

    def _smooth(self, numbers: list[float], is_relative: bool) -> None:
        left = top = 0.0
        for at in range(0, len(numbers), 4):
            a, b, c, d = numbers[at : at + 4]
            if is_relative:
                left, top = self.x, self.y
            first = 2 * self.x - self.handle[0], 2 * self.y - self.handle[1]
            self.handle = left + a, top + b
            self.x, self.y = left + c, top + d
            self.stream.curve_to(*first, *self.handle, self.x, self.y)


_DRAWS = {
    "l": _Pen._lines,
    "h": _Pen._level,
    "v": _Pen._upright,
    "c": _Pen._curves,
    "s": _Pen._smooth,
}
