"""The colours of an SVG picture: converted to one notation, then to the colours of a target."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from tinycss2.color5 import parse_color

from report.model.colour import Inks
from report.typesetting.svg.tree import local

#: The attributes with colours.
ATTRIBUTES = ("fill", "stroke", "color", "stop-color")
#: The default colour of SVG.
BLACK = "#000000"
GRADIENTS = ("linearGradient", "radialGradient")
_KEPT = ("none", "inherit", "context-fill", "context-stroke")
_URL = re.compile(r"(url\(\s*['\"]?#[^)'\"]*['\"]?\s*\))\s*(.*)", re.DOTALL)


@lru_cache(4096)
def canonical(value: str) -> str | None:
    """Return a colour in one notation; None for an invalid colour.

    The notation is ``#rrggbb``, ``#rrggbbaa`` or ``device-cmyk(c m y k / a)`` (0 to 1), a keyword,
    or a reference with its fallback.
    """
    value = value.strip()
    plain = value.lower()
    if plain in _KEPT:
        return plain
    if plain == "currentcolor":
        return "currentColor"
    if found := _URL.fullmatch(value):
        instead = canonical(found[2]) if found[2] else ""
        return None if instead is None else f"{found[1]} {instead}".strip()
    colour = parse_color(re.sub(r"\s*icc-color\([^)]*\)", "", plain))
    if colour is None or isinstance(colour, str):
        return None
    if colour.space == "device-cmyk":
        inks = " ".join(_part(part) for part in colour.coordinates)
        return f"device-cmyk({inks}{_alpha(colour.alpha)})"
    seen = _srgb(colour)
    if seen is None:
        return None
    light = "".join(f"{_byte(part):02x}" for part in seen)
    alpha = _byte(colour.alpha)
    return f"#{light}" + (f"{alpha:02x}" if alpha < 255 else "")


#: Matrices from CIE XYZ to linear sRGB, by white point (CSS Color 4, 18).
_FROM_XYZ = {
    "xyz-d65": (
        (3.2409699419, -1.5373831776, -0.4986107603),
        (-0.9692436363, 1.8759675015, 0.0415550574),
        (0.0556300797, -0.2039769589, 1.0569715142),
    ),
    "xyz-d50": (
        (3.1341359569, -1.6173863321, -0.4906619460),
        (-0.9787955030, 1.9162543568, 0.0334427312),
        (0.0719554260, -0.2289768224, 1.4053851243),
    ),
}
_WHITES = {"lab": "xyz-d50", "lch": "xyz-d50", "oklab": "xyz-d65", "oklch": "xyz-d65"}


def _srgb(colour: Any) -> Sequence[float | None] | None:
    """Return red, green and blue, 0 to 1 inside sRGB; None for unsupported colour spaces."""
    white = _WHITES.get(colour.space, colour.space)
    try:
        if white not in _FROM_XYZ:
            return tuple(colour.to("srgb").coordinates)
        xyz = colour.to(white).coordinates
    except NotImplementedError:
        return None
    linear = [sum(a * b for a, b in zip(row, xyz, strict=True)) for row in _FROM_XYZ[white]]
    return [
        12.92 * part if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055 for part in linear
    ]


def _byte(part: float | None) -> int:
    return round(min(1.0, max(0.0, part or 0.0)) * 255)


def _part(part: float | None) -> str:
    return f"{round(min(1.0, max(0.0, part or 0.0)), 4):g}"


def _alpha(alpha: float) -> str:
    return f" / {_part(alpha)}" if alpha < 1 else ""


def palette(texts: Iterable[str]) -> tuple[list[str], list[Inks]]:
    """Return the colours of simplified pictures, sorted: RGB as ``#rrggbb``, and CMYK."""
    found = {
        match
        for text in texts
        for element in ElementTree.fromstring(text).iter()  # noqa: S314 - made by ``read_vector``
        for name in ATTRIBUTES
        for match in _COLOUR.findall(element.get(name, ""))
    }
    light = sorted({one[:7] for one in found if one.startswith("#")})
    return light, sorted({inks_of(one) for one in found if not one.startswith("#")})


