"""The store: entries are whole or not there, and nothing about it can spoil a build."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from report.engine.store import FOLDER, Store, key_of

KEY = key_of("a text")


def entry(cache: Path, key: str = KEY) -> Path:
    return cache / FOLDER / key[:2] / key


def test_what_is_kept_is_given_back(tmp_path: Path) -> None:
    Store(tmp_path).put(KEY, "內容".encode())
    assert Store(tmp_path).get(KEY) == "內容".encode()
    assert Store(tmp_path).get(key_of("another text")) is None


@pytest.mark.parametrize("content", [b"", b"\0" * 100_000])
def test_any_content_can_be_kept(tmp_path: Path, content: bytes) -> None:
    Store(tmp_path).put(KEY, content)
    assert Store(tmp_path).get(KEY) == content


@pytest.mark.parametrize("length", [0, 1, 31, 32, 40])
def test_an_entry_that_was_cut_off_is_not_there_and_is_deleted(tmp_path: Path, length: int) -> None:
    store = Store(tmp_path)
    store.put(KEY, b"a content that is longer than that")
    path = entry(tmp_path)
    path.write_bytes(path.read_bytes()[:length])
    assert store.get(KEY) is None
    assert not path.exists()


def test_an_entry_of_which_one_bit_has_turned_is_not_there(tmp_path: Path) -> None:
    store = Store(tmp_path)
    for at in (0, 31, 32, 50):
        store.put(KEY, b"a content that is longer than that")
        path = entry(tmp_path)
        raw = bytearray(path.read_bytes())
        raw[at] ^= 1
        path.write_bytes(raw)
        assert store.get(KEY) is None, at


def test_a_store_without_a_folder_keeps_nothing() -> None:
    store = Store(None)
    store.put(KEY, b"content")
    assert store.get(KEY) is None
    assert store.usage().entries == 0
    store.trim()
    store.clear()


def test_a_store_that_cannot_be_written_keeps_nothing(tmp_path: Path) -> None:
    wall = tmp_path / "wall"
    wall.write_text("a file where the folder should be", encoding="utf-8")
    store = Store(wall)
    store.put(KEY, b"content")
    assert store.get(KEY) is None
    store.trim()
    store.clear()
    assert wall.is_file()


def test_an_entry_that_cannot_be_marked_as_used_is_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(tmp_path)
    store.put(KEY, b"content")

    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "utime", refuse)
    assert store.get(KEY) == b"content"


def test_a_full_disk_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, content: bytes) -> int:
        with path.open("wb") as file:
            file.write(content[:10])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    Store(tmp_path).put(KEY, b"content of more than ten bytes")
    monkeypatch.undo()
    assert Store(tmp_path).get(KEY) is None
    assert list(entry(tmp_path).parent.iterdir()) == []


def test_an_interruption_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(_self: Path, _target: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", interrupt)
    with pytest.raises(KeyboardInterrupt):
        Store(tmp_path).put(KEY, b"content")
    assert list(entry(tmp_path).parent.iterdir()) == []


def test_entries_that_were_not_used_for_longest_go_first(tmp_path: Path) -> None:
    store = Store(tmp_path, most=4000)
    keys = [key_of(str(number)) for number in range(6)]
    for number, key in enumerate(keys):
        store.put(key, bytes(900))
        os.utime(entry(tmp_path, key), (number, number))
    assert store.get(keys[0]) is not None  # used now
    store.trim()
    assert store.usage().size <= 4000
    assert [store.get(key) is not None for key in keys] == [True, False, False, False, True, True]


def test_what_is_too_large_for_the_store_is_not_kept(tmp_path: Path) -> None:
    store = Store(tmp_path, most=4000)
    store.put(KEY, bytes(1001))
    assert store.usage().entries == 0


def test_many_may_write_and_read_the_same_entry(tmp_path: Path) -> None:
    content = os.urandom(200_000)
    wrong: list[bytes] = []

    def work() -> None:
        store = Store(tmp_path)
        for _ in range(20):
            store.put(KEY, content)
            found = store.get(KEY)
            if found != content:
                wrong.append(found or b"")

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_clearing_deletes_all_entries_and_nothing_else(tmp_path: Path) -> None:
    other = tmp_path / "fonts.conf"
    other.write_text("of someone else", encoding="utf-8")
    store = Store(tmp_path)
    store.put(KEY, b"content")
    store.clear()
    assert store.usage().entries == 0
    assert other.exists()


def test_a_key_knows_where_each_part_ends() -> None:
    assert key_of("ab", "c") != key_of("a", "bc")
    assert key_of("ab") != key_of("ab", "")
    assert key_of("ab") == key_of(b"ab")
