"""Black that overprints: black text and lines leave what is below them alone.

A press that is a hair out of register would else show a white edge around every letter that
stands on a colour (ISO 32000-1, 8.6.7; overprint mode 1: inks that are 0 are not painted).
"""

from __future__ import annotations

import re

import pikepdf

from report.press.streams import content_of

#: Four inks, or the tint of a plate.
_SET = re.compile(rb"((?:[-+.\d]+\s+){4}|[-+.\d]+\s+)(scn|SCN|k|K)(?=\s)")
_BLACK = (0.0, 0.0, 0.0, 1.0)
_STATES: dict[str, dict[str, bool | int]] = {
    "ReportBlackFill": {"/op": True, "/OPM": 1},
    "ReportColourFill": {"/op": False},
    # An /OP without /op would hold for both.
    "ReportBlackLine": {"/OP": True, "/op": False, "/OPM": 1},
    "ReportColourLine": {"/OP": False, "/op": False},
}


def overprint_black(document: pikepdf.Pdf) -> None:
    """Let all black ink that the pages' own content paints overprint."""
    states = {}
    for name, entries in _STATES.items():
        states[name] = document.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.ExtGState))
        for key, value in entries.items():
            states[name][key] = value
    for page in document.pages:
        whole = content_of(page)
        changed = _SET.sub(_with_state, whole)
        if changed == whole:
            continue
        page.Contents = document.make_stream(changed)
        if "/ExtGState" not in page.Resources:
            page.Resources.ExtGState = pikepdf.Dictionary()
        known = page.Resources.ExtGState
        for name, state in states.items():
            known[f"/{name}"] = state


def _with_state(match: re.Match[bytes]) -> bytes:
    values = tuple(float(value) for value in match[1].split())
    colour = b"Black" if values == _BLACK else b"Colour"
    use = b"Fill" if match[2].islower() else b"Line"
    return match[0] + b"\n/Report" + colour + use + b" gs"
