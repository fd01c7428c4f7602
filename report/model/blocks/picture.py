"""A picture: a file, art, or a marked placeholder."""

import math
from typing import Literal

from pydantic import Field

from report.model.blocks.base import WIDTH, Block, Measures, Request, Width
from report.model.drawing import ArtKind, ArtRequest
from report.model.facts import ID_PATTERN
from report.model.prose import ProseField


class Picture(Block):
    """A picture with caption and alternative text; its file is ``data/images/<id>.*``."""

    type: Literal["picture"]
    id: str = Field(pattern=ID_PATTERN, description="Also the name of the file in data/images/")
    caption: ProseField | None = Field(default=None, description="The words below it")
    alt: str = Field(
        min_length=1,
        max_length=1000,
        description="What the picture shows, for readers who cannot see it",
    )
    art: ArtKind | None = Field(default=None, description="Art instead of a photograph")
    width: Width = Field(default="column", description=WIDTH)
    lines: int = Field(default=9, ge=3, le=40, description="Height in lines of the grid")

    fit: Literal["cover", "contain"] = Field(
        default="cover",
        description="“cover” fills the slot and cuts the picture; “contain” shows all of it",
    )

    def size_needed(self, width_pt: float, line_pt: float) -> tuple[str, str]:
        """Return the necessary size of the file as text: in mm, and in pixels at 300 ppi.

        ``width_pt`` is the measure of the picture, ``line_pt`` the leading.
        """
        height_pt = self.lines * line_pt
        wide, high = (math.ceil(round(size * 300 / 72, 3)) for size in (width_pt, height_pt))
        mm = f"{width_pt * 25.4 / 72:.0f} × {height_pt * 25.4 / 72:.0f} mm"
        return mm, f"{wide} × {high} px"

    def requests(self, accent: str, room: Measures) -> list[Request]:
        """Return the request for the art, if art was chosen."""
        if self.art is None:
            return []
        width, height = round(room.of(self.width), 3), round(self.lines * room.line, 3)
        return [ArtRequest(self.id, self.art, width, height, accent)]
