"""Lengths of streams as they stand in the file, byte by byte (ISO 32000-1, 7.3.8.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pikepdf

_OBJECT = re.compile(rb"(?<!\d)(\d{1,10})\s+(\d{1,5})\s+obj\b")
_START = re.compile(rb"stream(\r\n|\n)")
_DIRECT = re.compile(rb"/Length\s+(\d+)(?!\s+\d+\s+R)")
#: The line end before the keyword; 7.3.8.1 only recommends one, PDF/A-3 (6.1.7.1) wants it.
_END = re.compile(rb"(\r\n|\n|\r)endstream")


def wrong_lengths(pdf: bytes, document: pikepdf.Pdf) -> Iterator[int]:
    """Give the numbers of the objects whose ``/Length`` is not what stands in the file.

    Data may end with a carriage return: what counts is that a line end and ``endstream`` follow
    where the length says that the data end.
    """
    at = 0
    while found := _OBJECT.search(pdf, at):
        at = found.end()
        start = _START.search(pdf, at)
        following = _OBJECT.search(pdf, at)
        if start is None:
            return
        if following and following.start() < start.start():
            continue  # an object that is no stream
        number = int(found[1])
        length = _length(pdf[at : start.start()], document, (number, int(found[2])))
        end = start.end() + (length or 0)
        if length is None or not _END.match(pdf, end):
            yield number
        else:
            at = end


def _length(head: bytes, document: pikepdf.Pdf, name: tuple[int, int]) -> int | None:
    """Give the length that a stream says, directly or by another object."""
    direct = _DIRECT.search(head)
    if direct:
        return int(direct[1])
    stream = document.get_object(name)
    said = stream.get("/Length") if isinstance(stream, pikepdf.Stream) else None
    return int(said) if said is not None else None
