"""The lexicon: names and terms of a report that are whole words, whatever a segmenter thinks.

From the file that ``lexicon:`` in ``report.yaml`` names. Headings and captions break between
words; these are never cut.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from report.model.base import Model

SHORTEST, LONGEST = 2, 20
#: More words than this are a dictionary, not a report's names.
MOST = 1_000


def _word(text: str) -> str:
    """Take a word that is neither a character nor a sentence."""
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
    """The file ``lexicon.yaml``: words that lines in headings and captions keep whole."""

    words: tuple[Word, ...] = Field(
        max_length=MOST,
        description="Names and terms, each once, in any order: 江蘇聯通, 5G消息, 提速降費",
        json_schema_extra={"uniqueItems": True},
    )
