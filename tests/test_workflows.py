"""The workflows of CI, the hook and the container: valid, and each of their commands is run."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from report.project.shipped import WORKFLOWS, workflow
from tests.compare.history import IDENTITY
from tests.small_report import environment, run

ROOT = Path(__file__).resolve().parents[1]
OWN = {"github": ".github/workflows/preview.yml", "gitlab": ".gitlab-ci.yml"}
CHECK = Path(sys.executable).parent / "check-jsonschema"
SCHEMAS = {"github": "vendor.github-workflows", "gitlab": "vendor.gitlab-ci"}
CASES = [(service, whose) for service in WORKFLOWS for whose in ("own", "new")]

pytestmark = pytest.mark.slow


def read(service: str, whose: str) -> Any:
    text = (ROOT / OWN[service]).read_bytes() if whose == "own" else workflow(service)
    return yaml.safe_load(text)


@pytest.mark.parametrize("service", WORKFLOWS)
def test_workflows_fit_their_schemas(service: str, tmp_path: Path) -> None:
    new = tmp_path / "workflow.yml"
    new.write_bytes(workflow(service))
    files = [ROOT / OWN[service], new]
    files += [ROOT / ".github/workflows/ci.yml"] if service == "github" else []
    done = subprocess.run(
        [CHECK, "--builtin-schema", SCHEMAS[service], *files],
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@dataclass
class Runner:
    """A machine of CI with stubs for what would install something."""

    home: Path
    checkout: Path
    variables: dict[str, str]

    def run(self, script: str, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["bash", "-e", "-u", "-o", "pipefail", "-c", script],
            cwd=self.checkout,
            env={**environment(), **self.variables, **more},
            check=False,
            capture_output=True,
            text=True,
        )

    def log(self) -> str:
        path = self.home / "log"
        return path.read_text(encoding="utf-8") if path.exists() else ""


def stub(path: Path, body: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    path.chmod(0o755)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new report in a repository, with a second commit that changes a figure."""
    folder = tmp_path_factory.mktemp("ci") / "checkout"
    assert run("new", folder, "--ci", "github").exit_code == 0

    def git(*arguments: str) -> None:
        command = ["git", "-C", str(folder), *arguments]
        subprocess.run(command, check=True, env={**os.environ, **IDENTITY}, capture_output=True)

    git("init", "--quiet", "--initial-branch=main")
    git("add", "--all")
    git("commit", "--quiet", "-m", "start")
    facts = folder / "data/facts.yaml"
    text = facts.read_text(encoding="utf-8")
    assert "value: 44.3" in text
    facts.write_text(text.replace("label: ", "label:  ", 1), encoding="utf-8")
    git("commit", "--quiet", "-am", "change")
    return folder


@pytest.fixture
def runner(
    project: Path, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Runner]:
    """A runner whose checkout is the project."""
    bins = tmp_path / "bin"
    log = tmp_path / "log"
    for name in ("apt-get", "make"):
        stub(bins / name, f'echo "{name} $*" >>{shlex.quote(str(log))}')
    answer = f"case $* in *per_page*) cat {shlex.quote(str(tmp_path / 'notes.json'))};; esac"
    stub(bins / "curl", f'echo "curl $*" >>{shlex.quote(str(log))}\n{answer}')
    (tmp_path / "notes.json").write_text("[]")
    stub(project / ".ci/setup", f'echo "setup $*" >>{shlex.quote(str(log))}')
    python = shlex.quote(sys.executable)
    stub(project / ".venv/bin/report", f'exec {python} -m report "$@"')
    base = subprocess.run(
        ["git", "-C", project, "rev-parse", "HEAD~1"], check=True, capture_output=True, text=True
    ).stdout.strip()
    cache = tmp_path_factory.getbasetemp() / "ci-cache"
    variables = {
        "PATH": f"{bins}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(tmp_path),
        "GIT_CONFIG_GLOBAL": str(tmp_path / "gitconfig"),
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"),
        "BASE": base,
        "CI_MERGE_REQUEST_DIFF_BASE_SHA": base,
        "CI_JOB_URL": "https://gitlab.example/jobs/7",
        "REPORT_CACHE": str(cache),
        "REPORT_NO_CACHE": "",
        "REPORT_PACKAGE": "report.whl",
    }
    yield Runner(tmp_path, project, variables)
    subprocess.run(["rm", "-rf", project / "preview", project / "note.md"], check=True)


