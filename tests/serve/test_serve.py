"""What is served are the pages of the report as it is, whatever happens to its files."""

from __future__ import annotations

import hashlib
import itertools
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.serve.served import Served, digests, fresh, serving
from tests.small_report import write_report

SECTION = "data/section.yaml"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, served_cache: Path) -> Iterator[Served]:
    home = tmp_path_factory.mktemp("served")
    folder = write_report(home / "report")
    for name in ("styles", "templates"):
        shutil.copytree(Path(__file__).parents[2] / name, folder / name, dirs_exist_ok=True)
    environment = {"GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@b.c"}
    environment |= {"GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@b.c"}
    for words in (("init", "-q"), ("add", "-A"), ("commit", "-qm", "the first")):
        subprocess.run(["git", *words], cwd=folder, check=True, env={**os.environ, **environment})
    with serving(folder, served_cache) as served:
        yield served


@pytest.fixture(autouse=True)
def as_it_was(served: Served) -> Iterator[None]:
    """Put back what a test has changed."""
    data = {path: path.read_bytes() for path in served.folder.rglob("*") if path.is_file()}
    data = {path: raw for path, raw in data.items() if ".git" not in path.parts}
    yield
    build = served.state()["build"]
    changed = False
    for path, raw in data.items():
        if not path.is_file() or path.read_bytes() != raw:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(raw)
            changed = True
    if changed:
        served.until(lambda state: state["build"] > build and not state["problem"])


# --- the interface -------------------------------------------------------------------------------


def test_the_state_has_pages_whose_pictures_have_their_digests(served: Served) -> None:
    state = served.state()
    assert state["interface"] == 1
    assert state["target"] == "screen"
    assert [page["number"] for page in state["pages"]] == list(range(1, len(state["pages"]) + 1))
    page = state["pages"][1]
    answer = served.get(page["image"])
    assert answer.headers["content-type"] == "image/png"
    assert hashlib.sha256(answer.content).hexdigest() == page["sha256"]
    assert digests(state) == fresh(served)


def test_the_state_can_be_had_without_drawing_pages(served: Served) -> None:
    whole = served.state()
    light = served.get("/api/state", sha256="no").json()
    assert not any("sha256" in page for page in light["pages"])
    for page in whole["pages"]:
        del page["sha256"]
    assert light == whole
    looks = [page["look"] for page in light["pages"]]
    assert all(looks)
    state = served.after(lambda: served.replace(SECTION, "公司", "我公司"))
    new = [page["look"] for page in state["pages"]]
    pairs = enumerate(zip(looks, new, strict=True), 1)
    changed = [number for number, (old, other) in pairs if old != other]
    assert changed == state["changed"]


def test_a_picture_can_be_wider(served: Served) -> None:
    from io import BytesIO

    from PIL import Image

    page = served.state()["pages"][0]
    answer = served.get(page["image"], width=1200)
    assert Image.open(BytesIO(answer.content)).width == 1200
    assert "immutable" in answer.headers["cache-control"]
    assert served.get(page["image"], width=100000).status_code == 422


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/pages/99", 404),
        ("/api/at?page=1&x=nan&y=1", 422),
        ("/api/at?page=x&x=1&y=1", 422),
        ("/api/overlay?page=1&what=nothing", 404),
        ("/goto?file=../../etc/passwd&line=1", 404),
        ("/goto?file=data/none.yaml&line=1", 404),
        ("/api/versions?of=nothing", 404),
        ("/nothing", 404),
        ("/static/../app.py", 404),
        ("/static/%2e%2e/app.py", 404),
    ],
)
def test_what_does_not_exist_is_said(served: Served, path: str, code: int) -> None:
    assert served.get(path).status_code == code


