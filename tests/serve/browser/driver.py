"""A page of Chromium that shows a report that is served."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

import httpx

from tests.serve.served import Served

if TYPE_CHECKING:
    from playwright.sync_api import Page

T = TypeVar("T")
#: Seconds after which something that is waited for is taken to be missing.
PATIENCE = 30.0
#: A number made of all pixels of a page's picture; null where none is shown.
_PIXELS = """number => {
  const image = document.querySelector(`.sheet[data-number="${number}"] .paper > img`);
  if (!image) return null;
  const canvas = document.createElement("canvas");
  canvas.width = image.naturalWidth;
  canvas.height = image.naturalHeight;
  const context = canvas.getContext("2d");
  context.drawImage(image, 0, 0);
  const data = new Uint32Array(context.getImageData(0, 0, canvas.width, canvas.height).data.buffer);
  let sum = canvas.width;
  for (let at = 0; at < data.length; at += 1) sum = (Math.imul(sum, 31) + data[at]) | 0;
  return sum || 1;
}"""
#: Counts frames in which a page that is in view has no picture.
_WATCH = """() => {
  window.blank = 0;
  window.jumped = 0;
  const desk = document.getElementById("desk");
  const left = desk.scrollLeft;
  const look = () => {
    const seen = desk.getBoundingClientRect();
    for (const paper of document.querySelectorAll(".paper")) {
      const box = paper.getBoundingClientRect();
      const image = paper.querySelector(":scope > img");
      const inView = box.bottom > seen.top && box.top < seen.bottom;
      if (inView && !(image?.complete && image.naturalWidth)) window.blank += 1;
    }
    if (desk.scrollLeft !== left) window.jumped += 1;
    requestAnimationFrame(look);
  };
  look();
}"""


def until(work: Callable[[], T], what: str, patience: float = PATIENCE) -> T:
    """Call ``work`` until it gives something true; fails after ``patience`` seconds."""
    deadline = time.monotonic() + patience
    while True:
        found = work()
        if found:
            return found
        assert time.monotonic() < deadline, f"{what}: not within {patience:.0f} s"
        time.sleep(0.05)


@dataclass(slots=True)
class Desk:
    """The page in a browser."""

    page: Page
    served: Served
    #: Numbers of the pages that were drawn large since ``forget`` was called.
    drawn: set[int] = field(default_factory=set)
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        page = self.page
        page.on("request", lambda request: self._asked(request.url))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on(
            "console",
            lambda message: (
                self.complaints.append(message.text)
                if message.type == "error" and "Failed to load resource" not in message.text
                else None
            ),
        )

    def open(self, place: str = "#page=1&view=single&zoom=page") -> None:
        """Open the address of the server at a place, and wait for the pictures in view."""
        self.drawn.clear()
        self.complaints.clear()
        self.page.goto(self.served.url + place)
        self.settle()

    def leave(self) -> None:
        """Leave the page as if it had never been open: nothing is remembered, no key is held."""
        self.page.mouse.move(0, 0)
        self.page.context.set_offline(False)
        self.page.evaluate("localStorage.clear()")
        self.page.goto("about:blank")

    def _asked(self, url: str) -> None:
        asked = httpx.URL(url)
        number = re.match(r"/pages/(\d+)", asked.path)
        if number and int(asked.params.get("width", "0")) > 200:
            self.drawn.add(int(number[1]))

    def settle(self) -> None:
        """Wait until all pages in view are shown as the server has them."""
        shown = """() => {
          const seen = document.getElementById("desk").getBoundingClientRect();
          const papers = [...document.querySelectorAll(".paper")].filter((paper) => {
            const box = paper.getBoundingClientRect();
            return box.bottom > seen.top && box.top < seen.bottom;
          });
          return papers.length > 0 && papers.every((paper) => paper.querySelector(":scope > img"));
        }"""
        until(lambda: self.page.evaluate(shown), "pictures in view")

    def pixels(self, number: int) -> int:
        """Return a number made of the pixels of a page's picture, which is waited for."""
        found = until(lambda: self.page.evaluate(_PIXELS, number), f"a picture of page {number}")
        return int(found)

    def changes(self, number: int, before: int) -> int:
        """Wait until a page shows other pixels than before; returns a number made of them."""
        until(lambda: self.pixels(number) != before, f"new pixels of page {number}")
        return self.pixels(number)

    def newest(self, number: int) -> int:
        """Wait until a page is shown as the server has it; returns a number of its pixels."""
        shown = "n => document.querySelector(`.sheet[data-number='${n}']`)?.dataset.look"

        def same() -> bool:
            state = self.served.state()
            now = state["pages"][number - 1]["look"]
            return not state["building"] and bool(self.page.evaluate(shown, number) == now)

        until(same, f"page {number} as the server has it")
        return self.pixels(number)

    def has_colour(self, number: int, colour: tuple[int, int, int]) -> bool:
        """Whether a page's picture has a pixel of a colour."""
        script = """([number, wanted]) => {
          const image = document.querySelector(`.sheet[data-number="${number}"] .paper > img`);
          if (!image) return false;
          const canvas = document.createElement("canvas");
          canvas.width = image.naturalWidth;
          canvas.height = image.naturalHeight;
          const context = canvas.getContext("2d");
          context.drawImage(image, 0, 0);
          const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
          for (let at = 0; at < data.length; at += 4) {
            if (wanted.every((one, index) => data[at + index] === one)) return true;
          }
          return false;
        }"""
        return bool(self.page.evaluate(script, [number, list(colour)]))

    def watch(self) -> None:
        """Begin to count frames that show no picture, and frames that are scrolled sideways."""
        self.page.evaluate(_WATCH)

    def check_calm(self) -> None:
        """Check that every frame since ``watch`` has shown pictures, and was not moved sideways."""
        assert self.page.evaluate("[window.blank, window.jumped]") == [0, 0]

    def top(self, number: int) -> float:
        """Return how far down in the window a page begins, in px."""
        script = "n => document.querySelector(`.sheet[data-number='${n}']`).getBoundingClientRect()"
        return float(self.page.evaluate(f"({script}.top)", number))

    def place(self) -> str:
        """Return the part of the address that keeps the place."""
        self.page.wait_for_timeout(250)
        return str(self.page.evaluate("location.hash"))

    def text(self, selector: str) -> str:
        """Return the text of an element."""
        return self.page.inner_text(selector)
