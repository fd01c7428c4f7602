"""The ledger of a report: every fact, and every place where it is printed.

In: a project and its engine. Out: :class:`Ledger`. The pages are made, or taken from what is kept
of them, and read as any reader of the PDF would.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from report.content.advice import nearest
from report.engine.finished import Finished, finished
from report.findings.diagnostics import Diagnostic, diagnostic
from report.findings.errors import CannotRunError, FindingsError
from report.ledger.printed import Drawn, Printed, find_figures, sheets
from report.ledger.unexplained import Unexplained, find_unexplained
from report.model.facts import reference
from report.model.series import Series
from report.model.shown import drawn_facts
from report.model.target import Target
from report.pages.text import PageText, read_pages

if TYPE_CHECKING:
    from report.engine.elements import Element
    from report.engine.engine import Engine
    from report.engine.progress import Progress
    from report.model.report import Report


@dataclass(frozen=True, slots=True)
class Entry:
    """A fact, and where it is printed."""

    series: Series
    printed: tuple[Printed, ...]

    @property
    def values(self) -> dict[str, str]:
        """The figures by period as plain digits, or why there is none: absent, nil."""
        return {
            key: point.value if point.absence is None else point.absence.value
            for key, point in self.series.points.items()
        }

    def shown(self, period: str) -> str:
        """Return the figure of a period as it is printed in full: 8,610萬戶."""
        return self.series.text(period)

    def of(self, period: str) -> tuple[Printed, ...]:
        """Return where the figure of a period is printed."""
        return tuple(one for one in self.printed if one.period == period)

    def pages(self, target: str) -> tuple[int, ...]:
        """Return the pages of a target that print it, from 1."""
        return tuple(dict.fromkeys(one.page for one in self.printed if one.target == target))


@dataclass(frozen=True, slots=True)
class Ledger:
    """The facts of a report in their order, and what was found while the pages were read."""

    report: Report
    entries: tuple[Entry, ...]
    pdfs: Mapping[str, bytes]
    found: tuple[Diagnostic, ...]

    def entry(self, name: str) -> Entry:
        """Return a fact by its id, with only the places of a period for ``users.total[2023]``.

        Raises FindingsError (D201, D213).
        """
        parts = reference(name)
        series = self.report.facts.get(parts[0]) if parts else None
        if parts is None or series is None:
            hint = nearest(name, list(self.report.facts)) or "“report facts” lists all ids"
            raise FindingsError([diagnostic("D201", f"there is no fact “{name[:40]}”", hint=hint)])
        entry = next(one for one in self.entries if one.series.id == parts[0])
        if not parts[1]:
            return entry
        try:
            key = series.key(parts[1])
        except LookupError as exc:
            raise FindingsError([diagnostic("D213", exc.args[0], hint=exc.args[1])]) from None
        return Entry(series, entry.of(key))


def read_ledger(engine: Engine, targets: Sequence[Target], progress: Progress) -> Ledger:
    """Make the pages of the targets, and list where they print the facts.

    Raises FindingsError when the pages cannot be made, CannotRunError (D801) when the layout
    engine is one that does not tell where it puts things.
    """
    done = finished(engine, progress)
    with progress.step("reading"):
        return ledger_of(done, targets)


def ledger_of(done: Finished, targets: Sequence[Target]) -> Ledger:
    """Return the ledger of finished PDFs; raises CannotRunError as above."""
    drawings = drawn(done)
    printed: list[Printed] = []
    found: list[Diagnostic] = [*done.found]
    for target in targets:
        elements = _elements(done, target.name)
        pages = sheets(read_pages(done.pdfs[target.name]), elements)
        figures, wrong = find_figures(target.name, pages, done.content.report.facts, drawings)
        printed += figures
        found += wrong
    report = done.content.report
    return Ledger(report, tuple(entries(report, printed)), done.pdfs, tuple(dict.fromkeys(found)))


def entries(report: Report, printed: Sequence[Printed]) -> Iterator[Entry]:
    """Return the facts in their order, each with where it is printed."""
    places: dict[str, list[Printed]] = {}
    for one in printed:
        places.setdefault(one.id, []).append(one)
    for name, series in report.facts.items():
        yield Entry(series, tuple(places.get(name, ())))


def drawn(done: Finished) -> dict[str, Drawn]:
    """Return the drawings with figures, by id."""
    from report.engine.reading import requests

    found = {}
    for request in requests(done.content.report, done.content.theme):
        facts = drawn_facts(request)
        if facts:
            found[request.id] = Drawn(facts, done.words.get(request.id, ""))
    return found


def unexplained(
    engine: Engine, pdf: bytes, targets: Sequence[Target], progress: Progress
) -> tuple[list[Unexplained], list[Diagnostic]]:
    """Return the numbers of a finished PDF that nothing explains, and findings.

    The PDF should be what the project makes: another one is told (D216). Raises CannotRunError
    (D703) when it cannot be read.
    """
    try:
        pages = list(read_pages(pdf))
    except RuntimeError as exc:
        hint = "build it again with “report build”"
        message = f"this is not a valid PDF: {exc}"
        raise CannotRunError([diagnostic("D703", message, hint=hint)]) from None
    return unexplained_in(finished(engine, progress), pdf, pages, targets)


def unexplained_in(
    done: Finished, pdf: bytes, pages: Sequence[PageText], targets: Sequence[Target]
) -> tuple[list[Unexplained], list[Diagnostic]]:
    """Return the same for a PDF that was read, ``pages``, and finished ones to compare it with."""
    name = max(
        (target.name for target in targets), key=lambda one: _likeness(done.pdfs[one], pdf, pages)
    )
    read = sheets(pages, _elements(done, name))
    facts = done.content.report.facts
    _, found = find_figures(name, read, facts, drawn(done))
    if done.pdfs[name] != pdf:
        message = "this PDF is not what the project makes now: figures may be at other places"
        hint = "build it again with “report build”"
        found = [diagnostic("D216", message, hint=hint)]
    return list(find_unexplained(read, done.content.report)), found


def _likeness(own: bytes, pdf: bytes, pages: Sequence[PageText]) -> tuple[bool, bool]:
    """Return how like a PDF is to one of the project: the same, or of the same size."""
    first = next(read_pages(own), None)
    same = first is not None and bool(pages) and abs(first.width - pages[0].width) < 1
    return own == pdf, same


def _elements(done: Finished, target: str) -> Sequence[Element]:
    if not done.elements[target]:
        message = "the layout engine does not tell where it puts things"
        hint = "install the tested versions: “report doctor” names them"
        raise CannotRunError([diagnostic("D801", message, hint=hint)])
    return done.elements[target]
