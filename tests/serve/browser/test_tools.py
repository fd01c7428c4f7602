"""The tools of the page: inspector, tokens, overlays, versions, finding text, the other target."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Error, expect

from tests.serve.browser.driver import Desk, until
from tests.serve.browser.project import TEXT


def _line_of(desk: Desk, name: str, text: str) -> int:
    lines = (desk.served.folder / name).read_text(encoding="utf-8").split("\n")
    return next(number for number, line in enumerate(lines, 1) if text in line)


def _click_text(desk: Desk, text: str, page: int) -> None:
    """Click the middle of a text that is printed on a page."""
    hits = desk.served.get("/api/find", q=text).json()["hits"]
    x, y, width, height = next(hit["boxes"][0] for hit in hits if hit["page"] == page)
    paper = desk.page.locator(f".sheet[data-number='{page}'] .paper").bounding_box()
    leaf = desk.served.state()["pages"][page - 1]
    assert paper is not None
    unit = paper["width"] / leaf["width"]
    desk.page.mouse.click(paper["x"] + (x + width / 2) * unit, paper["y"] + (y + height / 2) * unit)


def test_inspector_to_the_editor(new_desk: Any) -> None:
    """A click on a paragraph tells its data, template, rules and type, each with a link."""
    desk: Desk = new_desk("#page=5&view=single&zoom=page")
    page = desk.page
    page.keyboard.press("i")
    expect(page.locator("#inspector .blocks button").first).to_be_visible()
    page.mouse.move(690, 300)
    expect(page.locator(".hover rect")).to_have_count(1)
    _click_text(desk, "用心服務用戶", 5)
    panel = page.locator("#inspector-body")
    expect(panel.locator(".path")).to_be_visible()
    line = _line_of(desk, "data/four.yaml", "type: paragraph")
    data = panel.locator("section:has(h3:text-is('Data')) a.place")
    expect(data).to_have_text(f"data/four.yaml:{line}")
    assert f"/data/four.yaml:{line}" in (data.get_attribute("href") or "")
    template = panel.locator("section:has(h3:text-is('Template'))")
    expect(template).to_contain_text("templates/blocks/paragraph.html:1")
    expect(panel.locator("section:has(h3:text-is('Style'))")).to_contain_text("styles/")
    kind = panel.locator("section:has(h3:text-is('Type'))")
    for words in ("9.5 pt", "17 pt", "Noto Serif CJK HK", "K100"):
        expect(kind).to_contain_text(words)
    expect(page.locator(".chosen rect")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator("#inspector")).to_be_hidden()
    expect(page.locator(".chosen rect")).to_have_count(0)


def test_inspector_tells_facts(new_desk: Any) -> None:
    """A click on a printed fact tells its value, unit and source."""
    desk: Desk = new_desk("#page=5&view=single&zoom=page")
    desk.page.keyboard.press("i")
    _click_text(desk, "受惠用戶達", 5)
    facts = desk.page.locator("#inspector-body section:has(h3:text-is('Facts'))")
    for words in ("users.total", "4.4", "億", "創新產品", "data/facts.yaml"):
        expect(facts).to_contain_text(words)


def test_blocks_by_the_keyboard(new_desk: Any) -> None:
    """Without a pointer, the blocks of the page are a list of buttons."""
    desk: Desk = new_desk("#page=3&view=single&zoom=page")
    page = desk.page
    page.keyboard.press("i")
    button = page.locator("#inspector .blocks button", has_text="gains")
    button.focus()
    expect(page.locator(".sheet[data-number='3'] .hover rect")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.locator("#inspector-body .path [aria-pressed=true]")).to_be_visible()


def test_from_the_editor(new_desk: Any) -> None:
    """The editor's line is brought into view, and nothing moves when it is seen already."""
    desk: Desk = new_desk("#page=1&view=single&zoom=width")
    page = desk.page
    line = _line_of(desk, "data/four.yaml", TEXT)
    found = desk.served.get("/goto", file="data/four.yaml", line=line).json()
    assert found["page"] == 5
    expect(page.locator(".sheet[data-number='5'] .pointed rect").first).to_be_attached()
    expect(page.locator("#page")).to_have_value("5")
    desk.settle()
    scrolled = page.evaluate("document.getElementById('desk').scrollTop")
    desk.watch()
    desk.served.get("/goto", file="data/four.yaml", line=line).json()
    page.wait_for_timeout(300)
    assert page.evaluate("document.getElementById('desk').scrollTop") == scrolled
    # The line under edit is outlined, and nothing moves.
    other = _line_of(desk, "data/two.yaml", TEXT)
    desk.served.post("/api/editing", {"file": "data/two.yaml", "line": other})
    expect(page.locator(".sheet[data-number='3'] .editing rect").first).to_be_attached()
    assert page.evaluate("document.getElementById('desk').scrollTop") == scrolled
    desk.check_calm()


def test_tokens(new_desk: Any) -> None:
    """A colour that is chosen is written into the file, comments kept, and is seen."""
    desk: Desk = new_desk("#page=3&view=single&zoom=page")
    page, path = desk.page, desk.served.folder / "styles/tokens.yaml"
    text, before = path.read_text(encoding="utf-8"), desk.pixels(3)
    page.keyboard.press("t")
    page.fill("#tokens-search", "ice-deep")
    field = page.locator("#token-colours-ice-deep-srgb")
    expect(field).to_have_value("#0d3764")
    field.fill("#0d37")
    fault = page.locator(".token:has(#token-colours-ice-deep-srgb) .fault")
    expect(fault).not_to_be_empty()
    assert path.read_text(encoding="utf-8") == text
    pick = page.locator("input[type=color][aria-label^='ice-deep']")
    pick.fill("#127f12")
    expect(fault).to_be_empty()
    desk.changes(3, before)
    assert desk.has_colour(3, (0x12, 0x7F, 0x12))
    assert path.read_text(encoding="utf-8") == text.replace("#0d3764", "#127f12")


