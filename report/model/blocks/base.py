"""The base class of all block types."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from pydantic import Field

from report.model.base import Model
from report.model.drawing import ArtRequest, FigureRequest
from report.model.facts import ID_PATTERN
from report.model.theme import Theme

Width = Literal["column", "full"]
#: The page's width is divided into so many columns for drawings, independent of the text columns.
MODULES = 12
#: The description of the key ``width`` of several block types.
WIDTH = "column: in its column; full: across the page"

#: The kinds of pages of a table, and the description of the key ``page``.
Page = Literal["portrait", "landscape"]
PAGE = "landscape: on pages of its own that are wider than high"


class Block(Model):
    """A block of a page. ``type`` is the name of its model, its template and its stylesheet."""

    type: str
    id: str = Field(
        default="",
        pattern=rf"({ID_PATTERN})|^$",
        description="A unique name, for links and drawings",
    )

    #: The width of the block without the key ``width``.
    default_width: ClassVar[Width] = "column"

    @property
    def span(self) -> Width:
        """Whether this block is in a column or across the page."""
        return getattr(self, "width", None) or self.default_width

    @property
    def landscape(self) -> bool:
        """Whether this block is on a page of its own that is wider than high."""
        return False

    def requests(self, accent: str, room: Measures) -> list[Request]:  # noqa: ARG002
        """Return the drawings of this block, in the section's accent, for a page's measures."""
        return []


@dataclass(frozen=True, slots=True)
class Measures:
    """The measures of a page in points: column, whole page, gutter and leading."""

    column: float
    full: float
    gutter: float
    line: float

    def of(self, width: Width) -> float:
        """Return the measure for a width."""
        return self.full if width == "full" else self.column

    def modules(self, count: int) -> float:
        """Return the width of ``count`` of the page's twelve columns, with their gutters."""
        module = (self.full - (MODULES - 1) * self.gutter) / MODULES
        return count * module + (count - 1) * self.gutter


def measures(theme: Theme) -> Measures:
    """Return the measures of a theme's pages, in points."""
    gutter = theme.page.gutter_em * theme.type.body
    return Measures(theme.column_pt, theme.measure_pt, gutter, theme.type.leading)


Request = FigureRequest | ArtRequest
