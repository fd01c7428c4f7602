"""The scene that a family of art draws on: a rectangle, the accent's tones, random numbers, marks.

Everything is in points (1/72 inch), the origin at the top left, y downwards. A mark is a filled or
stroked path in one tone; consecutive marks with the same properties become one ``<path>``. Nothing
is clipped: the root ``<svg>`` cuts off everything outside the rectangle.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from html import escape
from typing import Literal

from report.figures.art.dice import Dice
from report.figures.art.path import Path, number
from report.model.drawing import ArtRequest
from report.model.theme import Theme

#: The share of a band, from the left, that is kept calm for its title.
BAND_CALM = 0.56
#: The share of a full page, from the bottom, that is kept calm for its title.
PAGE_CALM = 1 / 3
#: The thinnest stroke (pt) that can be printed on a background of another colour.
HAIRLINE = 0.5
#: The same for a screened tone, where a thinner line becomes a row of dots, and for white on a
#: colour, where ink fills a thinner line. A tone is screened if no plate has this percentage of it.
_SCREENED, _REVERSED, _SOLID = 0.76, 0.5, 100

#: The distance of a form from the trimmed edge (10 mm), or how far the edge cuts it (15 mm), in pt.
_APART, _CUT = 28.4, 42.6
#: How far art runs over the trimmed edge (3 mm).
_BLEED = 8.5

Shape = Literal["tile", "band", "page"]
Ends = Literal["butt", "round", "sharp"]
Box = tuple[float, float, float, float]

_ENDS: dict[Ends, str] = {
    "butt": ' stroke-linejoin="round"',
    "round": ' stroke-linecap="round" stroke-linejoin="round"',
    "sharp": "",
}


def shape_of(width: float, height: float, titled: bool) -> Shape:
    """Return the kind of a rectangle (pt): ``tile`` in the text, titled ``band`` or ``page``."""
    if not titled:
        return "tile"
    return "page" if height >= width else "band"


def calm_area(width: float, height: float, titled: bool = True) -> Box | None:
    """Return the box (left, top, right, bottom in pt) kept dark for white type, if there is one.

    Pictures without a title have none. White type anywhere in the box has a contrast of at
    least 4.5 : 1.
    """
    shape = shape_of(width, height, titled)
    if shape == "band":
        return (0, 0, width * BAND_CALM, height)
    if shape == "page":
        return (0, height * (1 - PAGE_CALM), width, height)
    return None


@dataclass(frozen=True, slots=True)
class Tones:
    """The theme's colours that a piece of art may use, as ``#rrggbb``, dark to light."""

    night: str
    deep: str
    base: str
    mid: str
    tint: str
    paper: str
    #: The tones that no plate has enough of for thin lines.
    screened: frozenset[str]

    @classmethod
    def of(cls, theme: Theme, accent: str, *, titled: bool = False) -> Tones:
        """Take the tones of an accent; raises KeyError when the theme has no such accent.

        Under a title on a light ground the order is reversed: dark tones are used where other art
        has light ones.
        """
        tones = theme.accents[accent]
        night = "night" if "night" in theme.colours else "ink"
        names = (night, tones.deep, tones.base, tones.mid, tones.tint)
        if titled and tones.is_light:
            return cls(
                screened=frozenset(theme.srgb(name) for name in (tones.mid, tones.tint)),
                night=theme.srgb(tones.tint),
                deep=theme.srgb(tones.mid),
                base=theme.srgb(tones.tint),
                mid=theme.srgb(tones.base),
                tint=theme.srgb(tones.deep),
                paper=theme.srgb("ink"),
            )
        return cls(
            screened=frozenset(
                theme.srgb(name) for name in names if max(theme.colours[name].cmyk) < _SOLID
            ),
            night=theme.srgb(night),
            deep=theme.srgb(tones.deep),
            base=theme.srgb(tones.base),
            mid=theme.srgb(tones.mid),
            tint=theme.srgb(tones.tint),
            paper=theme.srgb("paper"),
        )


