"""SVG pictures in the colour of their target: their colours are exchanged before they are drawn.

The engine draws what an SVG says: light in a file for the press, ink in a file for screens. Here
every colour is written anew: as ``device-cmyk()`` for the press, greys in black ink alone, or as
``rgb()`` for screens.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from tinycss2 import color5

#: Gives a colour of the target: for ink from red, green and blue, for light from four inks, 0 to 1.
Exchange = Callable[[tuple[float, ...]], tuple[float, ...]]

_PROPERTIES = "fill|stroke|stop-color|flood-color|lighting-color|color"
_ATTRIBUTE = re.compile(rf"""(\s(?:{_PROPERTIES})\s*=\s*)(["'])(.*?)\2""", re.DOTALL)
_DECLARATION = re.compile(rf"((?:^|[;{{\s\"'])(?:{_PROPERTIES})\s*:\s*)([^;}}\"']+)")
_STYLES = re.compile(
    r"""(\sstyle\s*=\s*)(["'])(.*?)\2|(<style\b[^>]*>)(.*?)(</style>)""", re.DOTALL
)
_ROOT = re.compile(r"<svg\b")
_KEPT = frozenset(("none", "inherit", "currentcolor", "context-fill", "context-stroke", ""))


def recoloured(text: str, exchange: Exchange, *, ink: bool) -> str:
    """Give the text of an SVG with its colours exchanged, to ``ink`` or to light.

    What has no colour of its own is black, in black ink alone.
    """

    def colour(written: str) -> str:
        bare = written.strip()
        if bare.lower() in _KEPT or bare.startswith("url("):
            return written
        parsed = color5.parse_color(bare)
        if parsed is None or isinstance(parsed, str):
            return written
        return _written(parsed, exchange, ink=ink)

    def declarations(css: str) -> str:
        return _DECLARATION.sub(lambda found: found[1] + colour(found[2]), css)

    def styles(found: re.Match[str]) -> str:
        if found[2]:
            return f"{found[1]}{found[2]}{declarations(found[3])}{found[2]}"
        return f"{found[4]}{declarations(found[5])}{found[6]}"

    text = _ATTRIBUTE.sub(lambda found: f"{found[1]}{found[2]}{colour(found[3])}{found[2]}", text)
    text = _STYLES.sub(styles, text)
    root = _ROOT.search(text)
    opening = text[root.start() : text.find(">", root.start())] if root else ""
    if root and ink and not re.search(r"\sfill\s*=", opening):
        black = ' fill="device-cmyk(0 0 0 1)" color="device-cmyk(0 0 0 1)"'
        text = text[: root.end()] + black + text[root.end() :]
    return text


def _written(parsed: Any, exchange: Exchange, *, ink: bool) -> str:
    """Write a colour for the target; one that is so already stays as it is."""
    is_ink = parsed.space == "device-cmyk"
    parts = tuple(
        min(max(float(part or 0), 0.0), 1.0)
        for part in (parsed.coordinates if is_ink else parsed.to("srgb").coordinates)
    )
    if is_ink != ink:
        parts = exchange(parts)
    alpha = "" if parsed.alpha >= 1 else f" / {parsed.alpha:g}"
    if ink:
        return f"device-cmyk({' '.join(f'{part:.4g}' for part in parts)}{alpha})"
    return f"rgb({' '.join(f'{part:.2%}' for part in parts)}{alpha})"
