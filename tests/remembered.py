"""Remembers, within a process, what libraries make again of the same input.

The tests run the command some thousand times on reports that differ in a word. Most of that time
went into compiling the same templates, parsing the same stylesheets, making and reading the same
subsets of fonts, drawing the same art, and writing it for a PDF. What is remembered is kept by all
that it depends on; a fault is never kept.

A test that asks whether two builds are alike forgets first (:func:`forget`), and a command in a
process of its own knows nothing of this.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Hashable, Iterator
from types import CodeType
from typing import Any

import tinycss2
from jinja2 import Environment
from pdfminer.cmapdb import CMapParser, FileUnicodeMap

_kept: dict[Hashable, Any] = {}
#: The first bytes of a font file: of a collection, the tables of its fonts too.
_HEAD = 16_384
_compile: Callable[..., Any] = Environment.compile
_parse: Callable[..., list[Any]] = tinycss2.parse_stylesheet
_run: Callable[..., None] = CMapParser.run


def forget(what: str = "") -> None:
    """Make everything anew from here on, or one kind of it."""
    for key in [key for key in _kept if not what or (isinstance(key, tuple) and key[0] == what)]:
        del _kept[key]


def templates() -> None:
    """Remember the code of templates."""
    Environment.compile = _compiled  # type: ignore[method-assign, assignment]


def _compiled(self: Environment, source: Any, *args: Any, **kwargs: Any) -> str | CodeType:
    if not isinstance(source, str):
        return _compile(self, source, *args, **kwargs)  # type: ignore[no-any-return]
    ways = (self.autoescape, self.trim_blocks, self.lstrip_blocks, self.undefined, self.optimized)
    filters = tuple((name, _what(one)) for name, one in sorted(self.filters.items()))
    given = (args, tuple(kwargs.items()))
    key = ("template", type(self), source, given, ways, filters, tuple(sorted(self.tests)))
    if key not in _kept:
        _kept[key] = _compile(self, source, *args, **kwargs)
    return _kept[key]  # type: ignore[no-any-return]


def _what(work: Callable[..., Any]) -> Hashable:
    """Say what a filter does: its code and what it was told when it was made."""
    work = getattr(work, "__func__", work)
    cells = [cell.cell_contents for cell in getattr(work, "__closure__", None) or ()]
    told = tuple(one for one in cells if isinstance(one, bool | int | str))
    return getattr(work, "__code__", work), told


def stylesheets() -> None:
    """Remember stylesheets that were parsed; whoever reads the nodes leaves them as they are."""
    tinycss2.parse_stylesheet = _parsed


def _parsed(given: Any, skip_comments: bool = False, skip_whitespace: bool = False) -> list[Any]:
    if not isinstance(given, str):
        return _parse(given, skip_comments, skip_whitespace)
    key = ("stylesheet", given, skip_comments, skip_whitespace)
    if key not in _kept:
        _kept[key] = _parse(given, skip_comments, skip_whitespace)
    return list(_kept[key])


def characters() -> None:
    """Remember what the glyphs of a PDF's font stand for, when this was read."""
    CMapParser.run = _characters_read  # type: ignore[method-assign]


def _characters_read(self: CMapParser) -> None:
    found = self.cmap
    if type(found) is not FileUnicodeMap or found.cid2unichr:
        _run(self)
        return
    key = ("characters", self.fp.read())
    if key not in _kept:
        self.fp.seek(0)
        _run(self)
        _kept[key] = (dict(found.cid2unichr), dict(found.attrs))
    glyphs, attributes = _kept[key]
    found.cid2unichr.update(glyphs)
    found.attrs.update(attributes)


def fonts() -> None:
    """Remember subsets of fonts, once the engine is there: it must not be loaded for this."""
    module = sys.modules.get("weasyprint.pdf.fonts")
    if module is None or hasattr(module.Font, "subset_anew"):
        return
    module.Font.subset_anew = module.Font._harfbuzz_subset
    module.Font._harfbuzz_subset = _subset


