"""The files of the picture slots: which file fills a slot, and whether it can be printed."""

from __future__ import annotations

import logging
import math
import re
import stat
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from report.findings.diagnostics import Diagnostic, diagnostic
from report.findings.errors import FindingsError
from report.model.blocks.picture import Picture
from report.project.project import Project

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

#: What a picture file may be, by its ending, and what must then be inside.
KINDS = {
    ".jpg": "JPEG",
    ".jpeg": "JPEG",
    ".png": "PNG",
    ".tif": "TIFF",
    ".tiff": "TIFF",
    ".svg": "SVG",
}
#: Several JPEG pictures in one file, as telephones write them; the first is taken.
_SAME = {"MPO": "JPEG"}
#: What the engine can print, by Pillow's names.
_MODES = {"1", "P", "I", "I;16", "I;16B", "L", "LA", "RGB", "RGBA", "CMYK", "LAB", "YCbCr"}
#: A drawing program nests about ten groups; the engine gives up at some hundreds.
DEEPEST_SVG = 100
#: Larger pictures than this are a mistake for an A4 page: 100 million pixels, 80 MB.
MOST_PIXELS = 100_000_000
MOST_BYTES = 80_000_000


@dataclass(frozen=True, slots=True)
class PictureFile:
    """A sound picture file for a slot."""

    id: str
    path: Path
    #: Path within the project, with slashes.
    name: str


def find_picture(
    project: Project, slot: Picture, line_pt: float, widths: dict[str, float]
) -> tuple[PictureFile | None, list[Diagnostic]]:
    """Find and check the file ``data/images/<id>.*`` of a slot.

    Gives None with D301 when there is none and no art was chosen; raises nothing. The sizes
    (leading and measures, in pt) go into the advice on a missing picture.
    """
    place = slot.key_written_at("id")
    candidates = sorted(project.images.glob(f"{slot.id}.*")) if project.images.is_dir() else []
    candidates = [path for path in candidates if path.stem == slot.id]
    if not candidates:
        if misnamed := _by_another_name(project, slot.id):
            message = f"the picture “{slot.id}” is missing; “{misnamed.name}” has another name"
            hint = (
                f"rename it to “{slot.id}{misnamed.suffix.lower()}”: a file has the name of its id"
            )
            return None, [diagnostic("D301", message, hint=hint, place=place)]
        if slot.art is not None:
            return None, []
        mm, pixels = slot.size_needed(widths[slot.width], line_pt)
        return None, [
            diagnostic(
                "D301",
                f"the picture “{slot.id}” is missing",
                hint=f"put data/images/{slot.id}.jpg there ({mm}, {pixels}), or choose "
                "art with the key “art”",
                place=place,
            )
        ]
    found = []
    if len(candidates) > 1:
        names = ", ".join(path.name for path in candidates)
        found.append(
            diagnostic(
                "D306",
                f"the picture “{slot.id}” has {len(candidates)} files: {names}",
                hint=f"{candidates[0].name} is taken; remove the others",
                place=place,
            )
        )
    path = candidates[0]
    name = project.relative(path)
    try:
        real = project.inside(path, project.root, place)
    except FindingsError as exc:
        return None, [*found, *exc.diagnostics]
    if fault := _fault(real, path, name):
        code, message, hint = fault
        return None, [*found, diagnostic(code, message, hint=hint, place=place)]
    size = (widths[slot.width], slot.lines * line_pt)
    found += [
        diagnostic(code, message, hint=hint, place=place)
        for code, message, hint in _doubts(real, name, size, whole=slot.fit == "contain")
    ]
    return PictureFile(slot.id, path, name), found


#: Fewer pixels to the inch than these are seen in print (preflight: P212).
LEAST_PPI = 150


