"""The text of a PDF for the measures: pages, lines, columns and paragraphs, each read once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from report.measure.columns import Column, find_columns
from report.measure.findings import Used
from report.measure.glyphs import Page
from report.measure.lines import Line, find_lines
from report.measure.paragraphs import Paragraph, paragraphs
from report.measure.source import Source
from report.measure.spacing import full_lines
from report.measure.tokens import used
from report.model.theme import Theme


@dataclass
class Text:
    """The text of a PDF as it is printed on its pages.

    ``extracts`` has the text that each program extracts, by page; ``written`` is the source text,
    if it is known; ``theme`` has the allowed sizes and colours of text.
    """

    pages: Sequence[Page]
    extracts: Mapping[str, list[str]]
    written: str | None = None
    theme: Theme | None = None

    @cached_property
    def source(self) -> Source | None:
        """The source text by paragraphs, if it is known."""
        return Source(self.written) if self.written is not None else None

    @cached_property
    def by_page(self) -> list[list[Line]]:
        """The lines of each page."""
        return [find_lines(page) for page in self.pages]

    @cached_property
    def lines(self) -> list[Line]:
        """All lines."""
        return [line for one in self.by_page for line in one]

    @cached_property
    def columns(self) -> list[Column]:
        """The columns of text."""
        return find_columns(self.by_page, self.source)

    @cached_property
    def full(self) -> list[tuple[Line, float]]:
        """The lines of running text that do not end a paragraph, with their right edge."""
        return full_lines(self.columns)

    @cached_property
    def paragraphs(self) -> list[Paragraph]:
        """The texts of two lines or more."""
        return list(paragraphs(self.columns))

    @cached_property
    def used(self) -> Used:
        """The sizes and inks of the text."""
        return used(self.pages)
