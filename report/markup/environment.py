"""The Jinja environment of the templates: sandboxed, strict, with automatic escaping.

A template gets the report, the theme and the target's properties; it cannot run code, read files or
change its data. An undefined name is an error, not an empty string.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from jinja2 import BaseLoader, Environment, StrictUndefined, TemplateNotFound
from jinja2.bccache import Bucket, BytecodeCache
from markupsafe import Markup, escape

from report.findings.diagnostics import Place, diagnostic
from report.findings.errors import FindingsError
from report.markup import room
from report.markup.anchors import Anchors
from report.markup.bounds import BoundedEnvironment
from report.markup.columns import columns
from report.model.base import Model
from report.model.blocks.base import Block
from report.model.facts import WITHOUT_FIGURE, Fact, Format
from report.model.landscape import landscape
from report.model.prose import LINKS, Break, Figure, Piece, Prose, Span, Text
from report.model.series import period_key

#: The largest size of a template, in bytes.
LARGEST = 1_000_000
#: The most compiled templates that a process keeps.
_MOST_KEPT = 256


class Folders(BaseLoader):
    """Loads templates only from some folders; earlier folders have priority.

    Raises FindingsError: D011 for a symbolic link that leads out of its project, D003 for a
    file that is not UTF-8, D002 for one that cannot be read, D005 for one that is too large.
    """

    def __init__(self, folders: Iterable[Path]) -> None:
        self.folders = tuple(folders)

    def get_source(
        self,
        environment: Environment,  # noqa: ARG002 - Jinja passes it
        template: str,
    ) -> tuple[str, str, Callable[[], bool]]:
        """Return the text of a template and its path."""
        if ".." in Path(template).parts or Path(template).is_absolute():
            raise TemplateNotFound(template)
        for folder in self.folders:
            path = folder / template
            if _is_file(path):
                return self._read(path, folder, template), str(path), lambda: True
        raise TemplateNotFound(template)

    def _read(self, path: Path, folder: Path, name: str) -> str:
        def fault(code: str, message: str, hint: str) -> FindingsError:
            place = Place(f"templates/{name}", 1, 1)
            return FindingsError([diagnostic(code, message, hint=hint, place=place)])

        if not path.resolve().is_relative_to(folder.parent.resolve()):
            hint = "put the template itself there"
            raise fault("D011", "this template is a link that leads out of the project", hint)
        try:
            with path.open("rb") as file:
                raw = file.read(LARGEST + 1)
        except OSError as exc:
            message = f"this template cannot be read: {exc.strerror}"
            raise fault("D002", message, "check its permissions") from None
        if len(raw) > LARGEST:
            hint = "a template has only HTML; is this the right file?"
            raise fault("D005", f"this template is larger than {LARGEST / 1e6:.0f} MB", hint)
        try:
            return raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            hint = "save it again with the encoding UTF-8"
            raise fault("D003", "this template is not UTF-8 text", hint) from None


class _Compiled(BytecodeCache):
    """Compiled templates of this process: an open engine compiles only those that have changed.

    Jinja compares the hash of the text. In a sandbox nothing of an environment is compiled in, so
    all environments share them.
    """

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take what was compiled from the same text."""
        kept = self._kept.get(bucket.key)
        if kept is not None:
            bucket.bytecode_from_string(kept)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled; the oldest goes when there are many."""
        self._kept.pop(bucket.key, None)
        self._kept[bucket.key] = bucket.bytecode_to_string()
        if len(self._kept) > _MOST_KEPT:
            del self._kept[next(iter(self._kept))]


_compiled = _Compiled()


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # a name that no file can have
        return False


def environment(folders: Iterable[Path], *, links: bool) -> BoundedEnvironment:
    """Return the environment with templates from ``folders``; earlier folders have priority."""
    env = BoundedEnvironment(
        loader=Folders(folders),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        bytecode_cache=_compiled,
    )
    env.filters["prose"] = lambda prose: prose_html(prose, links=links)
    env.filters["in_table"] = lambda prose: prose_html(prose, links=links, table=True)
    env.filters["figure"] = figure_html
    env.filters["marked"] = marked
    env.filters["flows"] = flows
    for name in ("lengths", "digits", "strip", "claims", "opener", "words_lines"):
        env.filters[name] = getattr(room, name)
    env.filters["columns"] = columns
    env.filters["anchor"] = Anchors()
    env.filters["at"] = placed
    env.filters["landscape"] = lambda theme, turns: landscape(theme, turns=turns)
    return env


def figure_html(fact: Fact, form: str = Format.FULL, *, table: bool = False) -> Markup:
    """Return a figure as a ``data`` element with the exact value for programs.

    It names its fact, so that the list of printed figures finds it on the pages.
    """
    printed = fact.printed(Format(form), table=table)
    named = marked(fact) if form not in WITHOUT_FIGURE and fact.id else Markup("")
    return Markup('<data value="{}"{}>{}</data>').format(fact.value, named, printed)


def marked(fact: Fact) -> Markup:
    """Return the attribute that names the fact of an element, and its period."""
    name = f"{fact.id}[{period_key(fact.period)}]"
    return Markup(' data-fact="{}"').format(name)


def prose_html(prose: Prose | str, *, links: bool, table: bool = False) -> Markup:
    """Return prose as HTML; without ``links``, linked words are plain text.

    In a ``table``, numbers below zero may be in parentheses.
    """
    if isinstance(prose, str):
        return escape(prose)
    return Markup("").join(_piece_html(piece, links, table) for piece in prose.pieces)


def _piece_html(piece: Piece, links: bool, table: bool) -> Markup:
    match piece:
        case Text(text):
            return escape(text)
        case Figure(fact, form):
            return figure_html(fact, form, table=table)
        case Break():
            return Markup("<br>")
        case Span("a", pieces, href):
            inner = Markup("").join(_piece_html(part, links, table) for part in pieces)
            if links and href.startswith(LINKS):
                return Markup('<a href="{}">{}</a>').format(href, inner)
            return inner
        case Span("mark", pieces, name):
            inner = Markup("").join(_piece_html(part, links, table) for part in pieces)
            return Markup('<span class="mark-{}">{}</span>').format(name, inner)
        case Span("lang", pieces, language):
            inner = Markup("").join(_piece_html(part, links, table) for part in pieces)
            return Markup('<span lang="{}">{}</span>').format(language, inner)
        case Span("ruby", pieces, reading):
            inner = Markup("").join(_piece_html(part, links, table) for part in pieces)
            size = len(inner.striptags())
            return Markup('<ruby style="--characters: {}"><rt>{}</rt>{}</ruby>').format(
                size, reading, inner
            )
        case Span(kind, pieces):
            inner = Markup("").join(_piece_html(part, links, table) for part in pieces)
            return Markup("<{}>{}</{}>").format(kind, inner, kind)


_FIRST_TAG = re.compile(r"<[A-Za-z][A-Za-z0-9-]*")


def placed(html: str, model: Model, key: str = "") -> Markup:
    """Add the attribute ``data-at`` with the source place to the first element of ``html``.

    The place is that of ``model``, or of its ``key``. Findings on the finished pages use it.
    """
    place = model.key_written_at(key) if key else model.written_at
    mark = Markup(' data-at="{}"').format(str(place))
    return Markup(_FIRST_TAG.sub(lambda tag: f"{tag[0]}{mark}", str(html), count=1))  # noqa: S704


def flows(blocks: Iterable[Block]) -> Iterator[tuple[str, list[Block]]]:
    """Group blocks into runs in columns, and runs across the page.

    A page break is a separate run, so that the next block starts at the top of its page; blocks on
    landscape pages are one too.
    """
    for (span, *_), run in groupby(blocks, key=_span):
        yield span, list(run)


def _span(block: Any) -> tuple[str, bool, bool]:
    return str(block.span), block.type == "page_break", bool(block.landscape)
