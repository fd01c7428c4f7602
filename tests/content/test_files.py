"""Data files are found by name, in any normalization of the file system."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Literal

import pytest

from report.content.files import beside
from tests.small_report import run, write_report

Form = Literal["NFC", "NFD"]
FORMS: tuple[Form, ...] = ("NFC", "NFD")


@pytest.mark.parametrize("stored", FORMS)
@pytest.mark.parametrize("typed", FORMS)
def test_file_names_match_in_any_unicode_normalization(
    tmp_path: Path, stored: Form, typed: Form
) -> None:
    folder = write_report(tmp_path / "報告")
    place = folder / "data" / unicodedata.normalize(stored, "résumé")
    place.mkdir()
    name = unicodedata.normalize(stored, "café.yaml")
    (folder / "data/section.yaml").rename(place / name)
    chapter = folder / "data/chapter.yaml"
    path = unicodedata.normalize(typed, "résumé/café.yaml")
    chapter.write_text(
        chapter.read_text(encoding="utf-8").replace("section.yaml", path), encoding="utf-8"
    )
    outcome = run("-C", folder, "--format", "json", "check")
    assert (outcome.exit_code, outcome.found) == (0, [])


def test_the_exact_name_comes_first(tmp_path: Path) -> None:
    names = [unicodedata.normalize(form, "café.yaml") for form in FORMS]
    for name in names:
        (tmp_path / name).touch()
    assert [beside(tmp_path / "report.yaml", name).name for name in names] == names


@pytest.mark.parametrize("name", ["fehlt-é.yaml", "é/../é.yaml", "\x00é", "é" * 300])
def test_the_name_of_a_missing_file_is_unchanged(tmp_path: Path, name: str) -> None:
    assert beside(tmp_path / "report.yaml", name).parent == tmp_path


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize(
    ("content", "place"),
    [
        ("title: 試驗\nsubtitle: 一份".encode() + b"\xa4\xa4", (2, 13)),
        (b"\xff", (1, 1)),
        ("甲\n乙".encode()[:-1], (2, 1)),
        (b"a: b\r\nc: \x89", (2, 4)),
    ],
)
def test_other_encodings_are_reported_at_their_place(
    tmp_path: Path, mark: bytes, content: bytes, place: tuple[int, int]
) -> None:
    folder = write_report(tmp_path / "報告")
    (folder / "data/facts.yaml").write_bytes(mark + content)
    outcome = run("-C", folder, "--format", "json", "check", "--fix")
    (one,) = outcome.found
    assert (one["code"], one["line"], one["column"]) == ("D003", *place)
