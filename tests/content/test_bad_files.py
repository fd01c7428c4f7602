"""Bad files: missing, unreadable, of the wrong kind, or outside the project."""

from __future__ import annotations

import io
import os
import shutil
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from tests.conftest import Edit, Judge, Run
from tests.content.test_bad_input import CHAPTER, FACTS, REPORT, SECTION
from tests.small_report import run as run_anywhere
from tests.timing import takes_at_most

SLOT = f"{SECTION}:10:9"


def replace_by(path: Path, make: Callable[[Path], object]) -> None:
    """Replace a file by something else."""
    path.unlink()
    make(path)


# --- data files ----------------------------------------------------------------------------------


def test_a_missing_chapter_file(bad: Judge, edit: Edit) -> None:
    edit(REPORT, "- chapter.yaml", "- chapers.yaml")
    bad("D001", f"{REPORT}:11:5", "“data/chapers.yaml” does not exist", "“chapter.yaml”?")


def test_a_missing_section_file(bad: Judge, edit: Edit) -> None:
    edit(CHAPTER, "- section.yaml", "- digital/one.yaml")
    bad("D001", f"{CHAPTER}:4:5", "“data/digital/one.yaml” does not exist", "check the spelling")


def test_a_missing_file_of_facts(bad: Judge, project: Path) -> None:
    (project / FACTS).unlink()
    bad("D001", f"{REPORT}:9:8", "“data/facts.yaml” does not exist")


def test_a_file_named_twice(bad: Judge, edit: Edit) -> None:
    edit(CHAPTER, "- section.yaml", "- section.yaml\n  - ../data/./section.yaml")
    bad("D106", f"{CHAPTER}:5:5", "“data/section.yaml” is named twice")


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "/etc/passwd", "../../../../../../etc/passwd"]
)
@pytest.mark.parametrize(
    ("file", "old", "place"),
    [
        (REPORT, "chapter.yaml", "11:5"),
        (REPORT, "facts.yaml", "9:8"),
        (CHAPTER, "section.yaml", "4:5"),
    ],
    ids=["chapter", "facts", "section"],
)
def test_a_path_out_of_the_project(
    bad: Judge, edit: Edit, file: str, old: str, place: str, name: str
) -> None:
    edit(file, old, name)
    bad("D011", f"{file}:{place}", "leads out of the project", "copy the file into it")


def test_a_link_out_of_the_project(bad: Judge, project: Path) -> None:
    replace_by(project / SECTION, lambda path: path.symlink_to("/etc/passwd"))
    bad("D011", f"{CHAPTER}:4:5", "“data/section.yaml” is a link that leads out")


def test_a_linked_folder_out_of_the_project(bad: Judge, project: Path, edit: Edit) -> None:
    elsewhere = project.parent / "elsewhere"
    elsewhere.mkdir()
    shutil.move(project / SECTION, elsewhere)
    (project / "data" / "more").symlink_to(elsewhere)
    edit(CHAPTER, "section.yaml", "more/section.yaml")
    bad("D011", f"{CHAPTER}:4:5", "“data/more/section.yaml” is a link that leads out")


def test_the_data_folder_may_not_be_a_link_out(bad: Judge, project: Path) -> None:
    shutil.move(project / "data", project.parent / "elsewhere")
    (project / "data").symlink_to(project.parent / "elsewhere")
    bad("D011", f"{REPORT}:1:1", "leads out of the project")


def test_a_link_within_the_project_is_followed(run: Run, project: Path) -> None:
    shutil.move(project / SECTION, project / "section.yaml")
    (project / SECTION).symlink_to("../section.yaml")
    assert run("--format", "json", "check").found == []


def test_a_link_that_leads_to_itself(bad: Judge, project: Path) -> None:
    replace_by(project / SECTION, lambda path: path.symlink_to(path.name))
    bad("D002", f"{CHAPTER}:4:5", "“data/section.yaml” cannot be read")


def test_a_link_to_nothing(bad: Judge, project: Path) -> None:
    replace_by(project / SECTION, lambda path: path.symlink_to("gone.yaml"))
    bad("D001", f"{CHAPTER}:4:5", "does not exist")


@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo], ids=["folder", "pipe"])
def test_facts_that_are_not_a_file(
    bad: Judge, project: Path, make: Callable[[Path], object]
) -> None:
    replace_by(project / FACTS, make)
    with takes_at_most(5):
        bad("D002", f"{REPORT}:9:8", "“data/facts.yaml” is", "name a YAML file")


def test_a_report_that_is_not_a_file(bad: Judge, project: Path) -> None:
    replace_by(project / REPORT, os.mkfifo)
    bad("D002", f"{REPORT}:1:1", "“data/report.yaml” is not a text file")


