"""What has changed in the facts since a commit: added, gone, and other figures.

In: the ledger of now, and the project as it was. Out: changes, each with the pages that print it.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from report.content.load import load_report
from report.figures.declared import declare_drawings
from report.findings.diagnostics import diagnostic
from report.findings.errors import CannotRunError, ReportError
from report.ledger.ledger import Entry, Ledger
from report.model.report import Report
from report.model.series import Series
from report.project.project import Project
from report.project.revision import Repository

#: What of a fact is compared beside its figures.
_WORDS = ("label", "unit", "source")


@dataclass(frozen=True, slots=True)
class Change:
    """A change of a fact: ``added``, ``gone`` or ``changed``; what it was and is."""

    id: str
    kind: str
    period: str = ""
    #: What of it has changed: figure, label, unit or source.
    what: str = "figure"
    old: str = ""
    new: str = ""
    pages: tuple[tuple[str, tuple[int, ...]], ...] = ()

    def data(self) -> dict[str, Any]:
        """Return the change as it is written in JSON."""
        return {
            "id": self.id,
            "change": self.kind,
            "what": self.what,
            "period": self.period,
            "old": self.old or None,
            "new": self.new or None,
            "pages": {target: list(pages) for target, pages in self.pages},
        }

    def text(self) -> str:
        """Return the change as a line."""
        of = f"[{self.period}]" if self.period else ""
        what = "" if self.what == "figure" else f" {self.what}"
        figures = {"added": self.new, "gone": self.old}.get(self.kind, f"{self.old} → {self.new}")
        touched = " · ".join(
            f"{target} {', '.join(map(str, pages))}" for target, pages in self.pages if pages
        )
        return f"{self.kind}  {self.id}{of}{what}  {figures}  {touched or 'not printed'}"


def changes(ledger: Ledger, before: Report) -> Iterator[Change]:
    """Return what has changed in the facts, in their order; those that are gone at the end."""
    known = {entry.series.id: entry for entry in ledger.entries}
    for name, entry in known.items():
        old = before.facts.get(name)
        yield from _changed(entry, old)
    for name, series in before.facts.items():
        if name not in known:
            for period in series.points:
                yield Change(name, "gone", period, old=series.text(period))


def _changed(entry: Entry, old: Series | None) -> Iterator[Change]:
    new = entry.series
    for period in new.points:
        pages = _pages(entry, period)
        if old is None or not old.has(period):
            yield Change(new.id, "added", period, new=new.text(period), pages=pages)
        elif old.text(period) != new.text(period) and _figure(old, period) != _figure(new, period):
            was, now = old.text(period), new.text(period)
            yield Change(new.id, "changed", period, old=was, new=now, pages=pages)
    if old is None:
        return
    for period in old.points:
        if not new.has(period):
            yield Change(new.id, "gone", period, old=old.text(period))
    for what in _WORDS:
        was, now = getattr(old, what), getattr(new, what)
        if was != now:
            yield Change(new.id, "changed", "", what, was, now, _pages(entry))


def _figure(series: Series, period: str) -> tuple[str, str, str]:
    point = series.point(period)
    return point.value, str(point.absence), str(series.approximation)


def _pages(entry: Entry, period: str = "") -> tuple[tuple[str, tuple[int, ...]], ...]:
    places = entry.of(period) if period else entry.printed
    found: dict[str, dict[int, None]] = {"print": {}, "screen": {}}
    for one in places:
        found.setdefault(one.target, {})[one.page] = None
    return tuple((target, tuple(pages)) for target, pages in found.items())


def report_at(project: Project, name: str) -> Report:
    """Return the report as it was at a commit.

    Raises CannotRunError (D810): no such commit, or its data had errors.
    """
    declare_drawings()
    try:
        repository = Repository.around(project.root)
        commit = repository.commit(name)
        with tempfile.TemporaryDirectory(prefix="report-") as place:
            folder = repository.write(commit, Path(place))
            before, found, _ = load_report(Project.at(folder))
    except ReportError as exc:
        raise _cannot(name, exc.diagnostics[0].message) from None
    if before is None:
        first = next(one for one in found if one.severity.rank == 0)
        raise _cannot(name, f"its data had errors: {first.place} {first.message}")
    return before


def _cannot(name: str, why: str) -> CannotRunError:
    hint = "name a commit, a branch or a tag: HEAD, HEAD~3, main, v1.0"
    message = f"the facts at “{name}” cannot be read: {why}"
    return CannotRunError([diagnostic("D810", message, hint=hint)])
