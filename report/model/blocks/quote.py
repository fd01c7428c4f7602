"""A quote or slogan set apart."""

from typing import Literal

from pydantic import Field

from report.model.blocks.base import WIDTH, Block, Width
from report.model.prose import ProseField


class Quote(Block):
    """A slogan or quotation in large type, with its source."""

    type: Literal["quote"]
    text: ProseField = Field(description="The words, without quotation marks")
    source: ProseField | None = Field(default=None, description="Who says it, or what it is")
    width: Width = Field(default="column", description=WIDTH)