def test_other_sites_and_other_names_are_refused(served: Served) -> None:
    def code(token: str | None = served.token, **headers: str) -> int:
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        asked = {} if token is None else {"token": token}
        return served.client.get("/api/state", params=asked, headers=names).status_code

    served.client.cookies.clear()
    assert code() == 200
    assert code(origin=served.base) == 200
    assert code(token=None) == 403
    assert code(token="wrong") == 403
    assert code(host="attacker.example") == 403
    assert code(origin="http://attacker.example") == 403
    assert code(origin="null") == 403
    assert code(sec_fetch_site="cross-site") == 403


def test_the_page_is_protected_against_what_it_shows(served: Served) -> None:
    answer = served.get("/")
    assert answer.status_code == 200
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie


# --- saving --------------------------------------------------------------------------------------


def test_only_pages_that_changed_are_told(served: Served) -> None:
    before = served.state()
    state = served.after(lambda: served.replace(SECTION, "公司", "本公司"))
    different = [
        new["number"]
        for old, new in zip(before["pages"], state["pages"], strict=True)
        if old["sha256"] != new["sha256"]
    ]
    assert state["changed"] == different
    assert 0 < len(different) < len(state["pages"])
    assert digests(state) == fresh(served)


def test_a_comment_changes_no_page(served: Served) -> None:
    state = served.after(lambda: served.replace(SECTION, "id:", "# a comment\nid:"))
    assert state["changed"] == []
    assert state["problem"] is None


@pytest.mark.variants(2)
@pytest.mark.parametrize("way", ["rename", "unlink", "swap"])
def test_however_an_editor_saves(served: Served, way: str) -> None:
    path = served.file(SECTION)
    text = path.read_text(encoding="utf-8").replace("公司", "本公司", 1)

    def save() -> None:
        other = path.with_name(f".{path.name}.tmp")
        if way == "rename":
            other.write_text(text, encoding="utf-8")
            other.replace(path)
        elif way == "unlink":
            path.unlink()
            path.write_text(text, encoding="utf-8")
        else:  # as Vim: the old file becomes the backup, the new one is written
            backup = path.with_name(f"{path.name}~")
            path.rename(backup)
            path.write_text(text, encoding="utf-8")
            backup.unlink()

    build = served.state()["build"]
    save()
    state = served.until(
        lambda state: state["build"] > build and not state["problem"] and state["changed"]
    )
    assert served.get("/api/find", q="本公司").json()["hits"]
    assert digests(state) == fresh(served)


def test_many_saves_in_a_moment_end_with_the_last(served: Served) -> None:
    build = served.state()["build"]
    text = served.file(SECTION).read_text(encoding="utf-8")
    for name in (*(f"N{number}公司" for number in range(19)), "本公司"):
        served.file(SECTION).write_text(text.replace("公司", name, 1), "utf-8")
        time.sleep(0.04)
    served.until(lambda state: state["build"] > build)
    end = time.monotonic() + 30
    while not served.get("/api/find", q="本公司").json()["hits"]:
        assert time.monotonic() < end
        time.sleep(0.1)
    state = served.until(lambda state: not state["problem"])
    assert state["build"] - build < 12
    assert digests(state) == fresh(served)


def test_an_error_keeps_the_pages_and_its_repair_ends_it(served: Served) -> None:
    before = served.state()
    state = served.after(lambda: served.replace(SECTION, "blocks:", "blcoks:"))
    assert state["problem"]
    assert digests(state) == digests(before)
    assert all(page["stale"] for page in state["pages"])
    wrong = next(one for one in state["findings"] if one["severity"] == "error")
    assert wrong["file"] == SECTION
    assert any("blcoks" in text for _, text in wrong["lines"])
    assert wrong["editor"].startswith("vscode://file/")
    state = served.after(lambda: served.replace(SECTION, "blcoks:", "blocks:"))
    assert state["problem"] is None
    assert not any(page["stale"] for page in state["pages"])
    assert digests(state) == digests(before)


