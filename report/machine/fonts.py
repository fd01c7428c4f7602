"""Checks whether all fonts of a theme are installed."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from report.machine.check import Check, failed
from report.machine.packages import install_command

#: The weights that the theme uses, with fontconfig's numbers for them.
WEIGHTS = {"Regular": 80, "Medium": 100, "Bold": 200, "Black": 210}


def fonts(family: str) -> Iterator[Check]:
    """Check every weight of a family that a theme uses."""
    program = shutil.which("fc-list")
    if program is None:
        cure = install_command("fontconfig")
        yield failed(f"font {family}", "the program fc-list is missing", cure, "D604")
        return
    for style, weight in WEIGHTS.items():
        name = f"font {family} {style}"
        found = _face(program, family, weight)
        if found is None:
            yield failed(name, "not installed", _cure_for_font(family, style), "D604")
            continue
        file, version = found
        yield Check(name, True, f"{file}, version {version}, SHA-256 {_sha256(file)}")


def _face(program: str, family: str, weight: int) -> tuple[Path, str] | None:
    """Return the installed file of a family and weight, and its version; None without one."""
    escaped = "".join(f"\\{c}" if c in "\\-:,=" else c for c in family)
    pattern = f"{escaped}:weight={weight}"
    listed = subprocess.run(  # noqa: S603 – the program is fontconfig's, the pattern is escaped
        [program, "--format", "%{file}\t%{fontversion}\n", pattern],
        capture_output=True,
        check=False,
    )
    for line in sorted(listed.stdout.decode("utf-8", "replace").splitlines()):
        file, _, version = line.partition("\t")
        # fontconfig returns the 16.16 fixed-point number of the head table.
        return Path(file), f"{int(version) / 65536:.3f}" if version.isdigit() else "unknown"
    return None


def _cure_for_font(family: str, style: str) -> str:
    if family.startswith(("Noto Sans CJK", "Noto Serif CJK")):
        basic = style in {"Regular", "Bold"}
        return install_command("fonts-noto-cjk" if basic else "fonts-noto-cjk-extra")
    return f"install the font {family} {style}, or name another in styles/tokens.yaml"


@lru_cache
def _sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
