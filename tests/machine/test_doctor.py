"""The doctor: its findings on this machine and on broken ones."""

from __future__ import annotations

import importlib.metadata
import locale
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from report.findings.diagnostics import Severity
from report.machine import check as checked
from report.machine import examination, libraries, packages, profile
from report.machine import fonts as faces
from report.machine import locale as machine_locale
from report.machine.check import Check
from report.model.theme import Theme

STYLES = Path(__file__).resolve().parents[2] / "styles"
PROFILE = STYLES / "icc" / "ISOcoated_v2_300_bas.icc"


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    libraries._load.cache_clear()
    yield
    libraries._load.cache_clear()


def theme() -> Theme:
    text = (STYLES / "tokens.yaml").read_text(encoding="utf-8")
    return Theme.model_validate(yaml.safe_load(text))


def by_name(checks: list[Check]) -> dict[str, Check]:
    found = {check.name: check for check in checks}
    assert len(found) == len(checks)
    return found


def code(check: Check) -> str:
    """The code of a failed check, which must have a message and a hint."""
    assert not check.ok
    assert check.diagnostic is not None
    assert check.cure
    assert check.diagnostic.hint == check.cure
    assert check.detail in check.diagnostic.message
    return check.diagnostic.code


def test_this_machine_has_no_errors() -> None:
    checks = by_name(examination.examine(theme(), PROFILE))
    assert [check for check in checks.values() if not check.ok] == []
    assert all(check.diagnostic is None for check in checks.values())
    assert checks["WeasyPrint"].detail == "70.0, as tested"
    assert checks["Pango"].detail.count(".") == 2
    for family in ("Noto Serif CJK HK", "Noto Sans CJK HK"):
        for style in faces.WEIGHTS:
            detail = checks[f"font {family} {style}"].detail
            assert f"-{style}" in detail
            assert "version 2.0" in detail
            assert len(detail.rpartition("SHA-256 ")[2]) == 64


def test_other_families_are_checked_once() -> None:
    serif = "Noto Serif CJK HK"
    names = [check.name for check in examination.examine(theme(), PROFILE, [serif, "No Such Face"])]
    assert names.count(f"font {serif} Bold") == 1
    assert names.count("font No Such Face Bold") == 1


def test_without_a_theme_only_the_given_families_are_checked() -> None:
    checks = examination.examine(None, PROFILE, ["No Such: Face"])
    fonts = [check for check in checks if check.name.startswith("font ")]
    assert len(fonts) == len(faces.WEIGHTS)
    assert {code(check) for check in fonts} == {"D604"}
    assert "styles/tokens.yaml" in fonts[0].cure


def test_it_imports_neither_the_engine_nor_the_drawing_library() -> None:
    program = (
        "import sys, pathlib; from report.machine import examination; "
        f"examination.examine(None, pathlib.Path({str(PROFILE)!r})); "
        "print([name for name in ('weasyprint', 'matplotlib', 'pikepdf', 'fontTools') "
        "if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


# --- packages ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("manager", "root", "command"),
    [
        (
            "apt-get",
            False,
            "sudo apt-get update && sudo apt-get install -y libharfbuzz-subset0 fonts-noto-cjk",
        ),
        (
            "apt-get",
            True,
            "apt-get update && apt-get install -y libharfbuzz-subset0 fonts-noto-cjk",
        ),
        (
            "dnf",
            False,
            "sudo dnf install -y harfbuzz google-noto-sans-cjk-fonts google-noto-serif-cjk-fonts",
        ),
        ("brew", False, "brew install harfbuzz font-noto-sans-cjk font-noto-serif-cjk"),
    ],
)
def test_install_commands(manager: str, root: bool, command: str) -> None:
    names = ("libharfbuzz-subset0", "fonts-noto-cjk")
    assert packages.install_command(*names, manager=manager, root=root) == command


def test_the_command_is_for_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(shutil, "which", lambda name: name if name == "dnf" else None)
    assert packages.install_command("ghostscript") == "sudo dnf install -y ghostscript"
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert "package manager: ghostscript" in packages.install_command("ghostscript")


# --- the engine ----------------------------------------------------------------------------------


def versions(monkeypatch: pytest.MonkeyPatch, **other: str | None) -> None:
    """Let some packages have another version, or be missing."""
    real = importlib.metadata.version

    def version(name: str) -> str:
        found = other.get(name, real(name))
        if found is None:
            raise importlib.metadata.PackageNotFoundError(name)
        return found

    monkeypatch.setattr(importlib.metadata, "version", version)


def test_another_version_of_the_engine_is_a_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    versions(monkeypatch, weasyprint="71.0")
    check = by_name(examination.examine(None, PROFILE))["WeasyPrint"]
    assert code(check) == "D804"
    assert check.diagnostic is not None
    assert check.diagnostic.severity is Severity.WARNING
    assert check.detail == "71.0, tested with 70.0"
    assert check.cure == "make setup"


