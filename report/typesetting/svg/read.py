"""Checks an SVG picture and simplifies it for the engine."""

from __future__ import annotations

import base64
import binascii
import io
import re
import warnings
from collections.abc import Iterator
from urllib.parse import unquote_to_bytes
from xml.etree.ElementTree import Element, tostring
from xml.parsers import expat

from report.findings.diagnostics import Diagnostic, Place, diagnostic
from report.typesetting.svg.cascade import styles_to_attributes
from report.typesetting.svg.clips import clips_as_masks
from report.typesetting.svg.colours import ATTRIBUTES, BLACK, GRADIENTS, canonical
from report.typesetting.svg.tree import HREFS, Tree, href, local, parse, remove
from report.typesetting.svg.work import MOST, Endless, Work

#: Elements that the engine draws, or needs for drawing.
_DRAWN = frozenset(
    (
        *("svg", "g", "defs", "symbol", "use", "image", "text", "tspan", "textPath"),
        *("path", "rect", "circle", "ellipse", "line", "polyline", "polygon"),
        *("linearGradient", "radialGradient", "stop", "pattern", "clipPath", "mask", "marker"),
    )
)
#: Invisible elements, which are dropped or handled separately.
_UNSEEN = frozenset(
    ("title", "desc", "metadata", "style", "view", "cursor", "filter", "color-profile", "font")
)
_MOVING = frozenset(
    ("animate", "animateColor", "animateMotion", "animateTransform", "set", "script")
)
_GENERIC = frozenset(("serif", "sans-serif", "monospace", "cursive", "fantasy", "system-ui"))
_URL = re.compile(r"url\(\s*['\"]?([^)'\"]*?)['\"]?\s*\)\s*(.*)", re.DOTALL)
_LENGTH = re.compile(r"\s*(\d+\.?\d*|\.\d+)(e[+-]?\d+)?(px|pt|pc|mm|cm|in|q|em|ex|%)?\s*", re.I)
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?", re.I)
#: Named font sizes of CSS, which the engine does not support.
_SIZES = {
    "xx-small": "9px",
    "x-small": "10px",
    "small": "13px",
    "medium": "16px",
    "large": "18px",
    "x-large": "24px",
    "xx-large": "32px",
    "smaller": "0.83em",
    "larger": "1.2em",
}
#: Attributes that the engine ignores, with the values for which that makes no difference.
_IGNORED = {
    "mix-blend-mode": ("normal", ""),
    "paint-order": ("normal", "fill", "fill stroke", "fill stroke markers"),
    "vector-effect": ("none",),
    "writing-mode": ("lr", "lr-tb", "horizontal-tb"),
}
_MOST_PIXELS = 100_000_000
_AS_BITMAP = "export this picture as PNG with 300 pixels per inch, or draw it without"
_EMBED = "embed the picture in the SVG, or use a picture block for it"
_REMOVE = "save the picture again as plain SVG"


def read_vector(
    source: bytes, name: str, families: tuple[str, ...], usual: str
) -> tuple[str | None, list[Diagnostic]]:
    """Return a simplified SVG picture, and findings.

    ``name`` is the name of the file for messages, ``families`` the font families of the theme,
    ``usual`` the default font family as CSS. The picture is None when it is not SVG (D302), when
    something in it cannot be printed (D311), or when it is too complex (D303). Features that are
    ignored are warnings (D312).
    """
    try:
        tree = parse(source)
    except (expat.ExpatError, ValueError) as exc:
        hint = "save it again as plain SVG"
        place = Place(name, getattr(exc, "lineno", 0))
        message = f"“{name}” is not a valid SVG: {exc}"
        return None, [diagnostic("D302", message, hint=hint, place=place)]
    reader = _Reader(tree, name, families, usual)
    reader.read()
    found = list(dict.fromkeys(reader.found))
    if any(one.code != "D312" for one in found):
        return None, found
    return tostring(tree.root, encoding="unicode"), found


