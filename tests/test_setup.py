"""Set-up: the lock file, the Makefile, the set-up script and CI match each other and the code.

The script runs in a copied folder with only stubs on its PATH, so that a Debian without root, a
Fedora and a Mac can be tested on any machine.
"""

from __future__ import annotations

import os
import re
import shutil
import stat
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.version import Version

from report.machine import libraries, packages, profile

ROOT = Path(__file__).resolve().parents[1]
SCRIPTS = (".ci/run", ".ci/setup")
BASICS = (
    "awk",
    "bash",
    "cat",
    "cksum",
    "dirname",
    "grep",
    "ls",
    "mktemp",
    "paste",
    "rm",
    "sed",
    "tail",
    "touch",
)

Shims = Callable[..., dict[str, str]]


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


# --- the lock ------------------------------------------------------------------------------------


def pins() -> dict[str, list[str]]:
    """Every pinned name with its versions (there may be one for each range of Pythons)."""
    found: dict[str, list[str]] = {}
    for name, version in re.findall(r"(?m)^([a-z0-9-]+)==([^ ;\\]+)", read("requirements.lock")):
        found.setdefault(name, []).append(version)
    return found


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_lock_has_hashes_for_everything() -> None:
    blocks = re.split(r"(?m)^(?=\S)", read("requirements.lock"))
    packages = [block for block in blocks if block and not block.startswith("#")]
    assert len(packages) > 40
    for block in packages:
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", block), block.splitlines()[0]


def test_lock_names_no_index_host_or_path() -> None:
    for line in read("requirements.lock").splitlines():
        text = line.strip()
        if not text.startswith("--hash=sha256:"):
            assert not re.search(r"://|(?<![\w)])/|\.(org|com|io|net)\b|index|find-links|@", text)


def test_lock_has_every_dependency_and_the_build_backend() -> None:
    project = tomllib.loads(read("pyproject.toml"))
    wanted = [
        *project["build-system"]["requires"],
        *project["project"]["dependencies"],
        *project["project"]["optional-dependencies"]["dev"],
    ]
    locked = pins()
    for text in wanted:
        requirement = Requirement(text)
        versions = locked.get(normal(requirement.name), [])
        assert versions, f"{text} is not in requirements.lock; run: make lock"
        for version in versions:
            assert Version(version) in requirement.specifier, text


def test_the_tested_engine_is_the_locked_one() -> None:
    for name, version in libraries.TESTED.items():
        assert pins()[name] == [version]
        assert f'"{name}=={version}"' in read("pyproject.toml")


# --- scripts, Makefile, CI -----------------------------------------------------------------------


@pytest.mark.parametrize("name", SCRIPTS)
def test_scripts_can_be_run(name: str) -> None:
    assert (ROOT / name).stat().st_mode & stat.S_IXUSR
    subprocess.run(["bash", "-n", name], cwd=ROOT, check=True)


@pytest.mark.parametrize("name", [*SCRIPTS, "Makefile", ".github/workflows/ci.yml"])
def test_nothing_sets_a_package_index(name: str) -> None:
    assert not re.search(r"\b(index|find|trusted)-(url|links|host)\b|https?://", read(name))


def targets() -> set[str]:
    return set(re.findall(r"(?m)^([a-z]+):", read("Makefile")))


@pytest.mark.parametrize("name", [".ci/run", "README.md", "CONTRIBUTING.md"])
def test_every_make_command_exists(name: str) -> None:
    file = ROOT / name
    if not file.is_file():
        pytest.skip(f"{name} is not here")
    called = re.findall(r"(?m)\bmake (?:-\S+ )*([a-z]+)\b", "".join(commands(file)))
    assert called
    assert set(called) <= targets()


def commands(file: Path) -> list[str]:
    """The parts of a text that are commands: all of a script, the code in Markdown."""
    text = file.read_text(encoding="utf-8")
    if file.suffix != ".md":
        return [line + "\n" for line in text.splitlines() if not line.startswith("#")]
    return [f"{part}\n" for part in re.findall(r"```.*?```|`[^`\n]+`", text, flags=re.S)]


