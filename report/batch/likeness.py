"""Whether machines are alike: a report must have the same bytes on each of them.

In: this machine. Out: its :class:`Machine`: program, theme, Python, packages, system libraries,
fonts, and what ``report doctor`` finds wrong. :func:`unlike` compares two of them.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import re
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

from report.engine.inputs import fonts, interpreter, program, system_libraries
from report.project.shipped import theme_folder

_NAME = re.compile(r"[A-Za-z0-9._-]+")
#: What of the theme comes with the program.
_THEME = ("styles", "templates")
#: The most differences that are told of each kind.
_TOLD = 3
#: How long what was found is believed, in seconds.
_BELIEVED = 60.0
_last: list[tuple[float, Machine]] = []


@dataclass(frozen=True, slots=True)
class Machine:
    """What a machine makes reports with; each field has the parts that are compared."""

    python: tuple[str, ...]
    #: The hash of the program's code, and of the templates and styles that come with it.
    program: tuple[str, ...]
    packages: tuple[str, ...]
    libraries: tuple[str, ...]
    fonts: tuple[str, ...]
    #: What ``report doctor`` finds wrong, each with its cure.
    faults: tuple[str, ...] = ()

    def fingerprint(self) -> str:
        """Return a hash of all that is compared."""
        lines = "\n".join(line for name in _COMPARED for line in (name, *getattr(self, name)))
        return hashlib.sha256(lines.encode()).hexdigest()


_COMPARED = tuple(one.name for one in fields(Machine) if one.name != "faults")


def this_machine() -> Machine:
    """Return what this machine makes reports with; raises OSError when it cannot be read.

    What was found is believed for a minute: a worker is asked by one batch after the other.
    """
    if _last and time.monotonic() - _last[0][0] < _BELIEVED:
        return _last[0][1]
    machine = _examined()
    _last[:] = [(time.monotonic(), machine)]
    return machine


def _examined() -> Machine:
    return Machine(
        (interpreter(),),
        (f"report {program()}", f"theme {_theme()}"),
        tuple(sorted({*_packages("report"), *_packages("distributed")})),
        tuple(sorted(set(system_libraries()))),
        tuple(sorted(set(fonts()))),
        tuple(_faults()),
    )


def unlike(mine: Machine, theirs: Machine) -> list[str]:
    """Say what is other on their machine than on mine, or wrong there; empty: they are alike."""
    told = list(theirs.faults[:1])
    if len(theirs.faults) > 1:
        told.append(f"and {len(theirs.faults) - 1} more that “report doctor” tells there")
    for name in _COMPARED:
        before, after = set(getattr(mine, name)), set(getattr(theirs, name))
        if before == after:
            continue
        if name == "program":
            told.append("another version of report, or of its templates and styles")
        elif name == "python":
            told.append(f"{', '.join(sorted(after))} instead of {', '.join(sorted(before))}")
        else:
            told.append(f"{name}: {_differences(before, after)}")
    return told


def _differences(before: set[str], after: set[str]) -> str:
    """Name the parts that are missing, other or more, each by its first word."""
    gone, more = {_first(one) for one in before - after}, {_first(one) for one in after - before}
    kinds = {
        "missing": sorted(gone - more),
        "other": sorted(gone & more),
        "not here": sorted(more - gone),
    }
    return "; ".join(f"{_listed(names)} {kind}" for kind, names in kinds.items() if names)


def _first(line: str) -> str:
    return line.partition(" ")[0]


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - _TOLD} more" if len(names) > _TOLD else ""
    return ", ".join(names[:_TOLD]) + more


def _theme() -> str:
    """Return the hash of the templates and styles that come with the program."""
    digest = hashlib.sha256()
    home = theme_folder()
    for path in _files(home / name for name in _THEME):
        digest.update(f"{path.relative_to(home).as_posix()}\n".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _files(folders: Iterable[Path]) -> Iterator[Path]:
    for folder in folders:
        yield from sorted(
            path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts
        )


def _packages(name: str) -> Iterator[str]:
    """Name a package and all that it needs, with their versions; extras are not needed."""
    waiting, seen = [name], set()
    while waiting:
        one = re.sub(r"[-_.]+", "-", waiting.pop()).lower()
        if one in seen:
            continue
        seen.add(one)
        try:
            found = importlib.metadata.distribution(one)
        except importlib.metadata.PackageNotFoundError:
            continue  # it is for another system, or the program runs from its folder
        yield f"{one} {found.version}"
        needed = (line for line in found.requires or () if "extra ==" not in line)
        waiting += [match[0] for line in needed if (match := _NAME.match(line))]


def _faults() -> Iterator[str]:
    """Tell what ``report doctor`` finds wrong."""
    from report.content.load import load_theme
    from report.machine.examination import examine
    from report.project.project import Project

    home = theme_folder().resolve()
    theme = load_theme(Project(home, home))
    families = (theme.type.serif, theme.type.sans)
    for check in examine(theme, home / f"styles/{theme.press.profile}", families):
        if not check.ok:
            yield f"{check.name}: {check.detail} → {check.cure}"
