"""The replaced functions of WeasyPrint for SVG, and their wrappers.

The engine does not support all gradients, patterns and masks of SVG, reads paths slowly, and draws
a picture anew wherever it stands.
:mod:`report.typesetting.extension.hooks` installs these wrappers if the version of the engine is
known.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from weasyprint import images, pdf, svg
from weasyprint.pdf import fonts, stream
from weasyprint.svg import defs

from report.typesetting.svg import forms
from report.typesetting.svg.paint import draw_gradient, draw_pattern, is_masked, masked
from report.typesetting.svg.paths import draw_path

SOURCES = {
    svg: "eb1ee636d1f85e538a1fc7c71845adead1f58c0f4d8b6d5470e1ffc88f933abd",
    defs: "72d10d662cba4c101b27f4304f3e420d896ce27a089ea60e78e8aebb9b51d333",
    # A function of the package has the name of this module.
    import_module("weasyprint.svg.text"): (
        "743266ead497a963fa836a0ceb68a8c37bc0be415167c4e10ab2be92ffd30bd8"
    ),
    images: "a1637ab32a69f6f9e0a113d7d82dc4e91243a22b56c09b27acf3a20cc4560d3f",
    pdf: "426e0855db0473121bf70666b3c6c5fbd9ebfe832741d31a3689e8b10a14281f",
    fonts: "9ad9a202a416b84585e59d758e6b5e1b35604807dc3fa4472b6829bc5c4cdcb7",
    stream: "4faf9169d1970d4688b9cf41f733659ca6b1c4c098707c64f67c47a07309e81e",
}
NAMES: dict[tuple[Any, str], str] = {
    # Paint the gradients and patterns of SVG; see report.typesetting.svg.paint.
    (svg, "draw_gradient"): "(svg, node, gradient, font_size, opacity, stroke)",
    (svg, "draw_pattern"): "(svg, node, pattern, font_size, opacity, stroke)",
    # Draws an element of SVG: the place to apply masks of groups.
    (svg.SVG, "draw_node"): "(self, node, font_size, fill_stroke=True, context=None)",
    # Draws a picture where it stands: the place to draw it once, and to place what was drawn.
    (images.SVGImage, "draw"): "(self, stream, concrete_width, concrete_height, _style)",
}
_node, _path = svg.SVG.draw_node, svg.TAGS["path"]


def _draw_node(
    self: Any, node: Any, font_size: float, fill_stroke: bool = True, context: Any = None
) -> None:
    if not fill_stroke or "mask" not in node.attrib or not is_masked(self, node):
        _node(self, node, font_size, fill_stroke, context)
        return
    masked(self, node, font_size, lambda: _node(self, node, font_size, True, context))


def _draw_path(picture: Any, node: Any, font_size: float) -> None:
    if not draw_path(picture, node):
        _path(picture, node, font_size)


WRAPPERS = {
    "draw_gradient": draw_gradient,
    "draw_pattern": draw_pattern,
    "draw_node": _draw_node,
    "draw": forms.draw,
}


def install() -> None:
    """Replace the function for paths in the engine's table of elements."""
    svg.TAGS["path"] = _draw_path


def uninstall() -> None:
    """Restore the engine's function for paths."""
    svg.TAGS["path"] = _path
