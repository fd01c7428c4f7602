"""Views, zoom, keys, the address, and what a screen reader and a tablet find."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.serve.browser.driver import Desk, until

#: How grave what axe finds must be to count.
GRAVE = ("serious", "critical")


def _axe(desk: Desk, where: str) -> None:
    found = Axe().run(desk.page, options={"resultTypes": ["violations"]}).response["violations"]
    grave = [
        (where, one["id"], [node["target"] for node in one["nodes"]])
        for one in found
        if one["impact"] in GRAVE
    ]
    assert grave == []


def test_arrangements(desk: Desk) -> None:
    """The opener stands alone at the right; then come facing pages; the overview has all."""
    page = desk.page
    rows = """() => [...document.querySelectorAll('.row')].map((row) =>
      [...row.children].map((one) => one.dataset.number ?? '-').join(' '))"""
    assert page.evaluate(rows) == list("1234567")
    page.keyboard.press("s")
    assert page.evaluate(rows) == ["- 1", "2 3", "4 5", "6 7"]
    page.keyboard.press("j")
    assert "page=2" in desk.place()
    assert "view=spread" in desk.place()
    # Facing pages touch.
    right = "document.querySelector('.sheet[data-number=\"2\"]').getBoundingClientRect().right"
    left = "document.querySelector('.sheet[data-number=\"3\"]').getBoundingClientRect().left"
    assert page.evaluate(f"Math.abs({right} - {left})") < 1
    page.keyboard.press("o")
    assert "view=overview" in desk.place()
    page.click(".sheet[data-number='5'] .paper")
    assert "page=5&view=spread" in desk.place()
    page.keyboard.press("o")
    page.keyboard.press("Escape")
    assert "page=5&view=spread" in desk.place()


def test_keys(desk: Desk) -> None:
    """Pages are turned, chosen and enlarged by the keyboard alone."""
    page = desk.page
    for key in "jjk":
        page.keyboard.press(key)
    assert "page=2" in desk.place()
    page.keyboard.press("g")
    page.keyboard.type("6")
    page.keyboard.press("Enter")
    assert "page=6" in desk.place()
    page.keyboard.press("w")
    assert "zoom=width" in desk.place()
    page.keyboard.press("0")
    assert "zoom=100" in desk.place()
    page.keyboard.press("+")
    assert "zoom=110" in desk.place()
    page.keyboard.press("p")
    assert "zoom=page" in desk.place()
    page.keyboard.press("?")
    expect(page.locator("#help")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#help")).to_be_hidden()
    surround = page.evaluate("document.documentElement.dataset.surround")
    page.keyboard.press("d")
    assert page.evaluate("document.documentElement.dataset.surround") != surround
    page.keyboard.press("Home")
    assert "page=1" in desk.place()
    # Every tool is reached by Tab, and is seen to be.
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.activeElement.matches(':focus-visible')")


def test_address(new_desk: Any) -> None:
    """An address leads to its page, view and zoom; it is also followed when it is changed."""
    desk: Desk = new_desk("#page=4&view=spread&zoom=75")
    expect(desk.page.locator("#page")).to_have_value("4")
    expect(desk.page.locator("#zoom")).to_have_value("75")
    expect(desk.page.locator("#view-spread")).to_have_attribute("aria-pressed", "true")
    desk.page.evaluate("location.hash = '#page=6&view=single&zoom=width'")
    expect(desk.page.locator("#page")).to_have_value("6")
    history = desk.page.evaluate("history.length")
    desk.page.keyboard.press("k")
    assert desk.place().startswith("#page=5&view=single&zoom=width")
    assert desk.page.evaluate("history.length") == history
    desk.page.reload()
    desk.settle()
    expect(desk.page.locator("#page")).to_have_value("5")


@pytest.mark.parametrize("density", [pytest.param(1, marks=pytest.mark.slow), 2])
def test_sharp(new_desk: Any, density: int) -> None:
    """A picture has a pixel for each pixel of the screen."""
    desk: Desk = new_desk("#page=2&view=single&zoom=page", device_scale_factor=density)
    script = "() => { const image = document.querySelector('.sheet[data-number=\"2\"] img');"
    script += "return image.naturalWidth - image.getBoundingClientRect().width * devicePixelRatio }"
    until(lambda: abs(desk.page.evaluate(script)) < 0.01, "a picture of the right width")


def test_zoom_around_the_pointer(new_desk: Any) -> None:
    """The wheel with Ctrl enlarges around the pointer; Chromium's own zoom stays away."""
    desk: Desk = new_desk("#page=3&view=single&zoom=200")
    page = desk.page
    point = """() => {
      const box = document.elementFromPoint(700, 420).closest('.paper').getBoundingClientRect();
      return [(700 - box.left) / box.width, (420 - box.top) / box.height];
    }"""
    before = page.evaluate(point)
    page.mouse.move(700, 420)
    page.keyboard.down("Control")
    for _ in range(3):
        page.mouse.wheel(0, -60)
        page.wait_for_timeout(30)
    page.keyboard.up("Control")
    page.wait_for_timeout(500)
    assert page.evaluate(point) == pytest.approx(before, abs=0.005)
    assert (
        page.evaluate("Number(document.getElementById('zoom-now').textContent.split(' ')[0])") > 210
    )
    assert page.evaluate("visualViewport.scale") == 1


def test_far_pages_keep_no_picture(new_desk: Any) -> None:
    """Only pages near what is looked at have pictures, so that memory stays flat."""
    desk: Desk = new_desk("#page=1&view=single&zoom=200")
    for number in range(1, 8):
        desk.page.keyboard.press("j")
        desk.settle()
        assert desk.page.locator(".paper > img").count() <= 4, number
    assert desk.page.locator(".sheet[data-number='1'] .paper > img").count() == 0