class Scene:
    """One picture being drawn."""

    def __init__(self, request: ArtRequest, theme: Theme) -> None:
        self.width = request.width_pt
        self.height = request.height_pt
        self.shape: Shape = shape_of(self.width, self.height, request.titled)
        self.calm = calm_area(self.width, self.height, request.titled)
        self.tones = Tones.of(theme, request.accent, titled=self.calm is not None)
        self.dice = Dice(f"{request.kind}/{request.id}")
        self._marks: list[tuple[str, Path]] = []

    @cached_property
    def scale(self) -> float:
        """The scale of forms and strokes, compared with a picture one column wide (1).

        It grows more slowly than the picture, so that large pictures also have more forms.
        """
        return max(0.7, math.pow(math.sqrt(self.width * self.height) / 172, 0.6))

    @cached_property
    def diagonal(self) -> float:
        """The diagonal in pt."""
        return math.hypot(self.width, self.height)

    @property
    def titled(self) -> bool:
        """Whether there is white type on the picture."""
        return self.calm is not None

    def focus(self) -> tuple[float, float]:
        """Choose the focus: near a golden section, outside of the calm area."""
        dice = self.dice
        left = dice.chance(0.5)
        x, y = dice.around(0.34, 0.07), dice.around(0.45, 0.12)
        if self.shape == "band":
            return self.width * (0.70 + x * 0.3), self.height * y
        if self.shape == "page":
            return self.width * (0.32 + x), self.height * (y * 0.45 + 0.12)
        return self.width * (x if left else 1 - x), self.height * y

    def clear(self, x: float, y: float, radius: float) -> tuple[float, float]:
        """Move a disc (pt) until each edge of the page is well outside of it or cuts it well.

        An edge that all but touches a form looks like a mistake. Edges are where the bleed ends.
        """
        bleed = _BLEED if self.shape != "tile" else 0.0
        width, height = self.width - bleed, self.height - bleed

        def moved(middle: float, least: float, most: float) -> float:
            for edge, inward in ((least, 1), (most, -1)):
                room = (middle - edge) * inward - radius
                if -_CUT < room < _APART:
                    back = _APART - room if room > (_APART - _CUT) / 2 else -_CUT - room
                    middle += back * inward
            return middle

        return moved(x, bleed, width), moved(y, bleed, height)

    def in_calm(self, x: float, y: float, reach: float = 0) -> bool:
        """Return whether a mark of this radius (pt) around a point touches the calm area."""
        if self.calm is None:
            return False
        left, top, right, bottom = self.calm
        return left < x + reach and x - reach < right and top < y + reach and y - reach < bottom

    def seen(self, x: float, y: float, reach: float = 0) -> bool:
        """Return whether a mark of this radius (pt) around a point is visible in the picture."""
        return -reach < x < self.width + reach and -reach < y < self.height + reach

    def ground(self, tone: str) -> None:
        """Cover the whole picture with a tone."""
        self._marks.insert(0, (f'fill="{tone}"', Path().rect(0, 0, self.width, self.height)))

    def fill(self, path: Path, tone: str) -> None:
        """Fill a path with a tone."""
        self._mark(f'fill="{tone}"', path)

    def fill_odd(self, path: Path, tone: str) -> None:
        """Fill a path with a tone, but not where an even number of its subpaths overlap."""
        self._mark(f'fill="{tone}" fill-rule="evenodd"', path)

    def stroke(self, path: Path, tone: str, width: float, *, ends: Ends = "butt") -> None:
        """Stroke a path with this width in points, but never thinner than can be printed.

        ``ends`` sets caps and joins: ``butt`` has butt caps and round joins, ``round`` has both
        round (dots need it), ``sharp`` has butt caps and mitred joins.
        """
        pen = number(round(max(width, self._thinnest(tone)) * 100))
        look = f'fill="none" stroke="{tone}" stroke-width="{pen}"'
        self._mark(look + _ENDS[ends], path)

    def _thinnest(self, tone: str) -> float:
        """Return the thinnest line of a tone in pt; screened tones and white need more."""
        if tone in self.tones.screened:
            return _SCREENED
        return _REVERSED if tone == self.tones.paper else HAIRLINE

    def _mark(self, look: str, path: Path) -> None:
        if not path:
            return
        if len(self._marks) > 1 and self._marks[-1][0] == look:
            self._marks[-1][1].add(path)
        else:
            self._marks.append((look, Path().add(path)))

    def svg(self, title: str, description: str) -> str:
        """Write the picture as a standalone SVG document in points."""
        width, height = number(round(self.width * 100)), number(round(self.height * 100))
        marks = "\n".join(f'<path {look} d="{path.data}"/>' for look, path in self._marks)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{width}pt" '
            f'height="{height}pt" viewBox="0 0 {width} {height}">\n'
            f"<title>{escape(title)}</title>\n<desc>{escape(description)}</desc>\n"
            f"{marks}\n</svg>\n"
        )
