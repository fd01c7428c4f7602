"""An award line."""

from typing import Literal

from pydantic import Field

from report.model.blocks.base import Block
from report.model.prose import ProseField


class Award(Block):
    """An award: its name, and the reason and giver."""

    type: Literal["award"]
    name: ProseField = Field(description="The prize: 第九屆社會化營銷金蜜蜂獎")
    text: ProseField = Field(description="For what, and from whom")
