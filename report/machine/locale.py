"""Checks whether the locale uses UTF-8 for text, file names and output."""

from __future__ import annotations

import locale
import sys

from report.machine.check import Check, failed


def encodings() -> Check:
    """Check the encodings of text, file names and output."""
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
        return failed("locale", ", ".join(other), f"export LC_ALL={wanted}", "D803")
    return Check("locale", True, "UTF-8")
