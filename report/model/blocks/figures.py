"""A strip of big numbers."""

from typing import Literal

from pydantic import Field

from report.model.base import Model
from report.model.blocks.base import WIDTH, Block, Width
from report.model.facts import FactRef
from report.model.prose import ProseField


class BigFigure(Model):
    """One big number and the words under it."""

    fact: FactRef
    label: ProseField | None = Field(default=None, description="Instead of the fact's own label")


class Figures(Block):
    """One to ten big numbers side by side, in one row or more."""

    type: Literal["figures"]
    items: tuple[BigFigure, ...] = Field(
        min_length=1, max_length=10, description="The numbers, from left to right"
    )
    width: Width = Field(default="full", description=WIDTH)