def _doubts(
    path: Path, name: str, size_pt: tuple[float, float], *, whole: bool
) -> Iterator[tuple[str, str, str]]:
    """Give (code, message, hint) for what a picture can be printed with, but not well."""
    if KINDS[path.suffix.lower()] == "SVG":
        return
    from PIL import Image

    with _strictly(), Image.open(path) as image:
        wide, high = image.size
        if image.getexif().get(0x0112, 1) in (5, 6, 7, 8):  # it stands on its side
            wide, high = high, wide
        mode, profile = image.mode, image.info.get("icc_profile")
    sides = (size_pt[0] / wide, size_pt[1] / high)
    scale = min(sides) if whole else max(sides)
    ppi = 72 / scale
    if ppi < LEAST_PPI:
        printed = (wide * scale, high * scale) if whole else size_pt
        need = [math.ceil(round(side * 300 / 72, 3)) for side in printed]
        yield (
            "D308",
            f"“{name}” has {wide} × {high} pixels: {ppi:.0f} to the inch as it is printed",
            f"give one of {need[0]} × {need[1]} pixels (300 to the inch) or at least half of that "
            "each way, or print it smaller",
        )
    space = _SPACES.get(mode.removesuffix("A"))
    if isinstance(profile, bytes) and space and profile[16:20] != space:
        what = profile[16:20].decode("ascii", "replace").strip()
        said = f"for {what}" if profile[36:40] == b"acsp" else "damaged"
        yield (
            "D307",
            f"the colour profile in “{name}” is {said}, and its colours are {mode}; it is ignored",
            "save the picture again with a profile for its colours, or without one",
        )


_SPACES = {"RGB": b"RGB ", "L": b"GRAY", "CMYK": b"CMYK", "P": b"RGB "}


def _by_another_name(project: Project, slot: str) -> Path | None:
    """Give a file whose name differs from the slot's id in its capitals, blanks or hyphens only."""
    try:
        files = sorted(project.images.iterdir())
    except OSError:
        return None
    wanted = _MINOR.sub("", slot)
    names = (path for path in files if _MINOR.sub("", path.stem.casefold()) == wanted)
    # A name that could be an id may be another slot's.
    return next((path for path in names if path.suffix and not _ID.fullmatch(path.stem)), None)


_ID = re.compile(r"[a-z][a-z0-9_.]*")
_MINOR = re.compile(r"[\s_-]|\(\d\)$")


def _fault(real: Path, path: Path, name: str) -> tuple[str, str, str] | None:
    """Give (code, message, hint) for a file that cannot be used.

    ``real`` is where ``path`` leads when it is a symbolic link.
    """
    expected = KINDS.get(path.suffix.lower())
    if expected is None:
        return ("D304", f"“{name}” is not a kind of picture that can be used", _GIVE)
    try:
        about = real.stat()
        if not stat.S_ISREG(about.st_mode):
            return ("D302", f"“{name}” is not a file", _GIVE)
        if not about.st_size:
            return ("D302", f"“{name}” is empty", _AGAIN)
        if (size := about.st_size) > MOST_BYTES:
            return (
                "D303",
                f"“{name}” has {size / 1e6:.0f} MB; a picture may have {MOST_BYTES / 1e6:.0f} MB",
                _SMALLER,
            )
        if expected == "SVG":
            return _svg_fault(real, name)
        return _bitmap_fault(real, name, expected)
    except OSError as exc:
        return ("D302", f"“{name}” cannot be read: {exc.strerror or exc}", _AGAIN)


#: An entity that is a text of the file's own.
_ENTITY = re.compile(
    r"""<!ENTITY\s+(?P<name>[^\s%"'&;<>]+)\s+(["'])(?P<value>.*?)\2\s*>""", re.DOTALL
)
#: The most characters that entities may add to a picture.
_MOST_GROWN = 1_000_000
_GIVE = "give a jpg, png, tif or svg"
_AGAIN = "save it again from the original"
_SMALLER = "save it at the size it is printed at, with 300 pixels per inch"


