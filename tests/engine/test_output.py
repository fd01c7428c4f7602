"""Writing: whole or not at all, nothing left behind, the last good files untouched."""

from __future__ import annotations

import errno
import os
import signal
import stat
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from report.engine import output
from report.findings.errors import CannotRunError
from tests.small_report import LAST_GOOD, contents, environment, run_alone
from tests.small_report import run as run_command


def code_of(caught: pytest.ExceptionInfo[CannotRunError]) -> str:
    (found,) = caught.value.diagnostics
    assert found.hint
    return found.code


def test_a_file_is_written_whole(tmp_path: Path) -> None:
    output.write(tmp_path / "a.pdf", b"one")
    output.write(tmp_path / "a.pdf", b"two")
    assert contents(tmp_path) == {"a.pdf": b"two"}


def test_files_may_be_read_by_others_as_the_system_says(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        output.write(tmp_path / "a.pdf", b"one")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "a.pdf").stat().st_mode) == 0o640


def test_preparing_makes_the_folder_and_leaves_it_empty(tmp_path: Path) -> None:
    output.prepare(tmp_path / "a" / "b")
    assert list((tmp_path / "a" / "b").iterdir()) == []


@pytest.mark.parametrize("name", ["file", "file/below"])
def test_a_file_where_the_folder_should_be(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(CannotRunError, match="there is a file of that name") as caught:
        output.prepare(tmp_path / name)
    assert code_of(caught) == "D701"


def test_a_folder_that_the_system_protects() -> None:
    with pytest.raises(CannotRunError) as caught:
        output.prepare(Path("/proc/report"))
    assert code_of(caught) == "D701"


@pytest.mark.parametrize(
    ("number", "says"),
    [
        (errno.ENOSPC, "make room"),
        (errno.EROFS, "change its permissions"),
        (errno.EDQUOT, "make room"),
    ],
)
def test_a_folder_that_cannot_be_tried(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, says: str
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(Path, "touch", refuse)
    with pytest.raises(CannotRunError, match=os.strerror(number)) as caught:
        output.prepare(tmp_path)
    assert code_of(caught) == "D701"
    assert says in caught.value.diagnostics[0].hint


@pytest.mark.parametrize(
    ("number", "says"),
    [
        (errno.ENOSPC, "the disk is full"),
        (errno.EDQUOT, "your share of the disk"),
        (errno.EFBIG, "not allowed here"),
        (errno.EIO, "another folder"),
    ],
)
def test_a_failing_write_leaves_the_files_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, says: str
) -> None:
    before = {"a.pdf": b"good a", "b.pdf": b"good b"}
    for name, content in before.items():
        (tmp_path / name).write_bytes(content)

    def refuse(_descriptor: int) -> None:
        raise OSError(number, os.strerror(number))

    plain, synced = os.fsync, []

    def sync(descriptor: int) -> None:
        synced.append(descriptor)
        (plain if len(synced) == 1 else refuse)(descriptor)

    monkeypatch.setattr(os, "fsync", sync)
    with pytest.raises(CannotRunError, match=r"b\.pdf could not be written") as caught:
        output.write_all({tmp_path / "a.pdf": b"new a", tmp_path / "b.pdf": b"new b"})
    assert code_of(caught) == "D702"
    assert says in caught.value.diagnostics[0].hint
    assert contents(tmp_path) == before


def test_a_folder_of_the_files_name_stops_all_of_them(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"good a")
    (tmp_path / "b.pdf").mkdir()
    with pytest.raises(CannotRunError, match="there is a folder of that name") as caught:
        output.write_all({tmp_path / "a.pdf": b"new a", tmp_path / "b.pdf": b"new b"})
    assert code_of(caught) == "D702"
    assert (tmp_path / "a.pdf").read_bytes() == b"good a"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.pdf", "b.pdf"]


@pytest.mark.parametrize("moment", ["_write_to_disk", "_beside"])
def test_an_interruption_leaves_no_trace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    (tmp_path / "a.pdf").write_bytes(b"good")
    plain: Any = getattr(output, moment)

    def interrupted(path: Path, *rest: Any) -> Any:
        made = plain(path, *rest)
        if path.name != "a.pdf" or moment == "_write_to_disk":
            raise KeyboardInterrupt
        return made

    monkeypatch.setattr(output, moment, interrupted)
    with pytest.raises(KeyboardInterrupt):
        output.write_all({tmp_path / "a.pdf": b"new", tmp_path / "b.pdf": b"new"})
    assert contents(tmp_path) == {"a.pdf": b"good"}


def test_ctrl_c_waits_until_all_are_renamed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = Path.replace

    def replace(self: Path, target: Path) -> Path:
        signal.raise_signal(signal.SIGINT)
        return plain(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    with pytest.raises(KeyboardInterrupt):
        output.write_all({tmp_path / "a.pdf": b"a", tmp_path / "b.pdf": b"b"})
    assert contents(tmp_path) == {"a.pdf": b"a", "b.pdf": b"b"}
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_files_may_be_written_from_any_thread(tmp_path: Path) -> None:
    thread = threading.Thread(target=output.write, args=(tmp_path / "a.pdf", b"a"))
    thread.start()
    thread.join()
    assert contents(tmp_path) == {"a.pdf": b"a"}


# --- the whole command ---------------------------------------------------------------------------


def test_build_into_a_file(project: Path) -> None:
    (project / "out").touch()
    outcome = run_command("-C", project, "--format", "json", "build", "-o", project / "out")
    assert (outcome.exit_code, outcome.codes) == (2, ["D701"])
    assert contents(project / "build") == LAST_GOOD


#: One of the two PDFs, in one process: it is writing that fails.
PRINT = ("build", "--target", "print", "--jobs", "1")


@pytest.mark.slow
@pytest.mark.no_cover
def test_build_with_a_disk_that_fills_up(project: Path) -> None:
    """A real failing write: no file of this process may grow beyond 200 kB."""
    short = "id: sharing\ntitle: 共享\nlead: 話。\nblocks: [{type: paragraph, text: 公司。}]\n"
    (project / "data/section.yaml").write_text(short, encoding="utf-8")
    limit = "import resource as r; r.setrlimit(r.RLIMIT_FSIZE, (200_000, 200_000));"
    call = f"{limit} from report.cli.program import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", call, "-C", project, "--format", "json", *PRINT],
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2, done.stderr
    assert '"D702"' in done.stderr
    assert "print.pdf could not be written: File too large" in done.stderr
    assert "Traceback" not in done.stderr
    assert contents(project / "build") == LAST_GOOD


@pytest.mark.variants(2)
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
@pytest.mark.parametrize("call", ["check", "--help", "--version"])
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_results_that_cannot_be_told(project: Path, call: str, unbuffered: str) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "report", "-C", project, call],
            env=environment({"PYTHONUNBUFFERED": unbuffered}),
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 2
    assert done.stderr.startswith("error D702: system error: No space left")


def test_the_reader_of_a_pipe_may_go(project: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [sys.executable, "-m", "report", "-C", project, "check"],
        env=environment(),
        stdout=writer,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(writer)
    assert done.returncode != 0
    assert done.stderr == ""


def test_a_folder_with_spaces_and_chinese_in_an_ascii_locale(project: Path) -> None:
    bare = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
    outcome = run_alone("-C", project, "schema", env=bare)
    assert outcome.exit_code == 0
    assert len(outcome.stdout.splitlines()) == 6


def test_what_a_killed_process_has_left_is_removed_and_nothing_else(tmp_path: Path) -> None:
    for name in (".report-7-ab", ".report-7-cd", ".report-70-ab", "print.pdf"):
        (tmp_path / name).write_text("x")
    output.clear(tmp_path, 7)
    output.clear(tmp_path / "missing", 7)
    assert sorted(contents(tmp_path)) == [".report-70-ab", "print.pdf"]
