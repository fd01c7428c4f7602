"""Damaged font files are reported by name; valid ones are accepted."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from struct import pack_into, unpack_from

import pytest

from report.project.shipped import theme_folder
from report.typesetting.fontfiles import FOLDER, check_font_files, fault_of

FONTS = sorted((theme_folder() / FOLDER).glob("*.otf"))
FONT = FONTS[0].read_bytes()


def tables(font: bytes) -> dict[str, tuple[int, int, int]]:
    """Return for each table its position in the directory, its offset and its length."""
    found = {}
    for number in range(unpack_from(">H", font, 4)[0]):
        at = 12 + 16 * number
        tag, _, offset, length = unpack_from(">4sLLL", font, at)
        found[tag.decode().strip()] = (at, offset, length)
    return found


def flipped(table: str) -> bytes:
    _, offset, length = tables(FONT)[table]
    font = bytearray(FONT)
    font[offset + length // 2] ^= 16
    return bytes(font)


def hole(table: str) -> bytes:
    _, offset, length = tables(FONT)[table]
    return FONT[:offset] + bytes(length) + FONT[offset + length :]


def renamed(table: str) -> bytes:
    font = bytearray(FONT)
    at = tables(FONT)[table][0]
    font[at : at + 1] = b"x"
    return bytes(font)


def far(table: str) -> bytes:
    font = bytearray(FONT)
    pack_into(">L", font, tables(FONT)[table][0] + 8, 0xFFFFFF00)
    return bytes(font)


@pytest.mark.parametrize("table", tables(FONT))
@pytest.mark.parametrize("change", [flipped, hole, far])
def test_damage_to_any_table_is_found(change: Callable[[str], bytes], table: str) -> None:
    assert f"table {table}" in fault_of(change(table))


@pytest.mark.parametrize("table", ["cmap", "maxp", "CFF", "hmtx"])
def test_a_table_that_is_missing_is_found(table: str) -> None:
    assert fault_of(renamed(table)).startswith("it has no ")


@pytest.mark.parametrize(
    "font",
    [
        b"",
        b"\0",
        b"OTTO",
        b"<html>",
        b"ttcf",
        b"ttcf" + b"\xff" * 40,
        FONT[:100],
        FONT[:-200],
        b"wOF2",
    ],
)
def test_files_that_are_not_fonts_are_found(font: bytes) -> None:
    assert fault_of(font)


@pytest.mark.parametrize("file", FONTS, ids=lambda file: file.name)
def test_shipped_fonts_are_not_damaged(file: Path) -> None:
    assert fault_of(file.read_bytes()) == ""


def test_each_file_is_reported_once_by_name(tmp_path: Path) -> None:
    (tmp_path / "good.otf").write_bytes(FONT)
    (tmp_path / "bad.otf").write_bytes(FONT[:500])
    (tmp_path / "web.woff2").write_bytes(b"wOF2")
    (tmp_path / "README.md").write_text("fonts", encoding="utf-8")
    found = list(check_font_files([tmp_path, tmp_path / "none"]))
    assert [(one.code, one.place.file) for one in found] == [
        ("D608", "styles/fonts/bad.otf"),
        ("D608", "styles/fonts/web.woff2"),
    ]
