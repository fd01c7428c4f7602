"""A page in real Chromium, and what must be true of each: no error, no network, accessible."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


@dataclass
class View:
    """An opened page."""

    page: Page
    errors: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def check(self) -> None:
        """Check that there is no error, nothing from the network, and nothing that axe minds."""
        from axe_playwright_python.sync_playwright import Axe

        found: list[Any] = Axe().run(self.page).response["violations"]
        serious = [one for one in found if one["impact"] in ("serious", "critical")]
        assert [(one["id"], one["nodes"][0]["html"][:200]) for one in serious] == []
        self.page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
        self.page.wait_for_load_state("networkidle")
        assert self.errors == []
        assert [one for one in self.requests if not one.startswith(("file:", "data:"))] == []


@contextmanager
def opened(browser: Browser, file: Path, **options: Any) -> Iterator[View]:
    """Open a file; ``options`` are those of a context, such as ``color_scheme``."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, **options)
    page = context.new_page()
    view = View(page)
    page.on("console", lambda one: view.errors.append(one.text) if one.type == "error" else None)
    page.on("pageerror", lambda one: view.errors.append(str(one)))
    page.on("request", lambda one: view.requests.append(one.url))
    page.goto(file.as_uri())
    try:
        yield view
    finally:
        context.close()
