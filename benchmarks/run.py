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
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

from report.engine import document, making, reading
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


def measure(command: list[str]) -> tuple[float, float]:
    """Run a command; gives its wall time in seconds and its peak memory in MB."""
    peak = 0.0
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
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


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("-C", type=Path, default=Path(), dest="folder")
    options = parser.parse_args()
    project = Project.at(options.folder)
    python = sys.executable
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        arguments = export(project, folder)
        commands = {
            "report build --target screen": [
                *(python, "-m", "report", "-C", str(project.root), "-q"),
                *("build", "--target", "screen", "-o", str(folder / "out"), "--no-cache"),
            ],
            "weasyprint on the same HTML": [
                *(python, "-m", "weasyprint", *arguments),
                *(str(folder / "index.html"), str(folder / "plain.pdf")),
            ],
            "report build, nothing changed": [
                *("env", f"REPORT_CACHE={folder / 'cache'}"),
                *(python, "-m", "report", "-C", str(project.root), "-q"),
                *("build", "--target", "screen", "-o", str(folder / "kept")),
            ],
        }
        taken: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
        for _ in range(options.rounds + 1):
            for label, command in commands.items():
                taken[label].append(measure(command))
    print(f"{options.rounds} rounds, alternating; {os.cpu_count()} cores\n")
    medians = {}
    for label, runs in taken.items():
        counted = runs[1:]  # the first round warms the disk and the font cache
        medians[label] = statistics.median(seconds for seconds, _ in counted)
        memory = max(memory for _, memory in counted)
        print(f"{label:32} {medians[label]:6.2f} s   {memory:5.0f} MB")
    ours, plain, _ = medians.values()
    print(f"{'ratio':32} {ours / plain:6.2f}\n")
    for label, seconds in in_process(project, options.rounds).items():
        print(f"  {label:30} {seconds:6.2f} s")


if __name__ == "__main__":
    main()
