"""An infographic panel: a promise, and the figures that prove it, each drawn."""

from typing import ClassVar, Literal

from pydantic import Field

from report.model.base import Model
from report.model.blocks.base import Block, Request, Width
from report.model.drawing import Drawing, FigureRequest
from report.model.facts import ID_PATTERN, FactRef
from report.model.prose import ProseField


class Claim(Model):
    """One claim of a panel: words, perhaps a big number, perhaps a drawing."""

    text: ProseField = Field(description="The claim in words, around or above the number")
    fact: FactRef | None = Field(default=None, description="The figure set large")
    drawing: Drawing | None = Field(default=None, description="What draws the figure")


class Panel(Block):
    """A panel across the page: title, promise in two steps, and its claims."""

    type: Literal["panel"]
    id: str = Field(pattern=ID_PATTERN, description="A name of its own, for its drawings")
    title: ProseField = Field(description="看提速")
    headline: ProseField = Field(description="The promise: 千兆5G **更暢爽** …")
    claims: tuple[Claim, ...] = Field(
        min_length=1, max_length=4, description="What the panel claims, side by side"
    )
    lines: int = Field(default=6, ge=3, le=20, description="Height of its drawings in lines")

    default_width: ClassVar[Width] = "full"

    def drawing_id(self, index: int) -> str:
        """Give the id of the drawing of a claim, counted from 0."""
        return f"{self.id}.{index + 1}"

    def requests(self, accent: str, widths: dict[Width, float], line: float) -> list[Request]:
        """Ask for the drawing of every claim, each as wide as its share of the panel."""
        count = len(self.claims)
        padding = 2 * line
        gutter = line
        width = (widths["full"] - padding - gutter * (count - 1)) / count
        return [
            FigureRequest(
                self.drawing_id(index),
                claim.drawing.kind,
                claim.drawing.facts,
                round(width, 3),
                round(self.lines * line, 3),
                accent,
                claim.drawing.mark,
            )
            for index, claim in enumerate(self.claims)
            if claim.drawing
        ]
