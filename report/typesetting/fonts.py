"""Which fonts the engine may use: the theme's, and nothing that happens to be installed.

fontconfig chooses fonts by rules of its own when a face or a character is missing, and then
sets Hong Kong text in Japanese forms without a word. So it is given a configuration of ours:
only the families that the theme names, and the fonts in ``styles/fonts``.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from pathlib import Path
from xml.sax.saxutils import escape

_SYSTEM = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "/opt/homebrew/share/fonts",
    "/Library/Fonts",
    "~/.local/share/fonts",
    "~/.fonts",
    "~/Library/Fonts",
)
_FONTS = {".otf", ".ttf", ".ttc", ".otc"}


def cache_folder() -> Path:
    """Give the folder for what may be deleted at any time: font caches."""
    base = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    return Path(base).expanduser() / "report"


def configuration(families: Iterable[str], folders: Iterable[Path], cache: Path) -> str:
    """Write a fontconfig file that knows only ``families`` and the fonts in ``folders``."""
    own = [f"  <dir>{escape(str(folder))}</dir>" for folder in folders]
    system = [f"  <dir>{escape(str(Path(folder).expanduser()))}</dir>" for folder in _SYSTEM]
    accepted = [
        f'      <pattern><patelt name="family"><string>{escape(name)}</string></patelt></pattern>'
        for name in families
    ]
    accepted += [
        '      <pattern><patelt name="file">'
        f"<string>{escape(str(file))}</string></patelt></pattern>"
        for folder in folders
        for file in sorted(folder.iterdir())
        if file.suffix.lower() in _FONTS
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
            # An empty pattern matches every font; what is accepted below wins over it.
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

    The file is kept in the cache folder under a name made from its content, so that several
    projects and builds at the same time do not disturb each other.
    """
    families, folders = tuple(families), tuple(folders)
    try:
        path = _written(families, folders, cache_folder())
    except OSError:  # a home that cannot be written: one run's cache in a temporary folder
        path = _written(families, folders, Path(tempfile.gettempdir()) / f"report-{os.getuid()}")
    os.environ["FONTCONFIG_FILE"] = str(path)


def _written(families: tuple[str, ...], folders: tuple[Path, ...], cache: Path) -> Path:
    """Write the configuration into the cache folder, if it is not there yet; gives its path."""
    text = configuration(families, folders, cache / "fontconfig")
    path = cache / f"fonts-{hashlib.sha256(text.encode()).hexdigest()[:16]}.conf"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_suffix(f".{os.getpid()}")
        temporary.write_text(text, encoding="utf-8")
        temporary.replace(path)
    return path


def missing_families(families: Iterable[str]) -> list[str]:
    """Give the families that are not there, as fontconfig sees it after :func:`isolate`.

    Without fontconfig's own ``fc-list`` nothing can be said, and nothing is.
    """
    command = shutil.which("fc-list")
    if command is None:
        return []
    done = subprocess.run([command, ":", "family"], capture_output=True, text=True, check=False)  # noqa: S603
    known = {name.strip() for line in done.stdout.splitlines() for name in line.split(",")}
    return [family for family in families if family not in known]
