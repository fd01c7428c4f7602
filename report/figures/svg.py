"""Simplify Matplotlib's SVG, for a small file that the layout engine can read.

In: the SVG that Matplotlib writes for a figure with one pixel per point. Out: one ``<svg>`` in
points with ``<title>``, ``<desc>``, paths and text, each with its properties as attributes;
no stylesheet, group, clip, transform or default colour.
"""

from __future__ import annotations

import re
from itertools import pairwise
from xml.etree import ElementTree
from xml.sax.saxutils import escape, quoteattr

from report.model.characters import WIDEST_UNSPACED, meets_western

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e-?\d+)?")
_NAME = "{http://www.w3.org/2000/svg}"
#: Defaults of Matplotlib's stylesheet or of SVG, for properties that it does not write.
_LINE_DEFAULTS = {"stroke-linecap": "butt", "stroke-linejoin": "round"}
#: A path with more characters than this is a field of marks; it gets two decimals only.
_LONG = 4000
_BLACK = "#000000"


def clean(
    source: str, name: str, size: tuple[float, float], words: tuple[str, str], family: str
) -> str:
    """Return the simplified SVG of a drawing.

    ``source`` is Matplotlib's SVG, ``name`` the drawing's id (ids of its parts are made from
    it), ``size`` its width and height in points, ``words`` its title and description,
    ``family`` the typeface of its text.
    """
    width, height = (number(part) for part in size)
    title, description = words
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}pt" height="{height}pt" '
        f'viewBox="0 0 {width} {height}" role="img">',
        f"<title>{escape(title)}</title>",
        f"<desc>{escape(description)}</desc>",
    ]
    root = ElementTree.fromstring(source)  # noqa: S314  (Matplotlib's own output)
    prefix = re.sub(r"\s+", "-", name)
    for group in root.iter(f"{_NAME}g"):
        own = group.get("id", "")
        made = re.fullmatch(r"(figure|patch|text)_\d+", own) is not None
        for element in group:
            kind = element.tag.removeprefix(_NAME)
            if kind == "path":
                parts.append(_path(element, "" if made else f"{prefix}-{own}"))
            elif kind == "text":
                parts.append(_text(element, family))
    return "\n".join([*parts, "</svg>", ""])


def number(value: float, digits: int = 3) -> str:
    """Return a length with at most this many decimals: 2.5000001 → ``2.5``."""
    text = f"{value:.{digits}f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _style(element: ElementTree.Element) -> dict[str, str]:
    pairs = (part.split(":", 1) for part in element.get("style", "").split(";") if ":" in part)
    return {name.strip(): value.strip() for name, value in pairs}


def _attributes(values: dict[str, str]) -> str:
    return "".join(f" {name}={quoteattr(value)}" for name, value in values.items() if value)


def _path(element: ElementTree.Element, own: str) -> str:
    style = _style(element)
    source = element.get("d", "")
    digits = 3 if len(source) < _LONG else 2
    data = _NUMBER.sub(lambda match: number(float(match[0]), digits), source)
    data = re.sub(r"\s*([MLCQz])\s*", r"\1", data.replace("\n", " ")).strip()
    values = {"id": own, "d": data, "fill": style.get("fill", _BLACK)}
    if style.get("stroke", "none") != "none":
        values["stroke"] = style["stroke"]
        values["stroke-width"] = number(float(style.get("stroke-width", "1")))
        for key, default in _LINE_DEFAULTS.items():
            values[key] = style.get(key, default)
        if style.get("stroke-dasharray", "none") != "none":
            dashes = style["stroke-dasharray"].split(",")
            values["stroke-dasharray"] = " ".join(number(float(dash)) for dash in dashes)
    return f"<path{_attributes(values)}/>"


def _text(element: ElementTree.Element, family: str) -> str:
    style = _style(element)
    size = float(style["font-size"].removesuffix("px"))
    values = {
        "x": number(float(element.get("x", "0"))),
        "y": number(float(element.get("y", "0"))),
        "dx": _gaps(element.text or "", size),
        "font-family": family,
        "font-size": number(size),
        "font-weight": style.get("font-weight", "400"),
        "fill": style.get("fill", _BLACK),
    }
    return f"<text{_attributes(values)}>{escape(element.text or '')}</text>"


def _gaps(text: str, size: float) -> str:
    """Return the extra space before each character: a gap between Han and Western (CLREQ 3.2.2)."""
    gaps = [WIDEST_UNSPACED * size if meets_western(a, b) else 0.0 for a, b in pairwise(text)]
    return " ".join(number(gap) for gap in (0.0, *gaps)) if any(gaps) else ""
