"""The folder of the cache: what is in it may be deleted at any time."""

from __future__ import annotations

import os
from pathlib import Path

#: The environment variable that names the folder; without it, it is ``~/.cache/report``.
VARIABLE = "REPORT_CACHE"


def cache_folder() -> Path:
    """Return the folder of the cache, which may not exist.

    ``REPORT_CACHE`` names it; otherwise it is ``report`` in the user's cache folder (XDG Base
    Directory Specification).
    """
    own = os.environ.get(VARIABLE)
    if own:
        return Path(own).expanduser().absolute()
    base = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    return Path(base).expanduser() / "report"
