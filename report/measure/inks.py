"""Colours of a PDF: the plates they need, and whether they are screened.

In: a colour of pdfminer. Out: :class:`Ink`. Components are from 0 to 1, as in the file.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pdfminer.pdfcolor import PDFColorSpace

#: A plate with this share of its ink or more prints solid: the dots of the screen merge.
SOLID = 0.85
#: The prefix of the space of a spot colour, followed by the name of the colour.
SEPARATION = "Separation"
_OF_PROFILE = {1: "ICCGray", 3: "ICCRGB", 4: "ICCCMYK"}
_RGB = frozenset(("DeviceRGB", "CalRGB", "ICCRGB"))
_GRAY = frozenset(("DeviceGray", "CalGray", "ICCGray"))
_CMYK = frozenset(("DeviceCMYK", "ICCCMYK"))


@dataclass(frozen=True, slots=True)
class Ink:
    """A colour: its colour space (with the name of a spot colour) and its components.

    Patterns and unreadable colours have no components.
    """

    space: str
    values: tuple[float, ...] = ()

    @property
    def is_light(self) -> bool:
        """Whether it is RGB; only its profile decides which plates it needs."""
        return self.space in _RGB

    @property
    def plates(self) -> tuple[float, ...] | None:
        """The share of ink on each plate; None for RGB, patterns and other spaces."""
        if self.space in _GRAY and self.values:
            return (1 - self.values[0],)
        if self.values and (self.space in _CMYK or self.space.startswith((SEPARATION, "DeviceN"))):
            return self.values
        return None

    @property
    def is_paper(self) -> bool:
        """Whether it is white: no ink in print, full light on screen."""
        if self.is_light:
            return bool(self.values) and min(self.values) == 1
        return self.plates is not None and max(self.plates) == 0

    @property
    def is_screened(self) -> bool:
        """Whether every plate of it prints as dots; False for RGB."""
        return self.plates is not None and 0 < max(self.plates) < SOLID

    @property
    def cmyk(self) -> tuple[float, ...]:
        """The four inks; gray as only black ink. Empty for other spaces."""
        if self.space in _GRAY and self.values:
            return (0.0, 0.0, 0.0, 1 - self.values[0])
        return self.values if self.space in _CMYK else ()

    @property
    def light(self) -> str:
        """The colour as ``#rrggbb``; gray as three equal components. Empty for other spaces."""
        if self.is_light or self.space in _GRAY:
            parts = self.values if self.is_light else 3 * self.values
            return "#" + "".join(f"{round(255 * part):02x}" for part in parts) if parts else ""
        return ""

    @property
    def shown(self) -> str:
        """The colour as text: inks in per cent, RGB as #rrggbb."""
        if self.is_light and self.values:
            return self.light
        if self.space in _CMYK and self.values:
            inks = [(name, value) for name, value in zip("CMYK", self.values, strict=True) if value]
            return " ".join(f"{name}{100 * value:.3g}" for name, value in inks) or "paper"
        numbers = " ".join(f"{value:.3g}" for value in self.values)
        return f"{self.space} {numbers}".strip()


BLACK = Ink("DeviceGray", (0.0,))


def ink_of(space: PDFColorSpace, colour: Any) -> Ink:
    """Return the ink for a colour of pdfminer: a number, a tuple, or the name of a pattern."""
    name = _OF_PROFILE.get(space.ncomponents, space.name) if _is_profiled(space) else space.name
    values: Sequence[Any] = colour if isinstance(colour, tuple) else (colour,)
    if len(values) != space.ncomponents or not all(isinstance(v, int | float) for v in values):
        return Ink(name)
    return Ink(name, tuple(round(float(value), 4) for value in values))


def _is_profiled(space: PDFColorSpace) -> bool:
    return space.name == "ICCBased"