def _svg_fault(path: Path, name: str) -> tuple[str, str, str] | None:
    from xml.etree import ElementTree

    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        return ("D302", f"“{name}” is not UTF-8 text", "save it again as plain SVG")
    if wrong := _entity_fault(text):
        return ("D304", f"“{name}” {wrong}", "save it as plain SVG")
    try:
        root = ElementTree.fromstring(text.encode())  # noqa: S314 - its entities are short
    except (ElementTree.ParseError, ValueError, LookupError) as exc:
        return ("D302", f"“{name}” is not a readable SVG: {exc}", "save it again as plain SVG")
    if _depth(root) > DEEPEST_SVG:
        return ("D302", f"“{name}” is nested too deep to be drawn", "save it again as plain SVG")
    if root.tag.rpartition("}")[2] != "svg":
        return ("D304", f"“{name}” is not an SVG picture", "give an SVG, or another ending")
    return None


def _entity_fault(text: str) -> str:
    """Say what is wrong with the entities of an SVG; empty when they are short texts of its own.

    Illustrator writes the addresses of name spaces as entities (XML 1.0, 4.2). What is outside the
    file is never read, and what is made of other entities may grow without end.
    """
    grown = 0
    for found in re.finditer(r"<!ENTITY\b", text):
        line = text.count("\n", 0, found.start()) + 1
        entity = _ENTITY.match(text, found.start())
        if entity is None:
            return f"defines an XML entity that is not in the file itself (line {line})"
        value = entity["value"]
        if re.search(r"[<%]|&(?!#)", value):
            return f"defines an XML entity that is made of others or of tags (line {line})"
        grown += len(value) * text.count(f"&{entity['name']};")
        if grown > _MOST_GROWN:
            return f"grows too large by its XML entities (line {line})"
    return ""


def _depth(root: Element) -> int:
    """Give how deep elements stand in one another, as far as it matters."""
    level, depth = [root], 0
    while level and depth <= DEEPEST_SVG:
        level, depth = [child for element in level for child in element], depth + 1
    return depth


@contextmanager
def _strictly() -> Iterator[None]:
    """Let Pillow refuse a picture that ends too early; the engine tells it to make do.

    What else it thinks of a file it keeps to itself.
    """
    from PIL import ImageFile

    logger = logging.getLogger("PIL")
    before, level = ImageFile.LOAD_TRUNCATED_IMAGES, logger.level
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    logger.setLevel(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before
        logger.setLevel(level)


def _bitmap_fault(path: Path, name: str, expected: str) -> tuple[str, str, str] | None:
    from PIL import Image, UnidentifiedImageError

    try:
        with _strictly(), Image.open(path) as image:
            width, height = image.size
            if width * height > MOST_PIXELS:
                raise Image.DecompressionBombError
            kind = _SAME.get(image.format or "", image.format)
            if kind != expected:
                return (
                    "D304",
                    f"“{name}” is a {image.format} picture with the ending {path.suffix}",
                    f"give it the ending {_ending(kind)}" if _ending(kind) else _GIVE,
                )
            if image.mode not in _MODES:
                return (
                    "D304",
                    f"“{name}” stores its colours as {image.mode}, which cannot be printed",
                    "save it in RGB, CMYK or grey, with 8 bits a channel",
                )
            # A JPEG is read at an eighth of its size: all of the file, little memory.
            image.draft(None, (width // 8, height // 8))
            image.load()
    except Image.DecompressionBombError:
        return (
            "D303",
            f"“{name}” has more than {MOST_PIXELS // 1_000_000} million pixels",
            _SMALLER,
        )
    except UnidentifiedImageError:
        return ("D304", f"“{name}” is not a picture", _GIVE)
    except Exception as exc:  # noqa: BLE001 - what a damaged file does to a decoder is endless
        return ("D302", f"“{name}” is damaged: {exc}", _AGAIN)
    return None


def _ending(form: str | None) -> str:
    """Give the ending that a file of this kind should have."""
    return next((ending for ending, kind in KINDS.items() if kind == form), "")
