"""Finds hidden text in given places of a PDF, without the other checks: a draft needs no more."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

import pikepdf

from report.preflight.checks.text import Place, check_places
from report.preflight.rules import Finding
from report.preflight.subject import Subject


def find_hidden(pdf: bytes, places: Mapping[int, Sequence[Place]]) -> list[Finding]:
    """Find text that is hidden or has the colour of its background (P122), only in given places.

    ``places`` are by page, from 1: left, top, right and bottom in mm on the trimmed page.
    """
    with pikepdf.open(io.BytesIO(pdf)) as document, Subject(document, pdf) as subject:
        return list(check_places(subject, places))
