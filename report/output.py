"""Writing results: nothing half-written, the last good file untouched by a failure."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from report.diagnostics import diagnostic
from report.errors import CannotRunError


def prepare(folder: Path) -> None:
    """Make the output folder; raises CannotRunError (D701) when it cannot be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".report-"):
            pass
    except OSError as exc:
        raise CannotRunError(
            [
                diagnostic(
                    "D701",
                    f"the folder {folder} cannot be written: {exc.strerror}",
                    hint="choose another with -o, or change its permissions",
                )
            ]
        ) from None


def write(path: Path, content: bytes) -> None:
    """Write a file whole or not at all.

    The bytes go to a temporary file beside ``path``, reach the disk, and are then renamed.
    Raises CannotRunError (D702); an interruption leaves no trace.
    """
    temporary: Path | None = None
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".report-", delete=False) as file:
            temporary = Path(file.name)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o644)
        temporary.replace(path)
    except OSError as exc:
        raise CannotRunError(
            [
                diagnostic(
                    "D702",
                    f"{path} could not be written: {exc.strerror}",
                    hint="is the disk full? The file there before is as it was",
                )
            ]
        ) from None
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                temporary.unlink()