@pytest.mark.parametrize(("service", "whose"), CASES)
def test_every_command_of_a_workflow_runs(service: str, whose: str, runner: Runner) -> None:
    data = read(service, whose)
    if service == "github":
        scripts = [step["run"] for step in data["jobs"]["preview"]["steps"] if "run" in step]
    else:
        job = data["preview"]
        scripts = [*job["before_script"], *job["script"], *job["after_script"]]
    for script in scripts:
        done = runner.run(script)
        assert done.returncode == 0, (script, done.stdout, done.stderr)
    made = runner.checkout / "preview"
    assert (made / "index.html").is_file()
    assert "apt-get install" in runner.log()
    if service == "github":
        summary = Path(runner.variables["GITHUB_STEP_SUMMARY"]).read_text(encoding="utf-8")
        assert summary == (made / "comment.md").read_text(encoding="utf-8")
    else:
        assert (made / "junit.xml").is_file()
    compared = json.loads((made / "compare.json").read_text(encoding="utf-8"))
    assert compared["summary"]["base"] == runner.variables["BASE"][:10]


@pytest.mark.parametrize(("service", "whose"), CASES)
def test_workflows_are_thin(service: str, whose: str) -> None:
    text = (
        (ROOT / OWN[service]).read_text("utf-8") if whose == "own" else workflow(service).decode()
    )
    assert len(re.findall(r"\.venv/bin/report (?:-|preview)", text)) == 1
    assert "preview --base" in text


@pytest.mark.parametrize("service", WORKFLOWS)
def test_packages_are_those_of_the_set_up(service: str) -> None:
    asked = set(re.findall(r"[a-z0-9.+-]+", workflow(service).decode().partition("install -y")[2]))
    assert debian_packages() <= asked


def debian_packages() -> set[str]:
    table = subprocess.run(
        [ROOT / ".ci/setup", "packages"], check=True, capture_output=True, text=True
    ).stdout
    return {line.split()[2] for line in table.splitlines() if line.strip()}


@pytest.mark.parametrize("existing", [False, True])
def test_there_is_one_note_at_a_merge_request(existing: bool, runner: Runner) -> None:
    (runner.checkout / "preview").mkdir()
    (runner.checkout / "preview/comment.md").write_text("changed", encoding="utf-8")
    notes = [{"id": 5, "body": "hello"}, {"id": 9, "body": "<!-- report preview -->\nold"}]
    (runner.home / "notes.json").write_text(json.dumps(notes[: 1 + existing]))
    (script,) = read("gitlab", "own")["preview"]["after_script"]
    done = runner.run(
        script,
        PREVIEW_TOKEN="secret",
        CI_MERGE_REQUEST_IID="3",
        CI_API_V4_URL="https://gitlab.example/api/v4",
        CI_PROJECT_ID="11",
    )
    assert done.returncode == 0, done.stderr
    sent = [line for line in runner.log().splitlines() if "body@note.md" in line]
    assert len(sent) == 1
    assert sent[0].endswith("/notes/9" if existing else "/notes")
    assert ("--request PUT" in sent[0]) == existing


NODE = Path(sys.executable).parent / "node"


