"""A paragraph of running text."""

from typing import Literal

from pydantic import Field

from report.model.blocks.base import Block
from report.model.prose import ProseField


class Paragraph(Block):
    """A paragraph; ``lead`` sets it larger, across the page, as the start of a section."""

    type: Literal["paragraph"]
    text: ProseField
    lead: bool = Field(default=False, description="Set larger, as the opening of a section")
