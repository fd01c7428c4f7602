"""Preflight of one PDF: every rule of its profile asked, every answer kept."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pikepdf

from report.preflight.plates import check_plates, plate_names
from report.preflight.rules import MOST_INK, RULES, Finding, Profile, Rule, rules_for
from report.preflight.subject import MALFORMED, Subject

if TYPE_CHECKING:
    from report.preflight.checks_text import Place


@dataclass(frozen=True, slots=True)
class Result:
    """What preflight found: the profile, the number of pages, the findings in order."""

    profile: Profile
    pages: int
    findings: tuple[Finding, ...]
    #: Rules that could not be asked, with the reason.
    unasked: tuple[tuple[str, str], ...] = ()
    #: The names of plates for spot colours.
    plates: tuple[str, ...] = ()

    def by_rule(self) -> list[tuple[Rule, list[Finding]]]:
        """Give every rule of the profile with what breaks it."""
        return [
            (rule, [one for one in self.findings if one.code == rule.code])
            for rule in rules_for(self.profile)
        ]


def preflight(pdf: bytes, profile: Profile | None = None, most_ink: float = MOST_INK) -> Result:
    """Ask every rule of a profile of a PDF; without one, the profile that the file declares.

    ``most_ink`` is the most ink on one spot, in per cent.

    A file that cannot be read breaks P101, and no other rule is asked.
    """
    try:
        with pikepdf.open(io.BytesIO(pdf)) as document:
            problems = document.check_pdf_syntax()
            if not len(document.pages):
                problems.append("there are no pages")
            if problems:
                found = tuple(Finding("P101", str(problem)) for problem in problems)
                return Result(profile or "print", len(document.pages), found)
            chosen = profile or _profile(document)
            with Subject(document, pdf) as subject:
                found = tuple(sorted(_findings(subject, chosen, most_ink), key=_order))
            plates = tuple(plate_names(document)) if chosen == "print" else ()
            return Result(chosen, len(document.pages), found, _unasked(chosen), plates)
    except pikepdf.PasswordError:
        return Result(profile or "print", 0, (Finding("P102", "the file asks for a password"),))
    except pikepdf.PdfError as exc:
        return Result(profile or "print", 0, (Finding("P101", str(exc)),))


def look_at(pdf: bytes, places: Mapping[int, Sequence[Place]]) -> list[Finding]:
    """Find text that is hidden or not told from its ground (P122), in some places of some pages.

    Places are given by page, from 1: left, top, right and foot in mm on the trimmed page.
    """
    from report.preflight.checks_text import check_places

    with pikepdf.open(io.BytesIO(pdf)) as document, Subject(document, pdf) as subject:
        return list(check_places(subject, places))


def _order(one: Finding) -> tuple[str, int]:
    return one.code, one.page


def _profile(document: pikepdf.Pdf) -> Profile:
    return "screen" if "/StructTreeRoot" in document.Root else "print"


def _unasked(profile: Profile) -> tuple[tuple[str, str], ...]:
    from report.preflight.checks_ink import ghostscript

    if profile == "print" and ghostscript() is None:
        return (("P220", "Ghostscript is not installed"),)
    return ()


def _findings(subject: Subject, profile: Profile, most_ink: float) -> Iterator[Finding]:
    from report.preflight.checks_file import check_file
    from report.preflight.checks_text import check_text
    from report.preflight.checks_whole import check_pages, check_unwanted, check_whole

    document = subject.document
    for number in range(1, len(document.pages) + 1):
        subject.paints(number)
    yield from subject.faults
    yield from _guarded("the file", check_file(document))
    yield from _guarded("an object", check_whole(document))
    box = "/TrimBox" if profile == "print" else "/MediaBox"
    yield from _guarded("the box of a page", check_pages(document, box))
    yield from _guarded("the file", check_unwanted(document))
    if profile == "print":
        from report.preflight.checks_forbidden import check_forbidden
        from report.preflight.checks_ink import check_ink, ghostscript
        from report.preflight.checks_pixels import check_bleed
        from report.preflight.checks_print import check_print

        yield from _guarded("a page", check_print(subject, most_ink))
        yield from _guarded("a colour space", check_plates(document))
        yield from _guarded("an object", check_forbidden(document))
        if subject.faults:
            return  # what draws pages may never come to an end with them
        yield from _guarded("the picture of a page", check_bleed(subject))
        yield from _guarded("the text of a page", check_text(subject, profile))
        program = ghostscript()
        if program:
            found = check_ink(document, subject.pdf, program, most_ink)
            yield from _guarded("the ink of a page", found)
    else:
        from report.preflight.checks_order import check_order
        from report.preflight.checks_screen import check_screen

        yield from _guarded("a page or a tag", check_screen(subject))
        if subject.faults:
            return
        yield from _guarded("the text of a page", check_text(subject, profile))
        yield from _guarded("the structure tree", check_order(subject))


def _guarded(what: str, found: Iterator[Finding]) -> Iterator[Finding]:
    """Give findings until something is not what the standard says: that is the last one."""
    try:
        yield from found
    except MALFORMED as exc:
        yield Finding("P101", f"{what} is not as it should be ({type(exc).__name__}: {exc})")


def severity(one: Finding) -> str:
    """Give how grave a finding is: ``error`` or ``warning``."""
    return str(RULES[one.code].severity)
