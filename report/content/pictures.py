"""Finds and checks the files of picture blocks."""

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
from report.project.overlay import IMAGES
from report.project.project import Project

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

#: The allowed file name extensions, and the format that the file must have.
KINDS = {
    ".jpg": "JPEG",
    ".jpeg": "JPEG",
    ".png": "PNG",
    ".tif": "TIFF",
    ".tiff": "TIFF",
    ".svg": "SVG",
}
#: MPO has several JPEG pictures in one file, as some phones write them; the first one is used.
_SAME = {"MPO": "JPEG"}
#: The supported modes, by Pillow's names.
_MODES = {"1", "P", "I", "I;16", "I;16B", "L", "LA", "RGB", "RGBA", "CMYK", "LAB", "YCbCr"}
#: The deepest nesting of an SVG: drawing programs nest about ten groups, the engine fails at some
#: hundreds.
DEEPEST_SVG = 100
#: The id of the picture that templates may print without a block.
LOGO = "logo"
#: The largest pictures for an A4 page: 100 million pixels, 80 MB.
MOST_PIXELS = 100_000_000
MOST_BYTES = 80_000_000


@dataclass(frozen=True, slots=True)
class PictureFile:
    """A valid picture file for a block."""

    id: str
    path: Path
    #: Path within the project, with slashes.
    name: str


def find_picture(
    project: Project, slot: Picture, line_pt: float, widths: dict[str, float]
) -> tuple[PictureFile | None, list[Diagnostic]]:
    """Find and check the file ``data/images/<id>.*`` of a picture block.

    Returns None with D301 when there is no file and no art was chosen; raises nothing. The leading
    and the measures, in pt, are for the hint with the necessary size.
    """
    place = slot.key_written_at("id")
    given = dict(project.overlay.pictures).get(slot.id)
    candidates = sorted(project.images.glob(f"{slot.id}.*")) if project.images.is_dir() else []
    candidates = [given] if given else [path for path in candidates if path.stem == slot.id]
    if not candidates:
        if misnamed := _by_another_name(project, slot.id):
            message = f"the picture “{slot.id}” is missing; “{misnamed.name}” has a similar name"
            hint = (
                f"rename it to “{slot.id}{misnamed.suffix.lower()}”: the file name must be the id"
            )
            return None, [diagnostic("D301", message, hint=hint, place=place)]
        if slot.art is not None:
            return None, []
        mm, pixels = slot.size_needed(widths[slot.width], line_pt)
        return None, [
            diagnostic(
                "D301",
                f"the picture “{slot.id}” is missing",
                hint=f"add the file data/images/{slot.id}.jpg ({mm}, {pixels}), or choose "
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
                hint=f"{candidates[0].name} is used; remove the others",
                place=place,
            )
        )
    path = candidates[0]
    name = f"{IMAGES}/{slot.id}{path.suffix}" if given else project.relative(path)
    try:
        real = given or project.inside(path, project.root, place)
    except FindingsError as exc:
        return None, [*found, *exc.diagnostics]
    if fault := _fault(real, path, name):
        code, message, hint = fault
        return None, [*found, diagnostic(code, message, hint=hint, place=place)]
    size = (widths[slot.width], slot.lines * line_pt)
    found += [
        diagnostic(code, message, hint=hint, place=place)
        for code, message, hint in _quality(real, name, size, whole=slot.fit == "contain")
    ]
    return PictureFile(slot.id, path, name), found


def given_logo(project: Project) -> tuple[PictureFile | None, list[Diagnostic]]:
    """Check the logo of the overlay, which a template may print without a block of the data."""
    path = dict(project.overlay.pictures).get(LOGO)
    if path is None:
        return None, []
    name = f"{IMAGES}/{LOGO}{path.suffix}"
    if fault := _fault(path, path, name):
        code, message, hint = fault
        return None, [diagnostic(code, message, hint=hint, place=project.overlay.place)]
    return PictureFile(LOGO, path, name), []


def own_logo(project: Project) -> str | None:
    """Return the name of the project's own logo, ``data/images/logo.svg``; None without one.

    It is not checked: no page has it unless a template prints it.
    """
    found = sorted(project.images.glob(f"{LOGO}.*")) if project.images.is_dir() else []
    names = [path.name for path in found if path.suffix.lower() in KINDS and path.stem == LOGO]
    return f"{IMAGES}/{names[0]}" if names else None


#: The lowest resolution for print, in pixels per inch (preflight: P212).
LEAST_PPI = 150