def test_a_file_that_goes_and_comes_back(served: Served) -> None:
    before = served.state()
    path = served.file(SECTION)
    text = path.read_text(encoding="utf-8")
    state = served.after(path.unlink)
    assert state["problem"]
    state = served.after(lambda: path.write_text(text, encoding="utf-8"))
    assert state["problem"] is None
    assert digests(state) == digests(before)


def test_a_folder_that_goes_and_comes_back(served: Served) -> None:
    away = served.folder.with_name("away")
    state = served.after(lambda: served.folder.rename(away))
    assert state["problem"]
    state = served.after(lambda: away.rename(served.folder))
    assert state["problem"] is None
    # It is still watched.
    state = served.after(lambda: served.replace(SECTION, "公司", "回來公司"))
    assert state["changed"]


def test_a_template_without_end_is_said_and_the_server_lives_on(served: Served) -> None:
    loop = "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}"
    name = "templates/section.html"
    text = served.file(name).read_text(encoding="utf-8")
    state = served.after(lambda: served.file(name).write_text(loop + text, encoding="utf-8"))
    assert "D405" in [one["code"] for one in state["findings"]]
    state = served.after(lambda: served.file(name).write_text(text, encoding="utf-8"))
    assert state["problem"] is None


# --- looking -------------------------------------------------------------------------------------


def place_of(served: Served, text: str) -> tuple[int, float, float]:
    hit = served.get("/api/find", q=text).json()["hits"][0]
    left, top, width, height = hit["boxes"][0]
    return hit["page"], left + width / 2, top + height / 2


def test_a_click_tells_where_the_text_comes_from(served: Served) -> None:
    page, x, y = place_of(served, "公司")
    found = served.get("/api/at", page=page, x=x, y=y).json()["blocks"]
    assert found[0]["source"]["file"] == SECTION
    line = found[0]["source"]["line"]
    block = found[-1]
    assert block["kind"] in block["template"]["file"]
    assert any(block["kind"] in rule["file"] for rule in block["styles"])
    assert all(rule["line"] > 0 for rule in block["styles"])
    assert block["computed"]["size"].endswith(" pt")
    assert block["computed"]["face"].startswith("Noto")
    back = served.get("/goto", file=SECTION, line=line).json()
    assert back["page"] == page
    left, top, width, height = back["box"]
    assert left <= x <= left + width
    assert top <= y <= top + height


def test_an_editor_may_give_the_whole_path(served: Served) -> None:
    path = str(served.file(SECTION))
    assert served.get("/goto", file=path, line=30).status_code == 200


def test_facts_are_told_with_their_source(served: Served) -> None:
    for leaf in served.state()["pages"]:
        boxes = served.get("/api/overlay", page=leaf["number"], what="facts").json()["boxes"]
        if boxes:
            break
    left, top, width, height = boxes[0]["box"]
    found = served.get(
        "/api/at", page=leaf["number"], x=left + width / 2, y=top + height / 2
    ).json()["blocks"]
    facts = [fact for block in found for fact in block["facts"]]
    assert boxes[0]["label"].partition("[")[0].split()[0] in [fact["id"] for fact in facts]
    assert facts[0]["file"] == "data/facts.yaml"
    assert facts[0]["line"] > 0


def test_a_line_of_the_facts_leads_to_where_one_is_printed(served: Served) -> None:
    lines = served.file("data/facts.yaml").read_text(encoding="utf-8").splitlines()
    at = next(number for number, line in enumerate(lines, 1) if "users.total" in line)
    found = served.get("/goto", file="data/facts.yaml", line=at + 1).json()
    page, x, y = place_of(served, "4.4億")
    left, top, width, height = found["box"]
    assert found["page"] == page
    assert left <= x <= left + width
    assert top <= y <= top + height


