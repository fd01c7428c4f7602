"""Convert the sRGB colours of a finished drawing to the inks of their tokens.

Works on SVG text only, without Matplotlib.
"""

from __future__ import annotations

import re

from report.findings.diagnostics import diagnostic
from report.findings.errors import FindingsError
from report.model.theme import Theme

_PROPERTIES = "fill|stroke|color|stop-color|flood-color|lighting-color"
_TAG = re.compile(r"<[A-Za-z](?:[^<>\"']|\"[^\"]*\"|'[^']*')*>")
_ATTRIBUTE = re.compile(rf"""(?<=\s)((?:{_PROPERTIES})\s*=\s*)(["'])(.*?)\2""", re.DOTALL)
_STYLE = re.compile(r"""(?<=\s)(style\s*=\s*)(["'])(.*?)\2""", re.DOTALL)
_DECLARATION = re.compile(rf"(?<![\w-])((?:{_PROPERTIES})\s*:\s*)([^;]+)")
_ROOT = re.compile(r"<svg(?=[\s>/])(?![^>]*\sfill\s*=)")
_NAMES = {"white": "#ffffff", "black": "#000000"}
_KEPT = re.compile(r"none|inherit|currentcolor|context-fill|context-stroke|url\(.*|device-cmyk\(.*")
#: The token for elements without a fill, which SVG draws in black.
_DEFAULT = "ink"


def to_cmyk(svg: str, theme: Theme) -> str:
    """Return the drawing with the inks of its tokens as colours: ``device-cmyk(0 1 0.9 0.05)``.

    Colours are read in attributes and in ``style``, as ``#rrggbb``, ``#rgb``, ``white`` or
    ``black``; elements without a fill, which are black in SVG, get the token ``ink``. Raises
    FindingsError D504 with every colour that is not a token.
    """
    inks = {colour.srgb: colour.device_cmyk for colour in theme.colours.values()}
    strange: dict[str, None] = {}

    def ink(value: str) -> str:
        plain = value.strip().lower()
        if _KEPT.fullmatch(plain):
            return value
        light = _NAMES.get(plain, plain)
        if len(light) == 4 and light.startswith("#"):
            light = "#" + "".join(digit * 2 for digit in light[1:])
        if light not in inks:
            strange[value.strip()] = None
            return value
        return inks[light]

    def tag(found: re.Match[str]) -> str:
        text = _ATTRIBUTE.sub(lambda m: f"{m[1]}{m[2]}{ink(m[3])}{m[2]}", found[0])
        return _STYLE.sub(lambda m: f"{m[1]}{m[2]}{style(m[3])}{m[2]}", text)

    def style(text: str) -> str:
        return _DECLARATION.sub(lambda m: f"{m[1]}{ink(m[2])}", text)

    coloured = _TAG.sub(tag, svg)
    if strange:
        raise FindingsError(
            [
                diagnostic(
                    "D504",
                    f"a drawing uses the colour {name}, which is not a token and has no ink",
                    hint="use a colour of styles/tokens.yaml, or add this one with its ink",
                )
                for name in strange
            ]
        )
    default = theme.colours[_DEFAULT].device_cmyk
    return _ROOT.sub(f'<svg fill="{default}"', coloured, count=1)
