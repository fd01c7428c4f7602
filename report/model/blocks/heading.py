"""A heading inside a section."""

from typing import Literal

from pydantic import Field

from report.model.blocks.base import Block, Width
from report.model.prose import ProseField


class Heading(Block):
    """A heading; level 2 is the first below the section's own title."""

    type: Literal["heading"]
    text: ProseField = Field(description="The heading, without a full stop")
    level: int = Field(ge=2, le=4, description="2, 3 or 4; the section's title is level 1")

    @property
    def span(self) -> Width:
        """A heading is always in a column."""
        return "column"
