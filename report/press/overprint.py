"""Overprinting black: black text and lines do not knock out the colours below them.

Otherwise a press that is slightly out of register shows a white edge around letters on a coloured
area (ISO 32000-1, 8.6.7; overprint mode 1: inks of value 0 are not painted).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pikepdf

from report.press.streams import content_of, forms_of, is_group

#: An operator that sets a colour, and what stands before it: four inks, or the tint of a spot
#: colour. Operators are searched first, since most of a content is numbers.
_OPERATOR = re.compile(rb"(?<=\s)(?:scn|SCN|k|K)(?=\s)")
_OPERANDS = re.compile(rb"((?:[-+.\d]+\s+){4}|[-+.\d]+\s+)\Z")
#: Four numbers are not longer than this, in bytes.
_LONGEST = 160
_BLACK = (0.0, 0.0, 0.0, 1.0)
_STATES: dict[str, dict[str, bool | int]] = {
    "ReportBlackFill": {"/op": True, "/OPM": 1},
    "ReportColourFill": {"/op": False},
    # /OP without /op would also apply to fills.
    "ReportBlackLine": {"/OP": True, "/op": False, "/OPM": 1},
    "ReportColourLine": {"/OP": False, "/op": False},
}


def overprint_black(document: pikepdf.Pdf) -> None:
    """Make all black in the content of the pages overprint.

    So does black in forms, but not in transparency groups: there is nothing below it in a group.
    """
    states = {}
    for name, entries in _STATES.items():
        states[name] = document.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.ExtGState))
        for key, value in entries.items():
            states[name][key] = value
    for page in document.pages:
        whole = content_of(page)
        changed = _with_states(whole)
        if changed != whole:
            page.Contents = document.make_stream(changed)
            _add(page.Resources, states)
    for form in forms_of(document):
        whole = b"" if is_group(form) else form.read_bytes()
        changed = _with_states(whole)
        if changed != whole:
            form.write(changed)
            if "/Resources" not in form:
                form.Resources = pikepdf.Dictionary()
            _add(form.Resources, states)


def _add(resources: Any, states: Mapping[str, Any]) -> None:
    if "/ExtGState" not in resources:
        resources.ExtGState = pikepdf.Dictionary()
    for name, state in states.items():
        resources.ExtGState[f"/{name}"] = state


def _with_states(content: bytes) -> bytes:
    """Set the overprint after each operator that sets a colour."""
    done, start = [], 0
    for match in _OPERATOR.finditer(content):
        operands = _OPERANDS.search(content, max(start, match.start() - _LONGEST), match.start())
        if operands is None:
            continue
        values = tuple(float(value) for value in operands[1].split())
        colour = b"Black" if values == _BLACK else b"Colour"
        use = b"Fill" if match[0].islower() else b"Line"
        done += [content[start : match.end()], b"\n/Report", colour, use, b" gs"]
        start = match.end()
    return b"".join([*done, content[start:]])