def test_overlays(new_desk: Any) -> None:
    """Each overlay has a key, is named in the legend, and is drawn over the pages in view."""
    desk: Desk = new_desk("#page=3&view=single&zoom=page")
    page = desk.page
    page.keyboard.press("1")
    grid = page.locator(".sheet[data-number='3'] .over-grid line")
    expect(grid.first).to_be_attached()
    assert grid.count() > 10
    page.keyboard.press("6")
    expect(page.locator(".sheet[data-number='3'] .over-tags rect").first).to_be_attached()
    expect(page.locator("#legend li")).to_have_count(2)
    page.click("#tool-overlays")
    page.get_by_label("Baseline grid").uncheck()
    expect(grid).to_have_count(0)
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(page.locator("#legend")).to_be_hidden()
    expect(page.locator("[class^=over-]")).to_have_count(0)


def test_before_and_after(new_desk: Any) -> None:
    """The pages of the start stand beside those of now, lie over them, or come in turns."""
    desk: Desk = new_desk("#page=5&view=single&zoom=page")
    page, before = desk.page, desk.pixels(5)
    page.keyboard.press("c")
    page.select_option("#compare-of", "start")
    page.check("#compare-only")
    expect(page.locator("#empty")).to_have_text("All pages are the same.")
    page.keyboard.press("Escape")
    expect(page.locator("#empty")).to_be_empty()
    expect(page.locator("#page")).to_have_value("5")
    desk.served.replace("data/four.yaml", "用心服務用戶", "用心服務全體用戶")
    desk.changes(5, before)
    page.keyboard.press("c")
    expect(page.locator("#compare-note")).to_contain_text("1 page changed")
    expect(page.locator(".sheet[data-version]")).to_have_count(1)
    expect(page.locator(".sheet")).to_have_count(2)
    expect(page.locator(".sheet[data-version] img")).to_be_visible()
    page.click("#compare-onion")
    expect(page.locator(".sheet[data-number='5'] .then img")).to_be_visible()
    page.fill("#compare-share", "100")
    shown = "getComputedStyle(document.querySelector('[data-number=\"5\"] .then')).opacity"
    assert page.evaluate(shown) == "1"
    page.click("#compare-blink")
    until(lambda: page.evaluate(shown) == "0", "the page of now")
    until(lambda: page.evaluate(shown) == "1", "the page of before")
    page.click("#compare-pause")
    page.click("#compare-swap")
    seen = page.evaluate(shown)
    page.wait_for_timeout(1000)
    assert page.evaluate(shown) == seen
    page.keyboard.press("Escape")
    expect(page.locator("#compare")).to_be_hidden()
    expect(page.locator(".then")).to_have_count(0)


@pytest.mark.slow
def test_other_target(desk: Desk) -> None:
    """The pages for print come in place of those for the screen, which stay until then."""
    page = desk.page
    wide = page.evaluate("document.querySelector('.sheet').getBoundingClientRect().width")
    desk.watch()
    page.click("[data-target=print]")
    expect(page.locator("[data-target=print]")).to_have_attribute("aria-pressed", "true")
    until(lambda: desk.served.state()["pages"], "the pages for print")
    # They have a bleed and marks, and are as high as the window again.
    state = desk.served.state()
    assert state["pages"][0]["width"] > 610
    until(
        lambda: (
            abs(_shape(desk) - state["pages"][0]["width"] / state["pages"][0]["height"]) < 0.005
        ),
        "the other shape",
    )
    desk.settle()
    assert page.evaluate("window.blank") == 0
    page.click("[data-target=screen]")
    until(
        lambda: (
            page.evaluate("document.querySelector('.sheet').getBoundingClientRect().width") == wide
        ),
        "the pages for the screen",
    )


def _shape(desk: Desk) -> float:
    script = "(({ width, height }) => width / height)"
    box = "document.querySelector('.paper').getBoundingClientRect()"
    return float(desk.page.evaluate(f"{script}({box})"))


def test_find(desk: Desk) -> None:
    """Text is found on all pages; Enter goes from hit to hit."""
    page = desk.page
    page.keyboard.press("/")
    page.keyboard.type("用心服務")
    expect(page.locator("#find-count")).to_have_text("1 of 5")
    expect(page.locator("#page")).to_have_value("2")
    page.keyboard.press("Enter")
    expect(page.locator("#find-count")).to_have_text("2 of 5")
    expect(page.locator("#page")).to_have_value("3")
    expect(page.locator(".hit-here rect")).to_have_count(1)
    page.keyboard.press("Shift+Enter")
    page.keyboard.press("Shift+Enter")
    expect(page.locator("#page")).to_have_value("6")
    page.keyboard.press("Escape")
    expect(page.locator(".hit rect")).to_have_count(0)


def test_policy(desk: Desk) -> None:
    """The page loads nothing from elsewhere, and runs no script that stands in it."""
    script = (
        "() => { const one = document.createElement('script'); one.textContent = 'window.ran = 1';"
    )
    script += "document.body.append(one); return window.ran ?? 0 }"
    assert desk.page.evaluate(script) == 0
    assert any("Content Security Policy" in one for one in desk.complaints)
    desk.complaints.clear()
    with pytest.raises(Error):
        desk.page.evaluate("fetch('https://example.org/')")
    desk.complaints.clear()
