"""A pair of lists: completed measures, and planned measures."""

from itertools import zip_longest
from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from report.model.base import Model
from report.model.blocks.base import Block, Width
from report.model.prose import Prose, ProseField


class Measures(Model):
    """One half of the pair."""

    year: int = Field(ge=1900, le=2200, description="The year: 2020")
    title: ProseField = Field(description="The head of the list")
    items: tuple[ProseField, ...] = Field(min_length=1, description="One item a row")


class Topic(Model):
    """The topic of a row."""

    text: ProseField = Field(description="A word or two: 品牌")
    accent: str = Field(default="", description="One of the accents in styles/tokens.yaml")


class MeasuresPair(Block):
    """Two lists side by side, row by row, with optional topics for the rows."""

    type: Literal["measures"]
    done: Measures = Field(description="What was done, on the left")
    planned: Measures = Field(description="What will be, on the right, row for row")
    topics: tuple[Topic, ...] = Field(
        default=(), description="What each row is about, before both; one for every row"
    )

    default_width: ClassVar[Width] = "full"

    @property
    def pairs(self) -> tuple[tuple[Prose | None, Prose | None], ...]:
        """The rows: a completed and a planned measure; None where one list is shorter."""
        return tuple(zip_longest(self.done.items, self.planned.items))

    @model_validator(mode="after")
    def _named(self) -> Self:
        if self.topics and len(self.topics) != len(self.pairs):
            raise PydanticCustomError(
                "row_length",
                "there are {topics} topics for {rows} rows",
                {"topics": len(self.topics), "rows": len(self.pairs), "path": ("topics",)},
            )
        return self
