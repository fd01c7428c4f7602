"""Builds that are known: what was built from the same inputs is not built again."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from report.engine import inputs
from report.engine.engine import Engine
from report.engine.progress import Progress
from report.engine.recall import Built
from report.engine.store import FOLDER, Store
from report.findings.diagnostics import Diagnostic, Severity
from report.findings.errors import FindingsError
from report.model.target import PRINT, SCREEN
from report.project.project import Project
from tests.small_report import ROOT, write_report

SECTION = "data/section.yaml"


class BuiltAgainError(Exception):
    """The build was not recalled."""


@dataclass
class Kept:
    """A report that was built, and the store that knows its build."""

    project: Path
    cache: Path

    @property
    def store(self) -> Store:
        return Store(self.cache)

    @property
    def pdf(self) -> Path:
        return self.project / "build" / "screen.pdf"

    def build(
        self, store: Store | None = None, **options: object
    ) -> tuple[list[Built], list[Diagnostic]]:
        project = Project.at(self.project)
        progress = Progress(lambda _: None, live=False, silent=True)
        engine = Engine(project, store or self.store)
        return engine.build([SCREEN], project.output, progress, **options)  # type: ignore[arg-type]

    def explain(self) -> list[str]:
        lines: list[str] = []
        self.build(explain=lines.append)
        return lines


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    folder = tmp_path_factory.mktemp("known")
    kept = Kept(write_report(folder / "報告"), folder / "cache")
    draft = b'  - {type: paragraph, text: "TODO: more"}\n'
    edit(kept.project / SECTION, lambda text: text + draft)
    kept.build()
    return kept


@pytest.fixture
def kept(built: Kept, tmp_path: Path) -> Kept:
    """A copy in another folder: keys are of content, and not of places or times."""
    shutil.copytree(built.project, tmp_path / "copy")
    shutil.copytree(built.cache, tmp_path / "cache")
    return Kept(tmp_path / "copy", tmp_path / "cache")


@pytest.fixture
def no_builds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every build that is not recalled fail."""

    def refuse(*_: object, **__: object) -> None:
        raise BuiltAgainError

    monkeypatch.setattr("report.engine.build.build", refuse)


def edit(path: Path, change: Callable[[bytes], bytes]) -> None:
    path.write_bytes(change(path.read_bytes()))


@pytest.mark.usefixtures("no_builds")
def test_a_copy_of_a_built_report_is_not_built_again(kept: Kept) -> None:
    before = kept.pdf.stat()
    (one,), found = kept.build()
    assert (one.pages, one.changed) == (3, False)
    assert [(d.code, d.file) for d in found] == [("D305", SECTION)]
    after = kept.pdf.stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


@pytest.mark.usefixtures("no_builds")
def test_files_that_were_only_touched_are_the_same(kept: Kept) -> None:
    for path in kept.project.rglob("*.yaml"):
        os.utime(path, (1, 1))
    assert not kept.build()[0][0].changed


@pytest.mark.usefixtures("no_builds")
@pytest.mark.parametrize(
    "spoil",
    [
        Path.unlink,
        lambda path: edit(path, lambda pdf: pdf[:-10]),
        lambda path: edit(path, lambda pdf: pdf.replace(b"%PDF", b"%PDG")),
    ],
    ids=["deleted", "cut off", "changed"],
)
def test_a_pdf_that_is_not_as_it_was_is_put_back(kept: Kept, spoil: Callable[[Path], None]) -> None:
    before = kept.pdf.read_bytes()
    spoil(kept.pdf)
    assert kept.build()[0][0].changed
    assert kept.pdf.read_bytes() == before


@pytest.mark.usefixtures("no_builds")
@pytest.mark.parametrize(
    ("name", "content"),
    [
        (SECTION, None),
        ("data/images/new.png", b"a picture"),
        ("data/unused.yaml", b"{}"),
        ("styles/blocks/quote.css", b".quote {}"),
        ("templates/blocks/quote.html", b"<p></p>"),
    ],
)
def test_another_or_a_new_file_is_built(kept: Kept, name: str, content: bytes | None) -> None:
    path = kept.project / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if content is not None else path.read_bytes() + b"\n")
    with pytest.raises(BuiltAgainError):
        kept.build()


@pytest.mark.usefixtures("no_builds")
@pytest.mark.parametrize("what", ["program", "system_libraries", "fonts"])
def test_another_program_library_or_font_is_built(
    kept: Kept, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inputs, what, lambda: "another" if what == "program" else ["another"])
    with pytest.raises(BuiltAgainError):
        kept.build()


