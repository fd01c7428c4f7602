"""Checks the stylesheets for ``report check``, without the engine."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
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
    errors, gradients = [], []
    for sheet in sheets:
        wrong, unprintable = _faults(sheet.text)
        errors += [
            diagnostic(
                "D501",
                f"CSS syntax error: {message}",
                hint="check the braces, the semicolon and the colon around this place",
                place=Place(sheet.name, line, column),
            )
            for message, line, column in wrong
        ]
        gradients += [
            diagnostic(
                "D502",
                f"gradients cannot be printed: “{name}()”",
                hint="the engine does not support them in CMYK; use one colour, or draw it as art",
                place=Place(sheet.name, line, column),
            )
            for name, line, column in unprintable
        ]
    return errors + gradients


#: What is wrong at a place: a message or a name, the line and the column.
_Fault = tuple[str, int, int]


@lru_cache(maxsize=256)
def _faults(text: str) -> tuple[tuple[_Fault, ...], tuple[_Fault, ...]]:
    """Return the syntax errors of a stylesheet, and its gradients by name.

    A process that checks again finds most stylesheets as they were.
    """
    nodes = tinycss2.parse_stylesheet(text)
    return (
        tuple((one.message, one.source_line, one.source_column) for one in _errors(nodes)),
        tuple(
            (one.lower_name, one.source_line, one.source_column)
            for one in _functions(nodes)
            if one.lower_name.endswith("gradient")
        ),
    )


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
