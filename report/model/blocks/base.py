"""What all block types have in common."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from report.model.base import Model
from report.model.drawing import ArtRequest, FigureRequest
from report.model.facts import ID_PATTERN

Width = Literal["column", "full"]
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

    def requests(self, accent: str, widths: dict[Width, float], line: float) -> list[Request]:  # noqa: ARG002
        """Give the drawings this block needs.

        ``accent`` is the section's accent, ``widths`` the measure of a column and of the
        page, ``line`` the leading, all in points.
        """
        return []


Request = FigureRequest | ArtRequest