def inks_of(written: str) -> Inks:
    """Parse ``device-cmyk(c m y k…``, as :func:`canonical` writes it."""
    parts = written.removeprefix("device-cmyk(").partition("/")[0].rstrip(")").split()
    cyan, magenta, yellow, black = map(float, parts)
    return cyan, magenta, yellow, black


@dataclass(frozen=True, slots=True)
class Recoloured:
    """A picture for one target, and the inks for the RGB colours of its gradients."""

    text: str
    stops: Mapping[str, Inks]


def recoloured(
    text: str, inks: Mapping[str, Inks] | None, lights: Mapping[Inks, str]
) -> Recoloured:
    """Return a simplified picture in the colours of a target.

    ``inks`` has the CMYK values of every ``#rrggbb``, or is None for an RGB target; ``lights`` has
    the ``#rrggbb`` of every CMYK colour. The engine writes gradients only in RGB: for a CMYK target
    they stay in RGB, and ``stops`` of the result has their inks. In luminance masks, every colour
    becomes a tint of black of the same darkness; in alpha masks, white.
    """
    root = ElementTree.fromstring(text)  # noqa: S314 - made by ``read_vector``
    stops: dict[str, Inks] = {}

    def changed(written: str, masked: bool, shaded: bool, opaque: bool) -> str:
        red, green, blue, alpha = _read(written, lights)
        light = f"#{red:02x}{green:02x}{blue:02x}"
        own = inks_of(written) if written.startswith("device") else None
        if opaque:
            red = green = blue = 255
            light, own = "#ffffff", (0.0, 0.0, 0.0, 0.0)
        if inks is not None and shaded:
            stops[light] = own or inks[light]
        if inks is None or shaded:
            return light + ("" if alpha >= 1 else f"{round(alpha * 255):02x}")
        dark = round(1 - (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255, 4)
        parts = (0.0, 0.0, 0.0, dark) if masked else own or inks[light]
        return f"device-cmyk({' '.join(_part(part) for part in parts)}{_alpha(alpha)})"

    for element, masked, shaded, opaque in _walk(root):
        for name in set(ATTRIBUTES) & set(element.attrib):
            value = element.attrib[name]
            parts = [
                changed(part, masked, shaded, opaque) if at % 2 else part
                for at, part in enumerate(_COLOUR.split(value))
            ]
            element.set(name, "".join(parts))
    return Recoloured(ElementTree.tostring(root, encoding="unicode"), stops)


#: A colour, but not the name in ``url(#abcdef)``.
_COLOUR = re.compile(r"((?<![\w#('\"])#[0-9a-f]{6}(?:[0-9a-f]{2})?(?![\w-])|device-cmyk\([^)]*\))")


def _read(written: str, lights: Mapping[Inks, str]) -> tuple[int, int, int, float]:
    """Return red, green and blue from 0 to 255, and alpha from 0 to 1."""
    if written.startswith("#"):
        alpha = int(written[7:9], 16) / 255 if len(written) > 7 else 1.0
        light = written
    else:
        _, _, share = written.rstrip(")").partition("/")
        alpha = float(share) if share else 1.0
        light = lights[inks_of(written)]
    red, green, blue = (int(light[at : at + 2], 16) for at in (1, 3, 5))
    return red, green, blue, alpha


def _walk(
    element: Element, *, masked: bool = False, shaded: bool = False, opaque: bool = False
) -> Iterator[tuple[Element, bool, bool, bool]]:
    """Return every element with three flags: in a mask, stop of a gradient, in an alpha mask.

    A gradient with only one stop does not count.
    """
    name = local(element)
    if name == "mask":
        masked, opaque = True, element.get("mask-type", "").strip() == "alpha"
    yield element, masked, shaded, opaque
    shaded = name in GRADIENTS and len(element) > 1
    for child in element:
        yield from _walk(child, masked=masked, shaded=shaded, opaque=opaque)
