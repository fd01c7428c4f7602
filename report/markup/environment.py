"""The Jinja environment of the templates: sandboxed, strict, escaping everything.

A template sees the report, the theme and what the target allows; it cannot run code, read
files or change what it is given. An undefined name is a fault, never an empty string.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from report.model.blocks.base import Block
from report.model.facts import Fact, Format
from report.model.prose import LINKS, Break, Figure, Piece, Prose, Span, Text


def environment(folders: Iterable[Path], *, links: bool) -> ImmutableSandboxedEnvironment:
    """Make the environment that looks for templates in ``folders``, the first first."""
    env = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader([str(folder) for folder in folders]),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters["prose"] = lambda prose: prose_html(prose, links=links)
    env.filters["figure"] = figure_html
    env.filters["flows"] = flows
    env.filters["first_value"] = lambda values: next(iter(values), None)
    return env


def figure_html(fact: Fact, form: str = Format.FULL) -> Markup:
    """Set one figure: a ``data`` element that carries the exact value for machines."""
    return Markup('<data value="{}">{}</data>').format(fact.value, fact.printed(Format(form)))


def prose_html(prose: Prose | str, *, links: bool) -> Markup:
    """Turn prose into HTML; with ``links`` false, linked words are plain words."""
    if isinstance(prose, str):
        return escape(prose)
    return Markup("").join(_piece_html(piece, links) for piece in prose.pieces)


def _piece_html(piece: Piece, links: bool) -> Markup:
    match piece:
        case Text(text):
            return escape(text)
        case Figure(fact, form):
            return figure_html(fact, form)
        case Break():
            return Markup("<br>")
        case Span("a", pieces, href):
            inner = Markup("").join(_piece_html(part, links) for part in pieces)
            if links and href.startswith(LINKS):
                return Markup('<a href="{}">{}</a>').format(href, inner)
            return inner
        case Span(kind, pieces):
            inner = Markup("").join(_piece_html(part, links) for part in pieces)
            return Markup("<{}>{}</{}>").format(kind, inner, kind)


def flows(blocks: Iterable[Block]) -> Iterator[tuple[str, list[Block]]]:
    """Group blocks into runs that share columns, and runs that stand across the page."""
    for span, run in groupby(blocks, key=_span):
        yield span, list(run)


def _span(block: Any) -> str:
    return str(block.span)
