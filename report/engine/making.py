"""The steps from the content to the PDF of one target: drawings, HTML, pages, finished PDF.

Each function is one step, and uses only the results of earlier steps.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from report.content.glyphs import missing_glyphs
from report.engine.attached import attached
from report.engine.crew import LONG, Hands, crew
from report.engine.document import Document, Kept, Source, sizes
from report.engine.early import Early
from report.engine.elements import Element, elements
from report.engine.inputs import UnknownInputError, own_fonts
from report.engine.judging import judge_fronts, load
from report.engine.makers import serve
from report.engine.reading import Content
from report.engine.shelf import Shelf
from report.engine.steps import Step
from report.engine.store import key_of
from report.engine.worker import Other, signals_delayed
from report.findings.diagnostics import Diagnostic, diagnostic
from report.findings.errors import FindingsError
from report.markup.document import BASE_URL
from report.markup.slug import slug_lines
from report.model.blocks.base import Request
from report.model.drawing import Svg
from report.model.target import Target
from report.model.theme import Theme
from report.project.project import Project
from report.typesetting.fontfiles import FOLDER

if TYPE_CHECKING:
    from report.pdf.parts import Part, Shown


class Elsewhere(Protocol):
    """Processes of other machines, to which this one gives parts of a long document."""

    @property
    def least(self) -> int:
        """A document with fewer characters is made here alone."""

    @property
    def size(self) -> int:
        """The number of processes, with this one."""

    def opened(self, source: Source) -> AbstractContextManager[Hands]:
        """Let them make parts of a document, within the block.

        This process serves the document as well: see :func:`report.engine.makers.serve`.
        """


@dataclass(frozen=True, slots=True)
class Made:
    """A finished PDF that has not been written yet."""

    target: Target
    pdf: bytes
    pages: int
    found: tuple[Diagnostic, ...]
    steps: tuple[Step, ...] = ()
    #: The number of its parts.
    parts: int = 1
    pictures: tuple[Shown, ...] = ()
    #: For each page a hash of what it was written from: two equal ones look the same.
    prints: tuple[str, ...] = ()
    elements: tuple[Element, ...] = ()

    def blocks(self) -> dict[str, list[int]]:
        """Return the pages of blocks and picture files, by their places or their paths."""
        found: dict[str, set[int]] = {}
        for element in self.elements:
            if element.place and not element.is_hidden:
                found.setdefault(element.place, set()).add(element.page)
        for picture in self.pictures:
            found.setdefault(picture.name, set()).add(picture.page)
        return {name: sorted(found[name]) for name in sorted(found)}


def load_figures() -> None:
    """Load the drawing modules while the data is still being read."""
    from report.figures.engine import start

    start()


def load_engine() -> None:
    """Load the typesetting modules while the other process does something else."""
    with signals_delayed():
        import report.press.finish
        import report.press.join
        import report.typesetting.typesetter  # noqa: F401


def draw(wanted: Sequence[Request], theme: Theme, project: Project) -> dict[str, Svg]:
    """Make the drawings with the same fonts as the pages."""
    isolate_fonts(project, theme)
    from report.figures.draw import draw_all

    return draw_all(wanted, theme)


def isolate_fonts(project: Project, theme: Theme) -> None:
    """Restrict the layout engine to the theme's fonts; call it before the engine is imported."""
    from report.typesetting.fonts import isolate

    folders = [root / FOLDER for root in project.roots]
    isolate(theme.type.families, [folder for folder in folders if folder.is_dir()])


def check_fonts(project: Project, theme: Theme) -> None:
    """Choose the fonts and check that all faces are installed; raises FindingsError (D604)."""
    isolate_fonts(project, theme)
    from report.machine.packages import install_command
    from report.typesetting.fonts import missing_families

    found = [
        diagnostic(
            "D604",
            f"the font “{family}”, which styles/tokens.yaml names, is not installed",
            hint="correct the name, put the font into styles/fonts/, or install it: "
            + install_command("fonts-noto-cjk", "fonts-noto-cjk-extra"),
            place=theme.type.written_at,
        )
        for family in missing_families(theme.type.families)
    ]
    if found:
        raise FindingsError(found)


