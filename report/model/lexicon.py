"""The lexicon: names and terms of a report that a line must not break.

It is in the file that ``lexicon:`` in ``report.yaml`` names. It overrides the segmenter.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from report.model.base import Model

SHORTEST, LONGEST = 2, 20
#: The most words of a lexicon.
MOST = 1_000


def _word(text: str) -> str:
    """Check the length of a word."""
    if not SHORTEST <= len(text) <= LONGEST:
        raise PydanticCustomError(
            "word",
            "a word has {shortest} to {longest} characters, this one has {count}",
            {"shortest": SHORTEST, "longest": LONGEST, "count": len(text)},
        )
    return text


Word = Annotated[
    str,
    AfterValidator(_word),
    WithJsonSchema({"type": "string", "minLength": SHORTEST, "maxLength": LONGEST}),
]


class Lexicon(Model):
    """The file ``lexicon.yaml``: words that a line in a heading or caption must not break."""

    words: tuple[Word, ...] = Field(
        max_length=MOST,
        description="Names and terms, each once, in any order: 江蘇聯通, 5G消息, 提速降費",
        json_schema_extra={"uniqueItems": True},
    )
