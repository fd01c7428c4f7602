"""What is known of an element of a finished document: its template, its rules, its facts.

In: a finished document, and the number of an element. It fills the templates again and reads the
stylesheets, which takes a fraction of a second, and keeps both for the next question.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from report.engine.document import Document, Source
from report.engine.reading import Content
from report.model.base import Model
from report.model.blocks.base import Block
from report.model.drawing import Svg
from report.model.facts import Fact
from report.model.prose import Prose
from report.model.series import Series
from report.model.target import Target

if TYPE_CHECKING:
    from report.typesetting.matching import Applied

DOCUMENT = "document.html"


@dataclass(frozen=True, slots=True)
class Inspected:
    """What is known of an element."""

    #: The type of its block; empty outside of blocks.
    kind: str
    #: The template that has written it, within the project or its theme, and the line.
    template: tuple[str, int] | None
    rules: tuple[Applied, ...]
    facts: tuple[Fact, ...]


@dataclass(slots=True)
class Inspector:
    """Answers questions about the elements of one document."""

    content: Content
    drawings: Mapping[str, Svg]
    target: Target
    _document: Document | None = field(default=None, init=False)

    def inspect(self, part: int, number: int, place: str) -> Inspected:
        """Look at the element of this number in a part; ``place`` is its place in the data."""
        from report.typesetting.matching import applied

        document = self._opened()
        groups = document.typesetter.division.groups
        elements = [element for top in groups[part] for element in top.iter()]
        element = elements[number]
        root = document.typesetter.division.root
        rules = applied(document.source.sheets, root, element)
        block = self._block(place)
        return Inspected(
            block.type if block else "",
            self._template(element, block),
            tuple(rules),
            self.facts().get(place, ()),
        )

    def facts(self) -> dict[str, tuple[Fact, ...]]:
        """Return the facts of each block and lead that prints some, by its place in the data."""
        report = self.content.report
        printed: dict[str, object] = {str(block.written_at): block for _, block in report.blocks()}
        for chapter in report.chapters:
            for section in chapter.sections:
                printed[str(section.data.key_written_at("lead"))] = section.data.lead
        found = {place: tuple(dict.fromkeys(_facts(one))) for place, one in printed.items()}
        return {place: facts for place, facts in found.items() if facts}

    def _opened(self) -> Document:
        if self._document is None:
            source = Source.of(self.content, self.drawings, self.target)
            self._document = Document.of(source)
        return self._document

    def _block(self, place: str) -> Block | None:
        for _, block in self.content.report.blocks():
            if str(block.written_at) == place:
                return block
        return None

    def _template(self, element: Any, block: Block | None) -> tuple[str, int] | None:
        """Return the template whose text has the element's first class, or else its tag."""
        files: dict[str, Path] = {}
        for folder in reversed(self.content.project.layers("templates")):
            for path in sorted(folder.rglob("*.html")):
                files[str(path.relative_to(folder))] = path
        own = f"blocks/{block.type}.html" if block else DOCUMENT
        names = [own, "macros.html", *sorted(files)]
        classes = element.get("class", "").split()
        wanted = [rf'class="[^"]*\b{re.escape(one)}\b' for one in classes]
        wanted.append(rf"<{re.escape(str(element.tag))}\b")
        for pattern in wanted[:1] if classes else wanted:
            for name in dict.fromkeys(names):
                if name in files and (line := _line_of(files[name], pattern)):
                    return f"templates/{name}", line
        return (f"templates/{own}", 1) if own in files else None


def _line_of(path: Path, pattern: str) -> int:
    """Return the first line of a file that has a pattern, 0 when there is none."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return next((at for at, line in enumerate(lines, 1) if re.search(pattern, line)), 0)


def _facts(value: object) -> Iterator[Fact]:
    """Return the facts that a block prints, in order."""
    if isinstance(value, Fact):
        yield value
    elif isinstance(value, Series):
        yield from value.figures
    elif isinstance(value, Prose):
        yield from value.facts
    elif isinstance(value, Model):
        for name in type(value).model_fields:
            yield from _facts(getattr(value, name))
    elif isinstance(value, tuple | dict):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _facts(item)
