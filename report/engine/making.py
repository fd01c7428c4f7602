"""The steps from the content to the PDF of one target: drawings, HTML, pages, finished PDF.

Each function is one step, and uses only the results of earlier steps.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from report.content.glyphs import missing_glyphs
from report.engine.judging import judge_fronts
from report.engine.reading import Content, read_condition
from report.engine.vectors import Vectors
from report.engine.worker import signals_delayed
from report.findings.diagnostics import Diagnostic, diagnostic
from report.findings.errors import FindingsError
from report.markup.document import BASE_URL, Imprint, compose
from report.markup.slug import slug_lines
from report.model.blocks.base import Request, measures
from report.model.blocks.picture import Picture
from report.model.drawing import Svg
from report.model.ledger import ledger, printed_facts
from report.model.target import Target
from report.model.theme import Theme
from report.project.project import Project
from report.typesetting.fontfiles import FOLDER

if TYPE_CHECKING:
    from report.typesetting.pictures import Printed
    from report.typesetting.seen import Shown


@dataclass(frozen=True, slots=True)
class Made:
    """A finished PDF that has not been written yet."""

    target: Target
    pdf: bytes
    pages: int
    found: tuple[Diagnostic, ...]
    pictures: tuple[Shown, ...] = ()


def load_figures() -> None:
    """Load the drawing modules while the data is still being read."""
    from report.figures.engine import start

    start()


def load_engine(content: Content) -> None:
    """Load the typesetting modules while the other process draws."""
    isolate_fonts(content.project, content.theme)
    check_fonts(content.theme)
    with signals_delayed():
        import report.press.finish
        import report.typesetting.engine  # noqa: F401


def draw(wanted: Sequence[Request], theme: Theme, project: Project) -> dict[str, Svg]:
    """Make the drawings with the same fonts as the pages."""
    isolate_fonts(project, theme)
    from report.figures.draw import draw_all

    return draw_all(wanted, theme)


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


def isolate_fonts(project: Project, theme: Theme) -> None:
    """Restrict the layout engine to the theme's fonts; call it before the engine is imported."""
    from report.typesetting.fonts import isolate

    folders = [root / FOLDER for root in project.roots]
    isolate(theme.type.families, [folder for folder in folders if folder.is_dir()])


def check_fonts(theme: Theme) -> None:
    """Check that all faces are installed; raises FindingsError (D604)."""
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


def make(
    content: Content, drawings: Mapping[str, Svg], target: Target, *, closely: bool = False
) -> Made:
    """Make one target's PDF from the content and the drawings.

    With ``closely`` text in front of pictures is checked too, for which pages are drawn.
    """
    from report.press.attach import Attachment
    from report.press.finish import finish
    from report.typesetting.stylesheets import Stylesheet, stylesheets

    project, theme = content.project, content.theme
    html = mark_up(content, drawings, target)
    needed = {block.type for _, block in content.report.blocks()}
    sheets = stylesheets(project, theme, target, needed)
    condition = read_condition(project, theme.press)
    vectors = Vectors(content.vectors, theme, target, condition.profile)
    figures = coloured(drawings, theme, target)
    isolate_fonts(project, theme)

    from report.typesetting.engine import typeset

    lexicon = content.report.lexicon
    places = content.report.places
    done = typeset(
        html,
        sheets,
        figures,
        target,
        project,
        BASE_URL,
        lexicon,
        places=places,
        printed=sizes(content, target),
        recolour=vectors.coloured,
    )
    printed = printed_facts(content.report)
    facts = Attachment("facts.csv", "本報告所印的數據", "text/csv", ledger(printed))
    slug = None
    if target.slug_mm:
        lines, style = slug_lines(content.report, theme, target, done.pages)
        sheet = Stylesheet("target", "slug", style)
        slug = typeset(lines, [sheet], {}, target, project, BASE_URL).pdf
    attached = (facts,) if printed else ()
    quality = theme.pictures.quality
    pdf = finish(done.pdf, target, condition, attached, slug, theme.spots, quality, vectors.stops)
    missing = missing_glyphs(content.report, done.missing)
    unread = judge_fronts(pdf, done.fronts) if closely and done.fronts else ()
    return Made(target, pdf, done.pages, (*done.found, *missing, *unread), done.pictures)


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
