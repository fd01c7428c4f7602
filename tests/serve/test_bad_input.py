"""Whatever is saved, and whatever happens to the process that makes pages: the server lives on."""

from __future__ import annotations

import asyncio
import io
import os
import resource
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from report.engine.store import Store
from report.project.project import Project
from report.serve.live import Live, Options
from tests.serve.served import PATIENCE, Served, serving
from tests.small_report import write_report

SECTION = "data/section.yaml"
BOMB = "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]\n"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, served_cache: Path) -> Iterator[Served]:
    home = tmp_path_factory.mktemp("served")
    folder = write_report(home / "report")
    # A paragraph, and a picture that is not there: pages that are laid out soon.
    text = (folder / SECTION).read_text(encoding="utf-8")
    short = text[: text.index("    art: rings")]
    (folder / SECTION).write_text(short, encoding="utf-8")
    with serving(folder, served_cache) as served:
        yield served


@pytest.mark.parametrize(
    "content",
    [b"", b"id: [", BOMB.encode(), b"\xff\xfe\x00", "id: sharing\ntitle: 共".encode()[:-1]],
    ids=["empty", "half", "bomb", "binary", "cut within a character"],
)
def test_a_file_that_cannot_be_read_is_a_finding(served: Served, content: bytes) -> None:
    path = served.file(SECTION)
    before = path.read_bytes()
    state = served.after(lambda: path.write_bytes(content))
    assert [one["file"] for one in state["findings"] if one["severity"] == "error"]
    assert state["pages"]
    state = served.after(lambda: path.write_bytes(before))
    assert state["problem"] is None


def test_a_picture_that_is_being_replaced_is_read_again(served: Served) -> None:
    path = served.file("data/images/photo.png")
    out = io.BytesIO()
    Image.effect_noise((800, 600), 80).convert("RGB").save(out, "PNG")
    before = out.getvalue()
    path.parent.mkdir(exist_ok=True)
    served.after(lambda: path.write_bytes(before[: len(before) // 2]))
    state = served.after(lambda: path.write_bytes(before))
    assert state["problem"] is None
    assert state["changed"]


@pytest.mark.slow
def test_a_pipe_among_the_data_is_not_waited_for(served: Served) -> None:
    pipe = served.file("data/pipe.yaml")
    state = served.after(lambda: os.mkfifo(pipe))
    assert state["pages"]
    served.after(pipe.unlink)
    assert served.after(lambda: served.replace(SECTION, "公司", "管公司"))["changed"]


@pytest.mark.slow
def test_a_process_that_was_killed_starts_again(served: Served) -> None:
    for maker in served.makers():
        os.kill(maker, signal.SIGKILL)
    state = served.after(lambda: served.replace(SECTION, "公司", "新公司"))
    assert state["problem"] is None
    assert state["changed"]


def test_a_process_that_is_killed_while_it_works_is_told(served: Served) -> None:
    path = served.file(SECTION)
    text = path.read_text(encoding="utf-8")
    (maker,) = served.makers()

    def kill() -> None:
        path.write_text(text + "  - {type: paragraph, text: 很長的一段文字。}\n" * 400, "utf-8")
        end = time.monotonic() + PATIENCE
        while not served.state()["building"]:
            assert time.monotonic() < end
            time.sleep(0.01)
        os.kill(maker, signal.SIGKILL)

    state = served.after(kill)
    assert [one["code"] for one in state["findings"]] == ["D705"]
    assert state["pages"]
    state = served.after(lambda: path.write_text(text.replace("公司", "又新公司", 1), "utf-8"))
    assert state["problem"] is None
    assert state["changed"]


def test_a_full_disk_stops_neither_the_server_nor_the_pages(served: Served) -> None:
    processes = [served.process.pid, *served.makers()]
    before = {pid: resource.prlimit(pid, resource.RLIMIT_FSIZE) for pid in processes}
    for pid, (_, most) in before.items():
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, most))  # no byte can be written
    try:
        state = served.after(lambda: served.replace(SECTION, "公司", "滿公司"))
        assert state["problem"] is None
        assert state["changed"]
        assert served.get(state["pages"][0]["image"]).status_code == 200
        answer = served.post("/api/tokens", {"path": "colours.red.srgb", "value": "#c00000"})
        assert answer.status_code == 422
        assert "tokens.yaml could not be written" in answer.json()["problem"]
    finally:
        for pid, limits in before.items():
            resource.prlimit(pid, resource.RLIMIT_FSIZE, limits)
    assert served.after(lambda: served.replace(SECTION, "滿公司", "公司"))["changed"]


@pytest.mark.slow
def test_a_process_that_says_nothing_is_ended(tmp_path: Path) -> None:
    """Then another one answers; here it has nothing to lay out, and answers soon."""
    project = Project.at(write_report(tmp_path / "report"))
    section = project.data / "section.yaml"
    text = section.read_text(encoding="utf-8")
    lines: list[str] = []

    async def tells(live: Live, code: str, wrong: str) -> None:
        """Save something wrong, and wait until a finding is told."""
        section.write_text(wrong, encoding="utf-8")
        end = time.monotonic() + PATIENCE
        while [one.code for one in live.found] != [code]:
            assert time.monotonic() < end, live.found
            await asyncio.sleep(0.05)

    async def run() -> None:
        live = Live(project, Store(tmp_path / "cache"), Options(patience=60), lines.append)
        section.write_text("id: [", encoding="utf-8")
        live.begin()
        try:
            await says_nothing(live)
        finally:
            await live.end()

    async def says_nothing(live: Live) -> None:
        await live.ready.wait()
        assert [one.code for one in live.found] == ["D006"]
        assert live._process is not None
        process = live._process._process
        assert process is not None
        os.kill(process.pid or 0, signal.SIGSTOP)
        live.options.patience = 0.5
        await tells(live, "D808", text)
        assert process.exitcode == -signal.SIGKILL
        live.options.patience = 60
        await tells(live, "D201", text.replace("users.total }}。", "users.totl }}。"))

    asyncio.run(run())
    assert [line.partition(" → ")[2].startswith("failed") for line in lines] == [True] * 3