def make_target(
    content: Content, drawings: Mapping[str, Svg], target: Target, kept: Kept | None = None
) -> Made:
    """Make one target's PDF from the content and the drawings."""
    return make(Source.of(content, drawings, target), kept=kept)


def make(
    source: Source,
    *,
    closely: bool = False,
    kept: Kept | None = None,
    helper: Other | None = None,
    tell: Callable[[int, int], None] | None = None,
    ready: Callable[[Made], None] | None = None,
    early: Early | None = None,
    jobs: int = 2,
    document: Document | None = None,
    elsewhere: Elsewhere | None = None,
) -> Made:
    """Make a PDF.

    With ``closely`` text in front of pictures is checked too, for which pages are drawn. Parts in
    ``kept`` are not typeset again; ``helper`` is a process that is free to make some of them.
    ``tell`` is called for each part that is made: its number from 1, and how many there are.
    ``ready`` is called with the PDF before that text is checked, and ``early`` is given pages that
    have changed before the PDF is finished. With more than two ``jobs`` the
    parts of a long document are made by so many processes, or with those that are ``elsewhere``.
    ``document`` is what the source is, when it is open.
    """
    from report.typesetting.extension.faces import UnknownFaceError
    from report.typesetting.extension.partial import InseparableError
    from report.typesetting.typesetter import UnknownEngineError

    isolate_fonts(source.content.project, source.content.theme)
    began = time.perf_counter()
    try:
        if helper and jobs <= 2:
            helper.start(_serve, source, kept)
        try:
            document = document or Document.of(source, kept)
            with _crew(document, jobs, kept, elsewhere) as several:
                if helper and jobs > 2 and several is None:
                    helper.start(_serve, source, kept)
                helper = helper if several is None else None
                made = _by_parts(document, helper, tell, ready, several, early, closely=closely)
        except InseparableError:
            whole = Document.of(source, kept, apart=False)
            made = _by_parts(whole, ready=ready, closely=closely)
    except (UnknownEngineError, UnknownFaceError):
        made = _as_whole(source, closely=closely)
    took = time.perf_counter() - began
    return replace(made, steps=(Step(source.target.file_name, began, took), *made.steps))


def _by_parts(
    document: Document,
    helper: Other | None = None,
    tell: Callable[[int, int], None] | None = None,
    ready: Callable[[Made], None] | None = None,
    crew: Hands | None = None,
    early: Early | None = None,
    *,
    closely: bool,
) -> Made:
    """Make a PDF from the parts of a document."""
    from report.press.finish import complete
    from report.press.join import digest, joined

    source, steps = document.source, document.steps
    theme = source.content.theme
    parts, found = document.parts(helper, tell, crew)
    pages = sum(part.pages for part in parts)
    with steps.step("slug"):
        slug = _slug(source, document.shelf, pages) if source.target.slug_mm else None
    with steps.step("fonts"):
        frame, fonts = document.typesetter.frame(), document.fonts(parts, helper, crew)
        if helper:
            helper.start(load)
    stops = {colour: inks for part in parts for colour, inks in part.stops.items()}
    prints = _prints(parts, slug, source.content.project)
    if early:
        with steps.step("changed pages"):
            early.give(source, parts, prints, frame, fonts)
    content_of = digest(frame, fonts, parts)
    placed = elements(parts, document.typesetter.division)
    files = attached(source.content, source.figures, placed) if source.target.attachments else ()
    with steps.step("joining"), joined(frame, fonts, parts) as (whole, structure):
        pdf = complete(
            *(whole, structure, content_of, source.target, source.condition),
            *(files, slug, theme.spots, theme.pictures.quality, stops),
        )
    missing = sorted({character for part in parts for character in part.missing})
    found += missing_glyphs(source.content.report, tuple(missing))
    made = Made(
        *(source.target, pdf, pages, tuple(found), tuple(steps.done), len(parts)),
        *(document.pictures(parts), prints, placed),
    )
    if ready:
        ready(made)
    with steps.step("text in front of pictures"):
        unread = document.judge_fronts(pdf, parts, helper, crew) if closely else []
    return replace(made, found=(*found, *unread), steps=tuple(steps.done))


