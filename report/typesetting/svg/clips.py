"""Converts clips that the engine does not support into masks.

The engine clips only with simple shapes. Clips with transformed shapes, holes (``clip-rule``),
text, copies, or relative coordinates become a mask of the same shapes in white, which looks the
same.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.etree.ElementTree import Element

from report.typesetting.svg.tree import HREFS, SVG, href, local

_SHAPES = ("path", "rect", "circle", "ellipse", "polygon", "polyline", "line")
_URL = re.compile(r"url\(\s*['\"]?#([^)'\"]*?)['\"]?\s*\)")
#: Attributes of painting, which have no effect in a clip.
_PAINT = ("stroke", "opacity", "fill-opacity", "mask", "clip-rule", "color", "filter")
#: Elements for which the engine supports clips in relative coordinates.
_WITH_BOX = ("rect", "image", "svg")


def clips_as_masks(root: Element, named: dict[str, Element]) -> list[Element]:
    """Convert unsupported clips into masks; returns elements that also have a mask of their own.

    ``named`` has the elements by id; the new masks are added to it.
    """
    users: dict[str, list[Element]] = {}
    for element in root.iter():
        if found := _URL.fullmatch(element.get("clip-path", "").strip()):
            users.setdefault(found[1], []).append(element)
    both: list[Element] = []
    for name, elements in users.items():
        clip = named.get(name)
        if clip is None or local(clip) != "clipPath" or _is_plain(clip, elements):
            continue
        mask = _mask(clip, f"{name}-mask", named)
        clip.append(mask)  # it is drawn only where it is referenced
        named[mask.get("id", "")] = mask
        for element in elements:
            if element.get("mask", "none").strip() != "none":
                both.append(element)
                continue
            del element.attrib["clip-path"]
            element.set("mask", f"url(#{mask.get('id')})")
    return both


def _is_plain(clip: Element, users: list[Element]) -> bool:
    shapes = [one for one in clip if local(one) not in ("", "title", "desc")]
    if any(local(one) not in _SHAPES for one in shapes):
        return False
    if any(one.get("clip-rule", clip.get("clip-rule", "nonzero")) != "nonzero" for one in shapes):
        return False
    if any(one.get("display") == "none" or one.get("visibility") == "hidden" for one in shapes):
        return False
    if len(shapes) > 1 and any("transform" in one.attrib for one in shapes):
        return False
    if any("clip-path" in one.attrib for one in shapes):
        return False
    by_box = clip.get("clipPathUnits") == "objectBoundingBox"
    return not by_box or all(local(user) in _WITH_BOX for user in users)


def _mask(clip: Element, name: str, named: Mapping[str, Element]) -> Element:
    mask = Element(f"{{{SVG}}}mask", {"id": name, "maskUnits": "userSpaceOnUse"})
    for key in ("x", "y"):
        mask.set(key, "-100000")
    for key in ("width", "height"):
        mask.set(key, "200000")
    if clip.get("clipPathUnits") == "objectBoundingBox":
        mask.set("maskContentUnits", "objectBoundingBox")
    group = Element(f"{{{SVG}}}g", {key: clip.attrib[key] for key in _KEPT if key in clip.attrib})
    group.extend(_white(one, clip.get("clip-rule", "nonzero"), named) for one in clip)
    mask.append(group)
    return mask


_KEPT = ("transform", "clip-path")


def _white(element: Element, rule: str, named: Mapping[str, Element]) -> Element:
    """Return a copy of a shape in white; elements ``use`` are replaced by their targets."""
    rule = element.get("clip-rule", rule)
    made = Element(element.tag, {k: v for k, v in element.attrib.items() if k != "id"})
    made.text, made.tail = element.text, element.tail
    target = named.get(href(element).removeprefix("#"))
    if local(element) == "use" and target is not None:
        made.tag = f"{{{SVG}}}g"
        place = f"translate({element.get('x', '0')} {element.get('y', '0')})"
        made.set("transform", f"{element.get('transform', '')} {place}".strip())
        for key in ("x", "y", "width", "height", *HREFS):
            made.attrib.pop(key, None)
        made.append(_white(target, rule, named))
    for key in _PAINT:
        made.attrib.pop(key, None)
    made.set("fill", "#ffffff")
    made.set("stroke", "none")
    made.set("fill-rule", rule)
    made.extend(_white(child, rule, named) for child in element)
    return made
