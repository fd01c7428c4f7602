"""One report that is served, for all tests of this folder in a process."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.serve.browser.driver import Desk, until
from tests.serve.browser.project import write_project
from tests.serve.served import Served, serving

_OUTPUT = ("build", ".git")
# The machines of tests may be slow.
expect.set_options(timeout=20_000)


@pytest.fixture(scope="session")
def served_report(tmp_path_factory: pytest.TempPathFactory, served_cache: Path) -> Iterator[Served]:
    """The report, served as long as tests run."""
    folder = tmp_path_factory.mktemp("served")
    with serving(write_project(folder / "report"), served_cache) as served:
        yield served


def _files(folder: Path) -> dict[str, bytes]:
    """Return the files of a project, without what is made of them."""
    paths = (path for path in folder.rglob("*") if path.is_file())
    names = ((path.relative_to(folder).as_posix(), path) for path in paths)
    return {name: path.read_bytes() for name, path in names if not name.startswith(_OUTPUT)}


def _pictures(served: Served) -> list[str] | None:
    """Return what the pages look like; None while they are being made."""
    state = served.state()
    if state["building"] or state["problem"]:
        return None
    return [page["sha256"] for page in state["pages"]]


@pytest.fixture(scope="session")
def as_written(served_report: Served) -> tuple[dict[str, bytes], list[str]]:
    """The files and the pages of the report before any test has changed them."""
    pictures = until(lambda: _pictures(served_report), "the first pages")
    return _files(served_report.folder), pictures or []


@pytest.fixture
def served(
    served_report: Served, as_written: tuple[dict[str, bytes], list[str]]
) -> Iterator[Served]:
    """The report that is served; what a test changes in it is put back."""
    files, pictures = as_written
    yield served_report
    if served_report.state()["target"] != "screen":
        served_report.post("/api/target", {"target": "screen"})
    folder = served_report.folder
    now = _files(folder)
    for name in now.keys() - files.keys():
        (folder / name).unlink()
    for name, content in files.items():
        if now.get(name) != content:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content)
    if now != files:
        until(lambda: _pictures(served_report) == pictures, "the pages as they were")


def _window(browser: Any, served: Served, **options: Any) -> Desk:
    """Open an empty window, by default that of a laptop."""
    context = browser.new_context(**{"viewport": {"width": 1280, "height": 800}, **options})
    context.set_default_timeout(20_000)
    return Desk(context.new_page(), served)


@pytest.fixture(scope="module")
def laptop(browser: Any, served_report: Served) -> Iterator[Desk]:
    """A window that the tests of a file use one after the other: opening one takes a second."""
    desk = _window(browser, served_report)
    yield desk
    desk.page.context.close()


@pytest.fixture
def new_desk(browser: Any, laptop: Desk, served: Served) -> Iterator[Any]:
    """A function that shows the report in a window, with options of Playwright; once in a test."""
    desks: list[Desk] = []

    def make(place: str = "#page=1&view=single&zoom=page", **options: Any) -> Desk:
        assert not desks
        desks.append(_window(browser, served, **options) if options else laptop)
        desks[0].open(place)
        return desks[0]

    yield make
    for desk in desks:
        if desk is laptop:
            desk.leave()
        else:
            desk.page.context.close()
    assert [complaint for desk in desks for complaint in desk.complaints] == []


@pytest.fixture
def desk(new_desk: Any) -> Desk:
    """The page in a window of a laptop."""
    made: Desk = new_desk()
    return made
