"""Measures `report serve`: from a save to the new pixels in the browser, beside the other way.

    .venv/bin/python -m benchmarks.serve [--count 20] [--saves 300] [-C DIR]

A copy of the project is served to Chromium, and its files are edited and saved as an editor does
it. The time goes from just before a file is written until the frame in which the browser shows the
page's next picture. Printed are p50 and p95 for each kind of edit: prose in the shortest and in the
longest section, a colour of the theme until all pages in view are new. In the same run the same
edit of prose is made and `report build --target screen` and `report pages` are run after it, as
without the server, and plain WeasyPrint on the HTML of the report. `--saves` more edits follow, and
the memory of the server's processes (resident, shared pages counted once for each process) and of
the page's script is told before and after.
"""

from __future__ import annotations

import argparse
import functools
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx

from benchmarks.edits import copy
from benchmarks.run import export, measure
from report.project.project import Project

if TYPE_CHECKING:
    from playwright.sync_api import Page

#: Seconds after which an edit that is not seen ends the run.
PATIENCE = 60
#: Notes when each page shows its next picture, in ms since 1970.
_NOTE = """() => {
  window.shown = {};
  new MutationObserver((changes) => {
    for (const { target } of changes) {
      const number = target.dataset.number;
      requestAnimationFrame(() => { window.shown[number] = Date.now(); });
    }
  }).observe(document.getElementById("table"), { attributeFilter: ["data-look"], subtree: true });
}"""
_IN_VIEW = """() => {
  const seen = document.getElementById("desk").getBoundingClientRect();
  return [...document.querySelectorAll(".sheet")].filter((sheet) => {
    const box = sheet.getBoundingClientRect();
    return box.bottom > seen.top && box.top < seen.bottom;
  }).map((sheet) => sheet.dataset.number);
}"""
_PROSE = re.compile(r"^ +(?:- )?text: (?![\"'>|{*&])([^{}\n]{20,})$", re.MULTILINE)
_WORDS = ("亦", "再", "更", "也")


@dataclass(frozen=True, slots=True)
class Edit:
    """A kind of edit: its name, the file, the page to look at, and what the n-th save writes."""

    name: str
    file: Path
    page: int
    text: Callable[[int], str]
    #: The file's name within the project.
    name_of_file: str


class Server:
    """`report serve` as a process."""

    def __init__(self, folder: Path, cache: Path) -> None:
        self.env = {**os.environ, "REPORT_CACHE": str(cache)}
        arguments = ("--format", "json", "serve", str(folder), "--port", "0", "--no-open")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "report", *arguments],
            env=self.env,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit("report serve does not start")
        self.url = httpx.URL(json.loads(line)["url"])
        self.client = httpx.Client(timeout=PATIENCE)

    def ask(self, path: str, **values: object) -> Any:
        """Ask the interface."""
        asked = {**{name: str(value) for name, value in values.items()}, **dict(self.url.params)}
        return self.client.get(self.url.join(path), params=asked).raise_for_status().json()

    def rest(self) -> None:
        """Wait until nothing is being made."""
        end = time.monotonic() + PATIENCE
        while self.ask("/api/state")["building"]:
            if time.monotonic() > end:
                raise SystemExit("the build does not end")
            time.sleep(0.05)

    def after(self, change: Callable[[], object]) -> None:
        """Change a file, and wait until the build that follows has ended."""
        build = self.ask("/api/state")["build"]
        change()
        end = time.monotonic() + PATIENCE
        while self.ask("/api/state")["build"] == build:
            if time.monotonic() > end:
                raise SystemExit("the build does not begin")
            time.sleep(0.05)
        self.rest()

    def memory(self) -> float:
        """Return the resident memory of the server and the processes it has started, in MB."""
        parents = {}
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = stat.read_text().rpartition(")")[2].split()
            except OSError:
                continue
            parents[int(stat.parent.name)] = int(fields[1])
        found = {self.process.pid}
        while more := {pid for pid, parent in parents.items() if parent in found} - found:
            found |= more
        pages = 0
        for pid in found:
            try:
                pages += int(Path(f"/proc/{pid}/statm").read_text().split()[1])
            except OSError:
                continue
        return pages * os.sysconf("SC_PAGE_SIZE") / 1024**2

    def stop(self) -> None:
        """Stop the server."""
        self.client.close()
        self.process.terminate()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def _prose(file: Path, server: Server, root: Path) -> Edit | None:
    """Edit the first paragraph of a file; each save has another word in it than all others.

    None for a file that has none, or is not printed.
    """
    text = file.read_text(encoding="utf-8")
    found = _PROSE.search(text)
    if found is None:
        return None
    middle = (found.start(1) + found.end(1)) // 2
    line = text.count("\n", 0, found.start()) + 1
    try:
        place = server.ask("/goto", file=file.relative_to(root).as_posix(), line=line)
    except httpx.HTTPStatusError:
        return None
    return Edit(
        f"prose, {file.stem}",
        file,
        place["page"],
        lambda n: text[:middle] + _word(n) + text[middle:],
        file.relative_to(root).as_posix(),
    )


