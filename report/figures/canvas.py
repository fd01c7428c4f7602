"""The canvas of drawings: a Matplotlib figure with its origin at the top left, in points.

Shapes have colours of the theme by name: a tone of the request's accent (``base``, ``deep``,
``mid``, ``tint``) or a token (``ink``, ``slate``, ``mist``, ``fog``, ``paper``). Text has sizes of
the theme's scale by name. Figures have the accent's base (``paper`` on a dark area), labels have
``ink``, since small type in a screened gray would print as dots. Shapes and text outside the
canvas, and overlapping texts, are findings (D606).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from report.figures import amounts, engine, wrap
from report.figures.findings import finding
from report.figures.fonts import Face, font
from report.figures.shapes import bounds, rectangle
from report.figures.wrap import NoFitError
from report.findings.errors import FindingsError
from report.model.facts import Fact
from report.model.theme import TONES, Theme

if TYPE_CHECKING:
    from matplotlib.path import Path

Anchor = Literal["start", "middle", "end"]
Box = tuple[float, float, float, float]
#: A fact, or the pieces of a computed figure.
Figure = Fact | tuple[amounts.Run, ...]

REGULAR, MEDIUM, BOLD = 400, 500, 700

#: For each size of a number, the size of the words around it.
BESIDE = {
    "display": "title",
    "title": "lead",
    "headline": "body",
    "heading": "caption",
    "lead": "caption",
    "body": "note",
    "caption": "note",
    "note": "note",
}
#: The leading of labels, in type sizes.
LEADING = 1.36
#: The height of a line of a label above its baseline, and its depth below, in type sizes.
RISE, FALL = 0.86, 0.23
#: The middle of ideographs over their baseline, in sizes.
MIDDLE = RISE - (RISE - FALL / 2) / 2
#: The space above text at the top of a drawing under a heading, in points.
HEAD_ROOM = 5.0
#: The space between the last row of marks and the note below it, in points.
NOTE_GAP = 7.0
#: The height of figures above the baseline, in type sizes.
FIGURE_HEIGHT = 0.76
#: The line around what is not counted, in points.
OUTLINE = 0.75
#: From the middle of a line of the page's grid to its baseline, in sizes of the body text.
BASELINE = 0.434
#: Smaller type is in ink: of the several inks of an accent, it would print blurred.
_SMALL = 12.0
_SLACK = 0.05


class Canvas:
    """The area of one drawing: ``width`` × ``height`` points."""

    def __init__(self, name: str, width: float, height: float, accent: str, theme: Theme) -> None:
        self.name = name
        self.width = width
        self.height = height
        self.theme = theme
        self.figure = engine.new_figure(width, height)
        self.boxes: list[tuple[Box, str]] = []
        if accent not in theme.accents:
            raise finding(
                "D504",
                f"the drawing “{name}” has the accent “{accent}”, which is not a token",
                f"accents in styles/tokens.yaml: {', '.join(theme.accents)}",
            )
        self._accent = theme.accents[accent]

    # Colours and sizes by name

    def colour(self, name: str) -> str:
        """Return a tone of the accent or a token as ``#rrggbb``; raises FindingsError D504."""
        tone = getattr(self._accent, name) if name in TONES else name
        if tone not in self.theme.colours:
            raise finding(
                "D504",
                f"the theme has no colour “{name}”, which the drawing “{self.name}” uses",
                f"a drawing takes a tone of its accent ({', '.join(TONES)}) or a colour of "
                f"styles/tokens.yaml: {', '.join(self.theme.colours)}",
            )
        return self.theme.srgb(tone)

    def size(self, name: str) -> float:
        """Return a size of the scale in points; raises FindingsError (D504) when it is missing."""
        if name not in self.theme.type.scale:
            raise finding(
                "D504",
                f"the theme's type scale has no size “{name}”, which drawings use",
                "add it to type.scale in styles/tokens.yaml",
            )
        return self.theme.type.scale[name]

    @property
    def gutter(self) -> float:
        """The space between the page's columns in points, for drawings that align with them."""
        return self.theme.page.gutter_em * self.theme.type.body

    def grid_line(self, index: int) -> float:
        """Return the baseline of a line of the page's text in points, the first line being 0.

        A drawing begins on a line of the page's grid, so its words can share the text's baselines.
        """
        type_ = self.theme.type
        return (index + 0.5) * type_.leading + BASELINE * type_.body

    def column_line(self, least: float) -> float:
        """Return the first left edge of the page's twelve columns at ``least`` points or after."""
        step = (self.theme.measure_pt + self.gutter) / 12
        return math.ceil(least / step - 0.01) * step

    def rule(self, name: str) -> float:
        """Return the width of a rule in points: ``hair``, ``fine`` or ``strong``."""
        return float(getattr(self.theme.rules, name))

    def face(self, weight: int) -> Face:
        """Return the theme's sans in a weight (100 to 900)."""
        first, *others = self.theme.type.in_drawings
        return font(weight, first, tuple(others))

    def misfit(self, reason: str) -> FindingsError:
        """Return the error for a drawing that does not fit its size, to be raised."""
        return finding(
            "D606",
            f"the drawing “{self.name}” does not fit in "
            f"{self.width:g} × {self.height:g} pt: {reason}",
            "give it more lines or a wider measure, or shorten its facts’ labels",
        )

    # Shapes

    def shape(
        self,
        path: Path,
        fill: str = "",
        stroke: str = "",
        line: float = 0.0,
        *,
        name: str = "",
        cap: Literal["butt", "round"] = "butt",
        join: Literal["miter", "round"] = "miter",
    ) -> None:
        """Draw a path: filled, or with a line of ``line`` points, or both.

        ``name`` becomes the element's id, with the drawing's id as a prefix. Raises FindingsError
        (D606) when it would extend beyond the canvas.
        """
        from matplotlib.patches import PathPatch
        from matplotlib.transforms import Affine2D

        half = line / 2 if stroke else 0.0
        self._check_shape(path, half, name or "a shape")
        patch = PathPatch(
            path,
            transform=Affine2D().scale(1, -1).translate(0, self.height),
            facecolor=self.colour(fill) if fill else "none",
            edgecolor=self.colour(stroke) if stroke else "none",
            linewidth=line if stroke else 0,
            capstyle="round" if cap == "round" else "butt",
            joinstyle="round" if join == "round" else "miter",
            clip_on=False,
        )
        patch.set_gid(name or None)
        self.figure.add_artist(patch)

    def whole(self, x: float, y: float, width: float, height: float, name: str) -> None:
        """Draw the outline of a rectangle (pt) for what is not counted, within its edges.

        All drawings have the same one, solid ink of :data:`OUTLINE` points.
        """
        inner = rectangle(x + OUTLINE / 2, y + OUTLINE / 2, width - OUTLINE, height - OUTLINE)
        self.shape(inner, stroke="ink", line=OUTLINE, name=name)

    # Text

    def text(
        self,
        x: float,
        baseline: float,
        text: str,
        size: str = "caption",
        weight: int = REGULAR,
        colour: str = "ink",
        anchor: Anchor = "start",
    ) -> float:
        """Set one line of text; returns its width in points.

        ``x`` is its start, middle or end, depending on ``anchor``; ``size`` is the name of a size.
        Raises FindingsError (D606) when it would extend beyond the canvas, MissingCharacterError
        when the font does not have a character.
        """
        from matplotlib.transforms import IdentityTransform

        points, face = self.size(size), self.face(weight)
        if colour in TONES and points < _SMALL:
            colour = "ink"
        width = face.advance(text, points)
        start = x - {"start": 0.0, "middle": width / 2, "end": width}[anchor]
        left, top, right, bottom = face.ink(text, points)
        box = (start + left, baseline + top, start + right, baseline + bottom)
        self._check(box, f"“{text}”")
        self.boxes.append((box, text))
        self.figure.text(
            start,
            self.height - baseline,
            text,
            color=self.colour(colour),
            fontproperties=face.properties(points),
            transform=IdentityTransform(),
            parse_math=False,
            ha="left",
            va="baseline",
        )
        return width

    def text_width(self, text: str, size: str = "caption", weight: int = REGULAR) -> float:
        """Return the width of a line of text in points."""
        return self.face(weight).advance(text, self.size(size))

    def lines(
        self, text: str, width: float, size: str = "caption", weight: int = REGULAR
    ) -> list[str]:
        """Break a label into even lines of at most ``width`` points.

        Raises FindingsError (D606) when an unbreakable part is wider.
        """
        broken = self.lines_if_fit(text, width, size, weight)
        if not broken:
            raise self.misfit(f"“{text}” cannot be broken into lines of {width:.1f} pt")
        return broken

    def lines_if_fit(
        self, text: str, width: float, size: str = "caption", weight: int = REGULAR
    ) -> list[str]:
        """Break a label as :meth:`lines` does; returns no lines when it is impossible."""
        face, points = self.face(weight), self.size(size)
        try:
            return wrap.lines(text, width, lambda part: face.advance(part, points))
        except NoFitError:
            return []

    def leading(self, size: str) -> float:
        """Return the leading of a label in points."""
        return self.size(size) * LEADING

    def block(
        self,
        x: float,
        top: float,
        lines: Sequence[str],
        size: str = "caption",
        weight: int = REGULAR,
        colour: str = "ink",
        anchor: Anchor = "start",
    ) -> float:
        """Set the lines of a label; returns their height in points.

        ``top`` is the top of the first line's characters; the height ends at the foot of the last
        line's.
        """
        points = self.size(size)
        for number, line in enumerate(lines):
            baseline = top + RISE * points + number * self.leading(size)
            self.text(x, baseline, line, size, weight, colour, anchor)
        return self.block_height(len(lines), size)

    def block_height(self, count: int, size: str = "caption") -> float:
        """Return the height of ``count`` lines of a label in points."""
        if not count:
            return 0.0
        return (RISE + FALL) * self.size(size) + (count - 1) * self.leading(size)

    def value(
        self,
        x: float,
        baseline: float,
        figure: Figure,
        size: str = "title",
        colour: str = "base",
        anchor: Anchor = "start",
    ) -> float:
        """Set a figure; returns its width in points.

        The number is bold in ``size``, the words around it have the size in :data:`BESIDE`.
        """
        pieces = self._value_pieces(figure, size)
        total = sum(width for *_, width in pieces)
        pen = x - {"start": 0.0, "middle": total / 2, "end": total}[anchor]
        for text, piece_size, weight, lead, width in pieces:
            self.text(pen + lead, baseline, text, piece_size, weight, colour)
            pen += width
        return total

    def value_width(self, figure: Figure, size: str = "title") -> float:
        """Return the width of a figure as :meth:`value` sets it, in points."""
        return sum(width for *_, width in self._value_pieces(figure, size))

    def value_size(self, fact: Fact, width: float, sizes: Sequence[str]) -> str:
        """Return the first of ``sizes`` in which a figure fits ``width`` points.

        Raises FindingsError (D606) when none fits.
        """
        for size in sizes:
            if self.value_width(fact, size) <= width:
                return size
        raise self.misfit(f"“{fact.text()}” is wider than {width:.1f} pt")

    def _value_pieces(self, figure: Figure, size: str) -> list[tuple[str, str, int, float, float]]:
        """Return text, size, weight, space before, and total width of each piece of a figure."""
        small = BESIDE.get(size, size)
        gap = 0.06 * self.size(size)
        pieces = []
        for index, run in enumerate(amounts.runs(figure) if isinstance(figure, Fact) else figure):
            piece_size, weight = (size, BOLD) if run.number else (small, MEDIUM)
            lead = gap if index else 0.0
            width = lead + self.text_width(run.text, piece_size, weight)
            pieces.append((run.text, piece_size, weight, lead, width))
        return pieces

    # Checks

    def check_text(self) -> None:
        """Check that texts do not overlap; raises FindingsError (D606)."""
        for index, (one, text) in enumerate(self.boxes):
            for other, neighbour in self.boxes[index + 1 :]:
                if (
                    min(one[2], other[2]) - max(one[0], other[0]) > _SLACK
                    and min(one[3], other[3]) - max(one[1], other[1]) > _SLACK
                ):
                    raise self.misfit(f"“{text}” overlaps “{neighbour}”")

    def _check_shape(self, path: Path, half: float, what: str) -> None:
        """Check that a path with a line of twice ``half`` points stays on the canvas.

        First the points and control points are tested; only if they are outside, the curves are
        measured.
        """
        (left, top), (right, bottom) = bounds(path)
        box = (left - half, top - half, right + half, bottom + half)
        if self._over(box) > _SLACK:
            extents = path.get_extents()
            box = (extents.x0 - half, extents.y0 - half, extents.x1 + half, extents.y1 + half)
        self._check(box, what)

    def _over(self, box: Box) -> float:
        """Return how far a box extends beyond the canvas, in points."""
        left, top, right, bottom = box
        return max(-left, -top, right - self.width, bottom - self.height)

    def _check(self, box: Box, what: str) -> None:
        over = self._over(box)
        if over > _SLACK:
            raise self.misfit(f"{what} would extend {over:.1f} pt beyond it")
