"""The way of the data: YAML → report → drawings → HTML → pages → PDF.

Each function is one step; none reaches back. :func:`build` walks the whole way.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from report import output
from report.content.checks import (
    RELEASE_BLOCKERS,
    at_their_blocks,
    check_accents,
    check_pictures,
    check_report,
)
from report.content.glyphs import missing_glyphs
from report.content.load import data_files, design, load_report, load_theme
from report.engine.judging import judge, judge_fronts
from report.findings.diagnostics import Diagnostic, Place, Severity, diagnostic, escalate, in_order
from report.findings.errors import FindingsError
from report.markup.document import BASE_URL, Imprint, compose
from report.markup.slug import slug_lines
from report.model.blocks.base import Request, measures
from report.model.blocks.picture import Picture
from report.model.colour import Press
from report.model.drawing import Svg
from report.model.ledger import ledger, printed_facts
from report.model.report import Report
from report.model.target import Target
from report.model.theme import Theme
from report.progress import Progress
from report.project.project import Project
from report.typesetting.fontfiles import FOLDER, check_font_files
from report.vectors import Vectors, read_vectors
from report.worker import Worker, undisturbed, worker

if TYPE_CHECKING:
    from report.press.condition import Condition
    from report.typesetting.pictures import Printed
    from report.typesetting.seen import Shown


@dataclass(frozen=True, slots=True)
class Content:
    """What has been read of a project, and found sound enough to go on with."""

    project: Project
    report: Report
    theme: Theme
    #: Paths of picture files within the project, by slot.
    pictures: Mapping[str, str]
    found: tuple[Diagnostic, ...]
    #: The pictures that are SVG, made plain, by path.
    vectors: Mapping[str, str] = field(default_factory=dict)

    def summary(self) -> list[str]:
        """Say what has been read, a line a file, for those who want to know."""
        report = self.report
        lines = [f"{len(report.facts.facts)} facts", f"{len(self.pictures)} picture files"]
        for chapter in report.chapters:
            lines.append(f"{chapter.file}: {chapter.data.title}")
            lines += [
                f"{section.file}: {section.data.title}, {len(section.blocks)} blocks"
                for section in chapter.sections
            ]
        return lines


@dataclass(frozen=True, slots=True)
class Made:
    """A finished PDF that has not been written yet."""

    target: Target
    pdf: bytes
    pages: int
    found: tuple[Diagnostic, ...]
    pictures: tuple[Shown, ...] = ()


@dataclass(frozen=True, slots=True)
class Built:
    """A PDF in its place."""

    target: Target
    path: Path
    pages: int


def read(project: Project, *, release: bool = False) -> Content:
    """Read and check the data and the tokens.

    Raises FindingsError with everything wrong when there are errors; what is no error
    travels on in the result. A release makes errors of what only a draft may have.
    """
    report, found, used = load_report(project)
    theme: Theme | None = None
    try:
        if report:
            project = design(project, report.settings)
        theme = load_theme(project)
    except FindingsError as exc:
        found.extend(exc.diagnostics)
    pictures: dict[str, str] = {}
    vectors: dict[str, str] = {}
    if report:
        found.extend(check_report(report, used))
        if theme:
            found.extend(check_font_files(root / FOLDER for root in project.roots))
            try:
                read_profile(project, theme.press)
            except FindingsError as exc:
                found.extend(exc.diagnostics)
            found.extend(check_accents(report, theme))
            files, wrong = check_pictures(report, project, theme)
            pictures = {slot: file.name for slot, file in files.items()}
            found.extend(wrong)
            vectors, wrong = read_vectors(files.values(), theme)
            found.extend(wrong)
    if release:
        found = list(escalate(found, RELEASE_BLOCKERS))
    if report is None or theme is None or any(d.severity is Severity.ERROR for d in found):
        raise FindingsError(found)
    return Content(project, report, theme, pictures, tuple(found), vectors)


def requests(report: Report, theme: Theme) -> list[Request]:
    """Give every drawing the pages need, each once."""
    from report.markup.openers import opener_art

    room = measures(theme)
    wanted: list[Request] = list(opener_art(report, theme))
    for accent, block in report.blocks():
        wanted.extend(block.requests(accent, room))
    return wanted


def load_figures() -> None:
    """Load what draws, while the data is still being read."""
    from report.figures.engine import start

    start()


def load_engine(content: Content) -> None:
    """Load what typesets, while the other process draws."""
    isolate_fonts(content.project, content.theme)
    check_fonts(content.theme)
    with undisturbed():
        import report.press.finish
        import report.typesetting.engine  # noqa: F401


def draw(wanted: Sequence[Request], theme: Theme, project: Project) -> dict[str, Svg]:
    """Make the drawings, with the fonts that the pages have."""
    isolate_fonts(project, theme)
    from report.figures.draw import draw_all

    return draw_all(wanted, theme)


def coloured(drawings: Mapping[str, Svg], theme: Theme, target: Target) -> dict[str, str]:
    """Give the drawings' SVG in the target's colour."""
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
    """Let the engine see the theme's fonts only; before the engine is first imported."""
    from report.typesetting.fonts import isolate

    folders = [root / FOLDER for root in project.roots]
    isolate(theme.type.families, [folder for folder in folders if folder.is_dir()])


