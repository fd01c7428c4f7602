"""Turns the engine's log into findings.

WeasyPrint logs ignored CSS with line and column but without the file. Since the stylesheets are
parsed one by one, the file is the one that is being parsed.
"""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from report.findings.diagnostics import Diagnostic, Place, diagnostic

_PLACE = re.compile(r" at (\d+):(\d+)(?:[.,:]|$)")


class Messages(logging.Handler):
    """Collects the engine's messages for one document."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        #: The name of the stylesheet that is being parsed; empty during layout.
        self.file = ""
        self.found: list[Diagnostic] = []
        #: Characters that no font has.
        self.missing: set[str] = set()

    def emit(self, record: logging.LogRecord) -> None:
        """Turn one log record into a finding."""
        current = sys.exc_info()[1]
        if isinstance(current, KeyboardInterrupt):
            raise current  # the engine would treat it as an error of the drawing
        template = str(record.msg)
        if template.startswith(".notdef glyph"):
            arguments = record.args
            self.missing.add(str(arguments[0]) if isinstance(arguments, tuple) else "")
            return
        if template.startswith("Too many glyphs missing"):
            return  # each of the characters is reported
        message = record.getMessage()
        if template.startswith("Failed to load") and "refused: " in message:
            return  # the fetcher has reported it in more detail
        self.found.append(self._diagnostic(template, message, record.args))

    def _diagnostic(self, template: str, message: str, arguments: Any) -> Diagnostic:
        match = _PLACE.search(message)
        line, column = (int(match[1]), int(match[2])) if match else (0, 0)
        place = Place(self.file, line if self.file else 0, column if self.file else 0)
        shown = _PLACE.sub(": ", message, count=1).replace("\n", " ").rstrip(": ")
        if template.startswith(("Parse error", "Error: ")) or "selector" in template:
            hint = "check the braces, the semicolon and the colon around this place"
            return diagnostic("D501", f"CSS syntax error: {shown}", hint=hint, place=place)
        if self.file:
            hint = "check the spelling; docs/styles.md lists what the engine does not support"
            return diagnostic("D502", shown, hint=hint, place=place)
        if template.startswith(("Failed to load", "Failed to render")):
            hint = "open the file in another program; save it again from the original"
            return diagnostic("D602", f"a file of the pages cannot be drawn: {shown}", hint=hint)
        if template.startswith("Unable to subset"):
            family = arguments[0] if isinstance(arguments, tuple) and arguments else ""
            shown = f"the font “{family}” cannot be subset and is embedded completely"
            hint = "its file may be damaged or unusual: restore it, or save it again "
            return diagnostic("D605", shown, hint=f"{hint}with a font editor")
        if "HarfBuzz" in template:
            return diagnostic("D605", shown, hint="apt-get install libharfbuzz-subset0")
        return diagnostic("D603", f"message of the engine: {shown}", place=place)


@contextmanager
def listening() -> Iterator[Messages]:
    """Collect the engine's messages in this block; nothing is printed."""
    messages = Messages()
    logger = logging.getLogger("weasyprint")
    level, propagate = logger.level, logger.propagate
    logger.addHandler(messages)
    logger.setLevel(logging.WARNING)
    logger.propagate = False
    try:
        yield messages
    finally:
        logger.removeHandler(messages)
        logger.setLevel(level)
        logger.propagate = propagate
