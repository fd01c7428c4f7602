"""An infographic panel: a headline, and claims with figures and drawings."""

from typing import ClassVar, Literal

from pydantic import Field

from report.model.base import Model
from report.model.blocks.base import Block, Measures, Request, Width
from report.model.drawing import Drawing, FigureRequest
from report.model.facts import ID_PATTERN, FactRef
from report.model.prose import ProseField

#: The columns of each claim, of the page's twelve, by the number of claims. The title has the rest;
#: four claims use all columns, below the title.
CLAIM_MODULES = {1: 8, 2: 4, 3: 3, 4: 3}


class Claim(Model):
    """One claim of a panel: text, an optional big number, an optional drawing."""

    text: ProseField = Field(description="The claim in words, for a drawing's alternative text too")
    label: ProseField | None = Field(
        default=None, description="Printed instead of the text, where the number says the rest"
    )
    fact: FactRef | None = Field(default=None, description="The figure set large")
    drawing: Drawing | None = Field(default=None, description="What draws the figure")


class Panel(Block):
    """A panel across the page: title, headline in two steps, and claims."""

    type: Literal["panel"]
    id: str = Field(pattern=ID_PATTERN, description="A unique name, for its drawings")
    title: ProseField = Field(description="看提速")
    headline: ProseField = Field(description="The promise: 千兆5G **更暢爽** …")
    claims: tuple[Claim, ...] = Field(
        min_length=1, max_length=4, description="What the panel claims, side by side"
    )
    lines: int = Field(default=6, ge=3, le=20, description="Height of its drawings in lines")

    default_width: ClassVar[Width] = "full"

    def drawing_id(self, index: int) -> str:
        """Return the id of the drawing of a claim; claims count from 0."""
        return f"{self.id}.{index + 1}"

    @property
    def modules(self) -> int:
        """The number of the page's twelve columns for each claim; the title has the rest."""
        return CLAIM_MODULES[len(self.claims)]

    def requests(self, accent: str, room: Measures) -> list[Request]:
        """Return the requests for the drawings of all claims, each as wide as its columns."""
        width = room.modules(self.modules)
        return [
            FigureRequest(
                self.drawing_id(index),
                claim.drawing.kind,
                claim.drawing.figures,
                round(width, 3),
                round(self.lines * room.line, 3),
                accent,
                claim.drawing.mark,
                claim.drawing.names,
                claim.drawing.over,
            )
            for index, claim in enumerate(self.claims)
            if claim.drawing
        ]
