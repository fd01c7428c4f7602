"""Renders the templates without real drawings, to find their errors early."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from report.findings.diagnostics import Diagnostic
from report.findings.errors import FindingsError
from report.model.blocks.base import Request
from report.model.drawing import Svg
from report.model.target import TARGETS, Target


def rehearse(
    mark_up: Callable[[Mapping[str, Svg], Target], str], wanted: Iterable[Request]
) -> list[Diagnostic]:
    """Render the templates for every target with empty drawings; returns the findings."""
    blank = {one.id: Svg(one.id, "<svg/>", one.width_pt, one.height_pt, "–", "–") for one in wanted}
    found: list[Diagnostic] = []
    for target in TARGETS.values():
        try:
            mark_up(blank, target)
        except FindingsError as exc:
            found.extend(exc.diagnostics)
    return found