def test_a_missing_package_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    versions(monkeypatch, pydyf=None, pikepdf=None)
    monkeypatch.setattr(checked, "in_checkout", lambda: False)
    checks = by_name(examination.examine(None, PROFILE))
    assert code(checks["pydyf"]) == code(checks["pikepdf"]) == "D801"
    assert checks["pydyf"].cure.endswith("-m pip install weasyprint==70.0 pydyf==0.13.0")


def without(monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
    real = libraries._load.__wrapped__
    monkeypatch.setattr(libraries, "_load", lambda name: None if name in names else real(name))
    monkeypatch.setattr(packages, "_manager", lambda: "apt-get")


def test_no_pango(monkeypatch: pytest.MonkeyPatch) -> None:
    without(monkeypatch, "pango-1.0", "pangoft2-1.0")
    check = libraries.pango()
    assert code(check) == "D801"
    assert check.cure.endswith("apt-get install -y libpango-1.0-0 libpangoft2-1.0-0")


def test_no_subsetter(monkeypatch: pytest.MonkeyPatch) -> None:
    without(monkeypatch, "harfbuzz-subset")
    check = libraries.subsetter()
    assert code(check) == "D605"
    assert check.diagnostic is not None
    assert check.diagnostic.severity is Severity.WARNING
    assert check.cure.endswith("apt-get install -y libharfbuzz-subset0")


def test_a_missing_library() -> None:
    assert libraries._load("no-such-library") is None


def test_a_library_that_cannot_be_loaded(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    broken = tmp_path / "libbroken.so"
    broken.write_bytes(b"not a library")
    monkeypatch.setattr("ctypes.util.find_library", lambda name: str(broken))
    assert libraries._load("broken") is None


def test_pdfium_without_a_number(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    distribution = type("D", (), {"locate_file": lambda self, name: tmp_path / name})()
    monkeypatch.setattr(importlib.metadata, "distribution", lambda name: distribution)
    assert libraries._pdfium_build() == ""


# --- fonts ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("style", "package"), [("Bold", "fonts-noto-cjk"), ("Black", "fonts-noto-cjk-extra")]
)
def test_missing_noto_faces_name_their_package(
    monkeypatch: pytest.MonkeyPatch, style: str, package: str
) -> None:
    monkeypatch.setattr(faces, "_face", lambda *wanted: None)
    monkeypatch.setattr(packages, "_manager", lambda: "apt-get")
    family = "Noto Sans CJK HK"
    check = by_name(list(faces.fonts(family)))[f"font {family} {style}"]
    assert code(check) == "D604"
    assert check.cure.endswith(f"apt-get install -y {package}")


def test_no_fontconfig(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    (check,) = faces.fonts("Noto Sans CJK HK")
    assert code(check) == "D604"
    assert "fontconfig" in check.cure


# --- profile, locale, tools ----------------------------------------------------------------------


def test_the_shipped_profile() -> None:
    check = profile.profile(PROFILE)
    assert check.ok
    assert check.detail.startswith("ISO Coated v2 300% (basICColor), CMYK, SHA-256 b424c77f40c3")


@pytest.mark.parametrize(
    ("offset", "put", "said"),
    [
        (36, b"none", "is not a complete ICC profile"),
        (16, b"RGB ", "is for RGB, not CMYK"),
        (5000, b"\0\1\2\3", "was changed"),
    ],
)
def test_a_broken_profile(tmp_path: Path, offset: int, put: bytes, said: str) -> None:
    data = bytearray(PROFILE.read_bytes())
    data[offset : offset + len(put)] = put
    file = tmp_path / PROFILE.name
    file.write_bytes(data)
    check = profile.profile(file)
    assert code(check) == "D802"
    assert said in check.detail


def test_a_profile_that_is_cut_off_or_missing(tmp_path: Path) -> None:
    file = tmp_path / PROFILE.name
    assert code(profile.profile(file)) == "D802"
    file.write_bytes(PROFILE.read_bytes()[:-1])
    assert "not a complete" in profile.profile(file).detail


def test_a_profile_without_a_title(tmp_path: Path) -> None:
    data = bytearray(PROFILE.read_bytes())
    data[128:132] = bytes(4)
    file = tmp_path / "other.icc"
    file.write_bytes(data)
    check = profile.profile(file)
    assert check.ok
    assert check.detail.startswith("without a description, CMYK")


def test_a_locale_that_is_not_utf8(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locale, "getpreferredencoding", lambda do_setlocale: "ISO-8859-1")
    check = machine_locale.encodings()
    assert code(check) == "D803"
    assert check.detail == "ISO-8859-1 for text"
    assert check.cure.startswith("export LC_ALL=")


def test_missing_tools_are_not_errors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    for check in libraries.tools():
        assert check.ok
        assert check.diagnostic is None
        assert "not installed; only needed" in check.detail
        assert check.cure
    monkeypatch.setattr(shutil, "which", lambda name: name)
    assert [check.cure for check in libraries.tools()] == ["", ""]
