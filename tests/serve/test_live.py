"""Pages are shown before they are finished, and taken back when they cannot be finished."""

from __future__ import annotations

import asyncio
import hashlib
import io
import time
from collections.abc import Awaitable, Callable
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pikepdf
import pytest

from report.engine.early import Pages
from report.engine.store import Store
from report.findings.diagnostics import diagnostic
from report.pages.viewer import Viewer
from report.project.project import Project
from report.serve import answers
from report.serve.app import _of_now
from report.serve.editor import Editor
from report.serve.live import Live, Options
from report.serve.messages import Begun, Changed, Edition, Ended, Grid
from report.serve.sources import Sources
from tests.small_report import write_report

GRID = Grid(10, 10, 10, 20, 12, 20, 5, 200)


def pdf(*grays: float, width: int = 200) -> bytes:
    """Return a PDF with a page of each gray."""
    out = io.BytesIO()
    with pikepdf.new() as document:
        for gray in grays:
            page = document.add_blank_page(page_size=(width, 300))
            page.contents_add(b"%.1f g 0 0 900 900 re f" % gray)
        document.save(out)
    return out.getvalue()


def drawn(gray: float) -> bytes:
    """Return the picture of a gray page."""
    with closing(Viewer(pdf(gray))) as viewer:
        return viewer.png(1)


def edition(*grays: float) -> Edition:
    prints = tuple(f"gray {gray}" for gray in grays)
    return Edition("screen", pdf(*grays), prints, (), "", GRID, (), 0)


def changed(at: int, gray: float, *others: float, width: int = 200) -> Changed:
    """Return the news that one of the pages has another gray."""
    prints = [f"gray {one}" for one in others]
    prints[at - 1] = f"gray {gray}"
    return Changed("screen", Pages(pdf(gray, width=width), (at,), tuple(prints)))


@pytest.fixture
def build(tmp_path: Path) -> Callable[..., Any]:
    """Play what the process that makes pages says in a few builds, and look after each."""

    def play(*builds: tuple[Any, ...], look: Callable[[Live, Any], Awaitable[None]]) -> None:
        async def run() -> None:
            live = Live(
                Project.at(write_report(tmp_path / "report")),
                Store(None),
                Options(),
                lambda _: None,
            )
            live.whole.set()
            process: Any = SimpleNamespace(is_alive=True, send=lambda _: None, kill=lambda: 0)
            live._process = process
            for messages in builds:
                task = asyncio.create_task(live._build_once())
                for message in messages:
                    live._heard.put_nowait(message)
                    while not live._heard.empty():
                        await asyncio.sleep(0.01)
                    await asyncio.sleep(0.1)
                    await look(live, message)
                await task
            for book in {
                id(one): one
                for one in (*live.books.values(), *live.previous.values(), *live.start.values())
            }.values():
                await book.close()
            live.drawer.stop()

        asyncio.run(run())

    return play


FIRST = (Begun(("data/a.yaml",)), edition(0.1, 0.2, 0.3), Ended((), {}))
WRONG = Ended((diagnostic("D806", "this is a fault of report itself"),), {}, failed=True)


def test_a_page_is_shown_before_it_is_finished(build: Any) -> None:
    seen: list[tuple[str, bool, list[int]]] = []

    async def look(live: Live, message: Any) -> None:
        if live.book is None:
            return
        picture = await live.book.picture(2)
        gray = next(one for one in (0.2, 0.5) if picture == drawn(one))
        if not isinstance(message, Begun):
            seen.append((f"{type(message).__name__} {gray}", live.whole.is_set(), live.changed))

    build(
        FIRST,
        (
            Begun(("data/a.yaml",)),
            changed(2, 0.5, 0.1, 0.2, 0.3),
            edition(0.1, 0.5, 0.3),
            Ended((), {}),
        ),
        look=look,
    )
    assert seen[:2] == [("Edition 0.2", True, [1, 2, 3]), ("Ended 0.2", True, [1, 2, 3])]
    assert seen[2:] == [
        ("Changed 0.5", False, [2]),
        ("Edition 0.5", True, [2]),
        ("Ended 0.5", True, [2]),
    ]


