"""Checks the stylesheets for ``report check``, without the engine."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import tinycss2

from report.findings.diagnostics import Diagnostic, Place, diagnostic
from report.findings.errors import FindingsError
from report.model.target import TARGETS
from report.model.theme import Theme
from report.project.project import Project
from report.typesetting.stylesheets import stylesheets


def check_styles(project: Project, theme: Theme, needed: set[str]) -> list[Diagnostic]:
    """Find missing stylesheets (D503), syntax errors (D501), gradients (D502)."""
    target = next(iter(TARGETS.values()))
    try:
        sheets = stylesheets(project, theme, target, needed)
    except FindingsError as exc:
        return list(exc.diagnostics)
    return [
        diagnostic(
            "D501",
            f"CSS syntax error: {error.message}",
            hint="check the braces, the semicolon and the colon around this place",
            place=Place(sheet.name, error.source_line, error.source_column),
        )
        for sheet in sheets
        for error in _errors(tinycss2.parse_stylesheet(sheet.text))
    ] + [
        diagnostic(
            "D502",
            f"gradients cannot be printed: “{token.lower_name}()”",
            hint="the engine does not support them in CMYK; use one colour, or draw it as art",
            place=Place(sheet.name, token.source_line, token.source_column),
        )
        for sheet in sheets
        for token in _functions(tinycss2.parse_stylesheet(sheet.text))
        if token.lower_name.endswith("gradient")
    ]


def _functions(nodes: Iterable[Any]) -> Iterator[Any]:
    """Return every function in a stylesheet, at any depth."""
    for node in nodes:
        if node.type == "function":
            yield node
        for part in ("prelude", "content", "arguments", "value"):
            inner = getattr(node, part, None)
            if isinstance(inner, list):
                yield from _functions(inner)


def _errors(nodes: Iterable[Any]) -> Iterator[Any]:
    for node in nodes:
        if node.type == "error":
            yield node
        elif getattr(node, "content", None):
            yield from _errors(tinycss2.parse_blocks_contents(node.content))