@pytest.mark.parametrize("name", ["報" * 90 + ".yaml", "a" * 299, "x/" * 140])
def test_an_impossible_file_name(run: Run, edit: Edit, name: str) -> None:
    edit(CHAPTER, "section.yaml", name)
    outcome = run("--format", "json", "check")
    assert outcome.exit_code == 1
    (found,) = outcome.found
    assert found["code"] in {"D001", "D002"}
    assert (found["line"], found["column"]) == (4, 5)


def test_an_unreadable_file_is_reported_with_the_systems_reason(
    bad: Judge, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = Path.open

    def refuse(self: Path, *args: object, **kwargs: object) -> object:
        if self.name == "section.yaml":
            raise PermissionError(13, "Permission denied")
        return plain(self, *args, **kwargs)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", refuse)
    bad("D002", f"{CHAPTER}:4:5", "cannot be read: Permission denied", "permissions")


# --- no project ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["nowhere", "data/report.yaml", "a" * 300, "loop"])
def test_a_folder_that_does_not_exist(project: Path, name: str) -> None:
    (project / "loop").symlink_to("loop")
    outcome = run_anywhere("-C", project / name, "check")
    assert outcome.exit_code == 2
    assert outcome.stderr.startswith("error D805: there is no report here")
    assert "-C DIR" in outcome.stderr


def test_a_folder_without_data(tmp_path: Path) -> None:
    for command in ("check", "build", "schema", "pages"):
        outcome = run_anywhere("-C", tmp_path, "--format", "json", command)
        assert (outcome.exit_code, outcome.codes) == (2, ["D805"])
    assert list(tmp_path.iterdir()) == []


# --- pictures ------------------------------------------------------------------------------------


def bitmap(kind: str, mode: str = "RGB", size: tuple[int, int] = (40, 30)) -> bytes:
    out = io.BytesIO()
    Image.effect_noise(size, 80).convert(mode).save(out, kind)
    return out.getvalue()


def huge_png(width: int, height: int) -> bytes:
    """A PNG of a few bytes with a very large size in its header."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(1_000))) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def entities(declared: str, text: str = "") -> bytes:
    """An SVG with a document type of its own."""
    return f"<!DOCTYPE svg [{declared}]>{SVG.format(f'<title>{text}</title>')}".encode()


SVG = '<svg xmlns="http://www.w3.org/2000/svg">{}</svg>'
#: As written by a drawing program that keeps its own data in the file.
ILLUSTRATOR = b"""<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "svg11.dtd" [
<!ENTITY ns_ai "http://ns.example/drawing/10.0/">
<!ENTITY ns_svg 'http://www.w3.org/2000/svg'>
]>
<svg xmlns="&ns_svg;" xmlns:i="&ns_ai;" viewBox="0 0 200 100">
<switch>
<foreignObject requiredExtensions="&ns_ai;" width="1" height="1"><i:own/></foreignObject>
<g i:extraneous="self"><rect width="200" height="100"/></g>
</switch>
</svg>"""
PICTURES = [
    ("photo.jpg", bitmap("JPEG")[:-400], "D302", "is damaged", "save it again"),
    ("photo.png", bitmap("PNG")[:200], "D302", "is damaged", "save it again"),
    ("photo.jpg", b"", "D302", "is empty", "save it again"),
    ("photo.png", huge_png(60_000, 60_000), "D303", "100 million pixels", "300 pixels per inch"),
    ("photo.png", huge_png(12_000, 9_000), "D303", "100 million pixels", "300 pixels per inch"),
    ("photo.jpg", b"not a picture", "D304", "is not a picture", "jpg, png, tif or svg"),
    ("photo.jpg", bitmap("PNG"), "D304", "a PNG picture with the extension .jpg", "extension .png"),
    ("photo.png", bitmap("GIF"), "D304", "a GIF picture", "jpg, png, tif or svg"),
    ("photo.gif", bitmap("GIF"), "D304", "not a supported type", "jpg, png, tif or svg"),
    ("photo.pdf", b"%PDF-1.7", "D304", "not a supported type", "jpg, png, tif or svg"),
    ("photo.tif", bitmap("TIFF", "F"), "D304", "has the colour mode F", "RGB, CMYK or grey"),
    ("photo.svg", b"<svg", "D302", "not a readable SVG", "plain SVG"),
    ("photo.svg", b"<html/>", "D304", "is not an SVG picture", "SVG"),
    ("photo.svg", SVG.format("").encode("utf-16"), "D302", "is not UTF-8", "plain SVG"),
    (
        "photo.svg",
        entities('<!ENTITY b SYSTEM "b.txt">'),
        "D304",
        "external XML entity",
        "plain SVG",
    ),
    ("photo.svg", entities('<!ENTITY b PUBLIC "b" "c">'), "D304", "(line 1)", "plain SVG"),
    ("photo.svg", entities('\n<!ENTITY % b "c">'), "D304", "(line 2)", "plain SVG"),
    (
        "photo.svg",
        entities('<!ENTITY b "<g/>">'),
        "D304",
        "with other entities or tags",
        "plain SVG",
    ),
    (
        *("photo.svg", entities('<!ENTITY a "x"><!ENTITY b "&a;&a;">')),
        *("D304", "with other entities or tags", "plain SVG"),
    ),
    (
        *("photo.svg", entities(f'<!ENTITY b "{"c" * 9999}">', "&b;" * 999)),
        *("D304", "becomes too large", "plain SVG"),
    ),
    ("photo.svg", SVG.format("<g>" * 999 + "</g>" * 999).encode(), "D302", "too deep", "plain SVG"),
]


@pytest.fixture
def slot(project: Path, edit: Edit) -> Path:
    """The folder of pictures, and a slot without a file."""
    edit(SECTION, "    art: rings\n", "")
    project.joinpath("data/images").mkdir()
    return project / "data" / "images"


@pytest.mark.parametrize(("name", "content", "code", "message", "hint"), PICTURES)
def test_bad_pictures(
    bad: Judge, slot: Path, name: str, content: bytes, code: str, message: str, hint: str
) -> None:
    (slot / name).write_bytes(content)
    bad(code, SLOT, f"“data/images/{name}”", message, hint)


def test_a_picture_of_a_hundred_megabytes(bad: Judge, slot: Path) -> None:
    (slot / "photo.jpg").write_bytes(bitmap("JPEG"))
    os.truncate(slot / "photo.jpg", 100_000_000)
    bad("D303", SLOT, "has 100 MB; a picture may have 80 MB")


@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo], ids=["folder", "pipe"])
def test_a_picture_that_is_not_a_file(
    bad: Judge, slot: Path, make: Callable[[Path], object]
) -> None:
    make(slot / "photo.jpg")
    with takes_at_most(5):
        bad("D302", SLOT, "“data/images/photo.jpg” is not a file")


def test_a_picture_link_out_of_the_project(bad: Judge, slot: Path) -> None:
    (slot / "photo.jpg").symlink_to("/etc/passwd")
    bad("D011", SLOT, "“data/images/photo.jpg” is a link that leads out")


def test_a_picture_link_to_itself(bad: Judge, slot: Path) -> None:
    (slot / "photo.jpg").symlink_to("photo.jpg")
    bad("D002", SLOT, "“data/images/photo.jpg” cannot be read")


def test_a_picture_folder_link_out_of_the_project(bad: Judge, slot: Path) -> None:
    elsewhere = slot.parents[2] / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "photo.png").write_bytes(bitmap("PNG"))
    slot.rmdir()
    slot.symlink_to(elsewhere)
    bad("D011", SLOT, "leads out of the project")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("photo.jpg", bitmap("JPEG")),
        ("photo.JPEG", bitmap("JPEG", "CMYK")),
        ("photo.jpg", bitmap("MPO")),
        ("photo.png", bitmap("PNG", "L")),
        ("photo.tiff", bitmap("TIFF", "CMYK")),
        ("photo.svg", SVG.format("<path d='M0 0'/>").encode()),
        ("photo.svg", ILLUSTRATOR),
    ],
)
def test_good_pictures(run: Run, slot: Path, name: str, content: bytes) -> None:
    (slot / name).write_bytes(content)
    codes = run("--format", "json", "check", "--release").codes
    assert set(codes) <= {"D308"}  # the samples are very small


def test_two_files_for_one_picture(run: Run, slot: Path, bad: Judge) -> None:
    (slot / "photo.jpg").write_bytes(bitmap("JPEG"))
    (slot / "photo.png").write_bytes(bitmap("PNG"))
    (slot / "photo.2020.png").write_bytes(b"another id")
    assert run("--format", "json", "check").codes == ["D306", "D308"]
    bad("D306", SLOT, "2 files: photo.jpg, photo.png", "is used", options=("--release",))


def test_a_picture_that_the_system_cannot_read(
    bad: Judge, slot: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (slot / "photo.svg").write_bytes(SVG.format("").encode())

    def refuse(*_: object, **__: object) -> str:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("report.content.pictures.Path.read_text", refuse)
    bad("D302", SLOT, "cannot be read: Permission denied")


def test_a_failing_decoder_does_not_crash_the_command(
    bad: Judge, slot: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (slot / "photo.png").write_bytes(bitmap("PNG"))

    def fail(_self: object) -> None:
        raise struct.error("unpack requires a buffer of 8 bytes")

    monkeypatch.setattr("PIL.PngImagePlugin.PngImageFile.load", fail)
    bad("D302", SLOT, "is damaged: unpack requires")
