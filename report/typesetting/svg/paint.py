"""Gradients, patterns and masks of SVG, painted by the standard.

WeasyPrint ignores masks of groups, the width of lines with a gradient, rotated gradients and the
position of a pattern's tiles, and computes some percentages wrongly. These functions replace its
own; :mod:`report.typesetting.extension.hooks` installs them. They draw on the engine's stream.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

from weasyprint import svg as engine
from weasyprint.matrix import Matrix
from weasyprint.svg.bounding_box import bounding_box, is_valid_bounding_box
from weasyprint.svg.utils import alpha_value, color, parse_url, size, transform

Box = tuple[float, float, float, float]
#: The region of a mask without limits: larger than any picture.
_EVERYWHERE = (-100_000.0, -100_000.0, 200_000.0, 200_000.0)
#: The smallest distance of two stops: the bounds of PDF functions must increase.
_APART = 1e-5
#: The largest distance of a gradient's focus from its centre, in radii.
_FOCUS = 0.999


def draw_gradient(
    svg: Any, node: Any, gradient: Any, font_size: float, opacity: float, *, stroke: bool
) -> bool:
    """Paint with a gradient (SVG 2, 14.2); returns False when there is nothing to paint."""
    places, colours = _stops(gradient, opacity)
    if stroke:
        svg.stream.set_line_width(svg.length(node.get("stroke-width", "1px"), font_size))
    if not colours:
        return False
    box = bounding_box(svg, node, font_size, False)
    if not is_valid_bounding_box(box):
        return False
    if gradient.get("gradientUnits") == "userSpaceOnUse":
        lengths = (svg.inner_width, svg.inner_height, svg.inner_diagonal)
        to_user = Matrix()
    else:
        lengths = (1, 1, 1)
        to_user = Matrix(a=box[2], d=box[3], e=box[0], f=box[1])
    if "gradientTransform" in gradient.attrib:
        turned = transform(gradient.get("gradientTransform"), "0 0", font_size, lengths[2])
        to_user = turned @ to_user
    if not to_user.determinant:
        return False

    def length(name: str, usual: str, along: int) -> float:
        return float(size(gradient.get(name, usual), font_size, lengths[along]))

    if gradient.tag == "linearGradient":
        kind = 2
        coords: tuple[float, ...] = (
            *(length("x1", "0%", 0), length("y1", "0%", 1)),
            *(length("x2", "100%", 0), length("y2", "0%", 1)),
        )
        is_one = coords[:2] == coords[2:]
    else:
        kind = 3
        coords = _circles(length, gradient)
        is_one = coords[5] <= 0
    if is_one or len(colours) == 1:
        svg.stream.set_color(colours[-1], stroke=stroke)
        return True
    margin = 2 * svg.length(node.get("stroke-width", "1px"), font_size) if stroke else 0
    area = _seen_from(box, margin, to_user.invert)
    _shade(svg.stream, (kind, coords), (places, colours), area, to_user, stroke=stroke)
    return True


def _stops(gradient: Any, opacity: float) -> tuple[list[float], list[Any]]:
    """Return the positions of the stops, 0 to 1, and their colours with opacity."""
    places: list[float] = []
    colours: list[Any] = []
    for child in gradient:
        if child.tag != "stop":
            continue
        offset = min(1.0, max(0.0, float(size(child.get("offset"), 16, 1))))
        colour = color(child.get("stop-color", "black"))
        colour.alpha *= alpha_value(child.get("stop-opacity", 1)) * opacity
        places.append(max([offset, *places[-1:]]))
        colours.append(colour)
    if len(colours) > 1:
        if places[0] > 0:
            places, colours = [0.0, *places], [colours[0], *colours]
        if places[-1] < 1:
            places, colours = [*places, 1.0], [*colours, colours[-1]]
        for at in range(1, len(places)):
            places[at] = max(places[at], places[at - 1] + _APART)
    return places, colours


def _circles(length: Callable[[str, str, int], float], gradient: Any) -> tuple[float, ...]:
    """Return the start and the end circle of a radial gradient."""
    x, y, radius = length("cx", "50%", 0), length("cy", "50%", 1), length("r", "50%", 2)
    focus_x = length("fx", "", 0) if "fx" in gradient.attrib else x
    focus_y = length("fy", "", 1) if "fy" in gradient.attrib else y
    off = ((focus_x - x) ** 2 + (focus_y - y) ** 2) ** 0.5
    if off > radius * _FOCUS > 0:
        share = radius * _FOCUS / off
        focus_x, focus_y = x + (focus_x - x) * share, y + (focus_y - y) * share
    return focus_x, focus_y, length("fr", "0%", 2), x, y, radius


def _seen_from(box: Box, margin: float, back: Any) -> Box:
    """Return a box in other coordinates, enlarged by a margin."""
    x, y, width, height = box
    across, down = (x - margin, x + width + margin), (y - margin, y + height + margin)
    points = [back.transform_point(one, other) for one in across for other in down]
    left, top = (min(point[at] for point in points) for at in (0, 1))
    wide, high = (max(point[at] for point in points) for at in (0, 1))
    room = max(wide - left, high - top) / 10
    return left - room, top - room, wide - left + 2 * room, high - top + 2 * room


def _shade(
    stream: Any,
    shape: tuple[int, tuple[float, ...]],
    stops: tuple[list[float], list[Any]],
    area: Box,
    to_user: Any,
    *,
    stroke: bool,
) -> None:
    """Set a shading as the current colour, as a pattern with one tile."""
    kind, coords = shape
    places, colours = stops
    x, y, width, height = area
    pattern = stream.add_pattern(x, y, width, height, width, height, to_user @ stream.ctm)
    group = pattern.add_group(x, y, width, height)
    domain = (places[0], places[-1])

    def along(parts: list[tuple[float, ...]]) -> Any:
        functions = [
            group.create_interpolation_function((0, 1), a, b, 1)
            for a, b in itertools.pairwise(parts)
        ]
        encode = (len(parts) - 1) * (0, 1)
        return group.create_stitching_function(domain, encode, places[1:-1], functions)

    shading = group.add_shading(kind, domain, coords, True, along([one[:3] for one in colours]))
    if any(one.alpha != 1 for one in colours):
        alpha = group.set_alpha_state(x, y, width, height)
        function = along([(one.alpha,) for one in colours])
        light = alpha.add_shading(kind, domain, coords, True, function, "DeviceGray")
        alpha.stream = [f"/{light.id} sh"]
    group.paint_shading(shading.id)
    pattern.set_alpha(1)
    pattern.draw_x_object(group.id)
    stream.set_color_space("Pattern", stroke=stroke)
    stream.set_color_special(pattern.id, stroke=stroke)


def draw_pattern(
    svg: Any, node: Any, pattern: Any, font_size: float, opacity: float, *, stroke: bool
) -> bool:
    """Paint with a pattern (SVG 2, 14.3); returns False when there is nothing to paint."""
    if stroke:
        svg.stream.set_line_width(svg.length(node.get("stroke-width", "1px"), font_size))
    box = bounding_box(svg, node, font_size, False)
    if not is_valid_bounding_box(box):
        return False
    before, tag = dict(pattern.attrib), pattern._etree_node.tag
    x, y, width, height = _region(svg, pattern, font_size, box, "patternUnits", ("0", "0"))
    if width <= 0 or height <= 0:
        return False
    turned = Matrix()
    if "patternTransform" in pattern.attrib:
        given = pattern.get("patternTransform")
        turned = transform(given, "0 0", font_size, svg.inner_diagonal)
    stream = svg.stream.add_pattern(
        0, 0, width, height, width, height, Matrix(e=x, f=y) @ turned @ svg.stream.ctm
    )
    stream.set_alpha(opacity)
    group = stream.add_group(0, 0, width, height)
    for name in ("x", "y"):
        pattern.attrib.pop(name, None)
    pattern.attrib |= {"width": str(width), "height": str(height)}
    if pattern.get("patternContentUnits") == "objectBoundingBox" and "viewBox" not in before:
        pattern.attrib["transform"] = f"scale({box[2]}, {box[3]})"
    pattern._etree_node.tag = "svg"
    try:
        painter = engine.Pattern(pattern, svg)
        painter.draw(group, width, height, svg.base_url, svg.context)
    finally:
        pattern.attrib = before
        pattern._etree_node.tag = tag
    stream.draw_x_object(group.id)
    svg.stream.set_color_space("Pattern", stroke=stroke)
    svg.stream.set_color_special(stream.id, stroke=stroke)
    return True


def _region(
    svg: Any, element: Any, font_size: float, box: Box, units: str, usual: tuple[str, str]
) -> Box:
    """Return x, y, width and height of a pattern or mask in the coordinates of its user."""
    in_user = element.get(units) == "userSpaceOnUse"
    wide, high = (svg.inner_width, svg.inner_height) if in_user else (1, 1)
    parts = [
        float(size(element.get(name, usual[at // 2]), font_size, (wide, high)[at % 2]))
        for at, name in enumerate(("x", "y", "width", "height"))
    ]
    if in_user:
        return parts[0], parts[1], parts[2], parts[3]
    x, y, width, height = box
    return x + parts[0] * width, y + parts[1] * height, parts[2] * width, parts[3] * height


def is_masked(svg: Any, node: Any) -> bool:
    """Return whether an element of SVG has a mask that exists."""
    return svg.masks.get(parse_url(node.get("mask")).fragment) is not None


def masked(svg: Any, node: Any, font_size: float, draw: Callable[[], None]) -> None:
    """Draw any element with its mask (SVG 2 refers to CSS Masking 1).

    ``draw`` draws the element without mask and transform; both are applied here.
    """
    mask = svg.masks.get(parse_url(node.get("mask")).fragment)
    own = size(node.get("font-size", "1em"), font_size, font_size)
    before = dict(node.attrib)
    stream = svg.stream
    stream.push_state()
    svg.transform(node, own)
    for name in ("mask", "transform"):
        node.attrib.pop(name, None)
    _set_mask(svg, node, mask, own)
    svg.stream = stream.add_group(*_EVERYWHERE)
    draw()
    stream.draw_x_object(svg.stream.id)
    svg.stream = stream
    stream.pop_state()
    node.attrib |= {name: before[name] for name in ("mask", "transform") if name in before}


def _set_mask(svg: Any, node: Any, mask: Any, font_size: float) -> None:
    box = bounding_box(svg, node, font_size, False)
    known = is_valid_bounding_box(box) and all(box[2:])
    has_region = any(name in mask.attrib for name in ("x", "y", "width", "height"))
    region: Box = _EVERYWHERE
    if has_region and (known or mask.get("maskUnits") == "userSpaceOnUse"):
        region = _region(svg, mask, font_size, box, "maskUnits", ("-10%", "120%"))
    before, tag = dict(mask.attrib), mask._etree_node.tag
    if mask.get("maskContentUnits") == "objectBoundingBox":
        x, y, width, height = box if known else (0, 0, 1, 1)
        mask.attrib["transform"] = f"matrix({width} 0 0 {height} {x} {y})"
    mask._etree_node.tag = "g"
    stream = svg.stream
    svg.stream = stream.set_alpha_state(*region)
    try:
        svg.draw_node(mask, font_size)
    finally:
        svg.stream = stream
        mask.attrib = before
        mask._etree_node.tag = tag
