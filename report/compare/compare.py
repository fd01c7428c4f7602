"""The whole comparison of two states: pages and text of their PDFs, facts, causes.

In: two states. Out: a :class:`~report.compare.result.Comparison`, also when one of them does not
build: then there is what there is.
"""

from __future__ import annotations

from collections.abc import Callable

from report.compare.causes import causes
from report.compare.documents import compare_files
from report.compare.facts import compare_facts
from report.compare.looks import Tolerance
from report.compare.paper import Paper
from report.compare.result import Comparison, Page
from report.compare.states import State
from report.engine.inputs import UnknownInputError, own_fonts
from report.findings.diagnostics import Severity, diagnostic


def compare(
    base: State,
    head: State,
    tolerance: Tolerance,
    tell: Callable[[int, int], None] | None = None,
) -> Comparison:
    """Compare two states; ``tell`` is called for each pair of pages.

    Raises CannotRunError (D905) for a PDF that cannot be compared.
    """
    if base.pdf is not None and head.pdf is not None:
        names = (base.name, head.name)
        one_make = _have_the_same_fonts(base, head)
        found = compare_files(base.pdf, head.pdf, names, tolerance, tell, one_make=one_make)
    else:
        found = _one_sided(base, head)
    if not found.same_bytes:
        found.facts, found.renamed = compare_facts(base, head, found)
    found.causes = causes(base, head, found)
    return found


def _have_the_same_fonts(base: State, head: State) -> bool:
    """Return whether both were built now, with the same fonts."""
    if base.project is None or head.project is None:
        return False
    try:
        return own_fonts(base.project) == own_fonts(head.project)
    except UnknownInputError:
        return False


def _one_sided(base: State, head: State) -> Comparison:
    """Return what there is when one side has no PDF."""
    found = Comparison(
        base.name, head.name, base_built=base.pdf is not None, head_built=head.pdf is not None
    )
    for state, kind in ((base, "removed"), (head, "added")):
        if state.pdf is None:
            errors = [one for one in state.found if one.severity is Severity.ERROR]
            if errors:
                first = errors[0]
                message = f"{state.name} does not build: {first.message}"
                place = f" ({first.place})" if first.file else ""
                hint = "its pages are not compared; “report check” lists all that is wrong there"
                found.found.append(diagnostic("D904", message + place, hint=hint))
            else:
                found.found += [one for one in state.found if one.code == "D904"]
            continue
        with Paper(state.pdf) as paper:
            for number in range(1, paper.pages + 1):
                sides = (number, None) if kind == "removed" else (None, number)
                page = Page(*sides)
                page.kind = "removed" if kind == "removed" else "added"
                found.pages.append(page)
    return found