def _word(number: int) -> str:
    """Return a word that is another one for each number, so that no save makes known pages."""
    return "".join(_WORDS[number // 4**place % 4] for place in range(5))


def _colour(file: Path, section: Edit) -> Edit:
    """Edit the accent of a section."""
    text = file.read_text(encoding="utf-8")
    accent = re.search(r"^accent: (\w+)", section.file.read_text(encoding="utf-8"), re.MULTILINE)
    base = re.search(rf"{accent[1] if accent else 'first'}: \{{base: ([\w-]+)", text)
    name = base[1] if base else ""
    found = re.search(rf'^  {name}: .*srgb: "#(\w\w)', text, re.MULTILINE)
    if found is None:
        raise SystemExit(f"{file} has no colour for {section.file.name}")
    at = found.start(1)
    # Each save must change something: the colour that stands there is none of those that follow.
    others = [f"{one:02x}" for one in range(0xA0, 0xE0) if one != int(found[1], 16)]
    return Edit(
        "colour token, pages in view",
        file,
        section.page,
        lambda n: text[:at] + others[n % len(others)] + text[at + 2 :],
        "styles/tokens.yaml",
    )


def edits(server: Server, root: Path) -> list[Edit]:
    """Return the kinds of edits: in the shortest and in the longest section, and of a colour."""
    files = sorted((root / "data").rglob("*.yaml"), key=lambda path: path.stat().st_size)
    sections = [
        edit
        for path in files
        if re.search("^blocks:", path.read_text(encoding="utf-8"), re.MULTILINE)
        and (edit := _prose(path, server, root)) is not None
    ]
    if not sections:
        raise SystemExit("no section has a paragraph")
    short, long = sections[0], sections[-1]
    return [
        replace(short, name=f"{short.name} (the shortest)"),
        replace(long, name=f"{long.name} (the longest)"),
        _colour(root / "styles/tokens.yaml", long),
    ]


def _look(server: Server, page: Page, edit: Edit) -> list[str]:
    """Look at the page of an edit and save once; returns which pages in view the edit changes."""
    page.evaluate("place => { location.hash = place }", f"page={edit.page}&view=single&zoom=page")
    page.wait_for_selector(f".sheet[data-number='{edit.page}'] img")
    page.wait_for_timeout(1000)
    save(server, page, edit, [str(edit.page)], -1)
    server.rest()
    changed = {str(one) for one in server.ask("/api/state")["changed"]}
    return [one for one in page.evaluate(_IN_VIEW) if one in changed]


def save(server: Server, page: Page, edit: Edit, wanted: list[str], number: int) -> float:
    """Save once; returns the seconds until all wanted pages show their next picture."""
    server.rest()
    page.evaluate("() => { window.shown = {} }")
    text = edit.text(number).encode()
    began = time.time()
    edit.file.write_bytes(text)
    page.wait_for_function(
        "wanted => wanted.every((number) => number in window.shown)",
        arg=wanted,
        timeout=PATIENCE * 1000,
    )
    last = page.evaluate("wanted => Math.max(...wanted.map((one) => window.shown[one]))", wanted)
    return float(last) / 1000 - began


def today(env: dict[str, str], edit: Edit, root: Path, rounds: int) -> list[float]:
    """Time a build and the drawing of its pages after an edit, as it goes without the server.

    ``root`` is a copy that is not served, with a store of its own. The first build, which fills it,
    does not count.
    """
    env = {**env, "REPORT_CACHE": str(root.with_name("other-cache"))}
    found = []
    for number in range(rounds + 1):
        (root / edit.name_of_file).write_text(edit.text(number), encoding="utf-8")
        began = time.perf_counter()
        for arguments in (("build", "--target", "screen"), ("pages",)):
            command = [sys.executable, "-m", "report", "-C", str(root), *arguments]
            subprocess.run(command, env=env, check=True, capture_output=True)
        found.append(time.perf_counter() - began)
    return found[1:]


def alone(root: Path, rounds: int) -> list[float]:
    """Time plain WeasyPrint, its own command line, on the HTML of the report."""
    place = root.with_name("plain")
    place.mkdir()
    options = export(Project.at(root), place)
    command = [sys.executable, "-m", "weasyprint", *options, str(place / "index.html")]
    return [measure([*command, str(place / "plain.pdf")])[0] for _ in range(rounds)]


@contextmanager
def _browser() -> Iterator[Page]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        try:
            yield browser.new_page(viewport={"width": 1280, "height": 800})
        finally:
            browser.close()


def _script(page: Page) -> float:
    """Return the memory of the page's script after tidying up, in MB."""
    session = page.context.new_cdp_session(page)
    session.send("HeapProfiler.collectGarbage")
    usage = session.send("Runtime.getHeapUsage")
    session.detach()
    return float(usage["usedSize"]) / 1024**2


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--count", type=int, default=20, help="saves of each kind")
    parser.add_argument("--rounds", type=int, default=3, help="builds without the server")
    parser.add_argument("--saves", type=int, default=300, help="saves while memory is watched")
    parser.add_argument("-C", dest="folder", type=Path, default=Path.cwd(), metavar="DIR")
    options = parser.parse_args()
    if shutil.which("chromium") is None:
        raise SystemExit("Chromium is not installed; on Debian: apt-get install chromium")
    with tempfile.TemporaryDirectory() as place:
        root = Path(place) / "report"
        other = Path(place) / "other"
        for folder in (root, other):
            copy(Project.at(options.folder), folder)
        server = Server(root, Path(place) / "cache")
        try:
            with _browser() as page:
                page.goto(str(server.url))
                page.wait_for_selector(".sheet img")
                page.evaluate(_NOTE)
                _measure(server, page, (root, other), options)
        finally:
            server.stop()


def _measure(
    server: Server, page: Page, folders: tuple[Path, Path], options: argparse.Namespace
) -> None:
    root, other = folders
    kinds = edits(server, root)
    medians = []
    for edit in kinds:
        original = edit.file.read_bytes()
        wanted = _look(server, page, edit)
        times = sorted(save(server, page, edit, wanted, n) for n in range(options.count))
        late = times[min(len(times) - 1, round(0.95 * len(times)))]
        medians.append(statistics.median(times))
        print(f"{edit.name:<40} p50 {medians[-1]:5.2f} s   p95 {late:5.2f} s", flush=True)
        server.after(functools.partial(edit.file.write_bytes, original))
    if options.rounds:
        usual = statistics.median(today(server.env, kinds[0], other, options.rounds))
        print(f"{'build and pages, without the server':<40} p50 {usual:5.2f} s", flush=True)
        print(f"{'saved and seen, of that':<40} {medians[0] / usual:9.2f} ×", flush=True)
        plain = statistics.median(alone(other, options.rounds))
        print(f"{'weasyprint on the same HTML':<40} p50 {plain:5.2f} s", flush=True)
        print(f"{'saved and seen, of that':<40} {medians[0] / plain:9.2f} ×", flush=True)
    if options.saves:
        _watch_memory(server, page, kinds[0], options.saves)


def _watch_memory(server: Server, page: Page, edit: Edit, saves: int) -> None:
    """Save many times; a tenth of them first, until all that is kept is filled."""
    wanted = _look(server, page, edit)
    marks = []
    for number in range(saves + saves // 10):
        save(server, page, edit, wanted, number)
        if number in (saves // 10, saves + saves // 10 - 1):
            server.rest()
            marks.append((server.memory(), _script(page)))
    (first, first_script), (last, last_script) = marks
    change = 100 * (last / first - 1)
    print(f"memory over {saves} saves: server {first:.0f} → {last:.0f} MB ({change:+.1f} %), "
          f"script of the page {first_script:.1f} → {last_script:.1f} MB")  # fmt: skip


if __name__ == "__main__":
    main()
