"""Which fonts the engine may use: the theme's, and nothing that happens to be installed.

fontconfig chooses fonts by rules of its own when a face or a character is missing, and then
sets Hong Kong text in Japanese forms without a word. So it is given a configuration of ours:
only the families that the theme names, and the fonts in ``styles/fonts``.
"""

from __future__ import annotations

import hashlib
import os
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
    cache = cache_folder() / "fontconfig"
    text = configuration(families, folders, cache)
    path = cache_folder() / f"fonts-{hashlib.sha256(text.encode()).hexdigest()[:16]}.conf"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_suffix(f".{os.getpid()}")
        temporary.write_text(text, encoding="utf-8")
        temporary.replace(path)
    os.environ["FONTCONFIG_FILE"] = str(path)