@pytest.mark.parametrize("existing", [False, True])
def test_there_is_one_comment_at_a_pull_request(existing: bool, tmp_path: Path) -> None:
    steps = read("github", "own")["jobs"]["preview"]["steps"]
    (script,) = [step["with"]["script"] for step in steps if "script" in step.get("with", {})]
    (tmp_path / "preview").mkdir()
    (tmp_path / "preview/comment.md").write_text("changed", encoding="utf-8")
    old = [{"id": 9, "body": "<!-- report preview -->\nold"}] if existing else []
    program = f"""
const said = [];
const note = (name) => async (what) => {{ said.push([name, what.comment_id || null, what.body]); }};
const github = {{ paginate: async () => {json.dumps([{"id": 1, "body": None}, *old])},
  rest: {{ issues: {{ listComments: 0, createComment: note("create"),
    updateComment: note("update") }} }} }};
const context = {{ repo: {{ owner: "o", repo: "r" }}, issue: {{ number: 4 }}, runId: 8,
  serverUrl: "https://github.example" }};
(async () => {{ {script}
 console.log(JSON.stringify(said)); }})();
"""
    if not NODE.is_file():
        pytest.skip(f"node is not installed: {NODE}")
    done = subprocess.run(
        [NODE, "-e", program], cwd=tmp_path, check=True, capture_output=True, text=True
    )
    ((name, number, body),) = json.loads(done.stdout)
    assert (name, number) == (("update", 9) if existing else ("create", None))
    assert body.startswith("<!-- report preview -->\nchanged\n")
    assert "https://github.example/o/r/actions/runs/8" in body


@pytest.mark.parametrize("service", WORKFLOWS)
def test_new_reports_have_a_workflow_when_asked(service: str, tmp_path: Path) -> None:
    assert run("new", tmp_path / "with", "--ci", service).exit_code == 0
    assert (tmp_path / "with" / WORKFLOWS[service]).read_bytes() == workflow(service)
    assert "preview/" in (tmp_path / "with/.gitignore").read_text(encoding="utf-8")
    assert run("new", tmp_path / "without").exit_code == 0
    assert not (tmp_path / "without" / WORKFLOWS[service]).exists()


def test_the_hook_for_other_repositories(project: Path) -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert set(hook) >= {"id", "name", "entry", "language", "files"}
    program, *arguments = shlex.split(hook["entry"])
    assert program == "report"
    assert run("-C", project, *arguments).exit_code == 0
    names = [path.relative_to(project).as_posix() for path in (project / "data").rglob("*.yaml")]
    assert all(re.search(hook["files"], name) for name in names)
    assert not re.search(hook["files"], "CHANGELOG.md")


def test_the_container_has_what_the_set_up_installs() -> None:
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    (base,) = re.findall(r"^FROM (.+)$", text, re.MULTILINE)
    assert base == "debian:12-slim"
    block = text.partition("--no-install-recommends")[2].partition("&&")[0]
    asked = dict(re.findall(r"^\s+([a-z0-9][a-z0-9.+-]*)(?:=(\S+))? \\$", block, re.MULTILINE))
    extra = {"ca-certificates", "ghostscript", "git", "python3"}
    assert set(asked) == debian_packages() | extra
    assert all(version for name, version in asked.items() if name.startswith("fonts-"))
    steps = re.findall(r"\.ci/setup (\w+)", text)
    assert steps == ["system", "python"], "as make setup does"
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert all(f".ci/setup {step}" in makefile for step in steps)
    user = text.index("USER reader")
    assert user < text.index("ENTRYPOINT"), "it does not run as root"


def test_the_fonts_of_the_container_are_those_of_debian() -> None:
    """Where Debian's package database is there, it knows the versions that are named."""
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    for name, version in re.findall(r"(fonts-[a-z-]+)=(\S+)", text):
        found = (
            subprocess.run(
                ["dpkg-query", "--show", "--showformat=${Version}", name],
                check=False,
                capture_output=True,
                text=True,
            ).stdout
            if Path("/usr/bin/dpkg-query").exists()
            else ""
        )
        if not found or not Path("/etc/debian_version").read_text().startswith("12."):
            pytest.skip("this is no Debian 12 with the fonts")
        assert found == version
