"""Telling people how far the work is."""

from __future__ import annotations

import json
import re

import pytest

from report.engine.progress import Progress
from report.engine.steps import Step


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


def test_parts_are_shown_on_a_terminal_and_told_in_verbose_mode_elsewhere() -> None:
    for live, verbose, shown in (
        (True, False, "\r\x1b[K  … print: part 2 of 7"),
        (False, False, ""),
        (False, True, "           print: part 2 of 7\n"),
    ):
        lines: list[str] = []
        progress = Progress(lines.append, live=live, verbose=verbose)
        progress.part("print", 2, 7)
        assert "".join(lines) == shown


def test_a_trace_has_the_steps_of_each_target_in_a_row_of_its_own() -> None:
    progress = Progress(lambda _: None, live=False)
    with progress.step("print"):
        pass
    progress.add("print", [Step("part 1", 1.0, 0.5, 1, ("its elements changed",))])
    progress.add("screen", [Step("fonts", 2.0, 0.25)])
    _, part, fonts = json.loads(progress.trace())["traceEvents"]
    assert (part["cat"], part["tid"], part["dur"]) == ("print", 2, 500_000)
    assert part["args"] == {"why": ["its elements changed"]}
    assert (fonts["cat"], fonts["tid"], "args" in fonts) == ("screen", 3, False)
