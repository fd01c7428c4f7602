"""The replaced functions of WeasyPrint for SVG, and their wrappers.

The engine does not support all gradients, patterns and masks of SVG, and reads paths slowly.
:mod:`report.typesetting.extension.hooks` installs these wrappers if the version of the engine is
known.
"""

from __future__ import annotations

from typing import Any

from weasyprint import svg
from weasyprint.svg import defs

from report.typesetting.svg.paint import draw_gradient, draw_pattern, is_masked, masked
from report.typesetting.svg.paths import draw_path

SOURCES = {
    svg: "eb1ee636d1f85e538a1fc7c71845adead1f58c0f4d8b6d5470e1ffc88f933abd",
    defs: "72d10d662cba4c101b27f4304f3e420d896ce27a089ea60e78e8aebb9b51d333",
}
NAMES: dict[tuple[Any, str], str] = {
    # Paint the gradients and patterns of SVG; see report.typesetting.svg.paint.
    (svg, "draw_gradient"): "(svg, node, gradient, font_size, opacity, stroke)",
    (svg, "draw_pattern"): "(svg, node, pattern, font_size, opacity, stroke)",
    # Draws an element of SVG: the place to apply masks of groups.
    (svg.SVG, "draw_node"): "(self, node, font_size, fill_stroke=True, context=None)",
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


WRAPPERS = {"draw_gradient": draw_gradient, "draw_pattern": draw_pattern, "draw_node": _draw_node}


def install() -> None:
    """Replace the function for paths in the engine's table of elements."""
    svg.TAGS["path"] = _draw_path


def uninstall() -> None:
    """Restore the engine's function for paths."""
    svg.TAGS["path"] = _path