def test_side(desk: Desk) -> None:
    """Thumbnails and contents lead to their pages, and mark where one is."""
    page = desk.page
    page.click(".thumb >> nth=3")
    assert "page=4" in desk.place()
    expect(page.locator(".thumb[aria-current] .label")).to_have_text("4")
    page.click("#tab-contents")
    page.click("#contents button:has-text('公益事業')")
    assert "page=5" in desk.place()
    expect(page.locator("#contents [aria-current]")).to_contain_text("公益事業")


def test_axe(new_desk: Any) -> None:
    """Axe finds nothing serious: in every view and panel, by day and by night, on a tablet."""
    desk: Desk = new_desk(color_scheme="light")
    page = desk.page
    page.keyboard.press("i")
    page.mouse.click(700, 400)
    expect(page.locator("#inspector-body .path")).to_be_visible()
    page.keyboard.press("e")
    for surround in ("light", "dark"):
        _axe(desk, f"{surround}, inspector and findings")
        page.keyboard.press("d")
    page.keyboard.press("t")
    expect(page.locator(".token").first).to_be_visible()
    page.keyboard.press("c")
    page.keyboard.press("/")
    page.keyboard.type("公司")
    expect(page.locator("#find-count")).to_contain_text("of")
    page.click("#tool-overlays")
    for surround in ("light", "dark"):
        _axe(desk, f"{surround}, tokens, comparison, find and overlays")
        page.click("#tool-surround")
        page.click("#tool-overlays")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.evaluate("document.getElementById('desk').focus()")
    page.keyboard.press("o")
    _axe(desk, "overview")
    page.click("#tool-help")
    _axe(desk, "help")


def test_tablet(new_desk: Any) -> None:
    """On a tablet nothing is cut off, tools are large enough, and two fingers enlarge."""
    size = {"width": 768, "height": 1024}
    desk: Desk = new_desk(viewport=size, device_scale_factor=2, has_touch=True, is_mobile=True)
    page = desk.page
    wide = "document.documentElement.scrollWidth"
    assert page.evaluate(wide) == 768
    small = """() => [...document.querySelectorAll('#bar button')].filter((one) => {
      const box = one.getBoundingClientRect();
      return box.width && (box.width < 32 || box.height < 32 || box.right > 768 || box.left < 0);
    }).map((one) => one.id)"""
    assert page.evaluate(small) == []
    pinch = """async () => {
      const desk = document.getElementById('desk');
      const touch = (identifier, clientY) => (
        new Touch({ identifier, target: desk, clientX: 380, clientY }));
      const send = (type, apart) => desk.dispatchEvent(new TouchEvent(type, {
        bubbles: true, cancelable: true,
        touches: apart ? [touch(1, 500 - apart), touch(2, 500 + apart)] : [] }));
      send('touchstart', 50);
      for (const apart of [60, 75, 100]) {
        send('touchmove', apart);
        await new Promise(requestAnimationFrame);
      }
      send('touchend', 0);
    }"""
    now = "Number(document.getElementById('zoom-now').textContent.split(' ')[0])"
    before = page.evaluate(now)
    page.evaluate(pinch)
    until(lambda: page.evaluate(now) >= 1.9 * before, "twice the size")
    _axe(desk, "tablet")
    page.click("#tool-side")
    expect(page.locator("#side")).to_be_visible()
    _axe(desk, "tablet, side")
    page.click(".thumb >> nth=2")
    expect(page.locator("#side")).to_be_hidden()


def test_calm_for_those_who_ask(new_desk: Any) -> None:
    """Nothing moves by itself where less motion is asked for."""
    desk: Desk = new_desk(reduced_motion="reduce")
    style = """() => { const mark = document.createElementNS('http://www.w3.org/2000/svg', 'g');
      mark.setAttribute('class', 'flash');
      mark.append(document.createElementNS('http://www.w3.org/2000/svg', 'rect'));
      document.querySelector('.marks').append(mark);
      const look = getComputedStyle(mark.firstChild);
      return [look.animationName, look.opacity] }"""
    assert desk.page.evaluate(style) == ["none", "0"]


#: Makes the states of two builds of names of pictures, and tells which page is which.
_WHICH = """async ([before, after, headings]) => {
  const { align, follow } = await import('/static/rows.js');
  const pages = (names) => names.map((look, index) => (
    { number: index + 1, label: String(index + 1), look, width: 595, height: 842 }));
  const contents = (places) => places.map((page, index) => (
    { title: `t${index}`, level: 1, page }));
  const [a, b] = [before, after].map((names, index) => (
    { pages: pages(names), contents: contents(headings[index]) }));
  const known = align(a, b);
  return [known, a.pages.map((page) => follow(a, b, known, page.number))];
}"""


def test_which_page_is_which(desk: Desk) -> None:
    """Pages are known again by their pictures, and by the headings above them."""

    def known(before: str, after: str, *headings: list[int]) -> Any:
        return desk.page.evaluate(_WHICH, [list(before), list(after), list(headings)])

    nothing: list[int] = []
    assert known("abc", "abc", nothing, nothing) == [[0, 1, 2], [1, 2, 3]]
    assert known("abc", "axbc", nothing, nothing) == [[0, -1, 1, 2], [1, 3, 4]]
    assert known("abcd", "abd", nothing, nothing) == [[0, 1, 3], [1, 2, 3, 3]]
    # The folios of all pages after the inserted one have changed, and their pictures with them.
    assert known("abcd", "axyzw", [1, 3], [1, 4]) == [[0, 1, -1, 2, 3], [1, 2, 4, 5]]
