"""The sizes and inks of text: which are used, and which are not in the theme.

In: pages with their lines, and the theme when it is known. Out: lists with numbers of characters,
findings of the kinds size-off-scale and ink-off-palette. Sizes are in pt.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from report.measure.findings import Finding, Metric, Used, of_glyphs
from report.measure.glyphs import Glyph, Page
from report.measure.inks import SEPARATION, Ink
from report.measure.lines import Line
from report.model.theme import Theme

#: Tolerance for a size, in pt, and for the ink on a plate, from 0 to 1.
OFF_SIZE, OFF_INK = 0.05, 0.005
#: Tolerance for rounding errors of both.
_ROUNDING = 1e-6
#: Allowed sizes of superscripts, subscripts and ruby text, as a share of the text's size.
_SHARES = (1 / 2, 3 / 5, 2 / 3, 7 / 10, 3 / 4)
#: The baseline of ruby text is less than this above that of its text, in em of the text.
_ABOVE = 1.5
#: Names of colorants that are not colours (ISO 32000-1, 8.6.6.4).
_NO_COLOUR = frozenset((f"{SEPARATION} All", f"{SEPARATION} None"))


def used(pages: Sequence[Page]) -> Used:
    """Count the characters on the trimmed pages by size, to 0.01 pt, and by ink."""
    sizes: Counter[float] = Counter()
    inks: Counter[Ink] = Counter()
    for page in pages:
        for glyph in page.glyphs:
            if not glyph.is_space and _is_on(page, glyph):
                sizes[round(glyph.size, 2)] += len(glyph.text)
                inks[glyph.ink] += len(glyph.text)
    by_number = sorted(inks.items(), key=lambda one: (-one[1], one[0].space, one[0].values))
    return Used(tuple(sorted(sizes.items())), tuple(by_number))


def off_tokens(
    pages: Sequence[Page], by_page: Sequence[Sequence[Line]], found: Used, theme: Theme | None
) -> tuple[list[Metric], list[Finding]]:
    """Find text whose size is not in the scale of the theme, or whose ink is not in its colours.

    Without a theme only the numbers are returned. Superscripts, subscripts, note calls and ruby
    text may have a simple share of the size of their text. Inks without components, such as
    patterns, are skipped.
    """
    faults: list[Finding] = []
    if theme is not None:
        scale = (theme.type.body, *theme.type.scale.values())
        inks_of_text = {glyph.ink for page in pages for glyph in page.glyphs}
        palette = {ink for ink in inks_of_text if is_token(ink, theme)}
        for page, lines in zip(pages, by_page, strict=True):
            for line in lines:
                if _is_on(page, line.glyphs[0]):
                    faults += _off_scale(line, lines, scale)
                    faults += _off_palette(line, palette)
    numbers = Counter(one.kind for one in faults)
    sizes, inks = (
        numbers[kind] if theme is not None else None
        for kind in ("size-off-scale", "ink-off-palette")
    )
    return [
        Metric("sizes", "type sizes in use", len(found.sizes)),
        Metric("size_off_scale", "  texts off the scale of the theme", sizes),
        Metric("inks", "inks of text in use", len(found.inks)),
        Metric("ink_off_palette", "  texts off its palette", inks),
    ], faults


def is_token(ink: Ink, theme: Theme) -> bool:
    """Return whether an ink is a colour of the theme; True for inks that cannot be compared."""
    if not ink.values or ink.space in _NO_COLOUR:
        return True
    for colour in theme.colours.values():
        if ink.space == f"{SEPARATION} {colour.separation}":
            if abs(ink.values[0] - colour.tint / 100) <= OFF_INK + _ROUNDING:
                return True
        elif ink.light == colour.srgb or _is_near(ink.cmyk, colour.inks):
            return True
    return False


def _is_near(one: Sequence[float], other: Sequence[float]) -> bool:
    return bool(one) and all(
        abs(a - b) <= OFF_INK + _ROUNDING for a, b in zip(one, other, strict=True)
    )


def _is_on(page: Page, glyph: Glyph) -> bool:
    """Return whether a glyph is on the trimmed page."""
    left, top, right, bottom = page.trim
    return left <= glyph.x <= right and top <= glyph.y <= bottom


def _off_scale(line: Line, lines: Sequence[Line], scale: Sequence[float]) -> Iterator[Finding]:
    for size, run in groupby(_seen(line), key=lambda glyph: round(glyph.size, 2)):
        glyphs = list(run)
        if _is_near_one(size, scale) or _is_small_part(glyphs[0], line, lines, scale):
            continue
        yield of_glyphs("size-off-scale", line, glyphs, f"{size:g} pt: {_text(glyphs)}")


def _off_palette(line: Line, palette: set[Ink]) -> Iterator[Finding]:
    for ink, run in groupby(_seen(line), key=lambda glyph: glyph.ink):
        if ink not in palette:
            glyphs = list(run)
            yield of_glyphs("ink-off-palette", line, glyphs, f"{ink.shown}: {_text(glyphs)}")


def _seen(line: Line) -> Iterator[Glyph]:
    return (glyph for glyph in line.glyphs if not glyph.is_space)


def _text(glyphs: Sequence[Glyph]) -> str:
    return "".join(glyph.text for glyph in glyphs)[:24]


def _is_near_one(size: float, scale: Sequence[float]) -> bool:
    return any(abs(size - one) <= OFF_SIZE + _ROUNDING for one in scale)


def _is_small_part(glyph: Glyph, line: Line, lines: Sequence[Line], scale: Sequence[float]) -> bool:
    """Return whether a glyph is a superscript, subscript or ruby text of an allowed size.

    The size of its text must be in the scale.
    """
    if line.hangs(glyph):
        hosts = [line.size]
    else:
        hosts = [
            other.size
            for other in lines
            if 0 < other.y - line.y < _ABOVE * other.size
            and min(line.right, other.right) > max(line.left, other.left)
        ]
    return any(
        _is_near_one(size, scale) and _is_near_one(glyph.size, [share * size for share in _SHARES])
        for size in hosts
    )
