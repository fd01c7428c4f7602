"""Rules for visible text: it is inside the page, not covered, not cut, and has enough contrast."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np

from report.findings.diagnostics import Severity
from report.preflight.content import sorted_box
from report.preflight.rules import BOTH, SCREEN, Check, Finding, Profile, Rule
from report.preflight.shown import Boxes, Piece, Shown, contrast, luminance
from report.preflight.subject import Subject

_MM = 25.4 / 72
#: How far text may extend beyond the page, in pt, and how much two glyph boxes may overlap, in em:
#: boxes touch where lines are set solid, and adjacent marks are compressed by half an em.
_NEAR, _SHARED = 1.0, 0.15
#: A glyph is cut when this part of it, in em, is missing. Spacing between Chinese and Western text
#: may add up to half an em of blank to a box.
_CUT, _BLANK = 0.25, 0.5
#: Text of this size in pt or more may have less contrast (WCAG 2.1, 1.4.3: large is 18 pt).
_LARGE = 18.0
_LEAST, _LEAST_LARGE = 4.5, 3.0
#: Text with a lower contrast ratio than this is invisible, on paper or on a screen.
_FAINTEST = 1.5
#: The same for rendered pixels: thin strokes do not fill a pixel.
_FAINT_AS_DRAWN = 1.2
#: The percentile of the background that counts, from the worst: lines under or through the text
#: and antialiased edges are left out.
_WORST = 15
Place = tuple[float, float, float, float]
#: The most characters of a text that are quoted.
_QUOTED = 24


def check_text(subject: Subject, profile: Profile) -> Iterator[Finding]:
    """Find text that cannot be read (P120 to P122), and text with low contrast on screen (P311).

    Findings of one kind on a page are reported once, with the number of others.
    """
    kinds: dict[tuple[str, str, int], list[Finding]] = {}
    for one in _all(subject, profile):
        kinds.setdefault((one.code, one.message.partition(":")[0], one.page), []).append(one)
    for first, *others in kinds.values():
        more = f", and {len(others)} more on the page" if others else ""
        yield replace(first, message=first.message + more)


def check_places(subject: Subject, places: Mapping[int, Sequence[Place]]) -> Iterator[Finding]:
    """Find text that is hidden or has the colour of its background (P122), only in given places.

    ``places`` are by page, from 1: left, top, right and bottom in mm on the trimmed page.
    """
    for number, areas in places.items():
        page = subject.drawn[number - 1]
        edges = _edges(subject.document.pages[number - 1], page.get_mediabox())
        shown = Shown(page, partial(_within, areas=areas, edges=edges))
        for piece in shown.pieces:
            visible = shown.changed(piece.boxes)
            for one in _hidden(shown, piece, visible, number, "print"):
                yield edges.placed(one)


def _within(piece: Piece, areas: Sequence[Place], edges: _Edges) -> bool:
    """Return whether the middle of a piece is in one of the areas."""
    middle = (piece.boxes.min(axis=0) + piece.boxes.max(axis=0)) / 2
    x, y = ((middle[:2] + middle[2:]) / 2 - edges.trim[:2]) * _MM
    return any(left <= x <= right and top <= y <= foot for left, top, right, foot in areas)


def _all(subject: Subject, profile: Profile) -> Iterator[Finding]:
    for number in subject.wanted:
        page = subject.drawn[number - 1]
        edges = _edges(subject.document.pages[number - 1], page.get_mediabox())
        shown = Shown(page)
        for one in _on_page(shown, edges, number, profile):
            yield edges.placed(one)


def _on_page(shown: Shown, edges: _Edges, number: int, profile: Profile) -> Iterator[Finding]:
    within = []
    for piece in shown.pieces:
        off = edges.leave(piece.boxes)
        visible = shown.changed(piece.boxes)
        # Text outside the bleed is for the printer, such as the slug.
        if (edges.beside(piece.boxes) & (visible > 0)).all():
            continue
        if off.any():
            yield _finding("P120", "text is outside the page", piece, off, number)
        else:
            within.append(piece)
            yield from _hidden(shown, piece, visible, number, profile)
    yield from _overlaps(within, number)


class _Edges:
    """The trimmed page, and the bleed around it."""

    def __init__(self, trim: tuple[float, ...], bleed: tuple[float, ...]) -> None:
        self.trim, self.bleed = trim, bleed

    def placed(self, one: Finding) -> Finding:
        """Return a finding with its place measured from the corner of the trimmed page."""
        left, top = (edge * _MM for edge in self.trim[:2])
        return replace(one, x=(one.x or 0.0) - left, y=(one.y or 0.0) - top)

    def leave(self, boxes: Boxes) -> Any:
        left, top, right, foot = self.trim
        return (
            (boxes[:, 0] < left - _NEAR)
            | (boxes[:, 1] < top - _NEAR)
            | (boxes[:, 2] > right + _NEAR)
            | (boxes[:, 3] > foot + _NEAR)
        )

    def beside(self, boxes: Boxes) -> Any:
        left, top, right, foot = self.bleed
        return (
            (boxes[:, 2] < left)
            | (boxes[:, 3] < top)
            | (boxes[:, 0] > right)
            | (boxes[:, 1] > foot)
        )


def _edges(page: Any, whole: tuple[float, float, float, float]) -> _Edges:
    """Return the boxes of a page from the top left of ``whole``, its MediaBox, in pt."""
    areas = []
    for name in ("/TrimBox", "/BleedBox"):
        left, foot, right, top = sorted_box(page.obj.get(name, whole))
        areas.append((left - whole[0], whole[3] - top, right - whole[0], whole[3] - foot))
    return _Edges(areas[0], areas[1])


def _hidden(
    shown: Shown, piece: Piece, visible: Any, number: int, profile: Profile
) -> Iterator[Finding]:
    """Find text that is hidden, cut, or has too little contrast."""
    if not visible.all():
        what = "text is hidden: it is covered, clipped, or has the colour of its background"
        yield _finding("P122", what, piece, visible == 0, number)
        return
    cut = _cut(shown, piece)
    if cut.any():
        yield _finding("P122", "text is clipped or partly covered", piece, cut, number)
    drawn = shown.strongest((*piece.boxes[:, :2].min(axis=0), *piece.boxes[:, 2:].max(axis=0)))
    if piece.colour is None or drawn < _FAINT_AS_DRAWN:
        ratios = np.full(len(piece.boxes), drawn)
    else:
        ratios = _ratios(shown, piece)
    lowest = float(ratios.min())
    if lowest < (_FAINTEST - 0.05 if piece.colour else _FAINT_AS_DRAWN):
        what = "text has almost the colour of its background"
        yield _finding("P122", what, piece, ratios <= lowest, number)
    elif profile == "screen" and piece.colour:
        least = _LEAST_LARGE if piece.size >= _LARGE - 0.05 else _LEAST
        if lowest < least - 0.05:
            what = (
                f"text of {piece.size:.0f} pt has a contrast of {lowest:.1f} : 1 "
                f"instead of {least:g} : 1 or more"
            )
            yield _finding("P311", what, piece, ratios <= lowest, number)


def _cut(shown: Shown, piece: Piece) -> Any:
    """Return which characters have a part of their outline missing at one side."""
    part = (_CUT if piece.is_outlined else _CUT + _BLANK) * piece.size
    cut = np.zeros(len(piece.boxes), dtype=bool)
    for near, far, way in ((0, 2, 1), (2, 0, -1), (1, 3, 1), (3, 1, -1)):
        strip = piece.boxes.copy()
        strip[:, far] = strip[:, near] + way * part
        wide = np.abs(piece.boxes[:, far] - piece.boxes[:, near]) > 1.5 * part
        cut |= wide & (shown.changed(strip) == 0)
    return cut


def _ratios(shown: Shown, piece: Piece) -> Any:
    """Return the contrast ratio of each character with the worst part of its background."""
    ink = float(luminance(piece.colour))
    left, top = piece.boxes[:, :2].min(axis=0)
    right, foot = piece.boxes[:, 2:].max(axis=0)
    light = shown.light((left, top, right, foot))
    if np.ptp(light) < 1e-6:
        return np.full(len(piece.boxes), contrast(ink, light[0]))
    grounds = [shown.light(box) for box in piece.boxes]
    return np.array([np.percentile(contrast(ink, one), _WORST) for one in grounds])


def _overlaps(pieces: list[Piece], number: int) -> Iterator[Finding]:
    """Find text that is printed over other text."""
    if not pieces:
        return
    boxes = np.concatenate([piece.boxes for piece in pieces])
    owner = np.repeat(np.arange(len(pieces)), [len(piece.boxes) for piece in pieces])
    size = np.array([piece.size for piece in pieces])[owner]
    order = np.argsort(boxes[:, 1], kind="stable")
    boxes, owner, size = boxes[order], owner[order], size[order]
    tops, reported = boxes[:, 1], set[tuple[int, int]]()
    for at in range(len(boxes)):
        end = int(np.searchsorted(tops, boxes[at, 3]))
        if end <= at + 1:
            continue
        others = boxes[at + 1 : end]
        near = _SHARED * np.minimum(size[at], size[at + 1 : end])
        across = np.minimum(boxes[at, 2], others[:, 2]) - np.maximum(boxes[at, 0], others[:, 0])
        down = np.minimum(boxes[at, 3], others[:, 3]) - np.maximum(boxes[at, 1], others[:, 1])
        hits = (across > near) & (down > near) & (owner[at + 1 : end] != owner[at])
        for hit in np.flatnonzero(hits):
            other = at + 1 + int(hit)
            first, second = sorted((int(owner[at]), int(owner[other])))
            if (first, second) in reported or _same(pieces[first], pieces[second]):
                continue
            reported.add((first, second))
            x, y = boxes[other, :2] * _MM
            what = f"text is printed over other text: {_quoted(pieces[second])} over "
            yield Finding("P121", what + _quoted(pieces[first]), number, float(x), float(y))


def _same(one: Piece, other: Piece) -> bool:
    """Return whether a text is drawn twice in one place: some programs make bold text so."""
    if one.text != other.text or len(one.boxes) != len(other.boxes):
        return False
    return bool(np.abs(one.boxes - other.boxes).max() < _SHARED * one.size)


def _finding(code: str, what: str, piece: Piece, which: Any, number: int) -> Finding:
    x, y = piece.boxes[int(np.argmax(which)), :2] * _MM
    return Finding(code, f"{what}: {_quoted(piece)}", number, float(x), float(y))


def _quoted(piece: Piece) -> str:
    return f"“{piece.text[:_QUOTED]}{'…' if len(piece.text) > _QUOTED else ''}”"


#: The rules of this module.
RULES = (
    Rule(
        "P120",
        Severity.ERROR,
        "all text is inside the trimmed page",
        "house rule",
        BOTH,
        cure="shorten the text, or give its block more room",
        chinese="文字全部在裁切範圍內",
    ),
    Rule(
        "P121",
        Severity.ERROR,
        "no text is printed over other text",
        "house rule",
        BOTH,
        cure="shorten one of the two, or give them more room",
        chinese="文字沒有互相重疊",
    ),
    Rule(
        "P122",
        Severity.ERROR,
        "all text is visible, complete, and differs from its background",
        "house rule",
        BOTH,
        cure="give it another colour or more room, or remove what covers it",
        chinese="文字完整可見，並與底色分明",
    ),
    Rule(
        "P311",
        Severity.ERROR,
        "text has a contrast of at least 4.5 : 1, large text 3 : 1",
        "WCAG 2.1, 1.4.3",
        SCREEN,
        cure="use a darker or lighter colour, or a plain background",
        chinese="文字對比不低於4.5 : 1，大字3 : 1",
    ),
)
CHECKS = (
    Check(
        "the text of a page",
        lambda subject, options: check_text(subject, options.profile),
        drawn=True,
        by_page=True,
    ),
)
