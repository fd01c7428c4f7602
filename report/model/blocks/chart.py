"""A figure drawn from data."""

from typing import Literal

from pydantic import Field

from report.model.blocks.base import WIDTH, Block, Measures, Request, Width
from report.model.drawing import Drawing, FigureRequest
from report.model.facts import ID_PATTERN
from report.model.prose import ProseField


class Chart(Block):
    """A drawing made from facts, with a title and an optional note."""

    type: Literal["chart"]
    id: str = Field(pattern=ID_PATTERN, description="A unique name, also for the drawing")
    title: ProseField = Field(description="What the figure shows, above it")
    drawing: Drawing = Field(description="Which drawing, from which facts")
    note: ProseField | None = Field(default=None, description="A remark below it")
    width: Width = Field(default="column", description=WIDTH)
    lines: int = Field(default=10, ge=3, le=38, description="Height in lines of the grid")

    def requests(self, accent: str, room: Measures) -> list[Request]:
        """Return the request for the drawing."""
        return [
            FigureRequest(
                self.id,
                self.drawing.kind,
                self.drawing.figures,
                round(room.of(self.width), 3),
                round(self.lines * room.line, 3),
                accent,
                self.drawing.mark,
                self.drawing.names,
                self.drawing.over,
            )
        ]
