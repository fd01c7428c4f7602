"""Limits the engine to the fonts of the theme.

When a font or a character is missing, fontconfig silently uses any other installed font, such as
Japanese forms for Hong Kong text. So it gets a configuration with only the families of the theme
and the fonts in ``styles/fonts``.
"""

from __future__ import annotations

import atexit
import contextlib
import hashlib
import multiprocessing
import os
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Iterable
from html import escape
from pathlib import Path

from report.project.cache import cache_folder
from report.typesetting.fontcache import discard_damaged, record

#: Where fonts are installed.
SYSTEM = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "/opt/homebrew/share/fonts",
    "/Library/Fonts",
    "~/.local/share/fonts",
    "~/.fonts",
    "~/Library/Fonts",
)
#: What the names of font files end in.
FONTS = {".otf", ".ttf", ".ttc", ".otc"}

_seen: set[Path] = set()  # cache folders that this process has checked
_private: list[Path] = []


def configuration(families: Iterable[str], folders: Iterable[Path], cache: Path) -> str:
    """Return a fontconfig file with only ``families`` and the fonts in ``folders``."""
    own = [f"  <dir>{escape(str(folder))}</dir>" for folder in folders]
    system = [f"  <dir>{escape(str(Path(folder).expanduser()))}</dir>" for folder in SYSTEM]
    accepted = [
        f'      <pattern><patelt name="family"><string>{escape(name)}</string></patelt></pattern>'
        for name in families
    ]
    accepted += [
        '      <pattern><patelt name="file">'
        f"<string>{escape(str(file))}</string></patelt></pattern>"
        for folder in folders
        for file in sorted(folder.iterdir())
        if file.suffix.lower() in FONTS
    ]
    return "\n".join(
        [
            '<?xml version="1.0"?>',
            '<!DOCTYPE fontconfig SYSTEM "fonts.dtd">',
            "<fontconfig>",
            *own,
            *system,
            f"  <cachedir>{escape(str(cache))}</cachedir>",
            "  <selectfont>",
            # An empty pattern matches every font; acceptfont below has priority.
            "    <rejectfont><pattern></pattern></rejectfont>",
            "    <acceptfont>",
            *accepted,
            "    </acceptfont>",
            "  </selectfont>",
            "</fontconfig>",
            "",
        ]
    )


def isolate(families: Iterable[str], folders: Iterable[Path]) -> None:
    """Make fontconfig read only our configuration; must run before the engine is imported.

    The file is in the cache folder, named after a hash of its content, so that different projects
    and simultaneous builds do not conflict.
    """
    families, folders = tuple(families), tuple(folders)
    try:
        path = _written(families, folders, cache_folder())
    except OSError:  # the home folder cannot be written: use a temporary folder
        path = _written(families, folders, fallback_folder())
    if path.parent not in _seen and multiprocessing.parent_process() is None:
        _seen.add(path.parent)
        discard_damaged(path.parent)
    os.environ["FONTCONFIG_FILE"] = str(path)


def _written(families: tuple[str, ...], folders: tuple[Path, ...], cache: Path) -> Path:
    """Write the configuration into the cache folder, unless it is there; returns its path."""
    text = configuration(families, folders, cache / "fontconfig")
    path = cache / f"fonts-{hashlib.sha256(text.encode()).hexdigest()[:16]}.conf"
    try:
        sound = path.read_bytes() == text.encode()
    except OSError:
        sound = False
    if not sound:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_suffix(f".{os.getpid()}")
        try:
            temporary.write_text(text, encoding="utf-8")
            temporary.replace(path)
        except OSError:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)
            raise
    return path


def fallback_folder() -> Path:
    """Return a folder for caches below the folder for temporary files.

    Its name is predictable, so another user could have created it: it is used only when it belongs
    to this user and nobody else has access. Otherwise the result is a new folder, which is removed
    at the end.
    """
    base = Path(os.environ.get("TMPDIR") or tempfile.gettempdir())
    folder = base / f"report-{os.getuid()}"
    try:
        with contextlib.suppress(FileExistsError):
            folder.mkdir(mode=0o700)
        found = folder.lstat()
    except OSError:
        return _private_folder()
    own = found.st_uid == os.getuid() and stat.S_IMODE(found.st_mode) & 0o077 == 0
    return folder if stat.S_ISDIR(found.st_mode) and own else _private_folder()


def _private_folder() -> Path:
    """Return a new folder that is removed when the program ends."""
    if not _private:
        _private.append(Path(tempfile.mkdtemp(prefix="report-")))
        atexit.register(remove_private_cache)
    return _private[0]


def remove_private_cache() -> None:
    """Remove the temporary cache folder of this process, if there is one."""
    while _private:
        shutil.rmtree(_private.pop(), ignore_errors=True)


def missing_families(families: Iterable[str]) -> list[str]:
    """Return the families that fontconfig does not find after :func:`isolate`.

    Empty when the program ``fc-list`` is not installed.
    """
    command = shutil.which("fc-list")
    if command is None:
        return []
    done = subprocess.run([command, ":", "family"], capture_output=True, text=True, check=False)  # noqa: S603
    if "FONTCONFIG_FILE" in os.environ:
        record(Path(os.environ["FONTCONFIG_FILE"]).parent)
    known = {name.strip() for line in done.stdout.splitlines() for name in line.split(",")}
    return [family for family in families if family not in known]
