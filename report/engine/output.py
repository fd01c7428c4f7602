"""Write results: completely or not at all, so that a failure keeps the last good files."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
from collections.abc import Iterable, Mapping
from pathlib import Path

from report.engine.worker import signals_delayed
from report.findings.diagnostics import diagnostic
from report.findings.errors import CannotRunError

_FULL = {
    errno.ENOSPC: "the disk is full: make room",
    errno.EDQUOT: "your share of the disk is full: make room",
    errno.EFBIG: "files of this size are not allowed here: raise the limit",
}
_OTHER_FOLDER = "choose another folder with -o, or change its permissions"


def prepare(folder: Path) -> None:
    """Make the output folder; raises CannotRunError (D701) when it cannot be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with signals_delayed():
            trial = _beside(folder / "trial")
            trial.touch(exist_ok=False)
            trial.unlink()
    except OSError as exc:
        reason, hint = exc.strerror, _OTHER_FOLDER
        if isinstance(exc, FileExistsError | NotADirectoryError):
            reason = "there is a file of that name"
            hint = "choose another folder with -o, or move the file away"
        elif exc.errno in _FULL:
            hint = "make room on the disk, or choose another folder with -o"
        message = f"the folder {folder} cannot be written: {reason}"
        raise CannotRunError([diagnostic("D701", message, hint=hint)]) from None


def prepare_all(paths: Iterable[Path]) -> None:
    """Make the folders of files; raises CannotRunError (D701) when one cannot be written."""
    for folder in dict.fromkeys(path.parent for path in paths):
        prepare(folder)


def write(path: Path, content: bytes) -> None:
    """Write a file completely or not at all, as :func:`write_all` does."""
    write_all({path: content})


def write_all(files: Mapping[Path, bytes]) -> None:
    """Write files that belong together: all of them completely, or none.

    The bytes are written to temporary files in the same folders, flushed to the disk, and then all
    renamed. Raises CannotRunError (D702); an interruption leaves no files behind.
    """
    staged: dict[Path, Path] = {}
    current = Path()
    try:
        for path, content in files.items():
            current = path
            staged[path] = _beside(path)
            _write_to_disk(staged[path], content)
            if path.is_dir():
                raise IsADirectoryError(errno.EISDIR, "there is a folder of that name")
        with signals_delayed():
            for path, temporary in staged.items():
                current = path
                temporary.replace(path)
    except OSError as exc:
        message = f"{current} could not be written: {exc.strerror}"
        raise CannotRunError([diagnostic("D702", message, hint=_advice(exc))]) from None
    finally:
        with signals_delayed():
            for temporary in staged.values():
                with contextlib.suppress(OSError):
                    temporary.unlink(missing_ok=True)


def _beside(path: Path) -> Path:
    """Return an unused name in the folder of ``path``, with the number of this process."""
    return path.with_name(f".report-{os.getpid()}-{secrets.token_hex(8)}")


def clear(folder: Path, process: int) -> None:
    """Remove the temporary files of a process that was killed while it wrote into a folder."""
    for path in folder.glob(f".report-{process}-*"):
        with contextlib.suppress(OSError):
            path.unlink()


def _write_to_disk(path: Path, content: bytes) -> None:
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _advice(exc: OSError) -> str:
    if exc.errno in _FULL:
        return f"{_FULL[exc.errno]} and try again; the existing files are unchanged"
    if isinstance(exc, IsADirectoryError):
        return "move the folder away, or choose another one to write to with -o"
    return f"{_OTHER_FOLDER}; the existing files are unchanged"
