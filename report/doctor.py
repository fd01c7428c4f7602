"""The machine: whether everything is there that a report needs, and in which version.

In: the theme, the place of the colour profile, further font families. Out: a list of
:class:`Check`, one for each thing looked at; one that fails says how to cure it, by a command that
can be copied, and carries its Diagnostic.

Nothing here imports the engine or draws anything: versions come from the packages' metadata and
from the libraries themselves, so that a broken machine can still be examined.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import hashlib
import importlib.metadata
import json
import locale
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from report.findings.diagnostics import Diagnostic, diagnostic
from report.model.theme import Theme

#: The engine and its PDF writer are tested as a pair.
TESTED = {"weasyprint": "70.0", "pydyf": "0.13.0"}

#: What the theme sets its text in, with fontconfig's numbers for them.
WEIGHTS = {"Regular": 80, "Medium": 100, "Bold": 200, "Black": 210}

#: The sums of the profiles that come with the theme.
PROFILES = {
    "ISOcoated_v2_300_bas.icc": "b424c77f40c3423c925536f8ae08634985ccd0fe80eb253d5d229197ded7e886",
}

_NOTO_DNF = ("google-noto-sans-cjk-fonts", "google-noto-serif-cjk-fonts")
_NOTO_BREW = ("font-noto-sans-cjk", "font-noto-serif-cjk")

#: What each Debian package is called by dnf and by Homebrew. ``.ci/setup`` has the same names
#: (a test compares them).
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


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: whether it is well, what was found, and what cures it."""

    name: str
    ok: bool
    detail: str
    cure: str = ""
    diagnostic: Diagnostic | None = None


def examine(theme: Theme | None, icc: Path, families: Sequence[str] = ()) -> list[Check]:
    """Look at the machine: Python, engine, fonts of the theme and ``families``, profile, locale."""
    named = [theme.type.serif, theme.type.sans] if theme else []
    return [
        _python(),
        *_engine(),
        _pango(),
        _subsetter(),
        *(check for family in dict.fromkeys([*named, *families]) for check in _fonts(family)),
        *_libraries(),
        _profile(icc),
        _locale(),
        *_tools(),
    ]


def install_command(*packages: str, manager: str | None = None, root: bool | None = None) -> str:
    """Give the exact command that installs packages, named as Debian does, on this machine."""
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


def _in_checkout() -> bool:
    return (Path(__file__).resolve().parents[1] / "Makefile").is_file()


def _cure_for_python(*requirements: str) -> str:
    if _in_checkout():
        return "make setup"
    return f"{sys.executable} -m pip install {' '.join(requirements)}"


def _bad(name: str, detail: str, cure: str, code: str) -> Check:
    return Check(name, False, detail, cure, diagnostic(code, f"{name}: {detail}", hint=cure))


def _python() -> Check:
    return Check("Python", True, f"{platform.python_version()} ({platform.system()})")


def _version(distribution: str) -> str | None:
    try:
        return importlib.metadata.version(distribution)
    except importlib.metadata.PackageNotFoundError:
        return None


def _engine() -> Iterator[Check]:
    titles = {"weasyprint": "WeasyPrint", "pydyf": "pydyf"}
    cure = _cure_for_python(*(f"{name}=={version}" for name, version in TESTED.items()))
    for distribution, tested in TESTED.items():
        title, found = titles[distribution], _version(distribution)
        if found is None:
            yield _bad(title, "not installed", cure, "D801")
        elif found != tested:
            yield _bad(title, f"{found}, tested with {tested}", cure, "D804")
        else:
            yield Check(title, True, f"{found}, as tested")


@lru_cache
def _load(name: str) -> ctypes.CDLL | None:
    """Load a system library by the names it has on Linux, macOS and Windows; None: not there."""
    candidates = [f"lib{name}.so.0", f"lib{name}.0.dylib", f"lib{name}.dylib", f"lib{name}-0.dll"]
    for candidate in (*candidates, None):
        found = candidate or ctypes.util.find_library(name)
        if found is None:
            continue
        try:
            return ctypes.CDLL(found)
        except OSError:
            continue
    return None


def _says(library: ctypes.CDLL, function: str) -> str:
    """Call a library's function that gives its version."""
    call = getattr(library, function)
    call.restype = ctypes.c_char_p
    said = call()
    return said.decode() if isinstance(said, bytes) else ""


def _pango() -> Check:
    libraries = {
        "pango-1.0": "libpango-1.0-0",
        "pangoft2-1.0": "libpangoft2-1.0-0",
        "harfbuzz": "libharfbuzz0b",
    }
    missing = [name for name in libraries if _load(name) is None]
    pango = _load("pango-1.0")
    if missing or pango is None:
        cure = install_command(*(libraries[name] for name in missing))
        return _bad("Pango", f"cannot be loaded: {', '.join(missing)}", cure, "D801")
    return Check("Pango", True, _says(pango, "pango_version_string"))


