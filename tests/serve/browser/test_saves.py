"""What is saved is seen: the pixels that change, and all that stays as it was."""

from __future__ import annotations

import time
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.serve.browser.driver import Desk, until
from tests.serve.browser.project import PAGES, TEXT


def test_prose(new_desk: Any) -> None:
    """An edit of prose draws its page alone, without a flicker, and its regions flash."""
    desk: Desk = new_desk("#page=5&view=single&zoom=width")
    page = PAGES["four"]
    desk.page.evaluate("document.getElementById('desk').scrollBy(0, 60)")
    desk.settle()
    before, other = desk.pixels(page), desk.pixels(page - 1)
    scrolled = desk.page.evaluate("document.getElementById('desk').scrollTop")
    desk.page.wait_for_timeout(300)
    desk.drawn.clear()
    desk.watch()
    desk.served.replace("data/four.yaml", "用心服務用戶", "用心服務全體用戶")
    flash = f".sheet[data-number='{page}'] .flash rect"
    desk.page.wait_for_selector(flash, state="attached")
    desk.changes(page, before)
    assert desk.pixels(page - 1) == other
    desk.check_calm()
    assert desk.page.evaluate("document.getElementById('desk').scrollTop") == scrolled
    assert desk.drawn == {page}
    expect(desk.page.locator("#status")).to_contain_text(f"page {page} new")
    expect(desk.page.locator(".flash rect")).to_have_count(0)


@pytest.mark.slow  # test_tools.py::test_tokens sees a colour too
def test_token(new_desk: Any) -> None:
    """Another colour of the theme is seen on the pages that have it."""
    desk: Desk = new_desk("#page=3&view=single&zoom=page")
    assert not desk.has_colour(3, (0x12, 0x7F, 0x12))
    before = desk.pixels(3)
    desk.served.replace("styles/tokens.yaml", "#0d3764", "#127f12")
    desk.changes(3, before)
    assert desk.has_colour(3, (0x12, 0x7F, 0x12))


def test_template(new_desk: Any) -> None:
    """A template is used as soon as it is saved."""
    desk: Desk = new_desk("#page=2&view=single&zoom=page")
    before = desk.pixels(2)
    desk.served.replace("templates/blocks/paragraph.html", "</p>", "（完）</p>")
    desk.changes(2, before)
    assert {hit["page"] for hit in desk.served.get("/api/find", q="（完）").json()["hits"]} >= {
        2,
        6,
    }


def test_fact_on_five_pages(new_desk: Any) -> None:
    """A fact that is printed on five pages changes all five."""
    desk: Desk = new_desk("#page=4&view=overview")
    pages = list(PAGES.values())
    before = {number: desk.pixels(number) for number in (1, *pages)}
    desk.served.replace("data/facts.yaml", "value: 4.4", "value: 4.6")
    for number in pages:
        desk.changes(number, before[number])
    assert desk.pixels(1) == before[1]


def test_data_of_a_chart(new_desk: Any) -> None:
    """A drawing follows its data."""
    desk: Desk = new_desk("#page=3&view=single&zoom=page")
    before, other = desk.pixels(3), desk.pixels(4)
    desk.served.replace("data/facts.yaml", "value: 7.6", "value: 2.1")
    desk.changes(3, before)
    assert desk.pixels(4) == other


def test_added_picture(new_desk: Any) -> None:
    """A picture that is put into its folder takes its place; its warning is gone."""
    desk: Desk = new_desk("#page=4&view=single&zoom=page")
    expect(desk.page.locator("#badge")).to_have_text("1")
    before = desk.pixels(4)
    place = desk.served.folder / "data/images/photo.png"
    place.parent.mkdir(exist_ok=True)
    Image.new("RGB", (911, 638), (250, 120, 10)).save(place, dpi=(300, 300))
    desk.changes(4, before)
    assert desk.has_colour(4, (250, 120, 10))
    expect(desk.page.locator("#badge")).to_have_text("")


def test_syntax_error_and_repair(new_desk: Any) -> None:
    """An error is told with its lines, over pages that stay; when it is repaired, it is gone."""
    desk: Desk = new_desk("#page=5&view=single&zoom=page")
    page, before = desk.page, desk.pixels(5)
    desk.watch()
    desk.served.replace("data/four.yaml", "blocks:", "blocks")
    finding = page.locator("#findings .finding.error")
    expect(finding).to_be_visible()
    assert "data/four.yaml" in finding.inner_text()
    line = page.locator("#findings .line.here")
    expect(line).to_be_visible()
    href = finding.locator("a.place").get_attribute("href") or ""
    assert href.startswith("vscode://file/") and "/data/four.yaml:" in href
    expect(page.locator("#status")).to_contain_text("Build failed: 1 error")
    expect(page.locator("#banner")).to_contain_text("the last good one")
    assert desk.pixels(5)
    # The keyboard stays where it was: the panel opens beside it.
    assert page.evaluate("document.activeElement.id") == "desk"
    desk.served.replace("data/four.yaml", "blocks", "blocks:")
    expect(page.locator("#findings")).to_be_hidden()
    expect(page.locator("#banner")).to_be_hidden()
    until(lambda: desk.pixels(5) == before, "the page as it was")
    desk.check_calm()


