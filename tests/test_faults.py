"""A quick part of the faults from outside; ``python -m tests.faults`` tries all."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from report.engine.worker import worker
from report.typesetting import fontcache, fonts
from report.typesetting.remembered import Remembered
from tests.faults.bench import Bench
from tests.faults.caches import flipped, folder, truncated, zeroed
from tests.faults.kills import killed
from tests.small_report import LAST_GOOD, contents, environment

DAMAGES = [truncated, zeroed, flipped, folder]
damages = pytest.mark.parametrize("damage", DAMAGES, ids=lambda one: str(one.__name__))
Damage = Callable[[Path], None]


def hold_a_folder(told: str) -> None:
    with tempfile.TemporaryDirectory() as held:
        Path(told).write_text(held, encoding="utf-8")
        time.sleep(60)


@pytest.mark.slow
def test_a_killed_worker_leaves_no_temporary_files(tmp_path: Path) -> None:
    told = tmp_path / "told"
    with pytest.raises(KeyboardInterrupt), worker() as other:
        other.start(hold_a_folder, str(told))
        while not (told.exists() and told.stat().st_size):
            time.sleep(0.01)
        held = Path(told.read_text(encoding="utf-8"))
        assert held.is_dir()
        raise KeyboardInterrupt
    assert not held.exists()
    assert not held.parent.exists()


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGKILL])
def test_a_killed_build(tmp_path: Path, ending: signal.Signals) -> None:
    bench = Bench(tmp_path)
    assert killed(bench, LAST_GOOD, ending, 0.6, group=False) == []
    assert bench.stray() == []


def test_a_failed_build_leaves_no_temporary_files(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    (bench.project / "data" / "report.yaml").write_text("title: [", encoding="utf-8")
    code, told = bench.finish(bench.start())
    assert code == 1, told
    assert bench.stray() == []
    assert contents(bench.build) == LAST_GOOD


@damages
def test_a_damaged_configuration_is_made_again(tmp_path: Path, damage: Damage) -> None:
    path = fonts._written(("A",), (), tmp_path / "cache")
    sound = path.read_bytes()
    damage(path)
    if path.is_dir():
        with pytest.raises(IsADirectoryError):  # then another folder is used
            fonts._written(("A",), (), tmp_path / "cache")
    else:
        assert fonts._written(("A",), (), tmp_path / "cache").read_bytes() == sound
    assert [one.name for one in path.parent.iterdir()] == [path.name]


@damages
def test_a_damaged_font_cache_is_deleted(tmp_path: Path, damage: Damage) -> None:
    (tmp_path / fontcache.FOLDER).mkdir()
    one, other = (tmp_path / fontcache.FOLDER / f"{n}-le64.cache-8" for n in "ab")
    for path in (one, other):
        path.write_bytes(b"what fontconfig knows")
    fontcache.record(tmp_path)
    fontcache.discard_damaged(tmp_path)
    assert one.exists()
    damage(one)
    fontcache.discard_damaged(tmp_path)
    assert not one.exists()
    assert other.exists()


@damages
def test_damaged_checksums_are_made_again(tmp_path: Path, damage: Damage) -> None:
    (tmp_path / fontcache.FOLDER).mkdir()
    path = tmp_path / fontcache.FOLDER / "a-le64.cache-8"
    path.write_bytes(b"what fontconfig knows")
    fontcache.record(tmp_path)
    damage(tmp_path / fontcache.SUMS)
    fontcache.discard_damaged(tmp_path)
    assert not path.exists()
    path.write_bytes(b"what fontconfig knows")
    fontcache.record(tmp_path)
    assert not list(tmp_path.glob(f"{fontcache.SUMS}.*"))


@damages
def test_a_damaged_cache_of_words_is_rebuilt(tmp_path: Path, damage: Damage) -> None:
    words = Remembered(tmp_path)
    words.keep("推廣服務", frozenset({2}))
    words.save()
    (path,) = tmp_path.iterdir()
    damage(path)
    again = Remembered(tmp_path)
    assert again.get("推廣服務") is None
    again.keep("推廣服務", frozenset({2}))
    again.save()
    assert [one.name for one in tmp_path.iterdir()] == [path.name]


def link(path: Path) -> None:
    path.symlink_to(path.parent)


def dangling(path: Path) -> None:
    path.symlink_to(path.parent / "nothing")


def open_to_all(path: Path) -> None:
    path.mkdir()
    path.chmod(0o777)


@pytest.mark.parametrize("put", [link, dangling, open_to_all, Path.touch])
def test_a_cache_of_another_user_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, put: Callable[[Path], None]
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    put(tmp_path / f"report-{os.getuid()}")
    place = fonts.fallback_folder()
    assert place.name != f"report-{os.getuid()}"
    assert place.stat().st_mode & 0o077 == 0
    fonts.remove_private_cache()
    assert not place.exists()


def test_the_users_own_cache_is_used_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    place = fonts.fallback_folder()
    assert place == tmp_path / f"report-{os.getuid()}"
    assert place.stat().st_mode & 0o777 == 0o700
    assert fonts.fallback_folder() == place


CRASH = """
import os
from report.engine import quiet
from report.findings.errors import CannotRunError
from report.engine.worker import worker

def crash():
    os.write(2, b"one\\ndouble free or corruption\\n")
    os.abort()

quiet.begin()
try:
    with worker() as other:
        other.start(crash).result()
except CannotRunError as exc:
    print(exc.diagnostics[0].message)
"""
OWN_CRASH = """
import os, time
from report.engine import quiet
from report.engine.worker import worker

quiet.begin()
with worker() as other:
    other.start(int).result()
    os.write(2, b"double free or corruption\\n")
    os.abort()
"""


def crash(program: str) -> tuple[int, str]:
    command = [sys.executable, "-c", program]
    done = subprocess.run(
        command, env=environment(), capture_output=True, text=True, check=False, timeout=30
    )
    return done.returncode, done.stdout + done.stderr


def test_the_last_output_of_a_crashed_worker_is_reported() -> None:
    code, told = crash(CRASH)
    assert code == 0
    assert "a process of the build crashed (SIGABRT)" in told
    assert "double free or corruption" in told


def test_the_last_output_of_a_crashed_program_is_reported() -> None:
    code, told = crash(OWN_CRASH)
    assert code == -signal.SIGABRT
    assert "Fatal Python error: Aborted" in told
    assert "double free or corruption" in told