def check_fonts(theme: Theme) -> None:
    """Refuse to set type in a face that is not there; raises FindingsError (D604)."""
    from report.doctor import install_command
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
    """Make one target's PDF from what has been read and drawn.

    ``closely`` has text in front of pictures judged too, for which its pages are drawn.
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
    """Say how large each picture file is printed, by its path within the project."""
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


def read_condition(project: Project, press: Press) -> Condition:
    """Give the printing condition with its profile; raises FindingsError (D802)."""
    from report.press.condition import Condition

    profile = read_profile(project, press)
    return Condition(press.condition, press.name, press.registry, profile)


def read_profile(project: Project, press: Press) -> bytes:
    """Read the ICC profile of the printing condition; raises FindingsError (D802)."""
    name = f"styles/{press.profile}"
    path = project.find(name)
    if path is None:
        hint = "correct the name in styles/tokens.yaml, or restore the file"
        message = f"the colour profile {name} is missing"
        place = press.written_at
        raise FindingsError([diagnostic("D802", message, hint=hint, place=place)])
    profile = path.read_bytes()
    whole = int.from_bytes(profile[:4]) == len(profile)
    if not whole or (profile[16:20], profile[36:40]) != (b"CMYK", b"acsp"):  # ICC.1:2022, 7.2
        hint = "restore it from the last good version, or name another in styles/tokens.yaml"
        message = f"{name} is not a whole colour profile for CMYK"
        raise FindingsError([diagnostic("D802", message, hint=hint, place=Place(name, 1, 1))])
    return profile


def build(
    project: Project,
    targets: Sequence[Target],
    folder: Path,
    progress: Progress,
    *,
    release: bool = False,
    fail_level: Severity = Severity.ERROR,
) -> tuple[list[Built], list[Diagnostic]]:
    """Build the targets into ``folder``.

    Gives what was built and everything found on the way. Raises FindingsError when there is
    a finding at or above ``fail_level``, before any file is touched.
    """
    output.prepare(folder)
    with worker() as other:
        other.start(load_figures)
        with progress.step("data"):
            content = read(project, release=release)
        for line in content.summary():
            progress.note(line)
        with progress.step("figures"):
            wanted = requests(content.report, content.theme)
            drawing = other.start(draw, wanted, content.theme, content.project)
            load_engine(content)
            try:
                drawings = drawing.result()
            except FindingsError as exc:
                raise FindingsError(at_their_blocks(exc.diagnostics, content.report)) from None
        progress.note(f"{len(drawings)} drawings")
        with progress.step(" and ".join(target.name for target in targets)):
            # Preflight looks at all text of a release; the two targets have the same.
            made = _make_all(content, drawings, targets, other, closely=not release)
    found = in_order([*content.found, *(d for one in made for d in one.found)])
    if release:
        found = list(escalate(found, RELEASE_BLOCKERS))
        with progress.step("preflight"):
            for one in made:
                found += judge(
                    folder / one.target.file_name,
                    one.pdf,
                    one.target.profile,
                    content.theme.press.most_ink,
                    one.pictures,
                )
    if any(d.severity.rank <= fail_level.rank for d in found):
        raise FindingsError(found)
    built = [Built(one.target, folder / one.target.file_name, one.pages) for one in made]
    with progress.step("writing"):
        output.write_all({place.path: one.pdf for place, one in zip(built, made, strict=True)})
    return built, found


def _make_all(
    content: Content,
    drawings: Mapping[str, Svg],
    targets: Sequence[Target],
    other: Worker,
    *,
    closely: bool,
) -> list[Made]:
    """Make the first target here and the others in the other process, at the same time.

    ``closely`` has the text of the first judged in front of pictures too: it is print, as a rule,
    which has no tags and is finished sooner.
    """
    here, *there = targets
    waiting = [other.start(make, content, drawings, target) for target in there]
    other.dismiss()
    made = make(content, drawings, here, closely=closely)
    return [made, *(job.result() for job in waiting)]


def check(project: Project, *, release: bool = False) -> list[Diagnostic]:
    """Find everything that can be known without building; raises nothing for bad data."""
    from report.markup.rehearse import rehearse
    from report.typesetting.syntax import check_styles

    try:
        content = read(project, release=release)
    except FindingsError as exc:
        return in_order(exc.diagnostics)
    found = list(content.found)
    wanted = requests(content.report, content.theme)
    found.extend(rehearse(lambda drawings, target: mark_up(content, drawings, target), wanted))
    needed = {block.type for _, block in content.report.blocks()}
    found.extend(check_styles(content.project, content.theme, needed))
    return in_order(found)


def put_right(project: Project) -> list[tuple[Place, str, str]]:
    """Exchange characters in the data that are surely wrong; gives place, old and new of each.

    Raises CannotRunError (D702) when a file cannot be written; then none is changed.
    """
    from report.content.fix import fix

    fixed = fix(project, data_files(project))
    output.write_all({one.path: one.content for one in fixed})
    return [change for one in fixed for change in one.changes]
