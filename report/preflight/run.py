"""Preflight of one PDF: runs every check of a profile and collects the findings."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pikepdf

from report.pdf.known import Known
from report.preflight.plates import plate_names
from report.preflight.register import RULES, checks_for, rules_for
from report.preflight.rules import MOST_INK, Check, Finding, Options, Profile, Rule
from report.preflight.subject import MALFORMED, Subject


@dataclass(frozen=True, slots=True)
class Result:
    """What preflight found: the profile, the number of pages, the findings in order."""

    profile: Profile
    pages: int
    findings: tuple[Finding, ...]
    #: Codes of the rules that could not be checked, with the reason.
    unavailable: tuple[tuple[str, str], ...] = ()
    #: The names of the spot colours.
    plates: tuple[str, ...] = ()

    def by_rule(self) -> list[tuple[Rule, list[Finding]]]:
        """Return every rule of the profile with its findings."""
        return [
            (rule, [one for one in self.findings if one.code == rule.code])
            for rule in rules_for(self.profile)
        ]


def preflight(
    pdf: bytes,
    profile: Profile | None = None,
    most_ink: float = MOST_INK,
    known: Known | None = None,
) -> Result:
    """Check a PDF against every rule of a profile.

    Without ``profile``, a tagged file is checked for the screen, another one for print.
    ``most_ink`` is the limit for total ink, in per cent. With ``known``, pages that are not new are
    not drawn again. A file that cannot be read breaks P101, and no other rule is checked.
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
            with Subject(document, pdf, known) as subject:
                found = tuple(sorted(_findings(subject, Options(chosen, most_ink)), key=_order))
            plates = tuple(plate_names(document)) if chosen == "print" else ()
            return Result(chosen, len(document.pages), found, _unavailable(chosen), plates)
    except pikepdf.PasswordError:
        return Result(profile or "print", 0, (Finding("P102", "the file asks for a password"),))
    except pikepdf.PdfError as exc:
        return Result(profile or "print", 0, (Finding("P101", str(exc)),))


def _order(one: Finding) -> tuple[str, int]:
    return one.code, one.page


def _profile(document: pikepdf.Pdf) -> Profile:
    return "screen" if "/StructTreeRoot" in document.Root else "print"


def _unavailable(profile: Profile) -> tuple[tuple[str, str], ...]:
    return tuple(
        (rule.code, why)
        for check, rules in checks_for(profile)
        if check.unavailable and (why := check.unavailable())
        for rule in rules
    )


def _findings(subject: Subject, options: Options) -> Iterator[Finding]:
    for number in range(1, len(subject.document.pages) + 1):
        subject.paints(number)
    yield from subject.faults
    for check, _ in checks_for(options.profile):
        if check.drawn and subject.faults:
            return  # rendering such pages might never end
        if not (check.unavailable and check.unavailable()):
            if check.by_page and subject.known is not None:
                found = _recalled(check, subject, options, subject.known)
            else:
                found = check.find(subject, options)
            yield from _guarded(check.what, found)


def _recalled(check: Check, subject: Subject, options: Options, known: Known) -> Iterator[Finding]:
    """Check the pages of which it is not known what a check finds there."""

    def look(wanted: Sequence[int]) -> dict[int, list[Any]]:
        subject.wanted = wanted
        found: dict[int, list[Any]] = {number: [] for number in wanted}
        for one in check.find(subject, options):
            if one.page not in found:
                raise _NotByPageError(one)
            found[one.page].append([one.code, one.message, one.x, one.y])
        return found

    what = (check.what, options.profile, str(options.most_ink))
    try:
        pages = known.pages(what, look)
    except _NotByPageError as exc:  # a fault of the whole file, such as a program that failed
        yield exc.finding
        return
    for number, found in enumerate(pages, 1):
        for code, message, x, y in found:
            yield Finding(code, message, number, x, y)


class _NotByPageError(Exception):
    """A check found something that is not on a page."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


def _guarded(what: str, found: Iterator[Finding]) -> Iterator[Finding]:
    """Return findings; a malformed object ends the check with a finding of P101."""
    try:
        yield from found
    except MALFORMED as exc:
        yield Finding("P101", f"{what} is malformed ({type(exc).__name__}: {exc})")


def severity(one: Finding) -> str:
    """Return the severity of a finding: ``error`` or ``warning``."""
    return str(RULES[one.code].severity)
