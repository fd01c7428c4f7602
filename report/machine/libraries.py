"""Checks Python, the engine, libraries and programs.

The engine is not imported: versions come from the packages' metadata and from the libraries
themselves, so that the checks also work on a broken machine.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import importlib.metadata
import json
import platform
import shutil
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from report.machine.check import Check, cure_for_python, failed, version_of
from report.machine.packages import install_command

#: The engine and its PDF writer are tested as a pair.
TESTED = {"weasyprint": "70.0", "pydyf": "0.13.0"}


def python() -> Check:
    """Return the version of Python."""
    return Check("Python", True, f"{platform.python_version()} ({platform.system()})")


def engine() -> Iterator[Check]:
    """Check the engine and its PDF writer, which are tested as a pair."""
    titles = {"weasyprint": "WeasyPrint", "pydyf": "pydyf"}
    cure = cure_for_python(*(f"{name}=={version}" for name, version in TESTED.items()))
    for distribution, tested in TESTED.items():
        title, found = titles[distribution], version_of(distribution)
        if found is None:
            yield failed(title, "not installed", cure, "D801")
        elif found != tested:
            yield failed(title, f"{found}, tested with {tested}", cure, "D804")
        else:
            yield Check(title, True, f"{found}, as tested")


@lru_cache
def _load(name: str) -> ctypes.CDLL | None:
    """Load a system library by its name on Linux, macOS or Windows; None when it is missing."""
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


def _version(library: ctypes.CDLL, function: str) -> str:
    """Call a library's function that returns its version."""
    call = getattr(library, function)
    call.restype = ctypes.c_char_p
    version = call()
    return version.decode() if isinstance(version, bytes) else ""


def pango() -> Check:
    """Check the libraries for text layout."""
    libraries = {
        "pango-1.0": "libpango-1.0-0",
        "pangoft2-1.0": "libpangoft2-1.0-0",
        "harfbuzz": "libharfbuzz0b",
    }
    missing = [name for name in libraries if _load(name) is None]
    pango = _load("pango-1.0")
    if missing or pango is None:
        cure = install_command(*(libraries[name] for name in missing))
        return failed("Pango", f"cannot be loaded: {', '.join(missing)}", cure, "D801")
    return Check("Pango", True, _version(pango, "pango_version_string"))


def subsetter() -> Check:
    """Check the library that makes subsets of fonts."""
    name = "HarfBuzz subsetter"
    if _load("harfbuzz-subset") is None:
        detail = "missing; making font subsets is about thirty times slower"
        return failed(name, detail, install_command("libharfbuzz-subset0"), "D605")
    harfbuzz = _load("harfbuzz")
    return Check(name, True, _version(harfbuzz, "hb_version_string") if harfbuzz else "installed")


def libraries() -> Iterator[Check]:
    """Check the Python libraries that draw, finish and render PDFs."""
    for distribution, title in (
        ("matplotlib", "Matplotlib"),
        ("pikepdf", "pikepdf"),
        ("pypdfium2", "PDFium"),
    ):
        found = version_of(distribution)
        if found is None:
            yield failed(title, "not installed", cure_for_python(distribution), "D801")
        elif distribution == "pypdfium2":
            build = _pdfium_build()
            yield Check(title, True, f"{build}pypdfium2 {found}")
        else:
            yield Check(title, True, found)


def _pdfium_build() -> str:
    """Return PDFium's build number, if the package has it."""
    place = importlib.metadata.distribution("pypdfium2").locate_file("pypdfium2_raw/version.json")
    try:
        return f"{json.loads(Path(str(place)).read_text())['build']}, "
    except (OSError, ValueError, KeyError):
        return ""


def tools() -> Iterator[Check]:
    """Check optional programs; a missing one is only mentioned."""
    for program, title, package, use in (
        ("pdftotext", "Poppler", "poppler-utils", "the tests"),
        ("gs", "Ghostscript", "ghostscript", "measuring the ink on a page"),
    ):
        if shutil.which(program):
            yield Check(title, True, f"installed, for {use}")
        else:
            cure = install_command(package)
            yield Check(title, True, f"not installed; only needed for {use}", cure)
