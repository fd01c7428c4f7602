"""The names of system packages, and the command that installs them here."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable

_NOTO_DNF = ("google-noto-sans-cjk-fonts", "google-noto-serif-cjk-fonts")
_NOTO_BREW = ("font-noto-sans-cjk", "font-noto-serif-cjk")
#: Debian package → its names for dnf and for Homebrew. ``.ci/setup`` has the same names (a test
#: compares them).
PACKAGES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "python3-venv": (("python3",), ("python3",)),
    "libpango-1.0-0": (("pango",), ("pango",)),
    "libpangoft2-1.0-0": (("pango",), ("pango",)),
    "libharfbuzz0b": (("harfbuzz",), ("harfbuzz",)),
    "libharfbuzz-subset0": (("harfbuzz",), ("harfbuzz",)),
    "fontconfig": (("fontconfig",), ("fontconfig",)),
    "fonts-noto-cjk": (_NOTO_DNF, _NOTO_BREW),
    "fonts-noto-cjk-extra": (_NOTO_DNF, _NOTO_BREW),
    "poppler-utils": (("poppler-utils",), ("poppler",)),
    "ghostscript": (("ghostscript",), ("ghostscript",)),
}


def install_command(*packages: str, manager: str | None = None, root: bool | None = None) -> str:
    """Return the command that installs packages on this machine, given their Debian names."""
    manager = manager or _manager()
    if root is None:
        root = os.geteuid() == 0 if hasattr(os, "geteuid") else False
    sudo = "" if root else "sudo "
    if manager == "apt-get":
        names = " ".join(dict.fromkeys(packages))
        return f"{sudo}apt-get update && {sudo}apt-get install -y {names}"
    if manager == "dnf":
        return f"{sudo}dnf install -y {_translated(packages, 0)}"
    if manager == "brew":
        return f"brew install {_translated(packages, 1)}"
    return f"install with the system's package manager: {_translated(packages, 0)}"


def _manager() -> str:
    return next((name for name in ("apt-get", "dnf", "brew") if shutil.which(name)), "")


def _translated(packages: Iterable[str], column: int) -> str:
    names = (name for package in packages for name in PACKAGES[package][column])
    return " ".join(dict.fromkeys(names))