class _Reader:
    """Checks one picture and changes it in place."""

    def __init__(self, tree: Tree, name: str, families: tuple[str, ...], usual: str) -> None:
        self.tree = tree
        self.name = name
        self.families = {family.casefold() for family in families}
        self.usual = usual
        self.found: list[Diagnostic] = []
        self.named: dict[str, Element] = {}

    def read(self) -> None:
        root = self.tree.root
        self._remove_unsupported(root)
        styles_to_attributes(self.tree, self._ignore)
        for element in [one for one in root.iter() if local(one) in ("style", "filter")]:
            element.clear()
            element.tag = "defs"
        for element in root.iter():
            if name := element.get("id"):
                self.named.setdefault(name, element)
        if self._is_too_complex(root):
            return
        for element in clips_as_masks(root, self.named):
            hint = "put the mask on a group around it"
            self._refuse(element, "a mask and a clip of several parts on one element", hint)
        self._size(root)
        for name, value in (("fill", BLACK), ("color", BLACK), ("font-family", self.usual)):
            root.attrib.setdefault(name, value)
        for element, above in _with_parents(root):
            self._element(element, above)

    def _report(self, code: str, element: Element, message: str, hint: str) -> None:
        place = Place(self.name, *self.tree.places.get(element, (0, 0)))
        self.found.append(diagnostic(code, message, hint=hint, place=place))

    def _refuse(self, element: Element, what: str, hint: str) -> None:
        self._report("D311", element, f"this SVG picture has {what}, which cannot be printed", hint)

    def _ignore(self, element: Element, what: str, hint: str) -> None:
        self._report("D312", element, f"this SVG picture has {what}, which is ignored", hint)

    def _remove_unsupported(self, parent: Element) -> None:
        """Remove invisible elements, and in a ``switch`` all but the first supported one."""
        chosen = False
        for child in list(parent):
            name = local(child)
            if name in _MOVING:
                kind = "a script" if name == "script" else "an animation"
                self._ignore(child, kind, _REMOVE)
            known = name in _DRAWN or name in ("style", "switch", "a", "filter")
            choice = local(parent) == "switch"
            if choice and (chosen or name == "foreignObject" or child.get("requiredExtensions")):
                known = False
            elif not known and name and name not in _UNSEEN | _MOVING:
                self._refuse(child, f"an element “{name}”", _AS_BITMAP)
            if not known:
                remove(parent, child)
                continue
            chosen = True
            if name != "filter":
                self._remove_unsupported(child)
            if name in ("switch", "a"):
                inside = local(parent) in ("text", "tspan", "textPath")
                child.tag = f"{child.tag.rpartition('}')[0]}}}" if "}" in child.tag else ""
                child.tag += "tspan" if inside and name == "a" else "g"
                for key in HREFS:
                    child.attrib.pop(key, None)

    def _size(self, root: Element) -> None:
        """Report invalid sizes: the engine needs valid ones."""
        box = root.get("viewBox")
        if box is not None:
            parts = re.split(r"[\s,]+", box.strip())
            whole = len(parts) == 4 and all(_NUMBER.fullmatch(part) for part in parts)
            if not whole or float(parts[2]) <= 0 or float(parts[3]) <= 0:
                self._refuse(root, f"the viewBox “{box}”", "give it x, y, width and height")
        for key in ("width", "height"):
            value = root.get(key)
            if value in ("auto", "", "none"):
                del root.attrib[key]
            elif value is not None and not (
                (found := _LENGTH.fullmatch(value)) and float(found[1]) > 0
            ):
                self._refuse(root, f"the {key} “{value}”", "give a number, with px, mm or pt")

    def _element(self, element: Element, above: list[Element]) -> None:
        name = local(element)
        self._references(element, name)
        for key, usual in _IGNORED.items():
            value = element.attrib.pop(key, "").strip().lower()
            if value and value not in usual:
                self._ignore(element, f"“{key}: {value}”", _AS_BITMAP)
        self._colours(element, name, above)
        if (size := element.get("font-size", "").strip().lower()) in _SIZES:
            element.set("font-size", _SIZES[size])
        family = element.get("font-family")
        if family is not None and element is not self.tree.root:
            element.set("font-family", self._faces(element, family))
        if name in GRADIENTS and element.get("spreadMethod", "pad") != "pad":
            self._refuse(element, "a gradient that repeats", _AS_BITMAP)
        if name == "line":
            element.set("fill", "none")  # otherwise the engine fills it as a hairline
        if name == "image":
            self._bitmap(element)

    def _faces(self, element: Element, family: str) -> str:
        asked = [one.strip().strip("'\"") for one in family.split(",")]
        first = asked[0]
        if first.casefold() in self.families:
            return f"{first}, {self.usual}"
        if first.casefold() not in _GENERIC:
            hint = "turn its text into paths, or name a font of the theme"
            message = f"this SVG picture uses the font “{first}”, which is not in the theme"
            self._report("D312", element, message, hint)
        return self.usual

    def _colours(self, element: Element, name: str, above: list[Element]) -> None:
        if name == "stop":
            value = element.get("stop-color", BLACK).strip().lower()
            if value in ("currentcolor", "inherit"):
                key = "color" if value == "currentcolor" else "stop-color"
                value = next((one.attrib[key] for one in above[::-1] if key in one.attrib), BLACK)
                element.set("stop-color", value)
            element.attrib.setdefault("stop-color", BLACK)
        for key in ATTRIBUTES:
            paint = element.get(key)
            if paint is None:
                continue
            if not paint.strip():
                del element.attrib[key]
                continue
            written = canonical(paint)
            if written is None:
                hint = "write it as #rrggbb or device-cmyk(0 1 0.9 0)"
                self._refuse(element, f"the colour “{paint.strip()[:60]}”", hint)
            else:
                element.set(key, written)
                self._paint(element, key, written)

    def _paint(self, element: Element, key: str, value: str) -> None:
        """Report a reference to something that is not a gradient or pattern of the picture."""
        found = _URL.fullmatch(value)
        if not found or found[2]:
            return
        target = self.named.get(found[1].removeprefix("#"))
        if target is None or local(target) not in (*GRADIENTS, "pattern"):
            shown = f"{key}: url({found[1]})"
            self._refuse(element, f"“{shown}”, not a gradient or pattern of it", _AS_BITMAP)

    def _references(self, element: Element, name: str) -> None:
        """Report references to other files, and effects that the engine does not support."""
        effect = element.attrib.pop("filter", "none").strip()
        if effect not in ("none", ""):
            self._refuse(element, f"an effect, “filter: {effect[:40]}”", _AS_BITMAP)
        for key in ("clip-path", "mask"):
            value = element.get(key, "none").strip()
            found = _URL.fullmatch(value)
            if value not in ("none", "") and not (found and found[1].startswith("#")):
                self._refuse(element, f"“{key}: {value[:40]}”", _AS_BITMAP)
        target = href(element)
        self._turned(element)
        if not target or name == "image":
            return
        if not target.startswith("#"):
            self._refuse(element, f"a part of another file, “{target[:60]}”", _EMBED)
        elif name == "use" and target[1:] not in self.named:
            self._refuse(element, f"a copy of “{target}”, which does not exist", "remove the copy")
        elif name == "use":
            self._fill(element, self.named[target[1:]])

    def _turned(self, element: Element) -> None:
        """Report a transformation origin that depends on the size of the element."""
        origin = element.get("transform-origin", "0 0")
        box = element.attrib.pop("transform-box", "view-box").strip()
        if "transform" in element.attrib and (
            box != "view-box" or re.search(r"%|left|right|top|bottom|center", origin)
        ):
            what = f"“transform-origin: {origin}” in its “{box}”"
            self._refuse(element, what, "write the transformation as a matrix in an attribute")

    def _fill(self, element: Element, target: Element) -> None:
        """Return a copy of a symbol the size of the picture if it has none."""
        box = re.split(r"[\s,]+", self.tree.root.get("viewBox", "").strip())
        if local(target) != "symbol" or "viewBox" not in target.attrib or len(box) != 4:
            return
        for key, usual in (("width", box[2]), ("height", box[3])):
            element.attrib.setdefault(key, target.get(key, usual))

    def _bitmap(self, element: Element) -> None:
        target = href(element)
        for key in HREFS:
            element.attrib.pop(key, None)
        if not target.startswith("data:"):
            what = f"a picture in another file, “{target[:60]}”" if target else "an empty picture"
            self._refuse(element, what, _EMBED)
            return
        head, _, body = target.partition(",")
        try:
            plain = head.endswith(";base64")
            data = base64.b64decode(body, validate=False) if plain else unquote_to_bytes(body)
            data = _sound(data)
        except (binascii.Error, ValueError, OSError, SyntaxError) as exc:
            hint = "embed it again as PNG or JPEG in RGB, CMYK or grey"
            self._refuse(element, f"an embedded picture that is damaged or no bitmap ({exc})", hint)
            return
        element.set("href", f"data:;base64,{base64.b64encode(data).decode()}")
        # PDF/A forbids interpolated pictures (ISO 19005-3, 6.2.8).
        element.set("image-rendering", "crisp-edges")

    def _is_too_complex(self, root: Element) -> bool:
        work = Work(self.named)
        try:
            total = work.of(root)
        except Endless as exc:
            what = "copies nested too deep" if exc.deep else "a part that contains itself"
            self._refuse(exc.element, what, "remove the copy, or draw it without")
            return True
        if total <= MOST:
            return False
        largest = root
        while inner := [one for one in largest if work.of(one) * 2 > total]:
            largest = inner[0]
        shown = f"{total:,}" if total < 10**9 else f"{total:.0e}"
        message = f"this SVG picture is as complex as {shown} simple shapes; the limit is {MOST:,}"
        hint = "make it simpler, or " + _AS_BITMAP.split(",", maxsplit=1)[0]
        self._report("D303", largest, message, hint)
        return True


def _sound(data: bytes) -> bytes:
    """Return a bitmap for the engine, without private metadata.

    Raises OSError, SyntaxError or ValueError for a bitmap that is damaged or too large.
    """
    from PIL import Image

    from report.typesetting.pictures import prepared

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with Image.open(io.BytesIO(data)) as image:
                if image.width * image.height > _MOST_PIXELS:
                    raise ValueError("too large")
                image.load()
            return prepared(data, None)[0]
        except Image.DecompressionBombError:
            raise ValueError("too large") from None


def _with_parents(root: Element) -> Iterator[tuple[Element, list[Element]]]:
    """Return every element with its ancestors, the outermost first."""
    stack: list[tuple[Element, list[Element]]] = [(root, [])]
    while stack:
        element, above = stack.pop()
        yield element, above
        inside = [*above, element]
        stack.extend((child, inside) for child in reversed(element))
