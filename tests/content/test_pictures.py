"""Picture files with any content are checked without a crash."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from report.content.pictures import KINDS, find_picture
from report.model.blocks.picture import Picture
from report.project.project import Project
from tests.conftest import Edit, Run

WIDTHS = {"column": 218.5, "full": 456.0}
LINE = 17.0


def sample(kind: str) -> bytes:
    if kind == "SVG":
        return b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><g id="a"/></svg>'
    out = io.BytesIO()
    Image.linear_gradient("L").resize((60, 40)).convert("RGB").save(out, kind)
    return out.getvalue()


#: Four bytes for an impossible size or offset.
EXTREMES = [b"\xff\xff\xff\xff", b"\x00\x00\x00\x00", b"\x7f\xff\xff\xff"]
SAMPLES = {ending: sample(kind) for ending, kind in KINDS.items()}


@st.composite
def damaged(draw: st.DrawFn) -> tuple[str, bytes]:
    """Draw a picture file with some bytes changed, cut off or put in."""
    ending = draw(st.sampled_from(sorted(SAMPLES)))
    body = bytearray(SAMPLES[ending])
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(body) - 1))
        match draw(st.integers(0, 3)):
            case 0:
                body[at] = draw(st.integers(0, 255))
            case 1:
                body[at:at] = draw(st.binary(max_size=8))
            case 2:
                del body[at : at + draw(st.integers(1, 40))]
                body = body or bytearray(b"x")
            case _:
                body[at : at + 4] = draw(
                    st.sampled_from([b"\xff" * 4, b"\0" * 4, b"\x7f\xff\xff\xff"])
                )
    return ending, bytes(body)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(damaged())
def test_damaged_files_never_crash(tmp_path: Path, picture: tuple[str, bytes]) -> None:
    ending, content = picture
    folder = tmp_path / "data" / "images"
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    (folder / f"photo{ending}").write_bytes(content)
    project = Project(tmp_path.resolve(), tmp_path.resolve())
    slot = Picture(type="picture", id="photo", alt="照片")
    file, found = find_picture(project, slot, LINE, WIDTHS)
    assert (file is None) == any(one.severity == "error" for one in found)
    for one in found:
        assert one.code in {"D302", "D303", "D304", "D307", "D308"}
        assert one.hint


@pytest.mark.parametrize("ending", sorted(SAMPLES))
def test_valid_files_are_accepted(tmp_path: Path, ending: str) -> None:
    folder = tmp_path / "data" / "images"
    folder.mkdir(parents=True)
    (folder / f"photo{ending.upper()}").write_bytes(SAMPLES[ending])
    project = Project(tmp_path.resolve(), tmp_path.resolve())
    slot = Picture(type="picture", id="photo", alt="照片")
    file, found = find_picture(project, slot, LINE, WIDTHS)
    assert {one.code for one in found} <= {"D308"}  # the samples are very small
    assert file is not None
    assert (file.id, file.name) == ("photo", f"data/images/photo{ending.upper()}")


def test_a_file_is_preferred_to_art(run: Run, project: Path) -> None:
    (project / "data/images").mkdir()
    (project / "data/images/photo.png").write_bytes(b"broken")
    outcome = run("--format", "json", "check")
    assert outcome.codes == ["D304"]


def test_art_needs_no_file(run: Run, edit: Edit) -> None:
    edit("data/section.yaml", "art: rings", "art: snow")
    assert run("--format", "json", "check", "--release").codes == []


@pytest.mark.parametrize(
    ("file", "told"),
    [
        ("Photo.png", "rename it to “photo.png”"),
        ("PHOTO.JPG", "rename it to “photo.jpg”"),
        ("photo (1).png", "rename it to “photo.png”"),
        ("Photo-1.png", ""),
        ("photo_.png", ""),
        ("another.png", ""),
        ("Photo", ""),
    ],
)
def test_a_file_with_a_name_similar_to_its_slot(tmp_path: Path, file: str, told: str) -> None:
    (tmp_path / "data/images").mkdir(parents=True)
    (tmp_path / "data/images" / file).write_bytes(SAMPLES[".png"])
    slot = Picture(type="picture", id="photo", alt="甲", art="rings")
    found = find_picture(Project(tmp_path, tmp_path), slot, LINE, WIDTHS)[1]
    assert [(one.code, told in one.hint) for one in found] == [("D301", True)] * bool(told)


@pytest.mark.parametrize(
    ("size", "code", "says"),
    [
        ((300, 100), "D308", "300 × 100 pixels"),
        ((450, 330), "D308", "ppi in its printed size"),
        ((1400, 1000), None, ""),
    ],
)
def test_too_few_pixels_are_reported(
    tmp_path: Path, size: tuple[int, int], code: str | None, says: str
) -> None:
    images = tmp_path / "data" / "images"
    images.mkdir(parents=True)
    Image.new("RGB", size).save(images / "photo.jpg")
    project = Project(tmp_path.resolve(), tmp_path.resolve())
    slot = Picture(type="picture", id="photo", alt="照片")
    _, found = find_picture(project, slot, LINE, WIDTHS)
    assert [one.code for one in found] == ([code] if code else [])
    assert all(says in one.message for one in found)


@pytest.mark.parametrize(
    ("mode", "profile", "says"),
    [
        ("RGB", b"garbage" * 40, "is damaged"),
        ("CMYK", ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes(), "for RGB"),
        ("L", ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes(), "for RGB"),
    ],
)
def test_wrong_colour_profiles_are_reported(
    tmp_path: Path, mode: str, profile: bytes, says: str
) -> None:
    images = tmp_path / "data" / "images"
    images.mkdir(parents=True)
    Image.new(mode, (1400, 1000)).save(images / "photo.jpg", icc_profile=profile)
    project = Project(tmp_path.resolve(), tmp_path.resolve())
    slot = Picture(type="picture", id="photo", alt="照片")
    _, (found,) = find_picture(project, slot, LINE, WIDTHS)
    assert found.code == "D307"
    assert "“data/images/photo.jpg”" in found.message
    assert says in found.message