def profiles() -> None:
    """Remember colour profiles that preflight found sound, once it is there."""
    module = sys.modules.get("report.preflight.checks.whole")
    if module is None or hasattr(module, "read_anew"):
        return
    read: Callable[[bytes, int], None] = module._check_profile

    def sound(profile: bytes, components: int) -> None:
        key = ("profile", profile, components)
        if key not in _kept:
            read(profile, components)
            _kept[key] = True

    module.__dict__.update(read_anew=read, _check_profile=sound)


def ink() -> None:
    """Remember files in which Ghostscript found too much ink nowhere, once preflight is there."""
    module = sys.modules.get("report.preflight.checks.ink")
    if module is None or hasattr(module, "measure_anew"):
        return
    measure: Callable[..., Iterator[Any]] = module.check_ink

    def measured(
        document: Any, pdf: bytes, program: str, most: float, known: Any = None
    ) -> Iterator[Any]:
        key = ("ink", hashlib.sha256(pdf).digest(), program, most)
        if key in _kept:
            return
        found = list(measure(document, pdf, program, most, known))
        if not found:
            _kept[key] = True
        yield from found

    module.__dict__.update(measure_anew=measure, check_ink=measured)


def art() -> None:
    """Remember art, which is drawn from its request and the theme alone."""
    module = sys.modules.get("report.figures.draw")
    if module is None or hasattr(module, "draw_anew"):
        return
    draw: Callable[[Any, Any], Any] = module._art

    def drawn(request: Any, theme: Any) -> Any:
        # A test may put another function in the place of the one that draws.
        draws = getattr(sys.modules.get("report.figures.art"), "draw_art", None)
        key = ("art", draws, request, theme.model_dump_json())
        if key not in _kept:
            _kept[key] = draw(request, theme)
        return _kept[key]

    module.__dict__.update(draw_anew=draw, _art=drawn)


def recordings() -> None:
    """Remember drawings as they were written for a PDF, once the engine is there.

    A build with a cache keeps them itself, in its own place.
    """
    module = sys.modules.get("report.typesetting.svg.forms")
    if module is None or hasattr(module, "nothing_kept"):
        return
    module.__dict__.update(nothing_kept=module.Nothing, Nothing=_Recordings)


class _Recordings:
    """Keeps recordings for the whole process."""

    def get(self, key: str) -> bytes | None:
        return _kept.get(("recording", key))

    def put(self, key: str, content: bytes) -> None:
        _kept["recording", key] = content


def words() -> None:
    """Remember what the file of word boundaries says, which each document reads."""
    module = sys.modules.get("report.typesetting.remembered")
    if module is None or hasattr(module, "read_anew"):
        return
    read: Callable[[Any], dict[str, list[int]]] = module._read

    def told(path: Any) -> dict[str, list[int]]:
        try:
            key = ("words", path.read_bytes())
        except OSError:
            return read(path)
        if key not in _kept:
            _kept[key] = read(path)
        return dict(_kept[key])

    module.__dict__.update(read_anew=read, _read=told)


def program() -> None:
    """Remember the hash of the program, which nothing changes while this process runs."""
    module = sys.modules.get("report.engine.inputs")
    if module is None or hasattr(module, "program_anew"):
        return
    read: Callable[[], str] = module.program

    def told() -> str:
        if "program" not in _kept:
            _kept["program"] = read()
        return str(_kept["program"])

    module.__dict__.update(program_anew=read, program=told)


def _subset(self: Any, to_unicode: dict[int, Any], hinting: bool) -> None:
    whole = self.file_content
    # The head of a font file has a checksum of every table, and fonts have up to 20 MB.
    file = (len(whole), whole[:_HEAD], self.index)
    key = ("font", file, tuple(sorted(to_unicode)), hinting, bool(self.missing))
    if key in _kept:
        self.file_content = _kept[key]
        return
    self.subset_anew(to_unicode, hinting)
    if self.file_content is not whole:
        _kept[key] = self.file_content