def test_twenty_saves_within_a_second(new_desk: Any) -> None:
    """Many saves make few builds, and the last one is what is seen."""
    desk: Desk = new_desk("#page=6&view=single&zoom=page")
    first = desk.served.state()["build"]
    before = desk.pixels(6)
    path = desk.served.folder / "data/five.yaml"
    text = path.read_text(encoding="utf-8")
    for number in range(20):
        path.write_text(text.replace("用心服務", f"用心{number:02}服務"), encoding="utf-8")
        time.sleep(0.04)
    until(lambda: desk.served.get("/api/find", q="用心19服務").json()["hits"], "the last save")
    last = desk.newest(6)
    assert last != before
    path.write_text(text, encoding="utf-8")
    until(lambda: desk.pixels(6) == before, "the page as it was")
    builds = desk.served.state()["build"] - first
    assert 2 <= builds <= 8, builds
    path.write_text(text.replace("用心服務", "用心19服務"), encoding="utf-8")
    until(lambda: desk.pixels(6) == last, "the page of the last save")


def test_deleted_and_restored(new_desk: Any) -> None:
    """A file that is deleted is an error; when it is back, so are its pages."""
    desk: Desk = new_desk("#page=4&view=single&zoom=page")
    path = desk.served.folder / "data/three.yaml"
    content, before = path.read_bytes(), desk.pixels(4)
    path.unlink()
    expect(desk.page.locator("#findings .finding.error").first).to_be_visible()
    assert desk.pixels(4)
    path.write_bytes(content)
    expect(desk.page.locator("#findings")).to_be_hidden()
    until(lambda: desk.pixels(4) == before, "the page as it was")


@pytest.mark.slow  # test_serve.py::test_however_an_editor_saves has all ways to save
def test_saved_by_renaming(new_desk: Any) -> None:
    """Editors save by a temporary file that takes the other's name."""
    desk: Desk = new_desk("#page=2&view=single&zoom=page")
    before = desk.pixels(2)
    path = desk.served.folder / "data/one.yaml"
    other = path.with_name(".one.yaml.swp")
    other.write_text(path.read_text(encoding="utf-8").replace(TEXT, TEXT * 2), encoding="utf-8")
    other.replace(path)
    desk.changes(2, before)


@pytest.mark.slow  # test_deleted_and_restored has the same two findings and builds
def test_renamed(new_desk: Any) -> None:
    """A file that is renamed, and named so where it is listed, gives the same pages."""
    desk: Desk = new_desk("#page=6&view=single&zoom=page")
    folder, before = desk.served.folder / "data", desk.pixels(6)
    (folder / "five.yaml").rename(folder / "future.yaml")
    expect(desk.page.locator("#findings .finding.error").first).to_be_visible()
    desk.served.replace("data/chapter.yaml", "five.yaml", "future.yaml")
    expect(desk.page.locator("#findings")).to_be_hidden()
    until(lambda: desk.pixels(6) == before, "the page as it was")


def test_pages_inserted_before(new_desk: Any) -> None:
    """What is looked at stays where it is when pages come and go before it."""
    desk: Desk = new_desk("#page=5&view=single&zoom=width")
    desk.page.evaluate("document.getElementById('desk').scrollBy(0, 40)")
    desk.settle()
    top = desk.top(5)
    block = f"  - type: paragraph\n    text: {TEXT}\n"
    more = f"{block}  - type: page_break\n{block}"
    desk.served.replace("data/one.yaml", block, more)
    until(lambda: len(desk.served.state()["pages"]) > 7, "more pages")
    added = len(desk.served.state()["pages"]) - 7
    expect(desk.page.locator(".sheet")).to_have_count(7 + added)
    until(lambda: abs(desk.top(5 + added) - top) < 1.5, "the page stays where it is")
    expect(desk.page.locator("#page")).to_have_value(str(5 + added))
    desk.served.replace("data/one.yaml", more, block)
    expect(desk.page.locator(".sheet")).to_have_count(7)
    until(lambda: abs(desk.top(5) - top) < 1.5, "the page is where it was")


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
      await new Promise((resolve) => setTimeout(resolve, 1000));
      window.states = states;
    }"""
    page.evaluate(script)
    states = page.evaluate("states.map(([state]) => state)")
    # With growing waits, of 0.4 s and 0.8 s: a third time would be after 1.2 s.
    assert states == ["reconnecting"] * 2
    page.context.set_offline(False)
    until(lambda: page.evaluate("states.at(-1)[0]") == "connected", "the connection", 1.0)
    desk.served.replace("data/four.yaml", "用心服務用戶", "用心服務全體用戶")
    desk.changes(5, before)