def _quality(
    path: Path, name: str, size_pt: tuple[float, float], *, whole: bool
) -> Iterator[tuple[str, str, str]]:
    """Return (code, message, hint) for problems that reduce the quality of a picture."""
    if KINDS[path.suffix.lower()] == "SVG":
        return
    from PIL import Image

    with _strictly(), Image.open(path) as image:
        wide, high = image.size
        if image.getexif().get(0x0112, 1) in (5, 6, 7, 8):  # rotated by 90 degrees
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
            f"“{name}” has {wide} × {high} pixels: {ppi:.0f} ppi in its printed size",
            f"use a picture of {need[0]} × {need[1]} pixels (300 ppi), or at least half of that in "
            "both directions, or print it smaller",
        )
    space = _SPACES.get(mode.removesuffix("A"))
    if isinstance(profile, bytes) and space and profile[16:20] != space:
        what = profile[16:20].decode("ascii", "replace").strip()
        fault = f"for {what}" if profile[36:40] == b"acsp" else "damaged"
        yield (
            "D307",
            f"the colour profile in “{name}” is {fault}, but the colours are {mode}; it is ignored",
            "save the picture again with a profile for its colours, or without one",
        )


_SPACES = {"RGB": b"RGB ", "L": b"GRAY", "CMYK": b"CMYK", "P": b"RGB "}


def _by_another_name(project: Project, slot: str) -> Path | None:
    """Return a file whose name differs from the id only in capitals, spaces or hyphens."""
    try:
        files = sorted(project.images.iterdir())
    except OSError:
        return None
    wanted = _MINOR.sub("", slot)
    names = (path for path in files if _MINOR.sub("", path.stem.casefold()) == wanted)
    # A name that is a valid id may belong to another block.
    return next((path for path in names if path.suffix and not _ID.fullmatch(path.stem)), None)


_ID = re.compile(r"[a-z][a-z0-9_.]*")
_MINOR = re.compile(r"[\s_-]|\(\d\)$")


def _fault(real: Path, path: Path, name: str) -> tuple[str, str, str] | None:
    """Return (code, message, hint) for a file that cannot be used.

    ``real`` is the target of ``path`` if it is a symbolic link.
    """
    expected = KINDS.get(path.suffix.lower())
    if expected is None:
        return ("D304", f"“{name}” is not a supported type of picture", _GIVE)
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


#: An internal XML entity.
_ENTITY = re.compile(
    r"""<!ENTITY\s+(?P<name>[^\s%"'&;<>]+)\s+(["'])(?P<value>.*?)\2\s*>""", re.DOTALL
)
#: The most characters that entities may add to a picture.
_MOST_GROWN = 1_000_000
_GIVE = "use a jpg, png, tif or svg file"
_AGAIN = "save it again from the original"
_SMALLER = "save it in its printed size, with 300 pixels per inch"


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
        return ("D304", f"“{name}” is not an SVG picture", "use an SVG, or correct the extension")
    return None


def _entity_fault(text: str) -> str:
    """Return what is wrong with the entities of an SVG; empty when they are harmless.

    Illustrator writes namespace URLs as entities (XML 1.0, 4.2). External entities are never read,
    and nested entities could expand without limit.
    """
    grown = 0
    for found in re.finditer(r"<!ENTITY\b", text):
        line = text.count("\n", 0, found.start()) + 1
        entity = _ENTITY.match(text, found.start())
        if entity is None:
            return f"has an external XML entity (line {line})"
        value = entity["value"]
        if re.search(r"[<%]|&(?!#)", value):
            return f"has an XML entity with other entities or tags (line {line})"
        grown += len(value) * text.count(f"&{entity['name']};")
        if grown > _MOST_GROWN:
            return f"becomes too large when its XML entities are expanded (line {line})"
    return ""


def _depth(root: Element) -> int:
    """Return the nesting depth of an SVG, up to just above the limit."""
    level, depth = [root], 0
    while level and depth <= DEEPEST_SVG:
        level, depth = [child for element in level for child in element], depth + 1
    return depth


@contextmanager
def _strictly() -> Iterator[None]:
    """Make Pillow reject truncated pictures, which the engine allows globally.

    Pillow's warnings are suppressed.
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
                    f"“{name}” is a {image.format} picture with the extension {path.suffix}",
                    f"rename it to the extension {_ending(kind)}" if _ending(kind) else _GIVE,
                )
            if image.mode not in _MODES:
                return (
                    "D304",
                    f"“{name}” has the colour mode {image.mode}, which cannot be printed",
                    "save it in RGB, CMYK or grey, with 8 bits per channel",
                )
            # A JPEG is decoded at an eighth of its size: the whole file with little memory.
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
    except Exception as exc:  # noqa: BLE001 - decoders may raise anything for damaged files
        return ("D302", f"“{name}” is damaged: {exc}", _AGAIN)
    return None


def _ending(form: str | None) -> str:
    """Return the file name extension for a format."""
    return next((ending for ending, kind in KINDS.items() if kind == form), "")