def _subsetter() -> Check:
    name = "HarfBuzz subsetter"
    if _load("harfbuzz-subset") is None:
        detail = "missing; fonts are subset some thirty times slower"
        return _bad(name, detail, install_command("libharfbuzz-subset0"), "D605")
    harfbuzz = _load("harfbuzz")
    return Check(name, True, _says(harfbuzz, "hb_version_string") if harfbuzz else "there")


def _fonts(family: str) -> Iterator[Check]:
    program = shutil.which("fc-list")
    if program is None:
        yield _bad(f"font {family}", "no fc-list to look", install_command("fontconfig"), "D604")
        return
    for style, weight in WEIGHTS.items():
        name = f"font {family} {style}"
        found = _face(program, family, weight)
        if found is None:
            yield _bad(name, "not installed", _cure_for_font(family, style), "D604")
            continue
        file, version = found
        yield Check(name, True, f"{file}, version {version}, SHA-256 {_sha256(file)}")


def _face(program: str, family: str, weight: int) -> tuple[Path, str] | None:
    """Find the installed file of a family and weight, and its version."""
    escaped = "".join(f"\\{c}" if c in "\\-:,=" else c for c in family)
    pattern = f"{escaped}:weight={weight}"
    listed = subprocess.run(  # noqa: S603 – the program is fontconfig's, the pattern is escaped
        [program, "--format", "%{file}\t%{fontversion}\n", pattern],
        capture_output=True,
        check=False,
    )
    for line in sorted(listed.stdout.decode("utf-8", "replace").splitlines()):
        file, _, version = line.partition("\t")
        # fontconfig gives the 16.16 fixed-point number of the head table.
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


def _libraries() -> Iterator[Check]:
    for distribution, title in (
        ("matplotlib", "Matplotlib"),
        ("pikepdf", "pikepdf"),
        ("pypdfium2", "PDFium"),
    ):
        found = _version(distribution)
        if found is None:
            yield _bad(title, "not installed", _cure_for_python(distribution), "D801")
        elif distribution == "pypdfium2":
            build = _pdfium_build()
            yield Check(title, True, f"{build}pypdfium2 {found}")
        else:
            yield Check(title, True, found)


def _pdfium_build() -> str:
    """Give PDFium's own number, when the package tells it."""
    place = importlib.metadata.distribution("pypdfium2").locate_file("pypdfium2_raw/version.json")
    try:
        return f"{json.loads(Path(str(place)).read_text())['build']}, "
    except (OSError, ValueError, KeyError):
        return ""


def _profile(file: Path) -> Check:
    name = f"colour profile {file.name}"
    cure = f"git checkout -- {file}" if _in_checkout() else f"put {file} back"
    try:
        data = file.read_bytes()
    except OSError as error:
        return _bad(name, f"cannot be read ({error.strerror})", cure, "D802")
    if data[36:40] != b"acsp" or int.from_bytes(data[:4]) != len(data):
        return _bad(name, "is not a whole ICC profile", cure, "D802")
    if data[16:20] != b"CMYK":
        space = data[16:20].decode("ascii", "replace").strip()
        return _bad(name, f"is for {space}, not CMYK", cure, "D802")
    digest = hashlib.sha256(data).hexdigest()
    if PROFILES.get(file.name, digest) != digest:
        return _bad(name, f"is altered (SHA-256 {digest})", cure, "D802")
    return Check(name, True, f"{_profile_title(data)}, CMYK, SHA-256 {digest}")


def _profile_title(data: bytes) -> str:
    """Read the description that the profile carries."""
    for entry in range(132, 132 + 12 * int.from_bytes(data[128:132]), 12):
        if data[entry : entry + 4] == b"desc":
            start = int.from_bytes(data[entry + 4 : entry + 8])
            if data[start : start + 4] == b"desc":
                length = int.from_bytes(data[start + 8 : start + 12])
                return data[start + 12 : start + 11 + length].decode("ascii", "replace")
    return "without a description"


def _locale() -> Check:
    encodings = {
        "text": locale.getpreferredencoding(False),
        "file names": sys.getfilesystemencoding(),
        "output": getattr(sys.stdout, "encoding", None) or "utf-8",
    }
    other = [
        f"{encoding} for {what}"
        for what, encoding in encodings.items()
        if encoding.lower().replace("-", "").replace("_", "") != "utf8"
    ]
    if other:
        wanted = "en_US.UTF-8" if sys.platform == "darwin" else "C.UTF-8"
        return _bad("locale", ", ".join(other), f"export LC_ALL={wanted}", "D803")
    return Check("locale", True, "UTF-8")


def _tools() -> Iterator[Check]:
    """Look for programs that a build does not need; without them there is only a note."""
    for program, title, package, use in (
        ("pdftotext", "Poppler", "poppler-utils", "the tests"),
        ("gs", "Ghostscript", "ghostscript", "measuring the ink on a page"),
    ):
        if shutil.which(program):
            yield Check(title, True, f"there, for {use}")
        else:
            cure = install_command(package)
            yield Check(title, True, f"not there; only {use} would need it", cure)
