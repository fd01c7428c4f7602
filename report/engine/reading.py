"""Read the content of a build: data, tokens and pictures.

In: a project. Out: its content with all findings, the drawings it needs, the printing condition.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from report.content.checks import (
    RELEASE_BLOCKERS,
    check_accents,
    check_pictures,
    check_report,
)
from report.content.load import design, load_report, load_theme
from report.content.pictures import LOGO, own_logo
from report.content.tables import check_tables
from report.engine.vectors import read_vectors
from report.figures.declared import declare_drawings
from report.findings.diagnostics import Diagnostic, Place, Severity, diagnostic, escalate
from report.findings.errors import FindingsError
from report.model.blocks.base import Request, measures
from report.model.colour import Press
from report.model.report import Report
from report.model.theme import Theme
from report.project.project import Project
from report.typesetting.fontfiles import FOLDER, check_font_files

if TYPE_CHECKING:
    from report.press.condition import Condition


@dataclass(frozen=True, slots=True)
class Content:
    """The content of a project that has no errors."""

    project: Project
    report: Report
    theme: Theme
    #: Paths of picture files within the project, by slot.
    pictures: Mapping[str, str]
    found: tuple[Diagnostic, ...]
    #: The SVG pictures, simplified, by path.
    vectors: Mapping[str, str] = field(default_factory=dict)

    @property
    def read_elsewhere(self) -> bool:
        """Whether a file of the data lies outside of the folders ``data/`` and ``sources/``."""
        return any(not name.startswith(("data/", "sources/")) for name in self.report.files)

    def summary(self) -> list[str]:
        """Return one line per file that has been read, for verbose mode."""
        report = self.report
        lines = [f"{len(report.facts.facts)} facts", f"{len(self.pictures)} picture files"]
        for chapter in report.chapters:
            lines.append(f"{chapter.file}: {chapter.data.title}")
            lines += [
                f"{section.file}: {section.data.title}, {len(section.blocks)} blocks"
                for section in chapter.sections
            ]
        return lines


def read(project: Project, *, release: bool = False) -> Content:
    """Read and check the data and the tokens.

    Raises FindingsError with all findings when there are errors; otherwise the findings are in the
    result. In a release, findings that only a draft may have are errors.
    """
    declare_drawings()
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
            found.extend(check_tables(report, theme))
            files, wrong = check_pictures(report, project, theme)
            pictures = {slot: file.name for slot, file in files.items()}
            if logo := own_logo(project):
                pictures.setdefault(LOGO, logo)
            found.extend(wrong)
            vectors, wrong = read_vectors(files.values(), theme)
            found.extend(wrong)
    if release:
        found = list(escalate(found, RELEASE_BLOCKERS))
    if report is None or theme is None or any(d.severity is Severity.ERROR for d in found):
        raise FindingsError(found)
    return Content(project, report, theme, pictures, tuple(found), vectors)


def requests(report: Report, theme: Theme) -> list[Request]:
    """Return every drawing that the pages need, without duplicates."""
    from report.markup.openers import opener_art

    room = measures(theme)
    wanted: list[Request] = list(opener_art(report, theme))
    for accent, block in report.blocks():
        wanted.extend(block.requests(accent, room))
    return wanted


def read_condition(project: Project, press: Press) -> Condition:
    """Return the printing condition with its ICC profile; raises FindingsError (D802)."""
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
        message = f"{name} is not a complete colour profile for CMYK"
        raise FindingsError([diagnostic("D802", message, hint=hint, place=Place(name, 1, 1))])
    return profile