@pytest.mark.usefixtures("no_builds")
def test_another_date_in_the_environment_is_built(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
    with pytest.raises(BuiltAgainError):
        kept.build()


@pytest.mark.usefixtures("no_builds")
def test_a_release_is_another_build(kept: Kept) -> None:
    with pytest.raises(BuiltAgainError):
        kept.build(release=True)


@pytest.mark.usefixtures("no_builds")
def test_without_a_store_all_is_built(kept: Kept) -> None:
    with pytest.raises(BuiltAgainError):
        kept.build(store=Store(None))


@pytest.mark.usefixtures("no_builds")
def test_a_finding_that_has_to_fail_is_found_again(kept: Kept) -> None:
    with pytest.raises(BuiltAgainError):
        kept.build(fail_level=Severity.WARNING)


@pytest.mark.usefixtures("no_builds")
def test_damaged_entries_are_never_believed(kept: Kept) -> None:
    entries = [path for path in (kept.cache / FOLDER).rglob("*") if path.is_file()]
    assert len(entries) > 7  # record, PDF, inputs, four drawings; parts and fonts
    for path in entries:
        edit(path, lambda entry: entry[:-1] + bytes([entry[-1] ^ 1]))
    kept.pdf.unlink()
    with pytest.raises(BuiltAgainError):
        kept.build()
    assert not kept.pdf.exists()


def test_a_build_with_a_damaged_store_gives_the_same_bytes(kept: Kept) -> None:
    before = kept.pdf.read_bytes()
    for path in (kept.cache / FOLDER).rglob("*"):
        if path.is_file():
            path.write_bytes(b"rubbish")
    kept.pdf.unlink()
    assert kept.build()[0][0].changed
    assert kept.pdf.read_bytes() == before
    assert not kept.build()[0][0].changed


def test_a_file_that_changes_during_the_build_is_built_again(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    from report.engine import build, reading

    edit(kept.project / SECTION, lambda text: text + b"# one\n")
    read = reading.read

    def meanwhile(project: Project, *, release: bool) -> object:
        content = read(project, release=release)
        edit(kept.project / SECTION, lambda text: text + b"# two\n")
        return content

    monkeypatch.setattr(build, "read", meanwhile)
    kept.build()
    edit(kept.project / SECTION, lambda text: text.replace(b"# two\n", b""))
    assert kept.build()[0][0].changed, "the state of which nobody knows what was read"


def test_a_build_that_fails_is_not_kept(kept: Kept) -> None:
    edit(kept.project / SECTION, lambda text: text.replace(b"users.total", b"users.totl"))
    for _ in range(2):
        with pytest.raises(FindingsError):
            kept.build()


@pytest.mark.usefixtures("no_builds")
def test_a_folder_with_links_to_folders_is_always_built(kept: Kept, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (kept.project / "data" / "images").mkdir()
    (kept.project / "data" / "images" / "more").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(BuiltAgainError):
        kept.build()


@pytest.mark.usefixtures("no_builds")
def test_a_pipe_is_not_waited_for(kept: Kept) -> None:
    os.mkfifo(kept.project / "data" / "pipe")
    with pytest.raises(BuiltAgainError):
        kept.build()


@pytest.mark.usefixtures("no_builds")
def test_a_link_is_not_the_file_that_it_leads_to(kept: Kept, tmp_path: Path) -> None:
    shutil.move(kept.project / SECTION, tmp_path / "section.yaml")
    (kept.project / SECTION).symlink_to(tmp_path / "section.yaml")
    with pytest.raises(BuiltAgainError):  # which says that it leads out of the project
        kept.build()


def test_what_is_read_outside_of_data_is_not_kept(kept: Kept) -> None:
    text = (kept.project / SECTION).read_bytes()
    (kept.project / SECTION).unlink()
    (kept.project / "texts").mkdir()
    (kept.project / "texts" / "section.yaml").write_bytes(text)
    edit(
        kept.project / "data" / "chapter.yaml",
        lambda chapter: chapter.replace(b"section.yaml", b"../texts/section.yaml"),
    )
    assert kept.build()[0][0].changed
    assert kept.build()[0][0].changed


def test_reasons_are_named(kept: Kept) -> None:
    assert kept.explain()[1:] == ["nothing is known of an earlier build into this folder"][:0]
    edit(kept.project / SECTION, lambda text: text + b"# more\n")
    new = kept.project / "styles" / "blocks" / "quote.css"
    new.parent.mkdir(parents=True)
    shutil.copy(ROOT / "styles" / "blocks" / "quote.css", new)
    rest = ["4 of 4 drawings are kept", "screen: 3 of 3 parts are kept"]
    assert kept.explain() == ["all PDFs: made again", f"{SECTION}: changed", *rest]
    kept.pdf.unlink()
    new.unlink()
    assert kept.explain() == ["screen.pdf: put back from the cache"]


def test_a_build_that_is_known_loads_nothing_of_the_engine(kept: Kept) -> None:
    heavy = ("weasyprint", "matplotlib", "pydantic", "pikepdf", "jinja2", "yaml")
    program = (
        "import sys\n"
        "from report.cli.program import main\n"
        "main(sys.argv[1:], standalone_mode=False)\n"
        f"print([name for name in {heavy} if name in sys.modules])\n"
    )
    command = [sys.executable, "-c", program, "-C", str(kept.project), "build"]
    env = {**os.environ, "REPORT_CACHE": str(kept.cache)}
    env.pop("REPORT_NO_CACHE", None)
    done = subprocess.run(
        [*command, "--target", "screen"], env=env, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"
    assert "nothing changed" in done.stdout
    assert "D305" in done.stderr, "what was found is told again"


@pytest.mark.slow
def test_a_target_is_recalled_that_was_built_among_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project, store = Project.at(write_report(tmp_path / "report")), Store(tmp_path / "cache")
    short = "id: sharing\ntitle: 共享\nlead: 話。\nblocks: [{type: paragraph, text: 公司。}]\n"
    (project.root / SECTION).write_text(short, encoding="utf-8")
    progress = Progress(lambda _: None, live=False, silent=True)
    built, _ = Engine(project, store).build([PRINT, SCREEN], tmp_path / "both", progress)

    def again(*_: object, **__: object) -> None:
        raise BuiltAgainError

    monkeypatch.setattr("report.engine.build.build", again)
    one, _ = Engine(project, store).build(
        [SCREEN], tmp_path / "one", progress, among=[PRINT, SCREEN]
    )
    assert [made.path.read_bytes() for made in one] == [built[1].path.read_bytes()]
    with pytest.raises(BuiltAgainError):
        Engine(project, store).build([SCREEN], tmp_path / "one", progress)
