"""The stylesheets of a document, parsed: kept while a process works, since most edits are of data.

In: the stylesheets, and what reads their files. Out: the cascade, the fonts that it declares, and
what was found and read. The engine does not change a cascade when it lays out.
"""

from __future__ import annotations

import os
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from weasyprint.text.fonts import FontConfiguration

from report.findings.diagnostics import Diagnostic
from report.typesetting.engine import cascade_of
from report.typesetting.fetcher import ProjectFetcher
from report.typesetting.messages import Messages
from report.typesetting.stylesheets import Stylesheet

#: As many as there are targets.
_MOST = 2

_Key = tuple[str, str, tuple[Stylesheet, ...]]


@dataclass(frozen=True, slots=True)
class Cascade:
    """Parsed stylesheets."""

    cascade: Any
    fonts: FontConfiguration
    found: tuple[Diagnostic, ...]
    #: What they have read, such as fonts: a hash for each path.
    reads: Mapping[str, str]


_kept: OrderedDict[_Key, Cascade] = OrderedDict()


def parsed(
    sheets: Sequence[Stylesheet], fetcher: ProjectFetcher, messages: Messages, base: str
) -> Cascade:
    """Parse stylesheets, or return what the same ones gave before in this process."""
    # Which fonts there are is in fontconfig's file; what the sheets read is compared below.
    key = (base, os.environ.get("FONTCONFIG_FILE", ""), tuple(sheets))
    known = _kept.get(key)
    if known is not None and all(
        fetcher.digest(path, fetcher.body(path)) == digest for path, digest in known.reads.items()
    ):
        _kept.move_to_end(key)
        return known
    fonts = FontConfiguration()
    cascade = cascade_of(sheets, fetcher, fonts, messages, base)
    done = Cascade(cascade, fonts, (*fetcher.found, *messages.found), dict(fetcher.reads))
    _kept[key] = done
    while len(_kept) > _MOST:
        _kept.popitem(last=False)
    return done
