"""The server goes away under an open page, and comes back."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any

import httpx
from playwright.sync_api import expect

from tests.serve.browser.driver import Desk, until
from tests.serve.served import serving
from tests.small_report import write_report


def test_stopped_and_started(browser: Any, tmp_path: Path, served_cache: Path) -> None:
    """The last pages stay, reconnecting is said, and a new server is known to be another one."""
    folder = write_report(tmp_path / "report")
    section = folder / "data/section.yaml"
    text = section.read_text(encoding="utf-8")
    section.write_text(text[: text.index("  - type: picture")], encoding="utf-8")
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    with contextlib.closing(context), contextlib.ExitStack() as first:
        own = first.enter_context(serving(folder, served_cache))
        desk = Desk(context.new_page(), own)
        desk.open("#page=2&view=single&zoom=page")
        page, before = desk.page, desk.pixels(2)
        own.stop()
        expect(page.locator("#status")).to_have_text("Reconnecting…", timeout=5000)
        expect(page.locator("#banner")).to_contain_text("does not answer")
        assert desk.pixels(2) == before
        # Saved while nobody looked.
        own.replace("data/section.yaml", "公司", "本公司")
        with serving(folder, served_cache, port=httpx.URL(own.url).port or 0) as new:
            _meets(desk, Desk(context.new_page(), new), before)


def _meets(desk: Desk, other: Desk, before: int) -> None:
    """A page meets a new server, the address of which is opened beside."""
    page = desk.page
    # By now it waits some seconds between two attempts; this ends the wait.
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("#banner")).to_contain_text("Another server answers", timeout=20_000)
    assert desk.pixels(2) == before
    # Its cookie lets the old page go on as well.
    other.open("#page=2&view=single&zoom=page")
    page.bring_to_front()
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("#light")).to_have_attribute("data-state", "ready", timeout=20_000)
    expect(page.locator("#banner")).to_be_hidden()
    desk.changes(2, before)
    until(lambda: desk.pixels(2) == other.pixels(2), "the same page in both")
    assert desk.complaints + other.complaints == []
