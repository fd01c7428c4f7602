"""The Jinja environment of the templates: sandboxed, strict, escaping everything.

A template sees the report, the theme and what the target allows; it cannot run code, read
files or change what it is given. An undefined name is a fault, never an empty string.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from report.model.blocks.base import Block
from report.model.facts import WORD_JOINER, Fact, Format
from report.model.prose import LINKS, Break, Figure, Piece, Prose, Span, Text

#: The end of a paragraph: two characters of Han and the closing marks after them.
_END = re.compile(r"[\u3400-\u9fff]{2}[。！？；：，、」』）》〉…]{0,3}$")


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
    return env


def figure_html(fact: Fact, form: str = Format.FULL) -> Markup:
    """Set one figure: a ``data`` element that carries the exact value for machines."""
    return Markup('<data value="{}">{}</data>').format(fact.value, fact.printed(Format(form)))


def prose_html(prose: Prose | str, *, links: bool) -> Markup:
    """Turn prose into HTML; with ``links`` false, linked words are plain words."""
    if isinstance(prose, str):
        return escape(prose)
    pieces = list(prose.pieces)
    if pieces and isinstance(pieces[-1], Text):
        pieces[-1] = Text(_tied(pieces[-1].text))
    return Markup("").join(_piece_html(piece, links) for piece in pieces)


def _tied(text: str) -> str:
    """Hold the end of a paragraph together, so that no line consists of one character.

    The last two characters and the marks after them may not be parted: CLREQ asks for at least
    two characters on the last line of a paragraph.
    """
    match = _END.search(text)
    if match is None or match.start() < len(match[0]):
        return text
    return text[: match.start()] + WORD_JOINER.join(match[0])


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