def test_help_lists_every_target_a_person_types() -> None:
    help_text = subprocess.run(
        ["make", "-s", "help"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout
    listed = set(re.findall(r"(?m)^  make ([a-z]+) ", help_text))
    assert listed == targets() - {"system"}


def test_workflow_runs_the_script_and_keeps_the_preview() -> None:
    workflow = yaml.safe_load(read(".github/workflows/ci.yml"))
    job = workflow["jobs"]["ci"]
    assert job["container"] == "debian:${{ matrix.debian }}"
    assert job["strategy"]["matrix"]["debian"] == ["12", "13"]
    steps = job["steps"]
    assert [step["run"] for step in steps if ".ci/run" in step.get("run", "")] == [".ci/run"]
    used = [step["uses"] for step in steps if "uses" in step]
    assert all(use.startswith("actions/") for use in used)
    upload = next(step for step in steps if "upload-artifact" in step.get("uses", ""))
    assert upload["with"]["name"] == "preview-debian-${{ matrix.debian }}"
    for file in ("print.pdf", "screen.pdf", "pages/*.png", "contact-sheet.png"):
        assert f"build/{file}" in upload["with"]["path"].split()


# --- the set-up script ---------------------------------------------------------------------------


def test_script_and_doctor_name_the_same_packages() -> None:
    table = subprocess.run(
        [".ci/setup", "packages"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout
    found: dict[str, tuple[set[str], set[str]]] = {}
    for line in table.splitlines():
        _, _, debian, dnf, brew = line.split()
        others = found.setdefault(debian, (set(), set()))
        others[0].add(dnf)
        others[1].add(brew)
    for_notes = {"ghostscript"}  # the doctor mentions it, but nothing needs it
    assert found == {
        debian: (set(dnf), set(brew))
        for debian, (dnf, brew) in packages.PACKAGES.items()
        if debian not in for_notes
    }


@pytest.fixture
def machine(tmp_path: Path) -> Shims:
    """A folder with a copy of the script, and a PATH with only stubs."""
    home, shims = tmp_path / "home", tmp_path / "bin"
    (home / ".ci").mkdir(parents=True)
    shims.mkdir()
    for name in SCRIPTS:
        shutil.copy(ROOT / name, home / name)
    for name in BASICS:
        (shims / name).symlink_to(shutil.which(name) or name)

    def make(**programs: str) -> dict[str, str]:
        for name, body in programs.items():
            file = shims / name.replace("_", "-")
            file.write_text(f"#!{shutil.which('bash')}\n{body}\n")
            file.chmod(0o755)
        return {"PATH": str(shims), "HOME": str(tmp_path), "LC_ALL": "C.UTF-8"}

    return make


#: A machine without any of the programs.
BARE = {
    "python3": 'case "$2" in *ensurepip*) exit 1 ;; esac',
    "ldconfig": "exit 0",
    "fc_list": "exit 0",
}


def run(tmp_path: Path, environment: dict[str, str], *words: str) -> tuple[int, str]:
    done = subprocess.run(
        ["bash", *words],
        cwd=tmp_path,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    return done.returncode, done.stdout.decode()


OPTIONAL = [
    ("ink", "ghostscript", "gs", "ink will not be measured"),
    ("browser", "chromium", "chromium", "pages will not be tested in a browser"),
]


@pytest.mark.parametrize(("step", "package", "program", "without"), OPTIONAL)
def test_what_is_optional_is_installed_where_permitted(
    tmp_path: Path, machine: Shims, step: str, package: str, program: str, without: str
) -> None:
    made = machine(id="echo 0", apt_get=f'echo "$@" >>{tmp_path}/log')
    code, said = run(tmp_path / "home", made, ".ci/setup", step)
    assert (code, said) == (0, f"set-up: installing {package}\n")
    assert (tmp_path / "log").read_text().endswith(f"{package}\n")


@pytest.mark.parametrize(("step", "package", "program", "without"), OPTIONAL)
def test_set_up_continues_without_what_is_optional(
    tmp_path: Path, machine: Shims, step: str, package: str, program: str, without: str
) -> None:
    made = machine(id="echo 1000", apt_get="exit 1")
    code, said = run(tmp_path / "home", made, ".ci/setup", step)
    assert code == 0
    assert said == (
        f"set-up: {without}; to have it: sudo apt-get update && sudo apt-get install -y {package}\n"
    )
    made = machine(**{program: "exit 0"})
    assert run(tmp_path / "home", made, ".ci/setup", step) == (0, "")


ALL = [name for name in packages.PACKAGES if name != "ghostscript"]


@pytest.mark.parametrize(
    ("manager", "user", "start"),
    [
        ("apt-get", 1000, "sudo apt-get update && sudo apt-get install -y python3-venv libpango"),
        ("dnf", 1000, "sudo dnf install -y python3 pango harfbuzz fontconfig google-noto-sans-cjk"),
        ("dnf", 0, "dnf install -y python3 pango"),
        ("brew", 501, "brew install python3 pango harfbuzz fontconfig font-noto-sans-cjk"),
        ("", 1000, "install with the system's package manager: python3 pango"),
    ],
)
def test_stops_with_the_exact_command(
    tmp_path: Path, machine: Shims, manager: str, user: int, start: str
) -> None:
    programs = {**BARE, "id": f"echo {user}"}
    # Finding fontconfig without fonts or libraries: only the command is looked for by name.
    programs.pop("fc_list")
    if manager:
        programs[manager.replace("-", "_")] = "echo called >&2; exit 9"
    code, output = run(tmp_path / "home", machine(**programs), ".ci/setup", "system")
    command = packages.install_command(*ALL, manager=manager or "none", root=user == 0)
    assert code == 2
    assert f"    {command}\n" in output
    assert command.startswith(start)
    assert "called" not in output


INSTALLED = {
    "apt_get": """
echo "apt-get $*" >> "$HOME/log"
[ "$1" = install ] && touch "$HOME/installed" && printf '#!%s\\n' "$BASH" > "$HOME/bin/pdftotext" \\
    && /bin/chmod +x "$HOME/bin/pdftotext"
exit 0""",
    "python3": 'case "$2" in *ensurepip*) [ -e "$HOME/installed" ] ;; esac',
    "ldconfig": """
[ -e "$HOME/installed" ] && for name in pango-1.0 pangoft2-1.0 harfbuzz harfbuzz-subset; do
    echo "lib$name.so.0 => somewhere"
done
exit 0""",
    "fc_list": '[ -e "$HOME/installed" ] && echo "some.ttc: $1"',
    "id": "echo 0",
}


def test_root_on_debian_installs_what_is_missing_once(tmp_path: Path, machine: Shims) -> None:
    environment = machine(**INSTALLED)
    code, output = run(tmp_path / "home", environment, ".ci/setup", "system")
    assert (code, output.count("set-up:")) == (0, 1)
    wanted = " ".join(name for name in ALL if name != "fontconfig")
    assert (tmp_path / "log").read_text().splitlines() == [
        "apt-get update -q",
        f"apt-get install -y -q --no-install-recommends {wanted}",
    ]
    assert run(tmp_path / "home", environment, ".ci/setup", "system") == (0, "")
    assert len((tmp_path / "log").read_text().splitlines()) == 2


def test_a_failing_apt_get_is_shown(tmp_path: Path, machine: Shims) -> None:
    environment = machine(**{**INSTALLED, "apt_get": "echo 'E: no network'; exit 100"})
    code, output = run(tmp_path / "home", environment, ".ci/setup", "system")
    assert code == 2
    assert "E: no network" in output
    assert "\n    apt-get update && apt-get install -y " in output


def test_packages_without_the_needed_files_are_reported(tmp_path: Path, machine: Shims) -> None:
    environment = machine(**{**INSTALLED, "ldconfig": "exit 0"})
    code, output = run(tmp_path / "home", environment, ".ci/setup", "system")
    assert code == 2
    assert "still not found: libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz0b" in output


@pytest.mark.parametrize("step", ["system", "python"])
def test_an_old_python_is_named(tmp_path: Path, machine: Shims, step: str) -> None:
    home = tmp_path / "home"
    (home / "requirements.lock").touch()
    (home / "pyproject.toml").touch()
    environment = machine(python3='[ "$1" = -V ] && echo Python 3.9.2; exit 1')
    code, output = run(home, environment, ".ci/setup", step)
    assert code == 2
    assert "python3 is Python 3.9.2; Python 3.11 or later is needed" in output


def test_a_machine_without_python_is_reported(tmp_path: Path, machine: Shims) -> None:
    code, output = run(tmp_path / "home", machine(), ".ci/setup", "system")
    assert code == 2
    assert "there is no python3" in output


def test_python_packages_are_installed_once(tmp_path: Path, machine: Shims) -> None:
    home = tmp_path / "home"
    (home / "requirements.lock").write_text("a==1\n")
    (home / "pyproject.toml").write_text("[project]\n")
    # A stub of Python that makes a .venv, and logs its arguments.
    python = f"""
echo "$*" >> "{tmp_path}/log"
if [ "$1 $2" = "-m venv" ]; then
    /bin/mkdir -p "$4/bin" && /bin/cp "$0" "$4/bin/python"
fi
exit 0"""
    environment = machine(python3=python)
    assert run(home, environment, ".ci/setup", "python")[0] == 0
    log = (tmp_path / "log").read_text()
    assert "--require-hashes --no-deps --only-binary :all: -r requirements.lock" in log
    assert "--no-deps --no-build-isolation --editable ." in log
    assert log.endswith("pip check\n")  # a lock file without a package is reported
    (tmp_path / "log").write_text("")
    assert run(home, environment, ".ci/setup", "python") == (0, "")
    assert "pip" not in (tmp_path / "log").read_text()
    (home / "requirements.lock").write_text("a==2\n")
    assert run(home, environment, ".ci/setup", "python")[0] == 0
    log = (tmp_path / "log").read_text()
    assert "pip install" in log
    assert "venv" not in log


def test_ci_stops_at_the_first_failure_and_says_which(tmp_path: Path, machine: Shims) -> None:
    make = 'case "$2" in lint) echo bad; exit 3;; *) exit 0;; esac'
    code, output = run(tmp_path / "home", machine(make=make), ".ci/run")
    assert code == 1
    assert output.splitlines()[-1] == "ci: FAILED at “lint” (exit 3)"
    assert "=== types" not in output


# --- fonts and profile ---------------------------------------------------------------------------


def test_profile_is_the_one_described() -> None:
    for name, digest in profile.PROFILES.items():
        assert name in read("styles/icc/README.md")
        assert digest in read("styles/icc/README.md")
        assert profile.profile(ROOT / "styles" / "icc" / name).ok


@pytest.mark.parametrize("kind", ["Sans", "Serif"])
@pytest.mark.parametrize(("style", "weight"), [("Regular", 400), ("Bold", 700)])
def test_superscript_fonts_have_the_documented_glyphs(kind: str, style: str, weight: int) -> None:
    from fontTools.ttLib import TTFont

    file = ROOT / "styles" / "fonts" / f"ReportSuperscripts{kind}-{style}.otf"
    assert file.stat().st_size < 8192
    font = TTFont(file)
    assert set("⁰¹²³⁴⁵⁶⁷⁸⁹ⁿ⁺⁻₀₁₂₃₄₅₆₇₈₉ \u00a0\u3000") <= {chr(c) for c in font.getBestCmap()}
    assert font["name"].getDebugName(1) == f"Report Superscripts {kind}"
    assert font["OS/2"].usWeightClass == weight
    assert "Open Font License" in font["name"].getDebugName(13)


@pytest.mark.slow
@pytest.mark.parametrize("style", ["Regular", "Bold"])
@pytest.mark.parametrize("kind", ["Sans", "Serif"])
def test_superscript_fonts_have_a_private_dictionary(kind: str, style: str) -> None:
    """HarfBuzz 10 takes a font without one, but not a subset of it (Debian 13)."""
    from fontTools.ttLib import TTFont

    with TTFont(ROOT / f"styles/fonts/ReportSuperscripts{kind}-{style}.otf") as font:
        assert font["CFF "].cff.topDictIndex[0].Private.rawDict


@pytest.mark.slow
def test_superscript_fonts_are_the_output_of_their_script() -> None:
    script = ROOT / "styles" / "fonts" / "build.py"
    environment = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Hong_Kong"}
    done = subprocess.run(
        [sys.executable, str(script), "--check"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if "the committed fonts come from" in done.stderr:
        pytest.skip("another version of Noto is installed")
    assert done.returncode == 0, done.stdout
