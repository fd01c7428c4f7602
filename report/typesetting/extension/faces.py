"""Fonts of parts: their programs are left out, and embedded once by the whole document.

Subsets keep the numbers of glyphs, so the pages of a part stay valid whatever subset the document
embeds.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

from weasyprint.pdf.fonts import Font
from weasyprint.text.ffi import TO_UNITS, ffi, gobject, harfbuzz, pango
from weasyprint.text.fonts import get_hb_object_data, get_pango_font_key

from report.pdf.parts import FontUse

#: The size in px at which fonts are loaded for embedding: any size has the same glyphs.
_SIZE = 100
#: How much of a font's file remains in a part: the engine reads the kind of outlines from it.
_MAGIC = 4

ffi.cdef("PangoFontDescription *pango_font_description_from_string (const char *str);")


class UnknownFaceError(Exception):
    """A face that is not the one with which a part was made: another font file is installed."""


def describe(font: Font, description: Any) -> None:
    """Note by which description a font can be loaded again."""
    raw = pango.pango_font_description_to_string(description)
    font.report_description = ffi.string(raw).decode()


def is_loaded() -> bool:
    """Return whether a font is being loaded whose file is not needed."""
    return _Loaded.begins


def beginning(face: Any) -> bytes:
    """Return the first bytes of a font's file: a copy of it all would be 20 MB for each part."""
    blob = harfbuzz.hb_face_reference_blob(face)
    length = ffi.new("unsigned int *")
    data = harfbuzz.hb_blob_get_data(blob, length)
    found = bytes(ffi.buffer(data, min(length[0], _MAGIC)))
    harfbuzz.hb_blob_destroy(blob)
    return found


def uses(fonts: Iterable[Font]) -> tuple[FontUse, ...]:
    """Return what a part uses of its fonts."""
    return tuple(
        FontUse(
            font.report_description,
            face_of(font),
            dict(font.widths),
            dict(font.to_unicode),
            dict(font.missing),
        )
        for font in fonts
    )


class _Loaded(Font):  # type: ignore[misc]
    """A font that copies its file only when it cannot be subset."""

    #: Whether one is being made: the engine would copy the file.
    begins = False
    _content: bytes = b""

    @classmethod
    def of(cls, font: Any, description: Any, size: float) -> _Loaded:
        """Make one from a font of Pango."""
        cls.begins = True
        try:
            return cls(font, description, size)
        finally:
            cls.begins = False

    @property
    def file_content(self) -> bytes:
        """The font's file, or its subset."""
        if not self._content:
            self._content = get_hb_object_data(self.hb_face)
        return self._content

    @file_content.setter
    def file_content(self, content: bytes) -> None:
        self._content = content if len(content) > _MAGIC else b""


def load(use: FontUse, configuration: Any) -> Font:
    """Load a font that parts use. Raises UnknownFaceError when its file is another one."""
    map_ = configuration.font_map
    context = ffi.gc(pango.pango_font_map_create_context(map_), gobject.g_object_unref)
    wanted = ffi.gc(
        pango.pango_font_description_from_string(use.name.encode()),
        pango.pango_font_description_free,
    )
    pango.pango_font_description_set_absolute_size(wanted, _SIZE * TO_UNITS)
    found = pango.pango_font_map_load_font(map_, context, wanted)
    if found == ffi.NULL:
        raise UnknownFaceError(use.name)
    found = ffi.gc(found, gobject.g_object_unref)
    _, description, size = get_pango_font_key(found)
    font = _Loaded.of(found, description, size)
    font.report_font = found  # HarfBuzz's objects belong to it
    if (font.report_description, face_of(font)) != (use.name, use.face):
        raise UnknownFaceError(use.name)
    return font


def face_of(font: Font) -> str:
    """Tell a face from others by its table ``head``, which has a checksum of the whole file."""
    tag = harfbuzz.hb_tag_from_string(b"head", -1)
    blob = harfbuzz.hb_face_reference_table(font.hb_face, tag)
    length = ffi.new("unsigned int *")
    data = harfbuzz.hb_blob_get_data(blob, length)
    head = bytes(ffi.buffer(data, length[0])) if length[0] else b""
    harfbuzz.hb_blob_destroy(blob)
    more = f"{font.index} {font.upem} {font.glyph_count}".encode()
    return hashlib.sha256(head + more).hexdigest()[:32]
