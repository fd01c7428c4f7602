"""Telling people how far the work is."""

from __future__ import annotations

import json
import re

import pytest

from report.engine.progress import Progress


def told(*, live: bool, silent: bool = False, verbose: bool = False) -> str:
    """Run two steps with a note between them and give all that was written."""
    lines: list[str] = []
    progress = Progress(lines.append, live=live, silent=silent, verbose=verbose)
    with progress.step("data"):
        pass
    progress.note("three facts")
    with pytest.raises(KeyError), progress.step("figures"):
        raise KeyError
    assert list(progress.times) == ["data"]
    assert progress.seconds >= progress.times["data"] >= 0
    return re.sub(r"\d\.\d\d s", "0.00 s", "".join(lines))


def test_plain_lines_off_a_terminal() -> None:
    assert told(live=False) == "   0.00 s  data\n"


def test_live_steps_on_a_terminal() -> None:
    clear = "\r\x1b[K"
    assert told(live=True) == f"  … data{clear}   0.00 s  data\n  … figures{clear}"


def test_a_trace_has_each_step_where_it_began() -> None:
    progress = Progress(lambda _: None, live=False)
    for name in ("data", "figures"):
        with progress.step(name):
            pass
    first, second = json.loads(progress.trace())["traceEvents"]
    assert (first["name"], second["name"], first["ph"]) == ("data", "figures", "X")
    assert second["ts"] >= first["ts"] + first["dur"] - 1
    assert second["dur"] == round(progress.times["figures"] * 1e6)


def test_silence() -> None:
    assert told(live=True, silent=True, verbose=True) == ""


def test_notes_for_those_who_ask() -> None:
    assert told(live=False, verbose=True) == "   0.00 s  data\n           three facts\n"
