"""The ledger in a browser: a click on a fact shows its page, with the number outlined."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from report.content.settle import settle
from report.content.yaml import parse
from report.ledger.html import as_html
from report.ledger.ledger import Entry, Ledger
from report.ledger.printed import Printed
from report.model.factsfile import FactsFile
from report.model.report import Report, Settings

FACTS = """\
facts:
  users.total: {label: 用戶總數, unit: 億, value: 4.4, period: 2020年, source: 甲}
  users.unseen: {label: <b>未印, unit: 人, value: 3, period: 2020年, source: 甲}
"""


def page(folder: Path) -> Path:
    """Write the ledger of a PDF with two empty pages, whose second prints a figure."""
    import pikepdf

    pdf = pikepdf.new()
    for _ in range(2):
        pdf.add_blank_page(page_size=(200, 400))
    pdf.save(folder / "a.pdf")
    settings = Settings.model_construct(title="年報", year=2020)  # type: ignore[call-arg]
    facts, found = settle(FactsFile.model_validate(parse(FACTS, "facts.yaml")), settings)
    assert found == []
    printed = Printed("screen", 2, "ii", "4.4億", (50, 100, 90, 110), "users.total", "2020")
    entries = (Entry(facts["users.total"], (printed,)), Entry(facts["users.unseen"], ()))
    report = Report(settings, facts, (), "")
    ledger = Ledger(report, entries, {"screen": (folder / "a.pdf").read_bytes()}, ())
    path = folder / "facts.html"
    path.write_text(as_html(ledger, entries, "screen"), encoding="utf-8")
    return path


def test_a_click_shows_the_page_and_outlines_the_number(tmp_path: Path, browser: Browser) -> None:
    view = browser.new_page(viewport={"width": 1280, "height": 800})
    view.goto(page(tmp_path).as_uri())
    assert view.locator("figure:visible").count() == 0
    view.get_by_role("link", name="ii").press("Enter")
    picture = view.locator("figure:visible img").bounding_box()
    outline = view.locator(".outline").bounding_box()
    assert picture is not None
    assert outline is not None
    scale = picture["width"] / 200
    assert outline["x"] + 4 - picture["x"] == pytest.approx(50 * scale, abs=2)
    assert outline["y"] + 4 - picture["y"] == pytest.approx(100 * scale, abs=2)
    assert outline["width"] - 8 == pytest.approx(40 * scale, abs=2)
    assert view.get_by_role("status").inner_text() == "users.total, page ii: 4.4億"
    for scheme in ("light", "dark"):
        view.emulate_media(color_scheme=scheme)
        found = Axe().run(view).response["violations"]
        assert [one["id"] for one in found] == []
    view.get_by_label("Find").fill("unseen")
    assert view.locator("tbody tr:visible").count() == 1
    assert view.get_by_role("status").inner_text() == "1 fact"
    assert "<b>未印" in view.locator("tbody tr:visible").inner_text()
    view.close()
