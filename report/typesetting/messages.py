"""The engine's log, turned into findings.

WeasyPrint logs what it ignores with line and column but without a file; since every
stylesheet is parsed on its own here, the file is the one being parsed.
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
    """Collects the engine's messages while a document is made."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        #: The stylesheet being parsed, as people name it; empty during layout.
        self.file = ""
        self.found: list[Diagnostic] = []
        #: Characters that no font has.
        self.missing: set[str] = set()

    def emit(self, record: logging.LogRecord) -> None:
        """Take one log record."""
        under_way = sys.exc_info()[1]
        if isinstance(under_way, KeyboardInterrupt):
            raise under_way  # the engine takes whatever stops it in a drawing for a fault of that
        template = str(record.msg)
        if template.startswith(".notdef glyph"):
            arguments = record.args
            self.missing.add(str(arguments[0]) if isinstance(arguments, tuple) else "")
            return
        if template.startswith("Too many glyphs missing"):
            return  # each of the characters is told
        message = record.getMessage()
        if template.startswith("Failed to load") and "refused: " in message:
            return  # the fetcher has said so, and better
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
            shown = f"the font “{family}” cannot be subset and is embedded whole"
            hint = (
                "its file may be damaged or made in an unusual way: restore it, or save it again "
            )
            return diagnostic("D605", shown, hint=f"{hint}with a font editor")
        if "HarfBuzz" in template:
            return diagnostic("D605", shown, hint="apt-get install libharfbuzz-subset0")
        return diagnostic("D603", f"the engine says: {shown}", place=place)


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
