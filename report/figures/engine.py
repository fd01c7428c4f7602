"""Matplotlib, used so that a drawing depends on nothing but the request.

Everything of Matplotlib that the drawings need goes through here. It is imported on first use,
with its configuration folder pointed at an empty temporary one: the user's ``matplotlibrc`` and
styles are not used, the system's fonts are not scanned (:mod:`report.figures.fonts` names the
files), and nothing is written in the home folder. Each drawing is then made under Matplotlib's
own default settings, even if other code of the program has changed them.
"""

from __future__ import annotations

import io
import json
import os
import sys
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from matplotlib import RcParams
    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties
    from matplotlib.ft2font import FT2Font, Glyph

#: The version of Matplotlib's font list, written empty so that no scan is made.
FONT_LIST_VERSION = "3.11.0"

_FONT_LIST: dict[str, object] = {
    "__class__": "FontManager",
    "_version": FONT_LIST_VERSION,
    "_FontManager__default_weight": "normal",
    "default_size": None,
    "defaultFamily": {"ttf": "DejaVu Sans", "afm": "Helvetica"},
    "afmlist": [],
    "ttflist": [],
}


@cache
def start() -> None:
    """Import Matplotlib without the user's settings and folders; a second call does nothing.

    If other code has already imported Matplotlib, it is used as it is.
    """
    if "matplotlib.figure" in sys.modules and "matplotlib.backends.backend_svg" in sys.modules:
        return
    with tempfile.TemporaryDirectory(prefix="report-") as folder:
        listed = FilePath(folder, f"fontlist-v{FONT_LIST_VERSION}.json")
        listed.write_text(json.dumps(_FONT_LIST), encoding="utf-8")
        changes = {"MPLCONFIGDIR": folder, "MATPLOTLIBRC": None, "MPLBACKEND": None}
        with _environment(changes):
            import matplotlib.backends.backend_svg
            import matplotlib.figure  # noqa: F401


@contextmanager
def _environment(changes: dict[str, str | None]) -> Iterator[None]:
    """Set environment variables (None: unset) in this block."""
    before = {name: os.environ.get(name) for name in changes}
    try:
        _apply(changes)
        yield
    finally:
        _apply(before)


def _apply(values: dict[str, str | None]) -> None:
    for name, value in values.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value


@contextmanager
def settings(salt: str) -> Iterator[None]:
    """Use Matplotlib's default settings in this block; text stays text, ids use ``salt``."""
    start()
    import matplotlib as mpl

    before = _plain(mpl.rcParams)
    wanted = {
        **_plain(mpl.rcParamsDefault),
        "backend": before["backend"],
        "svg.fonttype": "none",
        "svg.hashsalt": salt,
        "path.simplify": False,
        "text.parse_math": False,
    }
    dict.update(cast("dict[Any, Any]", mpl.rcParams), wanted)
    try:
        yield
    finally:
        dict.update(cast("dict[Any, Any]", mpl.rcParams), before)


def _plain(params: RcParams) -> dict[Any, Any]:
    """Return settings as a plain dictionary; reading the backend from them would import pyplot."""
    stored = cast("dict[Any, Any]", params)
    return {key: dict.__getitem__(stored, key) for key in dict.keys(stored)}


def new_figure(width: float, height: float) -> Figure:
    """Make an empty, transparent figure of ``width`` × ``height`` points, one pixel per point."""
    start()
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width / 72, height / 72), dpi=72)
    figure.patch.set_visible(False)
    FigureCanvasSVG(figure)
    return figure


def to_svg(figure: Figure) -> str:
    """Return the SVG text that Matplotlib writes for the figure, without date and creator."""
    buffer = io.StringIO()
    nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))
    with warnings.catch_warnings():
        # Another family of the theme has this glyph: fonts.py has checked it.
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        figure.canvas.print_svg(buffer, metadata=nothing)  # type: ignore[attr-defined]
    return buffer.getvalue()


def open_font(path: str, index: int) -> FT2Font:
    """Open face ``index`` of a font file; raises RuntimeError when it is not a font."""
    start()
    from matplotlib.ft2font import FT2Font

    return FT2Font(path, face_index=index)


def glyph(font: FT2Font, character: str) -> Glyph:
    """Return a character's glyph with its metrics in font units."""
    from matplotlib.ft2font import LoadFlags

    return font.load_char(ord(character), flags=LoadFlags.NO_SCALE)


def font_properties(path: str, index: int, family: str, weight: int, size: float) -> FontProperties:
    """Return Matplotlib's properties for a face, with the family and weight to write in the SVG."""
    from matplotlib.font_manager import FontPath, FontProperties

    return FontProperties(family=[family], weight=weight, size=size, fname=FontPath(path, index))
