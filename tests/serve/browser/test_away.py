"""The server goes away under an open page, and comes back."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any

import httpx
from playwright.sync_api import expect

from tests.serve.browser.driver import Desk, until
from tests.serve.browser.project import write_project
from tests.serve.served import Served, serving


def test_stopped_and_started(browser: Any, served_report: Served, tmp_path: Path) -> None:
    """The last pages stay, reconnecting is said, and a new server is known to be another one."""
    folder, cache = write_project(tmp_path / "report"), served_report.folder.parent / "cache"
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    with contextlib.closing(context), contextlib.ExitStack() as first:
        own = first.enter_context(serving(folder, cache))
        desk = Desk(context.new_page(), own)
        desk.open("#page=5&view=single&zoom=page")
        page, before = desk.page, desk.pixels(5)
        own.stop()
        expect(page.locator("#status")).to_have_text("Reconnecting…", timeout=5000)
        expect(page.locator("#banner")).to_contain_text("does not answer")
        assert desk.pixels(5) == before
        # Saved while nobody looked.
        own.replace("data/four.yaml", "用心服務用戶", "用心服務全體用戶")
        with serving(folder, cache, port=httpx.URL(own.url).port or 0) as new:
            _meets(desk, Desk(context.new_page(), new), before)


def _meets(desk: Desk, other: Desk, before: int) -> None:
    """A page meets a new server, the address of which is opened beside."""
    page = desk.page
    expect(page.locator("#banner")).to_contain_text("Another server answers", timeout=20_000)
    assert desk.pixels(5) == before
    # Its cookie lets the old page go on as well.
    other.open("#page=5&view=single&zoom=page")
    page.bring_to_front()
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("#light")).to_have_attribute("data-state", "ready", timeout=20_000)
    expect(page.locator("#banner")).to_be_hidden()
    desk.changes(5, before)
    until(lambda: desk.pixels(5) == other.pixels(5), "the same page in both")
    assert desk.complaints + other.complaints == []


def test_after_sleep(new_desk: Any) -> None:
    """A connection that was lost is made again at once when the page is looked at again."""
    desk: Desk = new_desk("#page=5&view=single&zoom=page")
    page, before = desk.page, desk.pixels(5)
    page.context.set_offline(True)
    # What is open stays open while a browser is offline: the stream is cut here.
    script = """async () => {
      const { Events } = await import('/static/interface.js');
      const states = [];
      const events = new Events(() => {}, (state) => states.push([state, performance.now()]));
      events.run();
      await new Promise((resolve) => setTimeout(resolve, 2500));
      window.states = states;
    }"""
    page.evaluate(script)
    states = page.evaluate("states.map(([state]) => state)")
    # With growing waits: 0.4 s, 0.8 s, 1.6 s.
    assert states == ["reconnecting"] * 3
    page.context.set_offline(False)
    until(lambda: page.evaluate("states.at(-1)[0]") == "connected", "the connection", 1.0)
    desk.served.replace("data/four.yaml", "用心服務用戶", "用心服務全體用戶")
    desk.changes(5, before)
