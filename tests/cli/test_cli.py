"""The command: options, streams, formats and exit codes, and what each command loads."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from report import __version__
from report.cli.program import main
from tests.conftest import Edit, Run
from tests.small_report import LAST_GOOD, contents, environment, run_alone, write_report
from tests.small_report import run as run_anywhere

COMMANDS = ("build", "check", "doctor", "new", "pages", "schema")
SECTION = "data/section.yaml"
HEAVY = ("pydantic", "yaml", "weasyprint", "matplotlib", "PIL", "pikepdf", "pypdfium2", "jinja2")


@pytest.fixture
def warned(edit: Edit) -> None:
    """A report with one warning: a missing picture."""
    edit(SECTION, "    art: rings\n", "")


@pytest.fixture
def broken(edit: Edit) -> None:
    """A report with one error and one note."""
    edit(SECTION, "{{ users.total }}", "{{ users.totl }}")


# --- help, version, completion -------------------------------------------------------------------


def test_all_commands_are_known() -> None:
    assert set(main.commands) >= set(COMMANDS)


@pytest.mark.parametrize("command", sorted({*COMMANDS, *main.commands}))
@pytest.mark.parametrize("option", ["--help", "-h"])
def test_every_command_has_help(command: str, option: str) -> None:
    outcome = run_anywhere(command, option)
    assert outcome.exit_code == 0
    assert outcome.stderr == ""
    assert f"{command} [OPTIONS]" in outcome.stdout
    help_text = main.commands[command].get_short_help_str(limit=200)
    assert help_text.rstrip(".") in " ".join(outcome.stdout.split())
    for parameter in main.commands[command].params:
        for name in getattr(parameter, "opts", ()):
            assert name.startswith("-") is False or name in outcome.stdout


def test_the_global_options_are_explained() -> None:
    told = run_anywhere("--help").stdout
    for option in ("-C DIR", "--format", "--fail-level", "-q", "-v", "--version"):
        assert option in told
    assert "Exit codes: 0 no errors; 1" in " ".join(told.split())


def test_version() -> None:
    outcome = run_anywhere("--version")
    assert (outcome.exit_code, outcome.stdout) == (0, f"report, version {__version__}\n")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts(shell: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from report.cli.program import main; main(prog_name='report')"],
        env=environment({"_REPORT_COMPLETE": f"{shell}_source"}),
        capture_output=True,
        text=True,
        check=False,
    )
    if shell == "bash" and "version" in done.stderr:
        pytest.skip("this machine's bash is too old for completion")
    assert done.returncode == 0, done.stderr
    assert "_REPORT_COMPLETE" in done.stdout


def test_completion_offers_the_commands() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from report.cli.program import main; main(prog_name='report')"],
        env=environment(
            {"_REPORT_COMPLETE": "bash_complete", "COMP_WORDS": "report ch", "COMP_CWORD": "1"}
        ),
        capture_output=True,
        text=True,
        check=False,
    )
    assert "check" in done.stdout


# --- what is loaded ------------------------------------------------------------------------------


def loaded(*args: str | Path) -> set[str]:
    """Run the command in a new process and give the modules it loaded."""
    code = (
        "import sys\nfrom report.cli.program import main\n"
        "try: main(sys.argv[1:], prog_name='report')\n"
        "except SystemExit: pass\n"
        "print('loaded:', *sorted(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *args],
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stdout.rpartition("loaded:")[2].split())


@pytest.mark.parametrize("arguments", [["--help"], ["build", "--help"], ["--version"]])
def test_help_loads_nothing_heavy(arguments: list[str]) -> None:
    assert loaded(*arguments) & {*HEAVY, "report.project.project", "report.engine.build"} == set()


def test_check_loads_neither_engine_nor_drawing(project: Path) -> None:
    names = loaded("-C", project, "check", "--release")
    assert "report.content.load" in names
    assert names & {"weasyprint", "matplotlib", "pikepdf", "pypdfium2", "PIL", "numpy"} == set()


# --- streams, formats, exit codes ----------------------------------------------------------------


def test_a_sound_report(run: Run) -> None:
    outcome = run("check")
    assert (outcome.exit_code, outcome.stderr) == (0, "")
    assert outcome.stdout == "0 errors, 0 warnings, 0 notes\n"


@pytest.mark.usefixtures("broken")
def test_text_findings_go_to_standard_error_results_to_standard_output(run: Run) -> None:
    outcome = run("check")
    assert outcome.exit_code == 1
    assert outcome.stderr == (
        f"{SECTION}:5:11: error D201: there is no fact “users.totl”\n"
        "    → did you mean “users.total”?\n"
    )
    assert outcome.stdout == "1 error, 0 warnings, 0 notes\n"


@pytest.mark.usefixtures("broken")
def test_json_findings_and_results(run: Run) -> None:
    outcome = run("--format", "json", "check")
    assert outcome.exit_code == 1
    assert outcome.found == [
        {
            "code": "D201",
            "severity": "error",
            "message": "there is no fact “users.totl”",
            "hint": "did you mean “users.total”?",
            "file": SECTION,
            "line": 5,
            "column": 11,
        }
    ]
    assert json.loads(outcome.stdout) == {"error": 1, "warning": 0, "note": 0}


def test_json_says_so_when_there_is_nothing(run: Run) -> None:
    outcome = run("--format", "json", "check")
    assert (outcome.found, json.loads(outcome.stdout)["error"]) == ([], 0)


@pytest.mark.usefixtures("broken")
def test_github_annotations(run: Run) -> None:
    outcome = run("--format", "github", "check")
    assert outcome.stderr == (
        f"::error file={SECTION},line=5,col=11,title=D201::"
        "there is no fact “users.totl”%0A→ did you mean “users.total”?\n"
    )


@pytest.mark.usefixtures("warned")
@pytest.mark.parametrize(("level", "code"), [("error", 0), ("warning", 1)])
def test_the_fail_level(run: Run, level: str, code: int) -> None:
    outcome = run("--fail-level", level, "--format", "json", "check")
    assert (outcome.exit_code, outcome.codes) == (code, ["D301"])


@pytest.mark.usefixtures("warned")
def test_the_fail_level_stops_a_build(run: Run, project: Path) -> None:
    outcome = run("--fail-level", "warning", "build", "--target", "screen")
    assert outcome.exit_code == 1
    assert "D301" in outcome.stderr
    assert contents(project / "build") == LAST_GOOD


@pytest.mark.usefixtures("warned")
def test_quiet_shows_only_what_makes_it_fail(run: Run) -> None:
    assert "D301" in run("check").stderr
    assert run("-q", "check").stderr == ""
    assert "D301" in run("-q", "--fail-level", "warning", "check").stderr
    assert "D301" in run("-q", "check", "--release").stderr


def test_verbose_shows_the_time(run: Run) -> None:
    assert re.search(r"notes \(\d+\.\d\d s\)$", run("-v", "check").stdout.strip())


@pytest.mark.parametrize(
    "arguments",
    [
        ["--nope", "check"],
        ["nope"],
        ["--format", "xml", "check"],
        ["--fail-level", "note", "check"],
        ["build", "--target", "web"],
        ["pages", "--dpi", "5"],
        ["pages", "--dpi", "nan"],
        ["new"],
        ["check", "more"],
    ],
)
def test_wrong_calls_are_explained(run: Run, arguments: list[str]) -> None:
    outcome = run(*arguments)
    assert outcome.exit_code == 2
    assert "Error: " in outcome.stderr
    assert "Usage: " in outcome.stderr
    assert outcome.stdout == ""


def test_no_command_shows_the_help() -> None:
    outcome = run_anywhere()
    assert outcome.exit_code == 2
    assert "Commands:" in outcome.stderr + outcome.stdout


def test_a_fault_of_the_program_is_reported_as_a_bug(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from click.testing import CliRunner

    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr("report.engine.build.check", fail)
    result = CliRunner().invoke(main, ["-C", str(project), "check"])
    assert result.exit_code == 2
    assert result.stderr.startswith("error D806: internal error: ZeroDivisionError")
    assert "not in your files" in result.stderr
    assert "Traceback" not in result.stderr
    told = CliRunner().invoke(main, ["-v", "-C", str(project), "check"]).stderr
    assert "Traceback" in told


# --- build and pages -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, str]:
    """A build of the small report as a process of its own: its folder, and what it said."""
    folder = write_report(tmp_path_factory.mktemp("built") / "我的 報告")
    # A home that cannot be written: fontconfig writes that to the descriptor itself.
    home = folder.with_name("home")
    home.touch()
    env = {"HOME": str(home), "XDG_CACHE_HOME": str(home), "TMPDIR": str(folder.parent)}
    outcome = run_alone("-C", folder, "build", "-o", folder / "out", env=env)
    assert outcome.exit_code == 0, outcome
    return folder, outcome.stdout, outcome.stderr


@pytest.mark.no_cover
def test_a_build_says_where_the_pdfs_are(built: tuple[Path, str, str]) -> None:
    folder, stdout, stderr = built
    lines = stdout.splitlines()
    assert lines[0] == f"{folder}/out/print.pdf  3 pages"
    assert lines[1] == f"{folder}/out/screen.pdf  3 pages"
    assert re.fullmatch(r"\d+\.\d s, 0 warnings", lines[2])
    steps = re.findall(r"^ +\d+\.\d\d s  (.+)$", stderr, re.MULTILINE)
    assert steps == ["data", "figures", "print and screen", "writing"]
    assert "\x1b" not in stderr
    for name in ("print.pdf", "screen.pdf"):
        assert (folder / "out" / name).read_bytes().startswith(b"%PDF-")
    assert contents(folder / "build") == LAST_GOOD


def test_pages_of_a_pdf_that_is_none(run: Run, project: Path) -> None:
    outcome = run("--format", "json", "pages")
    assert (outcome.exit_code, outcome.codes) == (2, ["D703"])
    assert "build/screen.pdf is not a valid PDF" in outcome.found[0]["message"]
    assert "report build" in outcome.found[0]["hint"]
    assert list((project / "build" / "pages").iterdir()) == []


@pytest.mark.slow
def test_pages_replace_the_older_ones(built: tuple[Path, str, str]) -> None:
    folder = built[0]
    for name in ("print.pdf", "screen.pdf"):
        (folder / "build" / name).write_bytes((folder / "out" / name).read_bytes())
    place = folder / "drawn"
    place.mkdir()
    for name in ("page-01.png", "page-09.png", "mine.png"):
        (place / name).write_bytes(b"old")
    outcome = run_anywhere("-C", folder, "--format", "json", "pages", "--dpi", "20", "-o", place)
    assert outcome.exit_code == 0, outcome
    assert json.loads(outcome.stdout)["pages"] == 3
    names = ["contact-sheet.png", "mine.png", "page-01.png", "page-02.png", "page-03.png"]
    assert sorted(contents(place)) == names
    assert (place / "page-01.png").read_bytes().startswith(b"\x89PNG")
    for name, pdf in LAST_GOOD.items():
        (folder / "build" / name).write_bytes(pdf)


def test_an_interruption_inside_a_library_is_still_an_interruption(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from click.testing import CliRunner

    def interrupted(*_: object, **__: object) -> None:
        try:
            raise KeyboardInterrupt
        except KeyboardInterrupt as exc:
            raise TypeError("what a library made of it") from exc

    monkeypatch.setattr("report.engine.build.check", interrupted)
    result = CliRunner().invoke(main, ["-C", str(project), "check"])
    assert result.exit_code == 2
    assert result.stderr.startswith("error D705: interrupted")


@pytest.mark.parametrize(
    ("args", "ordered"),
    [
        (["check", "-q"], ["-q", "check"]),
        (
            ["build", "--release", "--quiet", "-o", "-q"],
            ["--quiet", "build", "--release", "-o", "-q"],
        ),
        (["check", "--format", "json"], ["--format", "json", "check"]),
        (["check", "--format=json"], ["--format=json", "check"]),
        (["-C", "check", "build", "-v"], ["-C", "check", "-v", "build"]),
        (["new", "--", "-q"], ["new", "--", "-q"]),
        (["check", "-C", "other", "--release"], ["-C", "other", "check", "--release"]),
        (["-q"], ["-q"]),
        (["nothing", "-q"], ["nothing", "-q"]),
        (["build", "--fail-level"], ["--fail-level", "build"]),
        ([], []),
    ],
)
def test_global_options_may_follow_the_command(args: list[str], ordered: list[str]) -> None:
    assert main._global_options_first(args) == ordered


def test_quiet_is_taken_in_both_places(run: Run) -> None:
    assert run("-q", "check").stdout == run("check", "-q").stdout


@pytest.mark.parametrize(
    "args",
    [
        ("--format", "json", "chek"),
        ("chek", "--format", "json"),
        ("--format", "json", "build", "--releese"),
        ("build", "--target", "paper", "--format=json"),
        ("pages", "--dpi", "9", "--format", "json"),
        ("--format", "json", "preflight"),
        ("--format", "json", "-C", "/nowhere", "check"),
        ("--format", "json"),
        ("--format", "json", "--fail-level", "none", "check"),
    ],
)
def test_json_is_json_whatever_happens(args: tuple[str, ...]) -> None:
    outcome = run_anywhere(*args)
    assert outcome.exit_code == 2
    assert [one["severity"] for one in outcome.found] == ["error"]


def test_json_is_json_as_a_process_of_its_own() -> None:
    outcome = run_alone("chek", "--format", "json")
    assert outcome.exit_code == 2
    assert [one["severity"] for one in outcome.found] == ["error"]


@pytest.mark.no_cover
def test_what_libraries_write_is_not_among_the_findings(built: tuple[Path, str, str]) -> None:
    lines = built[2].splitlines()
    assert lines
    assert [line for line in lines if not re.match(r" +\d+\.\d\d s  ", line)] == []
