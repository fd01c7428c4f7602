"""A break to the next page."""

from typing import ClassVar, Literal

from report.model.blocks.base import Block, Width


class PageBreak(Block):
    """The next block starts on the next page."""

    type: Literal["page_break"]

    default_width: ClassVar[Width] = "full"
