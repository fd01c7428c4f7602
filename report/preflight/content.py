"""What a page paints: every painting operation with its colour, line width and size.

In: a page. Out: :class:`Paint` objects in the order of painting, including those of the forms on
the page. Lengths are in pt, places from the top left of the MediaBox.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from math import hypot
from typing import Any

import pikepdf

from report.preflight.matrices import (
    IDENTITY,
    Frame,
    Matrix,
    common,
    frame_of,
    matrix_of,
    scale_of,
    times,
)

_MAX_DEPTH = 12
#: The most forms of one page that are read.
_MAX_FORMS = 2_000
_FILLS = frozenset(("f", "F", "f*", "B", "B*", "b", "b*"))
_STROKES = frozenset(("S", "s", "B", "B*", "b", "b*"))
_SHOWS = frozenset(("Tj", "TJ", "'", '"'))
_ENDS = _FILLS | _STROKES
_PATHS = frozenset(("m", "l", "c", "v", "y", "re"))
#: Text rendering modes that draw nothing (ISO 32000-1, 9.3.6).
_INVISIBLE = (3, 7)
_INLINE = {"G": "DeviceGray", "RGB": "DeviceRGB", "CMYK": "DeviceCMYK"}
_DEVICE = {"k": ("DeviceCMYK", 4), "rg": ("DeviceRGB", 3), "g": ("DeviceGray", 1)}
#: All operators of content streams (ISO 32000-1, annex A), and pikepdf's name for an inline image.
_KNOWN = frozenset(
    (
        *(*"bBcdfFGghijJkKlmMnqQsSvwWy'", '"', "b*", "B*", "f*", "T*", "W*", "d0", "d1"),
        *("BDC", "BI", "BMC", "BT", "BX", "DP", "EI", "EMC", "ET", "EX", "ID", "INLINE IMAGE"),
        *("cm", "CS", "cs", "Do", "gs", "MP", "re", "RG", "rg", "ri", "SC", "sc", "SCN", "scn"),
        *("sh", "Tc", "Td", "TD", "Tf", "Tj", "TJ", "TL", "Tm", "Tr", "Ts", "Tw", "Tz"),
    )
)


@dataclass(frozen=True, slots=True)
class Ink:
    """A colour: the family of its colour space, and its components as in the file."""

    space: str = "DeviceGray"
    values: tuple[float, ...] = (0.0,)

    @property
    def cmyk(self) -> tuple[float, ...] | None:
        """The four inks from 0 to 1; None for colours that are not CMYK or gray."""
        if self.space == "DeviceCMYK" and len(self.values) == 4:
            return self.values
        if self.space == "DeviceGray" and len(self.values) == 1:
            return (0.0, 0.0, 0.0, 1 - self.values[0])
        return None


@dataclass(frozen=True, slots=True)
class Paint:
    """One thing painted: ``fill``, ``stroke``, ``text``, ``image`` or ``shading``."""

    kind: str
    x: float
    y: float
    ink: Ink
    #: Line width, type size, shorter side of an area of black ink, all in pt, or the effective
    #: resolution of an image in ppi; 0 for others.
    size: float = 0.0
    overprint: bool = False
    marked: bool = True
    thing: Any = None


@dataclass(slots=True)
class _State:
    ctm: Matrix = IDENTITY
    fill: Ink = field(default_factory=Ink)
    stroke: Ink = field(default_factory=Ink)
    width: float = 1.0
    size: float = 0.0
    rendering: int = 0
    overprint: bool = False
    #: The frame of the clipping path; None: no clipping.
    clip: Frame | None = None


@dataclass(slots=True)
class _Pen:
    """The text matrices and the current path."""

    text: Matrix = IDENTITY
    line: Matrix = IDENTITY
    at: tuple[float, float] = (0.0, 0.0)
    #: The current path: its operators with their operands.
    path: list[tuple[str, Any]] = field(default_factory=list)
    #: Whether the current path becomes the clipping path (ISO 32000-1, 8.5.4).
    clips: bool = False

    def end(self, name: str, state: _State) -> None:
        """Clear the current path when the operator ends it."""
        if name in ("W", "W*"):
            self.clips = True
        if name in _ENDS or name == "n":
            if self.clips:
                frame = frame_of(self.path, state.ctm)
                state.clip = common(frame, state.clip) or state.clip
            self.clips = False
            self.path.clear()

    def move(self, name: str, values: Any) -> bool:
        """Apply an operator that positions text or builds a path; False for other operators."""
        if name == "BT":
            self.text = self.line = IDENTITY
        elif name == "Tm":
            self.text = self.line = matrix_of(values)
        elif name in ("Td", "TD"):
            step = (1.0, 0.0, 0.0, 1.0, float(values[0]), float(values[1]))
            self.text = self.line = times(step, self.line)
        elif name in _PATHS:
            if name in ("m", "re"):
                self.at = (float(values[0]), float(values[1]))
            self.path.append((name, values))
        else:
            return False
        return True


@dataclass(slots=True)
class _Grammar:
    """Checks that operators are known and correctly nested (ISO 32000-1, 8.4.2 and 9.4.1)."""

    faults: set[str]
    _in_text: bool = False
    _saved: int = 0

    def see(self, name: str) -> None:
        """Check the next operator."""
        if name not in _KNOWN:
            self.faults.add(f"the content has an unknown operator: “{name[:12]}”")
        elif name in ("BT", "ET"):
            if self._in_text == (name == "BT"):
                self.faults.add("the operators BT and ET are not in pairs")
            self._in_text = name == "BT"
        elif name in ("q", "Q"):
            self._saved += 1 if name == "q" else -1
            if self._saved < 0:
                self.faults.add("the content has more operators Q than q")

    def end(self) -> None:
        """Check that nothing is left open at the end of the content."""
        if self._in_text or self._saved > 0:
            self.faults.add("the content ends too early")


class Reader:
    """Reads the content of one page."""

    def __init__(self, page: pikepdf.Page) -> None:
        """Prepare to read a page."""
        self.page = page
        #: Syntax errors of the content, as messages.
        self.faults: set[str] = set()
        self._forms = 0
        self._entered: list[tuple[int, int]] = []
        left, _, _, top = sorted_box(page.mediabox)
        self.origin = (left, top)

    def paints(self) -> Iterator[Paint]:
        """Return everything that is painted, and collect ``faults``."""
        resources = self.page.obj.get("/Resources", pikepdf.Dictionary())
        if "/Contents" in self.page:
            yield from self._run(self.page, resources, _State(), 0, [])

    def _run(
        self, stream: Any, resources: Any, state: _State, depth: int, marks: list[bool]
    ) -> Iterator[Paint]:
        stack: list[_State] = []
        pen = _Pen()
        grammar = _Grammar(self.faults)
        for step in pikepdf.parse_content_stream(stream):
            values, operator = step.operands, step.operator
            name = str(operator)
            grammar.see(name)
            if name == "q":
                stack.append(replace(state))
            elif name == "Q":
                state = stack.pop() if stack else state
            elif name in ("BMC", "BDC"):
                marks.append(_is_marked(name, values, resources))
            elif name == "EMC":
                del marks[-1:]
            elif name == "Do":
                thing = _resource(resources, "/XObject", values[0])
                if thing is not None:
                    yield from self._external(thing, resources, state, depth, marks)
            elif not (_change(state, name, values, resources) or pen.move(name, values)):
                if name == "INLINE IMAGE":
                    yield self._inline(values[0], state, marks)
                yield from self._painted(name, state, pen, marks)
                pen.end(name, state)
        grammar.end()

    def _external(
        self, thing: Any, resources: Any, state: _State, depth: int, marks: list[bool]
    ) -> Iterator[Paint]:
        if str(thing.get("/Subtype")) == "/Image":
            yield self._image(state, thing, marks)
        elif thing.objgen in self._entered or depth >= _MAX_DEPTH:
            self.faults.add("a form contains itself, or forms are nested too deep")
        elif self._forms >= _MAX_FORMS:
            self.faults.add(f"there are more than {_MAX_FORMS} forms; the rest is not checked")
        else:
            self._forms += 1
            inner = replace(state)
            if "/Matrix" in thing:
                inner.ctm = times(matrix_of(thing.Matrix), inner.ctm)
            own = thing.get("/Resources", resources)
            self._entered.append(thing.objgen)
            yield from self._run(thing, own, inner, depth + 1, list(marks))
            self._entered.pop()

    def _painted(self, name: str, state: _State, pen: _Pen, marks: list[bool]) -> Iterator[Paint]:
        if name in _SHOWS and state.rendering not in _INVISIBLE:
            yield self._text(state, pen.text, marks)
        elif name in _ENDS:
            yield from self._path(state, name, pen, marks)
        elif name == "sh":
            yield self._at("shading", state, (0.0, 0.0), marks, state.fill)

    def _inline(self, image: Any, state: _State, marks: list[bool]) -> Paint:
        """Return an inline image (ISO 32000-1, 8.9.7)."""
        space = "none" if image.image_mask else str(image.colorspace or "none").removeprefix("/")
        return self._at("image", state, (0.0, 1.0), marks, Ink(_INLINE.get(space, space), ()))

    def _at(
        self,
        kind: str,
        state: _State,
        place: tuple[float, float],
        marks: list[bool],
        ink: Ink,
        size: float = 0.0,
        thing: Any = None,
    ) -> Paint:
        a, b, c, d, e, f = state.ctm
        x, y = place[0] * a + place[1] * c + e, place[0] * b + place[1] * d + f
        return Paint(
            kind,
            x - self.origin[0],
            self.origin[1] - y,
            ink,
            size,
            state.overprint,
            any(marks),
            thing,
        )

    def _path(self, state: _State, name: str, pen: _Pen, marks: list[bool]) -> Iterator[Paint]:
        if name in _FILLS:
            dark = state.fill.cmyk == (0, 0, 0, 1)
            frame = common(frame_of(pen.path, state.ctm), state.clip) if dark else None
            side = min(frame[2] - frame[0], frame[3] - frame[1]) if frame else 0.0
            yield self._at("fill", state, pen.at, marks, state.fill, side)
        if name in _STROKES:
            width = state.width * scale_of(state.ctm)
            yield self._at("stroke", state, pen.at, marks, state.stroke, width)

    def _text(self, state: _State, text: Matrix, marks: list[bool]) -> Paint:
        whole = times(text, state.ctm)
        size = abs(state.size) * hypot(whole[2], whole[3])
        return self._at("text", state, (text[4], text[5]), marks, state.fill, size)

    def _image(self, state: _State, image: Any, marks: list[bool]) -> Paint:
        a, b, c, d, _, _ = state.ctm
        wide, high = hypot(a, b), hypot(c, d)
        ppi = 0.0
        if wide and high:
            ppi = min(int(image.Width) / wide, int(image.Height) / high) * 72
        mask = bool(image.get("/ImageMask", False))
        ink = state.fill if mask else Ink(_family(image.get("/ColorSpace"), None), ())
        return self._at("image", state, (0.0, 1.0), marks, ink, ppi, image)


def _change(state: _State, name: str, values: Any, resources: Any) -> bool:
    """Apply an operator that changes the graphics state; False for other operators."""
    if name == "cm":
        state.ctm = times(matrix_of(values), state.ctm)
    elif name == "w":
        state.width = float(values[0])
    elif name == "gs":
        _apply(state, _resource(resources, "/ExtGState", values[0]))
    elif name.lower() in _DEVICE:
        space, count = _DEVICE[name.lower()]
        inks = _numbers(values)
        if len(inks) != count or len(values) != count:
            raise ValueError(f"the operator {name} has {len(values)} operands")
        _colour(state, name, Ink(space, inks))
    elif name in ("cs", "CS"):
        _colour(state, name, Ink(_family(values[0], resources), ()))
    elif name in ("sc", "SC", "scn", "SCN"):
        known = state.fill if name[0] == "s" else state.stroke
        _colour(state, name, Ink(known.space, _numbers(values)))
    elif name == "Tf":
        state.size = float(values[1])
    elif name == "Tr":
        state.rendering = int(values[0])
    else:
        return False
    return True


def sorted_box(rect: Any) -> tuple[float, float, float, float]:
    """Return a rectangle as left, bottom, right, top, whatever the order of its corners."""
    a, b, c, d = (float(edge) for edge in rect)
    return min(a, c), min(b, d), max(a, c), max(b, d)


def _numbers(values: Any) -> tuple[float, ...]:
    return tuple(float(value) for value in values if not isinstance(value, pikepdf.Name))


def _colour(state: _State, operator: str, ink: Ink) -> None:
    if operator[0].islower():
        state.fill = ink
    else:
        state.stroke = ink


def _resource(resources: Any, kind: str, name: Any) -> Any:
    return resources.get(kind, pikepdf.Dictionary()).get(str(name))


def _apply(state: _State, given: Any) -> None:
    if given is None:
        return
    if "/LW" in given:
        state.width = float(given.LW)
    if "/op" in given or "/OP" in given:
        state.overprint = bool(given.get("/op", given.get("/OP")))


def _is_marked(operator: str, values: Any, resources: Any) -> bool:
    """Return whether marked content is in the structure tree or an artifact."""
    if str(values[0]) == "/Artifact":
        return True
    if operator != "BDC":
        return False
    entries = values[1]
    if isinstance(entries, pikepdf.Name):
        entries = _resource(resources, "/Properties", entries)
    return isinstance(entries, pikepdf.Dictionary) and "/MCID" in entries


def _family(space: Any, resources: Any) -> str:
    """Return the family of a colour space; for indexed colours and patterns, that of their base."""
    if space is None:
        return "none"
    if isinstance(space, pikepdf.Name):
        name = str(space).removeprefix("/")
        named = _resource(resources, "/ColorSpace", space) if resources is not None else None
        return _family(named, None) if named is not None and named != space else name
    name = str(space[0]).removeprefix("/")
    if name == "ICCBased":
        count = int(space[1].get("/N", 0))
        return {1: "ICCGray", 3: "ICCRGB", 4: "ICCCMYK"}.get(count, "ICCBased")
    if name in ("Indexed", "Pattern") and len(space) > 1:
        return _family(space[1], None)
    return name
