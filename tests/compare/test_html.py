"""The comparison in real Chromium: it works, alone, by keyboard, for everyone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from report.compare.documents import compare_files
from report.compare.html import page as as_html
from report.compare.looks import Tolerance
from report.compare.result import Cause, Comparison, FactChange
from tests.compare.foreign import text, weasyprint
from tests.compare.views import opened

if TYPE_CHECKING:
    from playwright.sync_api import Browser

BODY = (
    f'<h1 class="first">壹</h1>{text(1, 9)}<h1>貳</h1>{text(20, 9)}<h1>肆</h1>{text(40, 2)}'
    "<h1>叁</h1><p>完。</p>"
)
OTHER = (
    BODY.replace("第2段", "第<b>2</b>.5段", 1)
    .replace("三年之後", "四年之後", 5)
    .replace("<h1>叁</h1><p>完。</p>", "")
)


@pytest.fixture(scope="module")
def compared(tmp_path_factory: pytest.TempPathFactory) -> tuple[Comparison, Path, Path]:
    """A comparison with changed and removed pages, a fact and a cause, and its PDFs."""
    folder = tmp_path_factory.mktemp("html")
    for name, body in (("a", BODY), ("b", OTHER)):
        (folder / f"{name}.pdf").write_bytes(weasyprint(body))
    found = compare_files(folder / "a.pdf", folder / "b.pdf", ("main", "<change>"), Tolerance())
    found.facts = [
        FactChange("fish.total", "19.1萬條", "19.2萬條", (1,)),
        FactChange("new", "", "1"),
    ]
    found.causes = [Cause("data/facts.yaml", 3, "fact fish.total: 19.1萬條 → 19.2萬條", (1,))]
    return found, folder / "a.pdf", folder / "b.pdf"


@pytest.fixture(scope="module")
def file(compared: tuple[Comparison, Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The comparison as a file."""
    path = tmp_path_factory.mktemp("html") / "compare.html"
    path.write_bytes(as_html(*compared))
    return path


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_sound_in_light_and_dark(file: Path, browser: Browser, scheme: str) -> None:
    with opened(browser, file, color_scheme=scheme) as view:
        view.check()
        assert view.requests[0].startswith("file:")
        assert len([one for one in view.requests if one.startswith("file:")]) == 1


def test_the_keyboard_goes_from_page_to_page(file: Path, browser: Browser) -> None:
    with opened(browser, file) as view:
        names = view.page.eval_on_selector_all("article.page", "all => all.map(one => one.id)")
        assert len(names) > 2

        def current() -> str:
            return str(view.page.evaluate("document.activeElement.id"))

        for name in names:
            view.page.keyboard.press("j")
            assert current() == name
        view.page.keyboard.press("j")
        assert current() == names[-1]
        view.page.keyboard.press("k")
        assert current() == names[-2]
        assert view.errors == []


def test_the_keys_change_the_view(file: Path, browser: Browser) -> None:
    with opened(browser, file) as view:
        page = view.page
        mode = "document.documentElement.dataset.mode"
        for key, name in enumerate(("side", "swipe", "onion", "blink", "difference"), 1):
            page.keyboard.press(str(key))
            assert page.evaluate(mode) == name
            assert page.locator(f'input[value="{name}"]').is_checked()
        page.keyboard.press("2")
        page.keyboard.press("ArrowRight")
        amount = "getComputedStyle(document.documentElement).getPropertyValue('--amount')"
        assert page.evaluate(amount) == "55%"
        page.keyboard.press("f")
        assert not page.locator("#frames").is_checked()
        assert not page.locator(".stage .regions").first.is_visible()


def test_difference_is_black_where_nothing_changed(file: Path, browser: Browser) -> None:
    import io

    from PIL import Image

    with opened(browser, file) as view:
        view.page.keyboard.press("5")
        view.page.keyboard.press("f")
        stage = view.page.locator(".stage.both .head .frame").first
        shot = Image.open(io.BytesIO(stage.screenshot())).convert("L")
    colours = shot.crop((5, 5, shot.width - 5, shot.height - 5)).histogram()
    share = sum(colours[:24]) / sum(colours)
    assert 0.9 < share < 1.0


def test_it_can_be_printed(file: Path, browser: Browser) -> None:
    with opened(browser, file) as view:
        view.page.keyboard.press("3")
        view.page.emulate_media(media="print")
        assert not view.page.locator(".toolbar").is_visible()
        boxes = [
            view.page.locator(f".stage.both .{side} img").first.bounding_box()
            for side in ("base", "head")
        ]
        assert boxes[0] is not None
        assert boxes[1] is not None
        assert boxes[0]["x"] + boxes[0]["width"] <= boxes[1]["x"] + 1, "side by side on paper"


def test_what_changed_can_be_read(file: Path, browser: Browser) -> None:
    with opened(browser, file, java_script_enabled=False) as view:
        assert "<change>" in view.page.locator("h1").inner_text()
        assert view.page.locator(".facts tbody tr").count() == 2
        assert "四年" in view.page.locator(".words ins").all_inner_texts()
        assert view.page.locator("article.removed").count() == 1
        assert view.page.locator("[lang=zh-Hant-HK]").count() > 3


def test_only_changed_pages(compared: tuple[Comparison, Path, Path]) -> None:
    whole, part = as_html(*compared), as_html(*compared, only_changed=True)
    assert b'<li class="same">' in whole
    assert b'<li class="same">' not in part


def test_the_same_comparison_gives_the_same_bytes(compared: tuple[Comparison, Path, Path]) -> None:
    assert as_html(*compared) == as_html(*compared)
