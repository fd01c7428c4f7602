"""The theme's tokens: colours, sizes, the grid. One place for each; pages and figures share them.

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
    """The colours of one section, by name: for marks, for text, for areas, for grounds."""

    base: Name
    deep: Name
    mid: Name
    tint: Name
    ground: Literal["dark", "light"] = Field(
        default="dark",
        description="What titles over art stand on: dark, paper on the deep tone; "
        "light, ink on the mid tone",
    )

    @property
    def is_light(self) -> bool:
        """Whether titles over art stand in ink on the mid tone."""
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


#: The family that has the superiors and inferiors which Noto lacks, for the sans.
SUPERIORS = "Report Superscripts Sans"


class Type(Model):
    """Typefaces, the scale, and the leading."""

    serif: Family
    sans: Family
    body: Size = Field(description="Body size in pt")
    leading: Size = Field(description="Distance of the baselines in pt")
    scale: dict[Name, Size] = Field(description="Named sizes in pt")
    others: tuple[Family, ...] = Field(
        default=(), description="Further families that may be used, for what the two lack"
    )

    @property
    def families(self) -> tuple[str, ...]:
        """Every family the pages may use."""
        return (self.serif, self.sans, *self.others)

    @property
    def in_drawings(self) -> tuple[str, ...]:
        """The families of drawings in the order in which they are asked for a character."""
        return (self.sans, SUPERIORS, *self.others, self.serif)


class Rules(Model):
    """The widths of rules (lines) in pt: the thinnest that prints, a fine and a strong one."""

    hair: float = Field(default=0.5, ge=0.25, le=20)
    fine: float = Field(default=1.0, ge=0.25, le=20)
    strong: float = Field(default=2.0, ge=0.25, le=20)


class Pictures(Model):
    """How fine pictures are, and how they are packed."""

    print_ppi: float = Field(default=300, ge=72, le=1200, description="Pixels to the inch in print")
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
                    "colours “{a}” and “{b}” have the same sRGB value; drawings are turned into "
                    "ink by it, so each colour needs its own",
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
                        "accent “{accent}” names the colour “{tone}”, which is not in colours",
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
            (self.bottom_mm, "lines", "the lines are too many or too far apart: at the foot"),
        ):
            if margin < 0:
                raise PydanticCustomError(
                    "token",
                    "{where} the text leaves the page by {over} mm",
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
        """Margin at the fore-edge in mm: what the others leave."""
        return self.page.width_mm - self.page.inner_mm - self.measure_pt / MM

    @property
    def bottom_mm(self) -> float:
        """Margin at the foot in mm: what the lines leave."""
        lines = self.page.lines * self.type.leading
        return self.page.height_mm - self.page.top_mm - lines / MM

    def srgb(self, name: str) -> str:
        """Give a colour's light as ``#rrggbb``; raises KeyError."""
        return self.colours[name].srgb
