"""Places SVG drawings as form XObjects: each is drawn once, and what was drawn can be kept.

WeasyPrint draws a picture anew wherever it stands, number by number. Here it is drawn into a form
of its own (ISO 32000-1, 8.10), which the page paints with one operator. The form is no transparency
group, so that overprinting and blending are as without it. :mod:`.drawings` installs this.
"""

from __future__ import annotations

import copy
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from math import inf
from typing import Any, Protocol

import pydyf
import weasyprint
from weasyprint.css.properties import INITIAL_VALUES
from weasyprint.images import SVGImage
from weasyprint.pdf.stream import Stream
from weasyprint.svg.text import Style
from weasyprint.text.ffi import ffi, pango
from weasyprint.text.fonts import get_pango_font_key
from weasyprint.text.line_break import split_first_line

from report.typesetting.extension.faces import face_of
from report.typesetting.svg.recording import Face, Recording, record

_FORM = "recording-1"
#: How far a drawing may paint beyond its box on each side, in CSS px: farther than any page.
_ROOM = 14_400
#: The properties of CSS that the engine sets for the text of a drawing.
_STYLE = ("font_family", "font_style", "font_weight", "font_size", "direction")
#: The name of the reference to the colour spaces of the document.
_SPACES = "colour spaces"

_draw = SVGImage.draw


class Recorded(Protocol):
    """Recordings by key: where those of earlier documents are found, and where they are kept."""

    def get(self, key: str) -> bytes | None:
        """Return a recording, None when there is none."""

    def put(self, key: str, content: bytes) -> None:
        """Keep a recording."""


class Nothing:
    """Keeps no recordings."""

    def get(self, key: str) -> bytes | None:  # noqa: ARG002
        """Return None: there is none."""
        return None

    def put(self, key: str, content: bytes) -> None:
        """Forget the recording."""


@dataclass(frozen=True, slots=True)
class Placing:
    """The drawings of a document: the hash of each by its URL, and recordings of earlier ones."""

    hashes: Mapping[str, str]
    recorded: Recorded
    #: What else the look of text depends on.
    fonts: str


_current: list[Placing] = []


@contextmanager
def placing(hashes: Mapping[str, str], recorded: Recorded | None, fonts: str) -> Iterator[None]:
    """Place the drawings of a document that is written in this block as forms.

    ``hashes`` are those of the texts of SVG files, by URL: others are drawn as the engine does.
    ``fonts`` is the text of stylesheets that define fonts.
    """
    _current.append(Placing(hashes, Nothing() if recorded is None else recorded, fonts))
    try:
        yield
    finally:
        _current.pop()


def draw(
    self: Any, stream: Any, concrete_width: float, concrete_height: float, _style: Any
) -> None:
    """Draw an SVG picture on a stream of the engine, in CSS px, as a form where possible."""
    known = _current[-1].hashes.get(self._base_url) if _current else None
    if isinstance(stream, Sheet) or known is None:
        if isinstance(stream, Sheet):
            stream.record.alone = False
        _draw(self, stream, concrete_width, concrete_height, _style)
        return
    key = _key(stream, known, concrete_width, concrete_height)
    name = f"d{key[:16]}"
    if name not in stream._images:
        form = _form(self, stream, (concrete_width, concrete_height), key)
        if form is None:
            return
        stream._images[name] = {
            "image": form,
            "interpolate": False,
            "dpi_ratios": {1},
            "x_object": None,  # set by the engine, as for a bitmap that is used again
        }
    stream._resources["XObject"][name] = None
    stream.draw_x_object(name)


@dataclass(frozen=True, slots=True)
class Form:
    """A form for the engine, which takes it for a bitmap: both are written once a document."""

    stream: Any

    def get_x_object(self, interpolate: bool, dpi_ratio: float) -> Any:  # noqa: ARG002
        """Return the form to be written."""
        return self.stream


@dataclass(slots=True)
class _Record:
    """What is being recorded: the stream to draw on later, and the fonts that are used."""

    target: Any
    fonts: dict[Any, Any] = field(default_factory=dict)
    #: The description of each font, and the first text that was set in it.
    asked: dict[Any, tuple[str, Any]] = field(default_factory=dict)
    #: Whether it depends on nothing but its own text: no other picture, no missing glyph.
    alone: bool = True


class Sheet(Stream):  # type: ignore[misc]
    """A stream of the engine that records the fonts of a drawing with its glyphs."""

    record: _Record
    #: The text that is being set.
    text: Any = None

    def clone(self, **kwargs: Any) -> Any:
        """Return a stream for a group, mask or pattern of the drawing."""
        made = super().clone(**kwargs)
        made.__class__ = Sheet
        made.record = self.record
        return made

    def add_font(self, pango_font: Any) -> tuple[Any, float]:
        """Return a font and its size: a copy of the document's without the glyphs of others."""
        own = self.record
        key, description, size = get_pango_font_key(pango_font)
        font, _ = own.target.add_font(pango_font)
        if key not in own.fonts:
            own.fonts[key] = copy.copy(font)
            own.fonts[key].to_unicode, own.fonts[key].widths = {}, {}
            own.fonts[key].seen_entries = 0
            own.asked[key] = _name_of(description), self.text
        return own.fonts[key], size

    def add_image(self, image: Any, interpolate: bool, ratio: float) -> Any:
        """Return the name of a bitmap, which belongs to the document."""
        self.record.alone = False
        return super().add_image(image, interpolate, ratio)


