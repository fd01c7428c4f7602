"""Used lengths of boxes: the same for all boxes of a style in containers of a size.

The engine computes eighteen lengths of a block twice in each of its layouts, and looks up the
height of a line for each box of each line.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from weasyprint.formatting_structure import boxes

#: The lengths that the engine sets.
_NAMES = (
    *(f"{kind}_{side}" for kind in ("margin", "padding") for side in ("left", "right", "top")),
    *(f"{kind}_bottom" for kind in ("margin", "padding")),
    *(f"{limit}{axis}" for limit in ("", "min_", "max_") for axis in ("width", "height")),
    *(f"border_{side}_width" for side in ("top", "right", "bottom", "left")),
)
#: Values of ``float`` and ``position`` that take a box out of the flow.
_FLOATS = frozenset(("left", "right", "inline-start", "inline-end", "footnote"))
_ABSOLUTE = ("absolute", "fixed")
_ELSEWHERE = ("running()", "note()")
#: The most sizes of containers that are kept for a style.
_MOST = 16


def resolve(original: Callable[[Any, Any], None], box: Any, container: Any) -> None:
    """Set the used lengths of a box in a container, which is a box or a width and a height in px.

    ``original`` is the engine's function. A style is not changed once its boxes are laid out:
    where the engine needs another value, it makes a copy, which starts without known lengths.
    """
    style = box.style
    if style["border_collapse"] == "collapse":  # borders depend on other cells
        original(box, container)
        return
    if isinstance(container, boxes.Box):
        size = container.width, container.height
    else:
        size = tuple(container)
    known = vars(style).setdefault("used_lengths", {})
    lengths = known.get(size)
    if lengths is not None:
        vars(box).update(lengths)
        return
    original(box, container)
    if len(known) >= _MOST:
        known.clear()
    known[size] = {name: getattr(box, name) for name in _NAMES}


def line_height(original: Callable[[Any], Any], style: Any) -> Any:
    """Return the height of a line of a style and its baseline from the top, in px.

    ``original`` is the engine's function.
    """
    known = vars(style)
    found = known.get("line_height")
    if found is None:
        found = known["line_height"] = original(style)
    return found


def is_in_normal_flow(box: Any) -> bool:
    """Return whether a box is in the normal flow (CSS 2.1, 9.3), as the engine's method does."""
    style = box.style
    position = style["position"]
    return (
        style["float"] not in _FLOATS
        and position not in _ABSOLUTE
        and position[0] not in _ELSEWHERE
    )
