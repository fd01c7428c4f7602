"""An open engine makes pages again when something has changed, and says what."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from report.engine.engine import Engine
from report.engine.making import Made
from report.engine.progress import Progress
from report.engine.store import Store
from report.findings.errors import FindingsError
from report.model.target import SCREEN
from report.project.project import Project
from tests.small_report import write_report


def silent() -> Progress:
    return Progress(lambda _: None, live=False, silent=True)


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> tuple[Engine, Made]:
    """An engine that is open for all tests, and its first PDF."""
    folder = tmp_path_factory.mktemp("engine")
    engine = Engine(Project.at(write_report(folder / "report")), Store(folder / "cache"))
    return engine, engine.make([SCREEN], silent()).made[0]


@pytest.fixture
def engine(opened: tuple[Engine, Made]) -> Iterator[Engine]:
    """The engine, which has made the project as it was at first, and will again."""
    engine, first = opened
    section = engine.project.data / "section.yaml"
    whole = section.read_text(encoding="utf-8")
    assert engine.make([SCREEN], silent()).made[0].pdf == first.pdf
    yield engine
    section.write_text(whole, encoding="utf-8")


def test_pages_that_did_not_change_have_the_same_prints(
    engine: Engine, opened: tuple[Engine, Made]
) -> None:
    _, first = opened
    assert len(first.prints) == first.pages == len(set(first.prints))
    assert engine.changes() == []
    section = engine.project.data / "section.yaml"
    section.write_text(section.read_text(encoding="utf-8").replace("公司", "本公司", 1), "utf-8")
    assert engine.changes() == ["data/section.yaml"]
    ready: list[Made] = []
    again = engine.make([SCREEN], silent(), ready=lambda _, made: ready.append(made)).made[0]
    assert engine.changes() == []
    changed = [old != new for old, new in zip(first.prints, again.prints, strict=True)]
    assert any(changed)
    assert not all(changed)
    assert [one.pdf for one in ready] == [again.pdf]
    fresh = Engine(engine.project, Store(None)).make([SCREEN], silent()).made[0]
    assert again.pdf == fresh.pdf
    assert again.prints == fresh.prints


def test_after_an_error_the_next_make_is_right(engine: Engine, opened: tuple[Engine, Made]) -> None:
    _, first = opened
    section = engine.project.data / "section.yaml"
    whole = section.read_text(encoding="utf-8")
    section.write_text(whole + "  - type: nothing\n", encoding="utf-8")
    with pytest.raises(FindingsError):
        engine.make([SCREEN], silent())
    assert engine.changes() == ["data/section.yaml"]
    section.write_text(whole, encoding="utf-8")
    assert engine.make([SCREEN], silent()).made[0].pdf == first.pdf


@pytest.mark.slow
def test_a_project_whose_inputs_are_unknown_is_made_each_time(engine: Engine) -> None:
    link = engine.project.data / "more"
    link.symlink_to(engine.project.images)
    try:
        assert engine.changes() == ["."]
        assert engine.make([SCREEN], silent()).made[0].pages > 1
        assert engine.changes() == ["."]
    finally:
        link.unlink()
