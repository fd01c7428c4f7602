"""Spot colours: replaces the CMYK values that represent a spot colour by its own plate.

The engine only knows CMYK. It paints a spot colour with the inks of its token, which are unique.
This module finds these inks and replaces them by a Separation colour space with the same inks as
its alternate (ISO 32000-1, 8.6.6.4; ISO 15930-7 requires one definition for each name).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

import pikepdf

from report.model.colour import Inks, Spot
from report.press.streams import content_of, forms_of

_SET = re.compile(rb"((?:[-+.\d]+\s+){4})(scn|SCN|k|K)(?=\s|$)")
_NEAR = 4


def paint_spots(document: pikepdf.Pdf, spots: Sequence[Spot]) -> dict[str, Any]:
    """Paint every spot colour of the pages and of their forms on its own plate.

    Returns the colour spaces of the used spot colours, by their resource names.
    """
    if not spots:
        return {}
    plates: dict[Inks, tuple[str, float]] = {}
    spaces = {}
    for number, spot in enumerate(spots, 1):
        key = f"ReportSpot{number}"
        spaces[key] = document.make_indirect(_separation(document, spot))
        for tint, inks in spot.tints:
            plates[_rounded(inks)] = key, tint
    used: set[str] = set()
    for page in document.pages:
        content = _painted(content_of(page), plates, used)
        if content is not None:
            page.Contents = document.make_stream(content)
    for form in _forms(document):
        content = _painted(form.read_bytes(), plates, used)
        if content is not None:
            form.write(content)
            if "/Resources" not in form:
                form.Resources = pikepdf.Dictionary()
            _add(form.Resources, spaces)
    spaces = {key: space for key, space in spaces.items() if key in used}
    if spaces:
        for page in document.pages:
            _add(page.Resources, spaces)
    return spaces


def _forms(document: pikepdf.Pdf) -> Iterator[Any]:
    """Return all streams with content besides the pages: forms and tiling patterns."""
    yield from forms_of(document)
    for thing in document.objects:
        if isinstance(thing, pikepdf.Stream) and thing.get("/PatternType") == 1:
            yield thing


def _add(resources: Any, spaces: Mapping[str, Any]) -> None:
    if "/ColorSpace" not in resources:
        resources.ColorSpace = pikepdf.Dictionary()
    for key, space in spaces.items():
        resources.ColorSpace[f"/{key}"] = space


def _painted(
    content: bytes, plates: Mapping[Inks, tuple[str, float]], used: set[str]
) -> bytes | None:
    """Return the content with its spot colours replaced, None when it has none."""
    found = False

    def replaced(match: re.Match[bytes]) -> bytes:
        nonlocal found
        cyan, magenta, yellow, black = (float(value) for value in match[1].split())
        plate = plates.get(_rounded((cyan, magenta, yellow, black)))
        fill = match[2].islower()
        space, colour = (b"cs", b"scn") if fill else (b"CS", b"SCN")
        if plate is None:
            # The current space may be that of a spot colour, so it is set again.
            return b"/DeviceCMYK " + space + b" " + match[1] + colour
        found = True
        used.add(plate[0])
        return f"/{plate[0]} {space.decode()} {plate[1]:g} {colour.decode()}".encode()

    made = _SET.sub(replaced, content)
    return made if found else None


def _rounded(inks: Inks) -> Inks:
    cyan, magenta, yellow, black = (round(one, _NEAR) for one in inks)
    return cyan, magenta, yellow, black


def _separation(document: pikepdf.Pdf, spot: Spot) -> pikepdf.Array:
    """Return the colour space of a spot colour; between two tints the inks are linear."""
    steps = [(0.0, (0.0, 0.0, 0.0, 0.0)), *spot.tints]
    parts = [_linear(lower, upper) for (_, lower), (_, upper) in pairwise(steps)]
    function = parts[0]
    if len(parts) > 1:
        function = pikepdf.Dictionary(
            FunctionType=3,
            Domain=pikepdf.Array([0, 1]),
            Functions=pikepdf.Array(parts),
            Bounds=pikepdf.Array([tint for tint, _ in steps[1:-1]]),
            Encode=pikepdf.Array([0, 1] * len(parts)),
        )
    name = pikepdf.Name(f"/{spot.name}")
    made = document.make_indirect(function)
    return pikepdf.Array([pikepdf.Name.Separation, name, pikepdf.Name.DeviceCMYK, made])


def _linear(lower: Inks, upper: Inks) -> Any:
    return pikepdf.Dictionary(
        FunctionType=2,
        Domain=pikepdf.Array([0, 1]),
        C0=pikepdf.Array(list(lower)),
        C1=pikepdf.Array(list(upper)),
        N=1,
    )
