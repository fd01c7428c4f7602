"""The report: its settings, chapters and sections.

``data/report.yaml`` names the chapter files, a chapter file names its section files; each path is
relative to the file with the name.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from report.model.base import Model
from report.model.blocks import any_block
from report.model.blocks.base import Block
from report.model.drawing import ArtKind
from report.model.facts import ID_PATTERN, Fact
from report.model.numbers import USUAL, Numbers
from report.model.prose import ProseField
from report.model.series import Facts, period_key

Line = Annotated[str, StringConstraints(min_length=1, max_length=200)]
FileName = Annotated[str, StringConstraints(min_length=1, max_length=300)]
AnyBlock = any_block()


def _day(value: Any) -> Any:
    """Read a date: year-month-day; other notations are errors."""
    if isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        with contextlib.suppress(ValueError):
            return dt.date.fromisoformat(value)
    if isinstance(value, dt.date):
        return value
    raise PydanticCustomError("date", "a date is expected here")


Day = Annotated[dt.date, BeforeValidator(_day)]


class Dates(Model):
    """The dates of a report; the PDF has the date ``published``, otherwise ``period_end``."""

    period_start: Day = Field(description="First day reported on: 2020-01-01")
    period_end: Day = Field(description="Last day reported on: 2020-12-31")
    published: Day | None = Field(default=None, description="The day of publication")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.period_end < self.period_start:
            raise PydanticCustomError(
                "period",
                "the period ends on {end}, before it starts on {start}",
                {
                    "start": self.period_start.isoformat(),
                    "end": self.period_end.isoformat(),
                    "path": ("period_end",),
                },
            )
        return self


class Settings(Model):
    """The file ``report.yaml``."""

    title: Line = Field(description="The report's title")
    subtitle: str = Field(default="", max_length=200, description="The report's second line")
    organisation: Line = Field(description="Who reports")
    year: int = Field(ge=1900, le=2200, description="The year reported on")
    language: Literal["zh-Hant-HK"] = Field(
        description="zh-Hant-HK: other codes give the glyphs of other regions"
    )
    edition: str = Field(
        default="", max_length=200, description="The edition, for the colophon: 第一版"
    )
    dates: Dates = Field(description="The period reported on, and the day of publication")
    period: str = Field(
        default="",
        max_length=40,
        description="The period of the figures that are printed, if it is not the year: 2024/25",
    )
    numbers: Numbers = Field(
        default=USUAL, description="How numbers are written, in texts, tables and drawings"
    )
    theme: str = Field(
        default="",
        pattern=r"^[a-z0-9-]*$",
        max_length=50,
        description="A design of styles/themes/; without it, that of styles/ itself",
    )
    facts: FileName = Field(default="facts.yaml", description="The file of all figures")
    lexicon: FileName | None = Field(
        default=None, description="The file of names and terms that lines must not break"
    )
    chapters: tuple[FileName, ...] = Field(
        min_length=1, max_length=100, description="Chapter files, in order"
    )

    @property
    def reported(self) -> str:
        """The key of the period whose figures are printed: 2024, or 2024/25."""
        return period_key(self.period) or str(self.year)


class SectionFile(Model):
    """One section of a chapter."""

    id: str = Field(pattern=ID_PATTERN, description="A unique name, for links")
    title: Line = Field(description="Set on its opener band, and in the contents")
    accent: str = Field(default="first", description="One of the accents in styles/tokens.yaml")
    art: ArtKind = Field(default="mesh", description="The art of its opener band")
    lead: ProseField = Field(description="The section's first words, set below its opener band")
    blocks: tuple[AnyBlock, ...] = Field(  # type: ignore[valid-type]
        default=(), description="What the section consists of, in reading order"
    )


class ChapterFile(Model):
    """The file of a chapter: its opener, its approach page, and its section files."""

    id: str = Field(pattern=ID_PATTERN, description="A unique name, for links")
    title: Line = Field(description="Set very large on the opener: 謀發展")
    subtitle: str = Field(default="", max_length=200, description="Set below the title")
    accent: str = Field(default="first", description="One of the accents in styles/tokens.yaml")
    art: ArtKind = Field(default="mesh", description="The art of the opener")
    introduction: tuple[AnyBlock, ...] = Field(  # type: ignore[valid-type]
        default=(), description="Blocks of the approach page"
    )
    sections: tuple[FileName, ...] = Field(
        min_length=1, max_length=100, description="Section files, in order"
    )


@dataclass(frozen=True, slots=True)
class Section:
    """A section; sections count from 1 in their chapter."""

    number: int
    file: str
    data: SectionFile

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The section's blocks in reading order."""
        return self.data.blocks


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter with its sections."""

    number: int
    file: str
    data: ChapterFile
    sections: tuple[Section, ...]

    @property
    def introduction(self) -> tuple[Block, ...]:
        """The blocks of the approach page."""
        return self.data.introduction


@dataclass(frozen=True, slots=True)
class Report:
    """A complete, validated report."""

    settings: Settings
    facts: Facts
    chapters: tuple[Chapter, ...]
    #: SHA-256 of all data files in reading order: the data's version, for the colophon.
    version: str
    #: The words of the lexicon.
    lexicon: tuple[str, ...] = ()
    #: The data files that were read, in that order.
    files: tuple[str, ...] = ()
    #: What :meth:`models` has found: a dozen checks ask for it.
    _models: list[Model] = field(default_factory=list, init=False, repr=False, compare=False)

    def models(self) -> Sequence[Model]:
        """Return all models of the report in reading order, without the facts."""
        if not self._models:
            self._models.append(self.settings)
            for chapter in self.chapters:
                self._models.extend(chapter.data.models())
                for section in chapter.sections:
                    self._models.extend(section.data.models())
        return self._models

    def blocks(self) -> Iterator[tuple[str, Block]]:
        """Return all blocks in reading order, each with the accent of its section."""
        for chapter in self.chapters:
            for block in chapter.introduction:
                yield chapter.data.accent, block
            for section in chapter.sections:
                for block in section.blocks:
                    yield section.data.accent, block

    @property
    def places(self) -> dict[str, str]:
        """The source places of the titles of chapters and sections, by id.

        The key "" has the place in ``report.yaml`` for everything else.
        """
        parts: list[ChapterFile | SectionFile] = []
        for chapter in self.chapters:
            parts += [chapter.data, *(section.data for section in chapter.sections)]
        named = {one.id: str(one.key_written_at("title")) for one in parts}
        return {"": str(self.settings.key_written_at("title")), **named}

    @property
    def date(self) -> dt.date:
        """The date of the report, for the PDF's metadata."""
        return self.settings.dates.published or self.settings.dates.period_end

    def fact(self, name: str) -> Fact:
        """Return the figure of the report's year of a fact; raises KeyError."""
        return self.facts.facts[name]
