"""A matched pair of lists: what was done, and what will be."""

from itertools import zip_longest
from typing import ClassVar, Literal

from pydantic import Field

from report.model.base import Model
from report.model.blocks.base import Block, Width
from report.model.prose import Prose, ProseField


class Measures(Model):
    """One half of the pair."""

    year: int = Field(ge=1900, le=2200, description="The year: 2020")
    title: ProseField = Field(description="The head of the list")
    items: tuple[ProseField, ...] = Field(min_length=1, description="One item a row")


class MeasuresPair(Block):
    """Two lists beside each other, row by row."""

    type: Literal["measures"]
    done: Measures = Field(description="What was done, on the left")
    planned: Measures = Field(description="What will be, on the right, row for row")

    default_width: ClassVar[Width] = "full"

    @property
    def pairs(self) -> tuple[tuple[Prose | None, Prose | None], ...]:
        """The rows: what was done beside what will be; None where a side has no more."""
        return tuple(zip_longest(self.done.items, self.planned.items))
