"""The cache of segmented text, and damaged cache files."""

from __future__ import annotations

from pathlib import Path

import pytest

from report.typesetting import words
from report.typesetting.remembered import Remembered
from report.typesetting.words import Words

TEXT = "匠心精神服務冬奧"


def test_segmented_text_is_not_segmented_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = Words((), tmp_path / "cache")
    found = first.boundaries(TEXT)
    first.remembered.save()
    (file,) = (tmp_path / "cache").iterdir()
    assert file.name.startswith("words-")
    monkeypatch.setattr(words, "_segmenter", lambda: pytest.fail("the segmenter is loaded"))
    assert Words((), tmp_path / "cache").boundaries(TEXT) == found


@pytest.mark.parametrize("content", ["", "[1]", '{"字文": "x"}', '{"字文": [9]}', "\udcff"])
def test_a_damaged_file_is_replaced(tmp_path: Path, content: str) -> None:
    first = Words((), tmp_path)
    first.boundaries(TEXT)
    first.remembered.save()
    (file,) = tmp_path.iterdir()
    file.write_bytes(content.encode(errors="surrogateescape"))
    assert Remembered(tmp_path).get("字文") is None
    assert Words((), tmp_path).boundaries(TEXT) == first.boundaries(TEXT)


def test_a_read_only_folder_is_not_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    made = Words((), tmp_path / "file")
    made.boundaries(TEXT)
    made.remembered.save()
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_without_new_text_nothing_is_written(tmp_path: Path) -> None:
    made = Words((), tmp_path)
    made.boundaries("5G")
    made.remembered.save()
    assert list(tmp_path.iterdir()) == []
