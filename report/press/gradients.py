"""Gradients in CMYK: the engine writes the gradients of SVG pictures always in RGB."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pikepdf

from report.model.colour import Inks
from report.press.inks import Converter, Light

#: The number of samples between two colours; between samples, inks are interpolated.
_SAMPLES = 33
#: The deepest nesting of functions.
_MAX_DEPTH = 8


def gradients_in_ink(
    document: pikepdf.Pdf, converter: Converter, stops: Mapping[str, Inks]
) -> None:
    """Convert the gradients of a document from RGB to CMYK.

    ``stops`` has the inks for colours at the ends of gradients, by ``#rrggbb``. The colours between
    are converted one by one, so that they look as in RGB, and gray stays only black ink.
    """
    done: set[tuple[int, int]] = set()
    for shading in list(_shadings(document)):
        if shading.is_indirect:
            if shading.objgen in done:
                continue
            done.add(shading.objgen)
        if "/Function" in shading and str(shading.get("/ColorSpace")) != "/DeviceGray":
            changed = _in_ink(document, shading.Function, converter, stops, 0)
            if changed is not None:
                shading.Function = changed
                shading.ColorSpace = pikepdf.Name.DeviceCMYK


def _shadings(document: pikepdf.Pdf) -> Iterator[Any]:
    for thing in document.objects:
        if not isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
            continue
        resources = thing.get("/Resources", None)
        for holder in (thing, resources):
            named = holder.get("/Shading") if isinstance(holder, pikepdf.Dictionary) else None
            if isinstance(named, pikepdf.Dictionary):
                yield from (one for _, one in named.items() if "/ShadingType" in one)


def _in_ink(
    document: pikepdf.Pdf,
    function: Any,
    converter: Converter,
    stops: Mapping[str, Inks],
    depth: int,
) -> Any:
    """Return a function of RGB colours as one of CMYK colours; None for other colours."""
    kind = int(function.get("/FunctionType", -1))
    if kind == 3 and depth < _MAX_DEPTH:
        parts = [_in_ink(document, one, converter, stops, depth + 1) for one in function.Functions]
        if any(part is None for part in parts):
            return None
        function.Functions = pikepdf.Array(parts)
        return function
    if kind != 2 or len(function.get("/C0", [])) != 3:
        return None
    start, end = ([float(part) for part in function[key]] for key in ("/C0", "/C1"))
    # A function within another one has inputs from 0 to 1, whatever its own domain (7.10.4).
    low, high = (0.0, 1.0) if depth else (max(0.0, float(part)) for part in function.Domain)
    power = max(0.01, float(function.N))
    mixed = [(low + (high - low) * at / (_SAMPLES - 1)) ** power for at in range(_SAMPLES)]
    lights = [
        _light([a + part * (b - a) for a, b in zip(start, end, strict=True)]) for part in mixed
    ]
    inks = _along(lights, converter, stops)
    made = document.make_stream(
        bytes(round(part * 255) for ink in inks for part in ink),
        FunctionType=0,
        Domain=pikepdf.Array([low, high]),
        Range=pikepdf.Array([0, 1] * 4),
        Size=pikepdf.Array([_SAMPLES]),
        BitsPerSample=8,
    )
    return document.make_indirect(made)


def _light(parts: list[float]) -> Light:
    red, green, blue = (round(min(1.0, max(0.0, part)) * 255) for part in parts)
    return red, green, blue


def _along(lights: list[Light], converter: Converter, stops: Mapping[str, Inks]) -> list[Inks]:
    """Return the inks for a series of RGB colours; the ends have the inks of ``stops``."""
    if all(len(set(light)) == 1 for light in lights):
        inks = converter.inks(lights)
    else:
        inks = converter.mixed(lights)
    known = [
        stops.get("#{:02x}{:02x}{:02x}".format(*lights[at]), inks[at])
        for at in (0, len(lights) - 1)
    ]
    off = [[a - b for a, b in zip(known[at], inks[-at], strict=True)] for at in (0, 1)]
    last = len(inks) - 1
    return [
        tuple(
            min(1.0, max(0.0, part + first * (1 - at / last) + final * at / last))
            for part, first, final in zip(ink, *off, strict=True)
        )
        for at, ink in enumerate(inks)
    ]