@pytest.mark.parametrize("what", ["grid", "columns", "boxes", "findings", "tags", "pictures"])
def test_every_overlay_shows_something_within_the_page(served: Served, what: str) -> None:
    page, *_ = place_of(served, "公司")
    found = served.get("/api/overlay", page=page, what=what).json()
    assert found["what"] == what
    if what in ("grid", "columns", "boxes", "tags"):
        assert found["lines"] or found["boxes"]
    leaf = served.state()["pages"][page - 1]
    for x1, y1, x2, y2 in found["lines"]:
        assert 0 <= x1 < x2 <= leaf["width"]
        assert y1 == pytest.approx(y2)


def test_the_grid_is_where_the_lines_are(served: Served) -> None:
    page, _, y = place_of(served, "公司")
    found = served.get("/api/overlay", page=page, what="grid").json()
    lines = [line[1] for line in found["lines"]]
    assert min(abs(line - y) for line in lines) < 6  # from the middle of a character
    leading = {round(b - a, 1) for a, b in itertools.pairwise(lines)}
    assert leading == {17.0}


def test_versions_pair_their_pages(served: Served) -> None:
    served.after(lambda: served.replace(SECTION, "公司", "新公司"))
    answer = served.get("/api/versions", of="previous").json()
    assert [1, 1] in answer["pairs"]
    now = served.state()
    assert answer["differing"] == [[number, number] for number in now["changed"]]
    end = time.monotonic() + 60
    while (answer := served.get("/api/versions", of="commit")).status_code == 202:
        assert time.monotonic() < end
        time.sleep(0.2)
    found = answer.json()
    assert answer.status_code == 200, found
    assert "the first" in found["title"]
    picture = served.get(found["pages"][0]["image"])
    assert hashlib.sha256(picture.content).hexdigest() == found["pages"][0]["sha256"]


def test_a_token_is_changed_in_its_file_and_nothing_else(served: Served) -> None:
    path = served.file("styles/tokens.yaml")
    before = path.read_text(encoding="utf-8")
    found = served.get("/api/tokens").json()
    assert found["file"] == "styles/tokens.yaml"
    colours = next(group for group in found["groups"] if group["name"] == "colours")
    token = next(one for one in colours["tokens"] if one["path"] == "colours.red.srgb")
    assert (token["kind"], token["ink"]) == ("colour", "C0 M100 Y90 K5")
    state = served.after(
        lambda: served.post("/api/tokens", {"path": token["path"], "value": "#123456"})
    )
    after = path.read_text(encoding="utf-8")
    assert after == before.replace(token["value"], "#123456", 1)
    assert state["changed"]
    answer = served.post("/api/tokens", {"path": token["path"], "value": "red"})
    assert answer.status_code == 422
    assert "#rrggbb" in answer.json()["problem"]


@pytest.mark.slow
def test_the_other_target_can_be_shown(served: Served) -> None:
    answer = served.post("/api/target", {"target": "print"})
    assert answer.json() == {"ok": True}
    state = served.until(lambda state: state["target"] == "print" and bool(state["pages"]))
    assert state["pages"][0]["width"] > 600  # with bleed and marks
    page, x, y = place_of(served, "公司")
    block = served.get("/api/at", page=page, x=x, y=y).json()["blocks"][0]
    assert block["source"]["file"] == SECTION
    left, top, width, height = block["box"]
    assert left <= x <= left + width
    assert top <= y <= top + height
    served.post("/api/target", {"target": "screen"})
    served.until(lambda state: state["target"] == "screen")


# --- starting and stopping -----------------------------------------------------------------------


def test_a_port_that_is_taken_is_not_used_and_ctrl_c_ends_it(
    tmp_path: Path, served_cache: Path
) -> None:
    """A report that cannot be built is served as well, and is there sooner."""
    folder = write_report(tmp_path / "report")
    (folder / SECTION).write_text("id: [", encoding="utf-8")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with serving(folder, served_cache, port=port) as served:
            other = int(served.base.rpartition(":")[2])
            assert port < other <= port + 19
            assert served.state()["problem"]
            with served.client.stream("GET", "/api/events", params={"token": served.token}):
                before = time.monotonic()
                assert served.stop() == 0
                assert time.monotonic() - before < 3
