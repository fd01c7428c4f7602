"""A break to the next column."""

from typing import Literal

from report.model.blocks.base import Block


class ColumnBreak(Block):
    """What follows starts at the head of the next column."""

    type: Literal["column_break"]
