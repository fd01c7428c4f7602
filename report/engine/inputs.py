"""What a build is made from, as hashes of content: files, the program, its libraries, the fonts.

In: a project. Out: a hash for each input, by name. Times play no part: a file that was only
touched is the same, and so is a copy of a project in another folder.

This module loads nothing but the standard library: a build that finds nothing changed must not
wait for the engine to load.
"""

from __future__ import annotations

import hashlib
import os
import platform
import sys
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path, PurePosixPath

from report.project.project import Project
from report.typesetting.fonts import FONTS, SYSTEM

#: The folders of a project, and of the theme, whose files a build may read.
_READ = ("data", "sources", "styles", "templates")
#: A font begins with its table directory, which has a checksum of every table (OpenType, 1.9.1);
#: a library in ELF has its build id there. So the first bytes and the size tell one from another.
_HEAD = 4096
#: System libraries that lay out text, by the beginning of their names.
_LIBRARIES = ("libpango", "libharfbuzz", "libfontconfig", "libfreetype", "libfribidi", "libglib-2")
_LIBRARY_FOLDERS = ("/lib", "/usr/lib", "/usr/local/lib", "/opt/homebrew/lib")
#: Environment variables that the engine or the libraries read.
VARIABLES = ("SOURCE_DATE_EPOCH",)

#: Inputs of every build, by name, on which every drawing depends.
TOOLS = ("program", "libraries", "fonts", "environment")


class UnknownInputError(Exception):
    """What a build would read cannot be told without building."""


def inputs(project: Project, tools: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the hash of every input of a project's build, by name.

    ``tools`` are those of an earlier call: the program that runs stays what it is.

    Raises UnknownInputError when a folder holds links to folders, which may lead anywhere, or
    a file that cannot be read: the build itself says what is wrong with it.
    """
    found: dict[str, str] = {}
    try:
        for root in reversed(project.roots):  # the project's own files win over the theme's
            folders = _READ if root == project.root else _READ[2:]
            for folder in folders:
                for path in _files(root / folder):
                    if not path.is_file():  # a pipe would be waited for without end
                        raise UnknownInputError(f"{path} is no file")
                    link = str(path.readlink()) if path.is_symlink() else ""
                    found[_name(path, root)] = _hash(link.encode()) + _hash_of(path)
        found |= {name: _hash_of(path) for name, path in project.overlay.files.items()}
        if project.overlay.values:
            found["variables"] = _hash(project.overlay.told().encode())
        found |= tools or tools_now()
    except OSError as exc:
        raise UnknownInputError(str(exc)) from None
    return found


def tools_now() -> dict[str, str]:
    """Return the hashes of the program, its libraries, the fonts and the environment, by name.

    Raises OSError when one of them cannot be read.
    """
    return {
        "program": program(),
        "libraries": _hash("\n".join(sorted([*_packages(), *system_libraries()])).encode()),
        "fonts": _hash("\n".join(sorted(fonts())).encode()),
        "environment": environment(),
    }


def known_tools() -> dict[str, str]:
    """Return what :func:`tools_now` does; this process reads the files once.

    Only the environment may have changed since. Raises OSError.
    """
    return {**_once(), "environment": environment()}


@lru_cache(maxsize=1)
def _once() -> dict[str, str]:
    return tools_now()


def environment() -> str:
    """Return the hash of the environment variables that a build reads."""
    settings = [f"{name}={os.environ.get(name, '')}" for name in VARIABLES]
    return _hash("\n".join(settings).encode())


def own_fonts(project: Project) -> str:
    """Return a hash of the fonts of a project and its theme, by their places and contents.

    In a PDF two fonts may have one name: what pages paint can only be compared by what is written
    in them when the fonts are the same. Raises UnknownInputError.
    """
    found = {}
    try:
        for root in reversed(project.roots):
            for path in _files(root / "styles/fonts"):
                found[_name(path, root)] = _hash_of(path)
    except OSError as exc:
        raise UnknownInputError(str(exc)) from None
    return _hash("\n".join(f"{name} {found[name]}" for name in sorted(found)).encode())


def program() -> str:
    """Return the hash of the program's own code and texts."""
    digest = hashlib.sha256()
    package = Path(__file__).parents[1]
    for path in _files(package):
        if path.suffix != ".pyc":
            digest.update(_name(path, package).encode())
            digest.update(_hash_of(path).encode())
    return digest.hexdigest()


def _files(folder: Path) -> Iterator[Path]:
    """Return the files below a folder; none when it does not exist."""
    for where, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        if any(Path(where, name).is_symlink() for name in folders):
            raise UnknownInputError(f"{where} has links to folders")
        for name in sorted(names):
            yield Path(where, name)


def _packages() -> Iterator[str]:
    """Name the Python and the packages that a build may use."""
    yield interpreter()
    for folder in sys.path:
        if Path(folder).is_dir():
            yield from (one.name for one in Path(folder).glob("*.dist-info"))


def interpreter() -> str:
    """Name the Python: its version, the kind of processor and the system."""
    return f"Python {platform.python_version()} {platform.machine()} {sys.platform}"


def system_libraries() -> Iterator[str]:
    """Tell the system's libraries that lay out text: name, size and a hash of each."""
    for folder in _LIBRARY_FOLDERS:
        for where in (Path(folder), Path(folder, f"{platform.machine()}-linux-gnu")):
            if where.is_dir():
                for entry in os.scandir(where):
                    if entry.name.startswith(_LIBRARIES) and entry.is_file():
                        yield _head(Path(entry.path), where)


def fonts() -> Iterator[str]:
    """Tell the fonts that are installed: any of them may be of a family that the theme names."""
    for name in SYSTEM:
        folder = Path(name).expanduser()
        for where, _, names in os.walk(folder, followlinks=True):
            for one in names:
                if Path(one).suffix.lower() in FONTS:
                    yield _head(Path(where, one), folder)


def _head(path: Path, folder: Path) -> str:
    """Tell a font or a library by its name, its size and its first bytes."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
        return f"{_name(path, folder)} {os.fstat(file.fileno()).st_size} {_hash(head)}"


def _name(path: Path, folder: Path) -> str:
    return str(PurePosixPath(path.relative_to(folder)))


def _hash_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, hashlib.sha256).hexdigest()


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
