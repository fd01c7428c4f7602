"""What all block types have in common."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from pydantic import Field

from report.model.base import Model
from report.model.drawing import ArtRequest, FigureRequest
from report.model.facts import ID_PATTERN
from report.model.theme import Theme

Width = Literal["column", "full"]
#: Across the page, edges stand on so many columns, whatever text columns a page has.
MODULES = 12
#: What the key ``width`` of several block types says.
WIDTH = "column: in its column; full: across the page"


class Block(Model):
    """One thing on a page. ``type`` names its model, its template and its stylesheet."""

    type: str
    id: str = Field(
        default="",
        pattern=rf"({ID_PATTERN})|^$",
        description="A name of its own, for links and drawings; each only once",
    )

    #: Whether the block stands in a column or breaks the columns, unless it says so itself.
    default_width: ClassVar[Width] = "column"

    @property
    def span(self) -> Width:
        """Whether this block stands in a column or across the page."""
        return getattr(self, "width", None) or self.default_width

    def requests(self, accent: str, room: Measures) -> list[Request]:  # noqa: ARG002
        """Give the drawings this block needs, in the section's accent, for pages of that room."""
        return []


@dataclass(frozen=True, slots=True)
class Measures:
    """What a page has room for, in points: its measures, the columns' gutter and the leading."""

    column: float
    full: float
    gutter: float
    line: float

    def of(self, width: Width) -> float:
        """Give the measure of a width."""
        return self.full if width == "full" else self.column

    def modules(self, count: int) -> float:
        """Give the width of so many of the page's twelve columns, with the gutters between."""
        module = (self.full - (MODULES - 1) * self.gutter) / MODULES
        return count * module + (count - 1) * self.gutter


def measures(theme: Theme) -> Measures:
    """Give the measures of a theme's pages, in points."""
    gutter = theme.page.gutter_em * theme.type.body
    return Measures(theme.column_pt, theme.measure_pt, gutter, theme.type.leading)


Request = FigureRequest | ArtRequest
