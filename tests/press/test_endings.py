"""The end of the data is unambiguous in every stream of a finished PDF."""

from __future__ import annotations

import io
import random
import re
import zlib

import page as page_validation
import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from report.press.endings import with_plain_ends

_RULE = "PDFA3A-STREAM-LENGTH-001"


def _saved(contents: list[bytes], objects: int = 0) -> bytes:
    """Return a PDF of the given streams, and of other objects that make its tables longer."""
    out = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.Root.Kept = pikepdf.Array([document.make_stream(one) for one in contents])
        many = [document.make_indirect(pikepdf.Dictionary(N=number)) for number in range(objects)]
        document.Root.Many = pikepdf.Array(many)
        document.save(
            out,
            deterministic_id=True,
            compress_streams=False,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )
    packed = io.BytesIO()
    with pikepdf.open(io.BytesIO(out.getvalue())) as document:
        document.save(
            packed,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )
    return packed.getvalue()


def _ends_in_return(data: bytes) -> bool:
    """Return whether data end with a carriage return after compression."""
    return zlib.compress(data)[-1:] == b"\r"


def _unlucky(seed: int, count: int) -> list[bytes]:
    """Return data that end with a carriage return after compression: the checksum's last byte."""
    source = random.Random(seed)
    found: list[bytes] = []
    while len(found) < count:
        data = source.randbytes(source.randrange(1, 400))
        if _ends_in_return(data):
            found.append(data)
    return found


def _is_sound(pdf: bytes) -> bool:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return not document.check_pdf_syntax()


def _doubts(pdf: bytes) -> list[str]:
    report = page_validation.validate_pdf_bytes(pdf, profile="3a")
    return [str(one.rule_id) for one in report.failures if str(one.rule_id) == _RULE]


@pytest.mark.parametrize("count", [1, 2, 7, 40])
def test_streams_that_end_with_a_carriage_return_become_unambiguous(count: int) -> None:
    contents = _unlucky(count, count)
    before = _saved(contents, objects=count * 9)
    assert _doubts(before), "the data do not show the fault"
    after = with_plain_ends(before)
    assert not _doubts(after)
    assert _is_sound(after)
    with pikepdf.open(io.BytesIO(after)) as document:
        assert [one.read_bytes() for one in document.Root.Kept] == contents
        assert [int(one.N) for one in document.Root.Many] == list(range(count * 9))


def test_a_file_without_such_a_stream_stays_as_it_is() -> None:
    contents = [data for data in (b"one", b"two", b"three") if not _ends_in_return(data)]
    pdf = _saved(contents)
    if b"\r\nendstream" not in pdf:
        assert with_plain_ends(pdf) == pdf
    assert _is_sound(with_plain_ends(pdf))


@given(st.lists(st.binary(min_size=1, max_size=60), max_size=12), st.integers(0, 400))
def test_any_file_becomes_valid_and_unambiguous(contents: list[bytes], objects: int) -> None:
    after = with_plain_ends(_saved(contents, objects))
    assert not _doubts(after)
    assert _is_sound(after)
    with pikepdf.open(io.BytesIO(after)) as document:
        assert [one.read_bytes() for one in document.Root.Kept] == contents


def test_cross_references_that_end_with_a_carriage_return_too() -> None:
    for objects in range(1, 2000):
        pdf = _saved([], objects)
        if re.search(rb"\r\nendstream\nendobj\nstartxref", pdf):
            break
    else:
        pytest.fail("no such file was met")
    after = with_plain_ends(pdf)
    assert after != pdf
    assert not _doubts(after)
    assert _is_sound(after)


@pytest.mark.slow
def test_larger_offsets_get_another_byte() -> None:
    unlucky = _unlucky(3, 30)
    padding = random.Random(3)
    filler = padding.randbytes(65_536 - len(_saved([*unlucky, b""])) - 2_500)
    grown = 0
    for _ in range(150):
        filler += padding.randbytes(20)
        pdf = _saved([filler, *unlucky])
        after = with_plain_ends(pdf)
        assert _is_sound(after)
        assert not _doubts(after)
        grown += b"/W [ 1 2 1 ]" in pdf and b"/W [ 1 3 1 ]" in after
        if grown and b"/W [ 1 3 1 ]" in pdf:  # it was too large before: so are all that follow
            break
    assert grown, "no file was just too large"


@pytest.mark.parametrize("pdf", [b"startxref\n0\n%%EOF", b"%PDF-1.4\nxref\nstartxref\n9\n%%EOF"])
def test_a_file_of_another_program_is_refused(pdf: bytes) -> None:
    with pytest.raises(ValueError, match="cross-reference"):
        with_plain_ends(pdf)
