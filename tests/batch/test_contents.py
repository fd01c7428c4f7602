"""The shared store: contents by their hashes, in a folder and behind any address of fsspec."""

from __future__ import annotations

import errno
import hashlib
import os
from pathlib import Path

import pytest

from report.batch.contents import FOLDER, KEPT, Contents, StoreError
from report.batch.kept import SharedStore, opened
from report.engine.store import Store, key_of
from report.findings.errors import CannotRunError

RAW = "內容".encode()
DIGEST = hashlib.sha256(RAW).hexdigest()


@pytest.fixture(params=["{}", "file://{}", "dir::file://{}"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A folder; the same as an address; and an address that is no folder for the program."""
    return str(request.param).format(tmp_path / "store")


def root(address: str) -> Path:
    """Return the folder on the disk. That of ``dir::`` has its whole path within itself."""
    folder = address.rpartition("://")[2]
    return Path(f"{folder}/{folder}" if address.startswith("dir::") else folder)


def place(address: str, key: str = DIGEST, kind: str = FOLDER) -> Path:
    return root(address) / kind / key[:2] / key


def test_a_content_comes_back_by_its_hash(address: str) -> None:
    assert Contents(address).put(RAW) == DIGEST
    assert Contents(address).get(DIGEST) == RAW
    assert place(address).read_bytes() == RAW
    assert [path.name for path in place(address).parent.iterdir()] == [DIGEST]
    assert Contents(address).get(hashlib.sha256(b"another").hexdigest()) is None


def test_a_content_is_put_there_once(address: str) -> None:
    Contents(address).put(RAW)
    before = place(address).stat().st_ino
    Contents(address).put(RAW)
    assert place(address).stat().st_ino == before


def test_contents_of_a_folder_that_were_not_used_for_long_are_deleted(tmp_path: Path) -> None:
    store = Contents(str(tmp_path))
    old, used = store.put(b"old"), store.put(b"used again")
    for digest in (old, used):
        os.utime(place(str(tmp_path), digest), (1, 1))
    store.put(b"used again")
    store.trim()
    assert store.get(old) is None
    assert store.get(used) == b"used again"


@pytest.mark.parametrize("damage", [b"", RAW[:-1], b"\0" * len(RAW)])
def test_a_damaged_content_is_not_given(address: str, damage: bytes) -> None:
    Contents(address).put(RAW)
    place(address).write_bytes(damage)
    assert Contents(address).get(DIGEST) is None
    Contents(address).put(RAW)
    assert Contents(address).get(DIGEST) == RAW, "it is put there again"


def test_a_content_that_was_cut_off_is_put_there_again(address: str) -> None:
    Contents(address).put(RAW)
    place(address).write_bytes(RAW[:2])
    Contents(address).put(RAW)
    assert Contents(address).get(DIGEST) == RAW


def test_a_store_that_cannot_be_written_says_why(address: str) -> None:
    root(address).mkdir(parents=True)
    (root(address) / FOLDER).write_text("a file where the folder should be")
    with pytest.raises(StoreError):
        Contents(address).put(RAW)


def test_a_full_store_is_called_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: Path, data: bytes) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    store = Contents(str(tmp_path))
    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(StoreError, match=r"^it is full$"):
        store.put(RAW)
    assert not list(tmp_path.rglob("*.*"))


@pytest.mark.parametrize(
    ("address", "says"),
    [("nowhere://store", "cannot be understood"), ("s3://bucket/store", "not installed")],
)
def test_an_address_that_cannot_be_used_is_told(address: str, says: str) -> None:
    with pytest.raises(CannotRunError) as caught:
        Contents(address)
    (found,) = caught.value.diagnostics
    assert found.code == "D941"
    assert says in found.message
    assert found.hint


# --- what workers keep ----------------------------------------------------------------------------


def test_a_folder_is_the_store_of_kept_parts_itself(tmp_path: Path) -> None:
    with opened(Contents(str(tmp_path / "shared")), tmp_path / "own") as store:
        store.put(key_of("a part"), RAW)
    assert Store(tmp_path / "shared").get(key_of("a part")) == RAW
    assert not (tmp_path / "own").exists()


def test_what_one_worker_keeps_another_finds(tmp_path: Path) -> None:
    shared = Contents(address := f"dir::file://{tmp_path / 'shared'}")
    keys = [key_of(f"part {number}") for number in range(20)]
    with opened(shared, tmp_path / "one") as one:
        for key in keys:
            one.put(key, RAW)
    with opened(shared, tmp_path / "two") as two:
        assert isinstance(two, SharedStore)
        assert [two.get(key) for key in keys] == [RAW] * 20
        place(address, keys[0], KEPT).unlink()
        assert two.get(keys[0]) == RAW, "it is kept on its own machine too"
        assert two.get(key_of("another")) is None
        assert not two.trouble


def test_a_damaged_part_of_the_shared_store_is_not_believed(tmp_path: Path) -> None:
    shared = Contents(address := f"dir::file://{tmp_path / 'shared'}")
    key = key_of("a part")
    with opened(shared, tmp_path / "one") as one:
        one.put(key, RAW)
    path = place(address, key, KEPT)
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    with opened(shared, tmp_path / "two") as two:
        assert two.get(key) is None


def test_a_shared_store_that_fails_only_costs_time(tmp_path: Path) -> None:
    address = f"dir::file://{tmp_path / 'shared'}"
    root(address).mkdir(parents=True)
    (root(address) / KEPT).write_text("a file where the folder should be")
    with opened(Contents(address), tmp_path / "own") as store:
        store.put(key_of("a part"), RAW)
        assert store.get(key_of("a part")) == RAW
        assert store.get(key_of("another")) is None
    assert store.trouble, "and it is told"
