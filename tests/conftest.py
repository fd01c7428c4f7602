"""What most tests need: a small report of their own, and a judge for bad input."""

from __future__ import annotations

import gc
import os
import shutil
import signal
from collections import Counter
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from report.engine import build
from report.engine.alone import alone
from report.engine.worker import worker
from report.figures.declared import declare_drawings
from report.findings.diagnostics import CODES, Severity
from tests import remembered, small_report
from tests.small_report import LAST_GOOD, Outcome, contents, write_report

# A busy machine is no fault; the same examples every time keep a commit's tests the same.
settings.register_profile("report", deadline=None, derandomize=True)
settings.load_profile("report")

# A shell that starts the tests in the background lets them, and all they start, ignore Ctrl-C.
signal.signal(signal.SIGINT, signal.default_int_handler)

# Tests of the model alone know the drawings too.
declare_drawings()

# Every build of a test is a build: a test that is about the cache turns it on.
os.environ["REPORT_NO_CACHE"] = "1"

# For builds of fixtures too, which are made before any fixture of a test.
# Starting a process takes longer than most builds of the tests. Tests of the second process use it
# (the mark ``two_processes``), and so does every command that is run as a process.
build.worker = alone  # type: ignore[attr-defined, assignment]

remembered.templates()
remembered.stylesheets()
remembered.characters()
remembered.program()


#: Files that take long, the longest first: begun last, one would keep a single process busy.
LONG = (
    *("test_cluster.py", "test_chapter.py", "test_adding.py", "test_damaged.py"),
    "test_preflight.py",
    *("test_build.py", "test_parts.py", "test_cli.py", "test_edits.py", "test_awkward.py"),
    *("test_new.py", "test_new_esg.py", "test_photos.py", "test_repeats.py", "test_docs.py"),
)


#: Files that build reports, the lines of which are run by other tests too. Traced for coverage, a
#: build takes twice as long.
BUILDING = (
    *("test_adding.py", "test_awkward.py", "test_benchmark_lines.py", "test_chapter.py"),
    *("test_fuzz_builds.py", "test_geometry.py", "test_grid.py", "test_promises.py"),
    *("test_published.py", "engine/test_cropped.py", "typesetting/test_any_document.py"),
)


#: How many cases of a test have been collected, by the test.
_cases: Counter[str] = Counter()


def pytest_itemcollected(item: pytest.Item) -> None:
    """Leave all but the first cases of a test marked ``variants(n)`` to the slow tests."""
    marker = item.get_closest_marker("variants")
    if marker is not None:
        name = item.nodeid.partition("[")[0]
        _cases[name] += 1
        if _cases[name] > marker.args[0]:
            item.add_marker("slow")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take long; all else stays in its order, which may be random."""
    places = {name: place for place, name in enumerate(LONG)}
    items.sort(key=lambda item: places.get(item.path.name, len(LONG)))
    folder = Path(__file__).parent
    for item in items:
        if item.path.relative_to(folder).as_posix() in BUILDING:
            item.add_marker("no_cover")


def pytest_collection_finish() -> None:
    """Take all that has been loaded by now for what stays: it is not looked at for garbage."""
    gc.freeze()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Leave the fixtures and the processes of a test marked ``no_cover`` untraced, as it is."""
    plugin: Any = item.config.pluginmanager.getplugin("_cov")
    coverage = getattr(plugin, "cov_controller", None)
    if coverage is None or not item.get_closest_marker("no_cover"):
        return (yield)
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("COVERAGE_PROCESS_CONFIG", raising=False)
        coverage.pause()
        try:
            return (yield)
        finally:
            if not coverage.started:
                coverage.resume()


def pytest_runtest_setup() -> None:
    """Look whether the engine and preflight have been loaded by now."""
    remembered.fonts()
    remembered.profiles()
    remembered.ink()
    remembered.art()
    remembered.recordings()
    remembered.words()


@pytest.fixture(autouse=True)
def two_processes(request: pytest.FixtureRequest) -> Iterator[None]:
    """Give a test with the mark ``two_processes`` the second process."""
    if not request.node.get_closest_marker("two_processes"):
        yield
        return
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(build, "worker", worker)
        yield


Edit = Callable[[str, str, str], None]
Run = Callable[..., Outcome]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A small, sound report in a folder of its own; templates and styles are the theme's."""
    return write_report(tmp_path / "報告 2020")


@pytest.fixture
def edit(project: Path) -> Edit:
    """Replace a text that stands once in a file of the project."""

    def replace(name: str, old: str, new: str) -> None:
        path = project / name
        before = path.read_text(encoding="utf-8")
        assert before.count(old) == 1, (name, old, before.count(old))
        path.write_text(before.replace(old, new), encoding="utf-8")

    return replace


@pytest.fixture
def run(project: Path) -> Run:
    """Run the command on the project."""

    def call(*args: str | Path) -> Outcome:
        return small_report.run("-C", project, *args)

    return call


@dataclass(frozen=True)
class Judge:
    """Holds ``check`` and ``build`` to what is promised for bad input."""

    project: Path

    def __call__(
        self,
        code: str,
        place: str,
        *says: str,
        exit_code: int = 1,
        options: tuple[str, ...] = (),
        by: tuple[str, ...] = ("check", "build"),
    ) -> dict[str, Any]:
        """Expect one error and nothing else, from each command; gives it.

        ``says`` are parts of its message or hint. The PDFs of the earlier build must be what
        they were, and nothing else may lie beside them.
        """
        assert CODES[code][0] is Severity.ERROR or options, "only an error stops the work"
        found: dict[str, Any] = {}
        for command in by:
            outcome = small_report.run("-C", self.project, "--format", "json", command, *options)
            assert outcome.exit_code == exit_code, outcome
            (found,) = [one for one in outcome.found if one["severity"] == "error"]
            assert found["code"] == code, found
            where = f"{found['file']}:{found['line']}:{found['column']}"
            assert where == place, found
            assert found["hint"], found
            for part in says:
                assert part in f"{found['message']} → {found['hint']}", found
            assert contents(self.project / "build") == LAST_GOOD
        return found


@pytest.fixture
def bad(project: Path) -> Judge:
    """The judge for the project."""
    return Judge(project)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Chromium, that of the system: Playwright's own is not needed.

    It ends with its file: as long as Playwright runs, no test of this process can run asyncio.
    """
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("Chromium is not installed (Debian: apt-get install chromium)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu"]
        )
        yield started
        started.close()