def test_the_pages_before_come_back_when_the_new_ones_cannot_be_finished(build: Any) -> None:
    shown: list[tuple[str, ...]] = []

    async def look(live: Live, _: Any) -> None:
        if live.book is not None:
            shown.append(live.book.edition.prints)

    build(FIRST, (Begun(("a",)), changed(2, 0.5, 0.1, 0.2, 0.3), WRONG), look=look)
    before = FIRST[1].prints
    assert shown == [before, before, before, ("gray 0.1", "gray 0.5", "gray 0.3"), before]


def test_what_was_shown_early_is_no_version_of_its_own(build: Any) -> None:
    versions: list[Any] = []

    async def look(live: Live, message: Any) -> None:
        if isinstance(message, Ended):
            book = live.previous.get("screen")
            versions.append(book and book.edition.prints)

    second = edition(0.1, 0.5, 0.3)
    build(
        FIRST,
        (Begun(("a",)), changed(2, 0.5, 0.1, 0.2, 0.3), second, Ended((), {})),
        (Begun(("a",)), edition(0.9, 0.5, 0.3), Ended((), {})),
        look=look,
    )
    assert versions == [None, FIRST[1].prints, second.prints]


def test_a_page_of_another_size_waits_until_it_is_finished(build: Any) -> None:
    shown: list[int] = []

    async def look(live: Live, message: Any) -> None:
        if isinstance(message, Changed):
            assert live.book
            assert live.whole.is_set()
            shown.append(len({*live.book.edition.prints} - {*FIRST[1].prints}))

    build(
        FIRST,
        (
            Begun(("a",)),
            changed(2, 0.5, 0.1, 0.2, 0.3, width=400),
            edition(0.1, 0.5, 0.3),
            Ended((), {}),
        ),
        look=look,
    )
    assert shown == [0]


def test_what_changes_after_all_is_told_too(build: Any) -> None:
    """The finished pages are believed, whatever was shown before."""
    found: list[list[int]] = []

    async def look(live: Live, message: Any) -> None:
        if isinstance(message, Ended):
            found.append(live.changed)

    build(
        FIRST,
        (
            Begun(("a",)),
            changed(2, 0.5, 0.1, 0.2, 0.3),
            edition(0.1, 0.5, 0.7),
            Ended((), {}),
        ),
        look=look,
    )
    assert found[-1] == [2, 3]


def test_the_state_is_told_while_pages_are_replaced(
    build: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A state that is being told needs pages that are closed meanwhile."""
    old, new = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6), (0.1, 0.2, 0.3, 0.4, 0.5, 0.7)
    asked: list[asyncio.Task[Any]] = []

    async def look(live: Live, message: Any) -> None:
        if isinstance(message, Changed):
            sources = Sources(live.project, Editor())
            live.drawer.forget(())  # as when so many pages have changed that none was compared
            assert live.book
            viewer = live.book._viewer
            draw = viewer.png

            def slowly(number: int, width: int | None = None) -> bytes:
                time.sleep(0.2)
                return draw(number, width)

            monkeypatch.setattr(viewer, "png", slowly)
            told = _of_now(lambda: answers.state(live, sources, []))
            asked.append(asyncio.create_task(told))
            await asyncio.sleep(0)
        elif isinstance(message, Ended) and asked:
            pages = (await asked[0])["pages"]
            assert [page["look"] for page in pages] == [f"gray {one}" for one in new]
            picture = await live.book.picture(6) if live.book else b""
            assert pages[5]["sha256"] == hashlib.sha256(picture).hexdigest()

    first = (Begun(("a",)), edition(*old), Ended((), {}))
    second = (Begun(("a",)), changed(6, 0.7, *old), edition(*new), Ended((), {}))
    build(first, second, look=look)
    assert asked
