"""Measures `report build` against plain WeasyPrint on the same HTML, side by side in one run.

    .venv/bin/python -m benchmarks.run [--rounds 5] [-C DIR]

Machines are noisy, so the two are run alternately, and what counts is the ratio of the medians
of one run, not the seconds. Printed are: the whole command from a cold start, plain WeasyPrint
(its own command line) on the HTML, CSS and SVG that the command makes, the steps inside, and
the peak memory (proportional set size, all processes together).
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.edits import copy
from report.engine import document, making, reading
from report.engine.store import FOLDER
from report.markup.document import BASE_URL
from report.model.target import SCREEN
from report.project.project import Project
from report.typesetting.stylesheets import LAYERS, stylesheets

MB = 1024


def export(project: Project, folder: Path) -> list[str]:
    """Write the HTML, styles and drawings of the screen PDF; gives WeasyPrint's arguments."""
    content = reading.read(project)
    wanted = reading.requests(content.report, content.theme)
    drawings = making.draw(wanted, content.theme, content.project)
    (folder / "figures").mkdir()
    for name, svg in document.coloured(drawings, content.theme, SCREEN).items():
        (folder / "figures" / f"{name}.svg").write_text(svg, encoding="utf-8")
    html = document.mark_up(content, drawings, SCREEN).replace(BASE_URL, "")
    (folder / "index.html").write_text(html, encoding="utf-8")
    needed = {block.type for _, block in content.report.blocks()}
    sheets = stylesheets(project, content.theme, SCREEN, needed)
    css = [f"@layer {', '.join(LAYERS)};"]
    css += [f"@layer {sheet.layer} {{\n{sheet.text}\n}}" for sheet in sheets]
    (folder / "all.css").write_text("\n".join(css), encoding="utf-8")
    making.isolate_fonts(project, content.theme)
    return ["-s", str(folder / "all.css"), "--pdf-variant", str(SCREEN.variant), "-q"]


