"""A list of points."""

from typing import Literal

from pydantic import Field

from report.model.blocks.base import Block
from report.model.prose import ProseField


class List(Block):
    """A list with markers in the section's accent, or with numbers."""

    type: Literal["list"]
    items: tuple[ProseField, ...] = Field(min_length=1, description="The points, in order")
    ordered: bool = Field(default=False, description="Numbered instead of marked")
