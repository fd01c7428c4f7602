"""A box with an example from one place."""

from typing import Literal

from pydantic import Field

from report.model.blocks.base import WIDTH, Block, Width
from report.model.prose import ProseField


class Case(Block):
    """A box with a place, an optional title, and one or more paragraphs."""

    type: Literal["case"]
    place: str = Field(min_length=1, max_length=100, description="Where it happened: 江蘇")
    title: ProseField | None = Field(default=None, description="What it is about")
    text: tuple[ProseField, ...] = Field(min_length=1, description="Its paragraphs")
    width: Width = Field(default="column", description=WIDTH)
