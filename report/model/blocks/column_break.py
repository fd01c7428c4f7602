"""A break to the next column."""

from typing import Literal

from report.model.blocks.base import Block


class ColumnBreak(Block):
    """The next block starts at the top of the next column."""

    type: Literal["column_break"]
