"""A drawing as it was drawn: content for a form XObject, its resources, and the fonts that it uses.

A recording depends on no document. References into a document are written as names, and fonts as
letters that are set in them. It can be written to bytes, read again, and placed into any document.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import pydyf

#: The level at which the engine compresses content.
_LEVEL = 9
#: The keys of what JSON does not have: a stream of the recording, a reference into the document.
_STREAM, _REFERENCE = "$stream", "$reference"


@dataclass(frozen=True, slots=True)
class Face:
    """A font that a drawing uses: how to find it, and its glyphs with their texts and widths."""

    #: Pango's description of the font, without its size.
    name: str
    #: A hash that tells its file from others.
    file: str
    #: A letter for which this font was chosen.
    letter: str
    #: The style of the letter: the properties of CSS that the drawing set.
    style: Mapping[str, Any]
    #: The text for which each glyph stands, by the number of the glyph.
    texts: tuple[tuple[int, str], ...]
    #: The advance of each glyph in thousandths of an em, by its number.
    widths: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A stream: its compressed data, and its dictionary as it is written in JSON."""

    data: bytes
    entries: str


@dataclass(frozen=True, slots=True)
class Recording:
    """A drawing: its form first, then the groups, masks and patterns in it."""

    parts: tuple[Part, ...]
    faces: tuple[Face, ...]

    def to_bytes(self) -> bytes:
        """Return the recording as bytes: a line of JSON, then the data of the parts."""
        head = {
            "faces": [asdict(face) for face in self.faces],
            "parts": [[len(part.data), part.entries] for part in self.parts],
        }
        line = json.dumps(head, separators=(",", ":")).encode()
        return b"\n".join((line, b"".join(part.data for part in self.parts)))

    @classmethod
    def from_bytes(cls, written: bytes) -> Recording:
        """Read what :meth:`to_bytes` wrote; raises ValueError, LookupError or TypeError."""
        line, _, data = written.partition(b"\n")
        head = json.loads(line)
        parts, at = [], 0
        for size, entries in head["parts"]:
            parts.append(Part(data[at : at + size], entries))
            at += size
        if at != len(data) or not parts:
            raise ValueError("the data are incomplete")
        return cls(tuple(parts), tuple(map(_face, head["faces"])))

    def form(self, references: Mapping[str, bytes]) -> Any:
        """Return the drawing as a form XObject for the engine to write.

        ``references`` are the references of the document by name; raises LookupError when one is
        missing.
        """
        streams = [pydyf.Stream([part.data]) for part in self.parts]
        for stream, part in zip(streams, self.parts, strict=True):
            stream.extra = _decoded(json.loads(part.entries), streams, references)
            stream.extra["Filter"] = "/FlateDecode"
        return streams[0]


def record(form: Any, faces: Sequence[Face], references: Mapping[str, bytes]) -> Recording:
    """Record what was drawn on the stream ``form``; ``references``: those of the document."""
    names = {reference: name for name, reference in references.items()}
    streams = [form]
    parts = []
    for stream in streams:  # it grows: the streams that a dictionary names are added
        entries = json.dumps(_encoded(stream.extra, streams, names), separators=(",", ":"))
        parts.append(Part(zlib.compress(_content(stream), _LEVEL), entries))
    return Recording(tuple(parts), tuple(faces))


def _content(stream: Any) -> bytes:
    """Return the content of a stream as the engine writes it."""
    return b"\n".join(
        item
        if isinstance(item, bytes)
        else item.data
        if isinstance(item, pydyf.Object)
        else str(item).encode("ascii")
        for item in stream.stream
    )


def _encoded(value: Any, streams: list[Any], names: Mapping[bytes, str]) -> Any:
    """Return a value of a dictionary of the engine as JSON has it; streams are added to a list."""
    if isinstance(value, pydyf.Stream):
        at = next((at for at, known in enumerate(streams) if known is value), len(streams))
        if at == len(streams):
            streams.append(value)
        return {_STREAM: at}
    if isinstance(value, dict):
        kept = {key: _encoded(one, streams, names) for key, one in value.items()}
        return {key: one for key, one in kept.items() if one != {}}
    if isinstance(value, list | tuple):
        return [_encoded(one, streams, names) for one in value]
    if isinstance(value, bytes):
        return {_REFERENCE: names[value]} if value in names else value.decode("ascii")
    return value


def _decoded(value: Any, streams: Sequence[Any], references: Mapping[str, bytes]) -> Any:
    """Return a value of JSON as the engine has it."""
    if isinstance(value, dict):
        if _STREAM in value:
            return streams[value[_STREAM]]
        if _REFERENCE in value:
            return references[value[_REFERENCE]]
        entries = {key: _decoded(one, streams, references) for key, one in value.items()}
        return pydyf.Dictionary(entries)
    if isinstance(value, list):
        return pydyf.Array([_decoded(one, streams, references) for one in value])
    return value


def _face(entry: dict[str, Any]) -> Face:
    texts, widths = (tuple((glyph, of) for glyph, of in entry[key]) for key in ("texts", "widths"))
    return Face(**{**entry, "texts": texts, "widths": widths})