def _prints(parts: Sequence[Part], slug: bytes | None, project: Project) -> tuple[str, ...]:
    """Return a hash for each page, of what is painted on it and of the lines below it.

    The fonts of the project count too: a page names its fonts, and two files may have one name.
    """
    try:
        fonts = own_fonts(project)
    except UnknownInputError:  # the build has read what it needs of them
        fonts = ""
    below = key_of("slug", slug or b"", fonts)
    return tuple(key_of(below, one) for part in parts for one in part.prints)


def _as_whole(source: Source, *, closely: bool) -> Made:
    """Make a PDF at once.

    An engine of another version does not know parts, and a font that cannot be loaded again by its
    description cannot be embedded in the whole.
    """
    from report.pdf.prints import prints
    from report.press.finish import finish
    from report.typesetting.engine import typeset

    content, target, theme = source.content, source.target, source.content.theme
    done = typeset(
        *(source.html, source.sheets, source.figures, target, content.project, BASE_URL),
        content.report.lexicon,
        places=content.report.places,
        printed=sizes(content, target),
        recolour=source.vectors.coloured,
    )
    slug = _slug(source, Shelf("", ""), done.pages) if target.slug_mm else None
    pdf = finish(
        *(
            done.pdf,
            target,
            source.condition,
            attached(content, source.figures, None),
            slug,
            theme.spots,
        ),
        *(theme.pictures.quality, source.vectors.gradients.stops),
    )
    missing = missing_glyphs(content.report, done.missing)
    unread = judge_fronts(pdf, {0: done.fronts}).get(0, []) if closely and done.fronts else []
    found = (*done.found, *missing, *unread)
    return Made(target, pdf, done.pages, found, pictures=done.pictures, prints=prints(pdf))


def long_document(
    source: Source, kept: Kept | None, jobs: int, elsewhere: Elsewhere | None = None
) -> Document | None:
    """Return the open document if more processes are quicker; None for a short one.

    More are ``jobs`` instead of two, or those that are ``elsewhere`` instead of this one alone.
    """
    from report.typesetting.typesetter import UnknownEngineError

    if len(source.html) < (elsewhere.least if elsewhere else LONG):
        return None
    isolate_fonts(source.content.project, source.content.theme)
    try:
        document = Document.of(source, kept)
    except UnknownEngineError:  # it is met again when the document is made
        return None
    return document if _processes(document, jobs, elsewhere) else None


def _processes(document: Document, jobs: int, elsewhere: Elsewhere | None) -> int:
    """Return how many processes should make the parts at the same time; 0: no more than usual."""
    if elsewhere is None:
        return document.processes(jobs)
    return document.processes(min(elsewhere.size, document.typesetter.parts), otherwise=1)


@contextmanager
def _crew(
    document: Document, jobs: int, kept: Kept | None, elsewhere: Elsewhere | None
) -> Iterator[Hands | None]:
    """Start processes that make the parts of an open document, if it is long enough."""
    number = _processes(document, jobs, elsewhere)
    if not number:
        yield None
        return
    serve(document.typesetter, document.source.vectors.gradients)
    try:
        if elsewhere:
            with elsewhere.opened(document.source) as hands:
                yield hands
            return
        with crew(number) as several:
            for member in several.members if not several.is_forked else ():
                member.start(_serve, document.source, kept).result()
            yield several
    finally:
        serve(None, None)


def _serve(source: Source, kept: Kept | None) -> None:
    """Prepare the other process for the parts of a document."""
    load_engine()
    isolate_fonts(source.content.project, source.content.theme)
    serve(Document.of(source, kept).typesetter, source.vectors.gradients)


def _slug(source: Source, shelf: Shelf, pages: int) -> bytes:
    """Typeset the lines of text below the pages, or recall them."""
    from report.typesetting.engine import typeset
    from report.typesetting.stylesheets import Stylesheet

    content, target = source.content, source.target
    lines, style = slug_lines(content.report, content.theme, target, pages)
    sheet = Stylesheet("target", "slug", style)
    return shelf.recall(
        key_of("slug-1", shelf.tools, target.name, lines, style),
        lambda: typeset(lines, [sheet], {}, target, content.project, BASE_URL).pdf,
    )
