"""The theme's tokens: colours, sizes and the grid, shared by pages and drawings.

All lengths are in points (1 pt = 1/72 inch = 0.3528 mm) unless a name says ``mm``.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from report.model.base import Model
from report.model.colour import Colour, Press, Spot, spots

Size = Annotated[float, Field(gt=0, le=500)]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$")]
Family = Annotated[
    str, StringConstraints(min_length=1, max_length=100, pattern=r"^[^\"\\\\<>{};]+$")
]
MM = 72 / 25.4


#: The fields of an accent that name colours.
TONES = ("base", "deep", "mid", "tint")


class Accent(Model):
    """The colours of one section, by name: for marks, text, areas and backgrounds."""

    base: Name
    deep: Name
    mid: Name
    tint: Name
    ground: Literal["dark", "light"] = Field(
        default="dark",
        description="The background of titles over art: dark, paper on the deep tone; "
        "light, ink on the mid tone",
    )

    @property
    def is_light(self) -> bool:
        """Whether titles over art have the colour ink on the mid tone."""
        return self.ground == "light"


class Page(Model):
    """The page and its type area, in mm; the text block is ``lines`` × leading high."""

    width_mm: float = Field(gt=0, le=2000)
    height_mm: float = Field(gt=0, le=2000)
    inner_mm: float = Field(gt=0, le=2000, description="Margin at the binding")
    top_mm: float = Field(gt=0, le=2000)
    lines: int = Field(gt=0, le=500, description="Lines of the grid on a page")
    columns: int = Field(gt=0, le=3)
    column_em: float = Field(gt=0, le=500, description="Measure of a column in body ems")
    gutter_em: float = Field(gt=0, le=500, description="Space between columns in body ems")
    opening_tabs: bool = Field(
        default=False, description="Whether the first page of a section has a tab at its edge too"
    )


#: The font family with the superscripts and subscripts that Noto Sans does not have.
SUPERIORS = "Report Superscripts Sans"


class Type(Model):
    """Typefaces, the scale, and the leading."""

    serif: Family
    sans: Family
    body: Size = Field(description="Body size in pt")
    leading: Size = Field(description="Distance of the baselines in pt")
    scale: dict[Name, Size] = Field(description="Named sizes in pt")
    others: tuple[Family, ...] = Field(
        default=(), description="More families, for characters that the two do not have"
    )

    @property
    def families(self) -> tuple[str, ...]:
        """Every family the pages may use."""
        return (self.serif, self.sans, *self.others)

    @property
    def in_drawings(self) -> tuple[str, ...]:
        """The families of drawings, in the order of the search for a character."""
        return (self.sans, SUPERIORS, *self.others, self.serif)


class Rules(Model):
    """The widths of rules (lines) in pt: a hairline, a fine and a strong rule."""

    hair: float = Field(default=0.5, ge=0.25, le=20)
    fine: float = Field(default=1.0, ge=0.25, le=20)
    strong: float = Field(default=2.0, ge=0.25, le=20)


class Pictures(Model):
    """The resolution and the compression of pictures."""

    print_ppi: float = Field(default=300, ge=72, le=1200, description="Pixels per inch in print")
    screen_ppi: float = Field(default=200, ge=72, le=1200, description="The same on screens")
    quality: int = Field(default=85, ge=50, le=95, description="Quality of JPEG for photographs")


class Theme(Model):
    """The whole of ``styles/tokens.yaml``."""

    colours: dict[Name, Colour]
    accents: dict[Name, Accent]
    page: Page
    type: Type
    rules: Rules = Field(default=Rules(), description="The widths of rules in pt")
    pictures: Pictures = Pictures()
    press: Press = Field(default=Press(), description="The printing condition")

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        seen: dict[str, str] = {}
        for name, colour in self.colours.items():
            if colour.srgb in seen:
                raise PydanticCustomError(
                    "token",
                    "colours “{a}” and “{b}” have the same sRGB value; it must be unique, since "
                    "drawings are converted to CMYK by it",
                    {"a": seen[colour.srgb], "b": name, "path": ("colours", name, "srgb")},
                )
            seen[colour.srgb] = name
        spots(self.colours)
        for name, accent in self.accents.items():
            for role in TONES:
                tone = getattr(accent, role)
                if tone not in self.colours:
                    raise PydanticCustomError(
                        "token",
                        "accent “{accent}” uses the colour “{tone}”, which does not exist",
                        {"accent": name, "tone": tone, "path": ("accents", name, role)},
                    )
        for required in ("paper", "ink", "slate", "mist", "fog"):
            if required not in self.colours:
                raise PydanticCustomError(
                    "token",
                    "the colour “{name}” is missing",
                    {"name": required, "path": ("colours",)},
                )
        for margin, key, where in (
            (self.outer_mm, "column_em", "the columns are too wide: at the fore-edge"),
            (
                self.bottom_mm,
                "lines",
                "there are too many lines, or the leading is too large: at the foot",
            ),
        ):
            if margin < 0:
                raise PydanticCustomError(
                    "token",
                    "{where} the text extends {over} mm beyond the page",
                    {"where": where, "over": f"{-margin:.1f}", "path": ("page", key)},
                )
        return self

    @property
    def spots(self) -> tuple[Spot, ...]:
        """The spot colours, by name."""
        return spots(self.colours)

    @property
    def column_pt(self) -> float:
        """Measure of a column in pt."""
        return self.page.column_em * self.type.body

    @property
    def measure_pt(self) -> float:
        """Measure of the whole text block in pt."""
        page = self.page
        gutters = (page.columns - 1) * page.gutter_em
        return (page.columns * page.column_em + gutters) * self.type.body

    @property
    def outer_mm(self) -> float:
        """Margin at the fore-edge in mm, computed from the others."""
        return self.page.width_mm - self.page.inner_mm - self.measure_pt / MM

    @property
    def bottom_mm(self) -> float:
        """Margin at the foot in mm, computed from the lines."""
        lines = self.page.lines * self.type.leading
        return self.page.height_mm - self.page.top_mm - lines / MM

    @property
    def is_upright(self) -> bool:
        """Whether its pages are higher than wide; a landscape page is one of them, turned."""
        return self.page.height_mm > self.page.width_mm

    @property
    def wide_pt(self) -> float:
        """Measure of the text block of a landscape page in pt."""
        high = self.page.lines * self.type.leading
        return high if self.is_upright else self.measure_pt

    @property
    def wide_lines(self) -> int:
        """Lines of the text block of a landscape page."""
        return int(self.measure_pt / self.type.leading) if self.is_upright else self.page.lines

    def srgb(self, name: str) -> str:
        """Return a colour as ``#rrggbb``; raises KeyError."""
        return self.colours[name].srgb
