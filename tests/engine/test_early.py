"""Pages that have changed are given before the whole document is finished."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing

import pytest

from report.engine.early import Early, Pages
from report.engine.engine import Engine
from report.engine.making import Made
from report.engine.progress import Progress
from report.engine.store import Store
from report.model.target import PRINT, SCREEN, Target
from report.pages.viewer import Viewer
from report.project.project import Project
from tests.small_report import write_report

SECTION = "data/section.yaml"
SHEET = "styles/page/colour.css"


class Edited:
    """A report whose files are edited, and made again by one engine."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.told: list[Pages] = []
        self.times = 0

    def replace(self, name: str, old: str, new: str) -> None:
        path = self.engine.project.root / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    def recolour(self) -> None:
        """Change the colour of the paper, so that all pages change."""
        sheet = self.engine.project.root / SHEET
        sheet.parent.mkdir(parents=True, exist_ok=True)
        self.times += 1
        sheet.write_text(
            f"@page {{ background: #fff{self.times}f{self.times} }}\n", encoding="utf-8"
        )

    def make(self, shown: Made | None, target: Target = SCREEN, seen: Sequence[int] = ()) -> Made:
        """Make the pages, with those of ``shown`` on the screen; ``seen`` are looked at."""
        self.told.clear()
        silent = Progress(lambda _: None, live=False, silent=True)
        prints = shown.prints if shown else ()
        return self.engine.make([target], silent, early=Early(prints, self.told.append, seen)).made[
            0
        ]


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Edited:
    folder = tmp_path_factory.mktemp("early")
    return Edited(Engine(Project.at(write_report(folder / "report")), Store(folder / "cache"), 1))


@pytest.fixture
def edited(opened: Edited) -> Iterator[Edited]:
    root = opened.engine.project.root
    names = (SECTION, SHEET)
    before = {name: (root / name).read_bytes() for name in names if (root / name).exists()}
    yield opened
    for name in names:
        if name in before:
            (root / name).write_bytes(before[name])
        else:
            (root / name).unlink(missing_ok=True)


def test_pages_that_have_changed_look_as_in_the_finished_pdf(edited: Edited) -> None:
    first = edited.make(None)
    assert edited.told == []  # nothing is shown that could be another
    edited.replace(SECTION, "公司", "本公司")
    made = edited.make(first)
    (early,) = edited.told
    changed = {
        number
        for number, (old, new) in enumerate(zip(first.prints, made.prints, strict=True), 1)
        if old != new
    }
    assert changed
    assert changed <= {*early.numbers} < {*range(1, made.pages + 1)}
    assert early.prints == made.prints
    with closing(Viewer(early.pdf)) as some, closing(Viewer(made.pdf)) as whole:
        assert len(some.leaves) == len(early.numbers)
        for at, number in enumerate(early.numbers, 1):
            assert some.png(at) == whole.png(number)
            assert some.leaves[at - 1].width == whole.leaves[number - 1].width


def test_pages_that_come_back_are_given_too(edited: Edited) -> None:
    first = edited.make(None)
    edited.replace(SECTION, "公司", "我公司")
    second = edited.make(first)
    edited.replace(SECTION, "我公司", "公司")
    assert edited.make(second).pdf == first.pdf
    assert [one.prints for one in edited.told] == [first.prints]


def test_of_many_pages_those_that_are_looked_at_are_given(edited: Edited) -> None:
    first = edited.make(None)
    edited.recolour()
    made = edited.make(first)
    assert edited.told == []
    edited.recolour()
    again = edited.make(made, seen=[2])
    (early,) = edited.told
    assert 2 in early.numbers
    assert len(early.numbers) < again.pages
    for number in range(1, again.pages + 1):
        new = number in early.numbers
        assert early.prints[number - 1] == (again if new else made).prints[number - 1]
        assert again.prints[number - 1] != made.prints[number - 1]
    with closing(Viewer(early.pdf)) as some, closing(Viewer(again.pdf)) as whole:
        assert some.png(early.numbers.index(2) + 1) == whole.png(2)


def test_nothing_is_given_when_nothing_has_changed(edited: Edited) -> None:
    first = edited.make(None)
    edited.make(first)
    assert edited.told == []


def test_nothing_is_given_when_there_are_more_pages(edited: Edited) -> None:
    first = edited.make(None)
    text = (edited.engine.project.root / SECTION).read_text(encoding="utf-8")
    more = "".join(f"  - type: paragraph\n    text: 另外一段的文字，第{n}段。\n" for n in range(90))
    (edited.engine.project.root / SECTION).write_text(text + more, encoding="utf-8")
    assert edited.make(first).pages > first.pages
    assert edited.told == []


def test_nothing_is_given_for_print_whose_slug_changes_on_all_pages(edited: Edited) -> None:
    first = edited.make(None, PRINT)
    edited.replace(SECTION, "公司", "貴公司")
    assert edited.make(first, PRINT).prints != first.prints
    assert edited.told == []
