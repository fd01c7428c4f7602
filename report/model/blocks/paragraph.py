"""A paragraph of running text."""

from typing import Literal

from pydantic import Field

from report.model.blocks.base import Block
from report.model.prose import ProseField


class Paragraph(Block):
    """A paragraph; ``lead`` sets it larger, as the start of a section."""

    type: Literal["paragraph"]
    text: ProseField = Field(description="The paragraph, on one line")
    lead: bool = Field(default=False, description="Set larger, as the opening of a section")