def measure(
    command: list[str], environment: Mapping[str, str] | None = None
) -> tuple[float, float]:
    """Run a command; gives its wall time in seconds and its peak memory in MB.

    ``environment`` has variables that it is given beside those of this process.
    """
    peak = 0.0
    start = time.perf_counter()
    process = subprocess.Popen(
        command,
        env={**os.environ, **(environment or {})},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    done = threading.Event()

    def watch() -> None:
        nonlocal peak
        while not done.is_set():
            peak = max(peak, sum(_pss(pid) for pid in _tree(process.pid)))
            time.sleep(0.05)

    watcher = threading.Thread(target=watch)
    watcher.start()
    _, errors = process.communicate()
    took = time.perf_counter() - start
    done.set()
    watcher.join()
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{errors.decode()}")
    return took, peak


def _tree(pid: int) -> list[int]:
    found = [pid]
    try:
        for task in Path(f"/proc/{pid}/task").glob("*/children"):
            for child in task.read_text().split():
                found += _tree(int(child))
    except OSError:  # the process has ended in the meantime
        return found
    return found


def _pss(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / MB


def in_process(project: Project, rounds: int) -> dict[str, float]:
    """Time each of our own steps with everything imported; gives medians in seconds."""
    from report.press.finish import finish
    from report.typesetting.engine import typeset

    content = reading.read(project)
    wanted = reading.requests(content.report, content.theme)
    drawings = making.draw(wanted, content.theme, content.project)
    html = document.mark_up(content, drawings, SCREEN)
    needed = {block.type for _, block in content.report.blocks()}
    sheets = stylesheets(project, content.theme, SCREEN, needed)
    svgs = document.coloured(drawings, content.theme, SCREEN)
    pdf = typeset(html, sheets, svgs, SCREEN, project, BASE_URL).pdf
    steps: dict[str, Callable[[], object]] = {
        "data": lambda: reading.read(project),
        "figures": lambda: making.draw(wanted, content.theme, content.project),
        "markup": lambda: document.mark_up(content, drawings, SCREEN),
        "typesetting": lambda: typeset(html, sheets, svgs, SCREEN, project, BASE_URL),
        "press": lambda: finish(pdf, SCREEN, None),
    }
    times: dict[str, list[float]] = {name: [] for name in steps}
    for _ in range(rounds):
        for name, step in steps.items():
            start = time.perf_counter()
            step()
            times[name].append(time.perf_counter() - start)
    return {name: statistics.median(taken) for name, taken in times.items()}


@dataclass(frozen=True, slots=True)
class Case:
    """A command to measure, and what is done before each run; the number of the run is given."""

    label: str
    command: list[str]
    prepare: Callable[[int], None] = lambda _: None
    #: The label of the case against which it is compared, and the ratio that it must not exceed.
    against: str = ""
    goal: float = 0.0


PLAIN = "weasyprint on the same HTML"
EMPTY = "report build, store empty"


class Edited:
    """A copy of a project with a store of its own, in which one text or colour is edited."""

    def __init__(self, project: Project, folder: Path) -> None:
        self.folder = folder
        self.cache = folder / "cache"
        copy(project, folder / "project")

    def command(self, *options: str, cache: Path | None = None) -> list[str]:
        """Return the command that builds the copy."""
        return [
            *("env", f"REPORT_CACHE={cache or self.cache}", sys.executable, "-m", "report"),
            *("-C", str(self.folder / "project"), "-q", "build"),
            *(options or ("--target", "screen")),
        ]

    def edit(self, name: str, pattern: str, new: Callable[[int], str]) -> Callable[[int], None]:
        """Return a function that edits the first match of a pattern in a file."""
        path = self.folder / "project" / name
        before = path.read_text(encoding="utf-8")

        def change(number: int) -> None:
            text, count = re.subn(pattern, lambda match: match[1] + new(number), before, count=1)
            if not count:
                raise SystemExit(f"{name} has nothing to edit")
            path.write_text(text, encoding="utf-8")

        return change

    def clear(self, _: int = 0) -> None:
        """Empty the store that every run fills; fontconfig's files stay, as those of others do."""
        shutil.rmtree(self.folder / "empty" / FOLDER, ignore_errors=True)


def cases(project: Project, folder: Path) -> list[Case]:
    """Return what is measured: whole builds, and builds after one edit."""
    arguments = export(project, folder)
    edited = Edited(project, folder / "edited")
    sections = sorted(
        (path for path in (edited.folder / "project" / "data").glob("*/*.yaml")),
        key=lambda path: path.stat().st_size,
    )
    short, long = (
        str(path.relative_to(edited.folder / "project")) for path in sections[:: len(sections) - 1]
    )
    empty = edited.folder / "empty"
    paragraph = r"(text: [^{\n]*?)[\u4e00-\u9fff]"
    return [
        Case(
            PLAIN,
            [
                *(sys.executable, "-m", "weasyprint", *arguments),
                *(str(folder / "index.html"), str(folder / "plain.pdf")),
            ],
        ),
        Case(EMPTY, edited.command(cache=empty), edited.clear, PLAIN, 0.75),
        Case(
            f"{short} edited", edited.command(), edited.edit(short, paragraph, _other), PLAIN, 0.4
        ),
        Case(f"{long} edited", edited.command(), edited.edit(long, paragraph, _other), PLAIN, 0.6),
        Case(
            "a colour edited",
            edited.command(),
            edited.edit(
                "styles/tokens.yaml",
                r'(srgb: "?#[0-9a-fA-F]{5})[0-9a-fA-F]',
                lambda n: f"{n % 16:x}",
            ),
            PLAIN,
            0.75,
        ),
        Case("nothing changed", edited.command()),
        Case(
            "both PDFs, store empty",
            edited.command("--target", "all", cache=empty),
            edited.clear,
            EMPTY,
            1.6,
        ),
        Case(
            "one process, store empty",
            edited.command("--target", "screen", "--jobs", "1", cache=empty),
            edited.clear,
            PLAIN,
        ),
    ]


def _other(number: int) -> str:
    """Return a character that the text did not have there in the run before."""
    return "數新建公司服務網絡客戶"[number % 11]


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("-C", type=Path, default=Path(), dest="folder")
    options = parser.parse_args()
    project = Project.at(options.folder)
    with tempfile.TemporaryDirectory() as name:
        listed = cases(project, Path(name))
        taken: dict[str, list[tuple[float, float]]] = {case.label: [] for case in listed}
        for number in range(options.rounds + 1):
            for case in listed:
                case.prepare(number)
                taken[case.label].append(measure(case.command))
    print(f"{options.rounds} rounds, alternating; {os.cpu_count()} cores; wall time, peak memory\n")
    # The first round warms the disk and the font cache.
    medians = {
        label: statistics.median(one for one, _ in runs[1:]) for label, runs in taken.items()
    }
    most = {label: max(memory for _, memory in runs[1:]) for label, runs in taken.items()}
    for case in listed:
        line = f"{case.label:32} {medians[case.label]:6.2f} s   {most[case.label]:5.0f} MB"
        if case.against:
            line += f"   {medians[case.label] / medians[case.against]:5.2f}"
            line += f"   {most[case.label] / most[case.against]:5.2f}"
            line += f"   goal {case.goal}" if case.goal else ""
        print(line)
    print()
    for label, seconds in in_process(project, options.rounds).items():
        print(f"  {label:30} {seconds:6.2f} s")


if __name__ == "__main__":
    main()
