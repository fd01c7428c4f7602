"""Preflight of one PDF: every rule of its profile asked, every answer kept."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pikepdf

from report.preflight.plates import plate_names
from report.preflight.register import RULES, checks_for, rules_for
from report.preflight.rules import MOST_INK, Asked, Finding, Profile, Rule
from report.preflight.subject import MALFORMED, Subject

if TYPE_CHECKING:
    from report.preflight.checks.text import Place


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
                found = tuple(sorted(_findings(subject, Asked(chosen, most_ink)), key=_order))
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
    from report.preflight.checks.text import check_places

    with pikepdf.open(io.BytesIO(pdf)) as document, Subject(document, pdf) as subject:
        return list(check_places(subject, places))


def _order(one: Finding) -> tuple[str, int]:
    return one.code, one.page


def _profile(document: pikepdf.Pdf) -> Profile:
    return "screen" if "/StructTreeRoot" in document.Root else "print"


def _unasked(profile: Profile) -> tuple[tuple[str, str], ...]:
    return tuple(
        (rule.code, why)
        for check, rules in checks_for(profile)
        if check.unasked and (why := check.unasked())
        for rule in rules
    )


def _findings(subject: Subject, asked: Asked) -> Iterator[Finding]:
    for number in range(1, len(subject.document.pages) + 1):
        subject.paints(number)
    yield from subject.faults
    for check, _ in checks_for(asked.profile):
        if check.drawn and subject.faults:
            return  # what draws pages may never come to an end with them
        if not (check.unasked and check.unasked()):
            yield from _guarded(check.what, check.find(subject, asked))


def _guarded(what: str, found: Iterator[Finding]) -> Iterator[Finding]:
    """Give findings until something is not what the standard says: that is the last one."""
    try:
        yield from found
    except MALFORMED as exc:
        yield Finding("P101", f"{what} is not as it should be ({type(exc).__name__}: {exc})")


def severity(one: Finding) -> str:
    """Give how grave a finding is: ``error`` or ``warning``."""
    return str(RULES[one.code].severity)
