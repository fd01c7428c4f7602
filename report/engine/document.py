"""One document for one target: its HTML, its stylesheets and files, and its parts."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from report.engine.crew import Hands, worth
from report.engine.drawings import Recordings
from report.engine.judging import Front, judge_fronts
from report.engine.makers import Maker, font
from report.engine.parts import Rounds
from report.engine.reading import Content, read_condition
from report.engine.reasons import Reasons
from report.engine.shelf import Shelf
from report.engine.steps import Steps
from report.engine.store import Store, key_of
from report.engine.vectors import Vectors
from report.findings.diagnostics import Diagnostic
from report.markup.document import BASE_URL, Imprint, compose
from report.model.blocks.base import measures
from report.model.blocks.picture import Picture
from report.model.drawing import Svg
from report.model.target import Target
from report.model.theme import Theme
from report.pdf.kept import read_diagnostic
from report.pdf.parts import FontUse, Part, merged

if TYPE_CHECKING:
    from report.engine.worker import Other
    from report.pdf.parts import Shown
    from report.press.condition import Condition
    from report.typesetting.pictures import Printed
    from report.typesetting.stylesheets import Stylesheet
    from report.typesetting.typesetter import Typesetter


@dataclass(frozen=True, slots=True)
class Kept:
    """A store, and the hash of the program, libraries and font files that use it."""

    store: Store
    tools: str
    #: What names the project in the store; empty: its folder.
    where: str = ""


def recorded(kept: Kept, theme: Theme) -> Recordings:
    """Return the drawings that were typeset with the same fonts."""
    return Recordings(kept.store, key_of(kept.tools, *theme.type.families))


@dataclass(frozen=True, slots=True)
class Source:
    """What a document is typeset from: HTML, stylesheets, drawings, colours."""

    content: Content
    target: Target
    html: str
    sheets: list[Stylesheet]
    figures: dict[str, str]
    condition: Condition
    vectors: Vectors

    @classmethod
    def of(cls, content: Content, drawings: Mapping[str, Svg], target: Target) -> Source:
        """Fill the templates and read the stylesheets.

        Raises FindingsError for templates and stylesheets that are wrong.
        """
        html = mark_up(content, drawings, target)
        return cls.filled(content, target, html, coloured(drawings, content.theme, target))

    @classmethod
    def filled(cls, content: Content, target: Target, html: str, figures: dict[str, str]) -> Source:
        """Read the stylesheets for templates that are filled, and drawings that are coloured.

        Raises FindingsError for stylesheets that are wrong.
        """
        from report.typesetting.stylesheets import stylesheets

        project, theme, report = content.project, content.theme, content.report
        condition = read_condition(project, theme.press)
        return cls(
            *(content, target, html),
            stylesheets(project, theme, target, {block.type for _, block in report.blocks()}),
            figures,
            condition,
            Vectors(content.vectors, theme, target, condition.profile),
        )


@dataclass(slots=True)
class Document:
    """A document that is made by parts."""

    source: Source
    typesetter: Typesetter
    shelf: Shelf
    reasons: Reasons
    steps: Steps
    #: What names it in the store.
    where: str

    @classmethod
    def of(cls, source: Source, kept: Kept | None = None, *, apart: bool = True) -> Document:
        """Divide a document into parts; without ``apart``, it is one part.

        Raises UnknownEngineError when the engine cannot make parts.
        """
        from report.typesetting.typesetter import Typesetter

        content, target, sheets = source.content, source.target, source.sheets
        theme, report, condition = content.theme, content.report, source.condition
        typesetter = Typesetter(
            *(source.html, sheets, source.figures, target, content.project, BASE_URL),
            report.lexicon,
            places=report.places,
            printed=sizes(content, target),
            recolour=source.vectors.coloured,
            recorded=recorded(kept, theme) if kept else None,
            apart=apart,
        )
        tools = kept.tools if kept else ""
        common = {
            "the program, a library or a font": tools,
            "whether it has parts": str(apart),
            "styles/tokens.yaml": key_of(theme.model_dump_json()),
            "data/lexicon.yaml": key_of(*report.lexicon),
            "the profile of the printing condition": key_of(condition.profile),
        }
        common |= {sheet.name: key_of(sheet.layer, sheet.text) for sheet in sheets}
        common |= typesetter.reads
        base = key_of(target.name, *(part for entry in common.items() for part in entry))
        shelf = Shelf(base, tools, kept.store) if kept else Shelf(base, tools)
        where = (kept.where if kept else "") or str(content.project.root.absolute())
        where = f"{where} {target.name}"
        reasons = Reasons.read(shelf.store, where, common)
        return cls(source, typesetter, shelf, reasons, Steps(), where)

    def parts(
        self,
        other: Other | None = None,
        tell: Callable[[int, int], None] | None = None,
        crew: Hands | None = None,
    ) -> tuple[list[Part], list[Diagnostic]]:
        """Return the finished parts, and the findings at their places in the data.

        ``other`` is a process that makes parts of this document too, or ``crew`` several; ``tell``
        is called for each part that is made. Raises FindingsError when something cannot be typeset.
        """
        maker = Maker(self.typesetter, self.source.vectors.gradients, other)
        rounds = Rounds(self.typesetter, self.shelf, maker, self.steps, self.reasons, tell, crew)
        parts, found = rounds.make()
        self.reasons.keep(self.shelf.store, self.where)
        found += self.typesetter.found
        for number, part in enumerate(parts):
            found += [self.typesetter.place(number, one) for one in part.found]
        return parts, list(dict.fromkeys(found))  # each part may say the same of the whole

    def processes(self, jobs: int, otherwise: int = 2) -> int:
        """Return how many processes should make the parts at the same time; 0: no crew.

        ``otherwise`` is how many make them without one.
        """
        numbers = range(self.typesetter.parts)
        known = all(self.reasons.last(self.typesetter.title(number)) for number in numbers)
        sizes = (
            [len(self.typesetter.source(number)) for number in numbers] if jobs > otherwise else []
        )
        return jobs if worth(sizes, jobs, known=known, otherwise=otherwise) else 0

    def fonts(
        self, parts: list[Part], other: Other | None = None, crew: Hands | None = None
    ) -> list[tuple[bytes, list[int]]]:
        """Return the fonts of the document as PDFs, each with the numbers of its parts.

        ``other`` makes every second one of those that are new, ``crew`` all of them.
        """
        uses = merged(parts)
        keys = [
            key_of("font-1", self.shelf.tools, json.dumps(_flat(use), sort_keys=True))
            for use, _ in uses
        ]
        made = [self.shelf.store.get(key) for key in keys]
        new = [at for at, pdf in enumerate(made) if pdf is None]
        theirs = {at: other.start(font, uses[at][0]) for at in new[1::2]} if other else {}
        if crew:
            with self.steps.step("new fonts"):
                for done in crew.do((font, (uses[at][0],)) for at in new):
                    made[new[done.number]] = done.result()
        for at in new if crew is None else ():
            if at not in theirs:
                with self.steps.step(f"font {uses[at][0].name}"):
                    made[at] = self.typesetter.font(uses[at][0])
        for at, job in theirs.items():
            with self.steps.step(f"font {uses[at][0].name}"):
                made[at] = job.result()
        for at in new:
            self.shelf.store.put(keys[at], made[at] or b"")
        return [(pdf or b"", numbers) for pdf, (_, numbers) in zip(made, uses, strict=True)]

    def judge_fronts(
        self,
        pdf: bytes,
        parts: list[Part],
        other: Other | None = None,
        crew: Hands | None = None,
    ) -> list[Diagnostic]:
        """Return findings for unreadable text in front of pictures, part by part.

        Pages are drawn only for parts that were not judged before; ``other`` draws every second,
        ``crew`` all of them.
        """
        keys = {
            number: key_of(
                "fronts-1", self.shelf.base, sha256(part.pdf).digest(), f"{part.fronts!r}"
            )
            for number, part in enumerate(parts)
            if part.fronts
        }
        kept = {number: self.shelf.store.get(key) for number, key in keys.items()}
        new = [number for number, entry in kept.items() if entry is None]
        theirs = {number: _fronts(parts[number]) for number in new[1::2]} if other else {}
        job = other.start(judge_fronts, pdf, theirs) if other and theirs else None
        mine = {number: _fronts(parts[number]) for number in new if number not in theirs}
        if crew:
            shares = [dict(list(mine.items())[at :: crew.size]) for at in range(crew.size)]
            done = crew.do((judge_fronts, (pdf, share)) for share in shares if share)
            found = {number: ones for one in done for number, ones in one.result().items()}
        else:
            found = judge_fronts(pdf, mine)
        found |= job.result() if job else {}
        for number in new:
            entry = json.dumps([asdict(one) for one in found[number]], ensure_ascii=False)
            self.shelf.store.put(keys[number], entry.encode())
        for number, entry_ in kept.items():
            if entry_ is not None:
                found[number] = [read_diagnostic(one) for one in json.loads(entry_)]
        return [
            self.typesetter.place(number, one) for number in sorted(found) for one in found[number]
        ]

    def pictures(self, parts: list[Part]) -> tuple[Shown, ...]:
        """Return the pictures of the pages."""
        from report.pdf.parts import Shown
        from report.typesetting.areas import Area

        return tuple(
            Shown(one.page, Area(*one.area), self.typesetter.name(number, one))
            for number, part in enumerate(parts)
            for one in part.pictures
        )


def _fronts(part: Part) -> list[Front]:
    return [(one.page, one.area, one.name) for one in part.fronts]


def coloured(drawings: Mapping[str, Svg], theme: Theme, target: Target) -> dict[str, str]:
    """Return the drawings' SVG in the target's colour."""
    from report.figures.recolour import to_cmyk

    if target.colour == "cmyk":
        return {name: to_cmyk(svg.text, theme) for name, svg in drawings.items()}
    return {name: svg.text for name, svg in drawings.items()}


def mark_up(content: Content, drawings: Mapping[str, Svg], target: Target) -> str:
    """Fill the templates: one HTML document."""
    theme = content.theme
    imprint = Imprint(profile=theme.press.name, fonts=(theme.type.serif, theme.type.sans))
    folders = content.project.layers("templates")
    return compose(content.report, theme, target, drawings, content.pictures, imprint, folders)


def sizes(content: Content, target: Target) -> dict[str, Printed]:
    """Return the printed size of each picture file, by its path within the project."""
    from report.typesetting.pictures import Printed

    theme = content.theme
    ppi = getattr(theme.pictures, target.fineness)
    room = measures(theme)
    return {
        content.pictures[block.id]: Printed(
            room.of(block.width),
            block.lines * theme.type.leading,
            ppi,
            theme.pictures.quality,
            block.fit == "contain",
        )
        for _, block in content.report.blocks()
        if isinstance(block, Picture) and block.id in content.pictures
    }


def _flat(use: FontUse) -> dict[str, Any]:
    """Return the fields of a font's use; ``asdict`` would copy its thousands of glyphs."""
    return {one.name: getattr(use, one.name) for one in fields(use)}