class _Listener(logging.Handler):
    """Counts the messages of the engine, and the drawings that failed."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages = self.failed = 0

    def emit(self, record: logging.LogRecord) -> None:
        self.messages += 1
        self.failed += record.levelno >= logging.ERROR


def _key(stream: Any, known: str, width: float, height: float) -> str:
    """Return the key of a drawing: everything on which its recording depends."""
    parts = (
        *(_FORM, weasyprint.__version__, known, repr(float(width)), repr(float(height))),
        *(str(stream._output_intent), *sorted(stream._color_profiles), _current[-1].fonts),
    )
    return sha256("\0".join(parts).encode()).hexdigest()


def _form(image: Any, stream: Any, size: tuple[float, float], key: str) -> Form | None:
    """Return a drawing as a form, from its recording where there is one; None if it fails."""
    references = _references(stream)
    recorded = _current[-1].recorded
    written = recorded.get(key)
    if written is not None:
        made = _placed(written, image, stream, references)
        if made is not None:
            return made
    own = _Record(stream)
    recording = _recorded(image, own, size, references)
    if recording is None:
        return None
    if own.alone:
        recorded.put(key, recording.to_bytes())
    _add_glyphs(stream, recording, list(own.fonts))
    return Form(recording.form(references))


def _placed(
    written: bytes, image: Any, stream: Any, references: Mapping[str, bytes]
) -> Form | None:
    """Return a recording as a form; None when it cannot be read or a font is another now."""
    try:
        recording = Recording.from_bytes(written)
        form = recording.form(references)
        keys = [_find_font(face, image, stream) for face in recording.faces]
    except (ValueError, LookupError, TypeError):
        return None
    if None in keys:
        return None
    _add_glyphs(stream, recording, keys)
    return Form(form)


def _references(stream: Any) -> dict[str, bytes]:
    """Return the references that resources of the document have in common, by name."""
    profiles = stream._color_profiles.items()
    known = {f"profile {key}": profile.pdf_reference for key, profile in profiles}
    return known | {_SPACES: stream._resources["ColorSpace"]}


def _recorded(
    image: Any, own: _Record, size: tuple[float, float], references: Mapping[str, bytes]
) -> Recording | None:
    """Draw a picture on a sheet of its own; None when the engine fails, which it reports."""
    width, height = size
    stream = own.target
    kinds = ("ExtGState", "XObject", "Pattern", "Shading")
    resources = pydyf.Dictionary({kind: pydyf.Dictionary() for kind in kinds})
    resources |= {"ColorSpace": stream._resources["ColorSpace"], "Font": None}
    extra = pydyf.Dictionary(
        {
            "Type": "/XObject",
            "Subtype": "/Form",
            "BBox": pydyf.Array((-_ROOM, -_ROOM, width + _ROOM, height + _ROOM)),
            "Resources": resources,
        }
    )
    sheet = stream.clone(resources=resources, extra=extra, fonts=own.fonts, tags=None)
    sheet.__class__ = Sheet
    sheet.record = own
    missing = _missing(stream)
    with _listening() as listener:
        _draw(image, sheet, width, height, None)
    if listener.failed:
        for key in own.fonts:
            if not stream._fonts[key].to_unicode:  # the engine would embed all of its glyphs
                del stream._fonts[key]
        return None
    own.alone = own.alone and not listener.messages and _missing(stream) == missing
    faces = [_face(own.fonts[key], *own.asked[key]) for key in own.fonts]
    return record(sheet, faces, references)


def _missing(stream: Any) -> int:
    """Return how many characters have no glyph in the fonts of a document."""
    return sum(len(font.missing) for font in stream._fonts.values())


@contextmanager
def _listening() -> Iterator[_Listener]:
    listener = _Listener()
    logger = logging.getLogger("weasyprint")
    logger.addHandler(listener)
    try:
        yield listener
    finally:
        logger.removeHandler(listener)


def _face(font: Any, name: str, text: Any) -> Face:
    """Return a font of a drawing as it is recorded."""
    style = {key: text.style[key] for key in _STYLE}
    texts, widths = tuple(font.to_unicode.items()), tuple(font.widths.items())
    return Face(name, face_of(font), text.text, style, texts, widths)


def _name_of(description: Any) -> str:
    """Return a font description of Pango as text."""
    written = pango.pango_font_description_to_string(description)
    return bytes(ffi.string(written)).decode()


def _find_font(face: Face, image: Any, stream: Any) -> Any:
    """Set a letter to find a font of a recording; returns its key in the document, or None."""
    style = Style()
    style.update(INITIAL_VALUES)
    style.update(face.style)
    style.font_config = image._svg.font_config
    layout, *_ = split_first_line(face.letter, style, image._context, inf, 0)
    layout.reactivate(style)
    line, _ = layout.get_first_line()
    run = line.runs[0]
    while run != ffi.NULL:
        pango_font = run.data.item.analysis.font
        key, description, _ = get_pango_font_key(pango_font)
        if _name_of(description) == face.name:
            font, _ = stream.add_font(pango_font)
            return key if face_of(font) == face.file else None
        run = run.next
    return None


def _add_glyphs(stream: Any, recording: Recording, keys: list[Any]) -> None:
    """Add the glyphs of a recording to the fonts of the document; known glyphs stay."""
    for key, face in zip(keys, recording.faces, strict=True):
        font = stream._fonts[key]
        for glyph, text in face.texts:
            font.to_unicode.setdefault(glyph, text)
        for glyph, width in face.widths:
            font.widths.setdefault(glyph, width)
