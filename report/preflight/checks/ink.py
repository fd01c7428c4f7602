"""Total ink, measured on rendered pages.

Ghostscript renders the pages in the four inks, with transparency and overprinting. Without
Ghostscript the rule is not checked, and the result says so.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
from PIL import Image, ImageMath

from report.findings.diagnostics import Severity
from report.model.colour import ICC_PROFILE
from report.pdf.excerpt import excerpt
from report.pdf.known import Known
from report.preflight.content import sorted_box
from report.preflight.lean import lean
from report.preflight.rules import PRINT, Check, Finding, Options, Rule
from report.preflight.subject import Subject
from report.project.shipped import theme_folder

_MM = 25.4 / 72
#: Resolution: one pixel is 0.7 mm, smaller than any area that could set off on the next sheet.
_DPI = 36
_INKS = 4
_SECONDS = 300


def ghostscript() -> str | None:
    """Return the path of Ghostscript, None when it is not installed."""
    return shutil.which("gs")


def check_ink(
    document: pikepdf.Pdf, pdf: bytes, program: str, most_ink: float, known: Known | None = None
) -> Iterator[Finding]:
    """Find places within the bleed with more total ink than ``most_ink``, in per cent (P220)."""
    with rendered(document, pdf, program, known) as pictures:
        if not pictures:
            yield Finding("P220", "Ghostscript cannot render the pages; ink was not measured")
            return
        for number, (page, file) in enumerate(zip(document.pages, pictures, strict=True), 1):
            with Image.open(file) as picture:
                yield from _page(page, number, picture, most_ink)


@contextmanager
def rendered(
    document: pikepdf.Pdf, pdf: bytes, program: str, known: Known | None = None
) -> Iterator[list[Path]]:
    """Give a picture of each page in its four inks, at 36 pixels per inch; none if that fails."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "in.pdf").write_bytes(lean(pdf, known))
        profile = folder / "condition.icc"
        profile.write_bytes(_condition(document))
        command = [
            *(program, "-q", "-dBATCH", "-dNOPAUSE", "-dSAFER", f"-r{_DPI}", "-sDEVICE=tiff32nc"),
            # Without these profiles Ghostscript would convert the inks.
            *(f"-sDefaultCMYKProfile={profile}", f"-sOutputICCProfile={profile}"),
            *(f"--permit-file-read={profile.parent}/", f"-sOutputFile={folder}/%05d.tif"),
            str(folder / "in.pdf"),
        ]
        done = subprocess.run(command, capture_output=True, timeout=_SECONDS)  # noqa: S603, PLW1510
        pictures = sorted(folder.glob("*.tif"))
        sound = not done.returncode and len(pictures) == len(document.pages)
        yield pictures if sound else []


def _condition(document: pikepdf.Pdf) -> bytes:
    """Return the ICC profile of the file's output intent, or else the default profile."""
    for intent in document.Root.get("/OutputIntents", pikepdf.Array()):
        profile = intent.get("/DestOutputProfile")
        if profile is not None and int(profile.get("/N", 0)) == _INKS:
            return bytes(profile.read_bytes())
    return (theme_folder().resolve() / "styles" / ICC_PROFILE).read_bytes()


def _page(page: pikepdf.Page, number: int, picture: Any, most_ink: float) -> Iterator[Finding]:
    left, _, _, top = sorted_box(page.mediabox)
    scale = _DPI / 72
    bleed = sorted_box(page.get("/BleedBox", page.mediabox))
    trim = sorted_box(page.get("/TrimBox", page.mediabox))
    x, y = (bleed[0] - left) * scale, (top - bleed[3]) * scale
    wide, high = (bleed[2] - bleed[0]) * scale, (bleed[3] - bleed[1]) * scale
    area = picture.crop((round(x) + 1, round(y) + 1, round(x + wide) - 1, round(y + high) - 1))
    inks = {name: part.convert("I") for name, part in zip("cmyk", area.split(), strict=True)}
    total: Any = ImageMath.lambda_eval(lambda a: a["c"] + a["m"] + a["y"] + a["k"], **inks)
    most = total.getextrema()[1]
    limit = round(most_ink * 2.55) + _INKS  # each ink is rounded to a byte
    if most <= limit:
        return
    over = ImageMath.lambda_eval(lambda a: (a["t"] > limit) * 255, t=total).convert("L").getbbox()
    place = (0.0, 0.0)
    if over:
        place = (
            ((over[0] + round(x) + 1) / scale - (trim[0] - left)) * _MM,
            ((over[1] + round(y) + 1) / scale - (top - trim[3])) * _MM,
        )
    yield Finding("P220", f"total ink is {most / 255:.0%} at one place", number, *place)


def _unavailable() -> str:
    return "" if ghostscript() else "Ghostscript is not installed"


def _find(subject: Subject, options: Options) -> Iterator[Finding]:
    """Measure the wanted pages of a file, in a file of their own when they are not all."""
    wanted, program = subject.wanted, ghostscript() or ""
    pdf = excerpt(subject.pdf, wanted)
    if pdf is subject.pdf:
        yield from check_ink(subject.document, pdf, program, options.most_ink, subject.known)
        return
    with pikepdf.open(io.BytesIO(pdf)) as part:
        for one in check_ink(part, pdf, program, options.most_ink, subject.known):
            yield replace(one, page=wanted[one.page - 1]) if one.page else one


#: The rules of this module.
RULES = (
    Rule(
        "P220",
        Severity.ERROR,
        "total ink on the rendered page is at most 300%, or the given limit",
        "ISO Coated v2 300%; house rule",
        PRINT,
        cure="use less ink in overlapping colours, or convert the picture with less total ink",
        chinese="實測總墨量不超過300%或另訂上限",
    ),
)
CHECKS = (
    Check(
        "the ink of a page",
        _find,
        drawn=True,
        by_page=True,
        unavailable=_unavailable,
    ),
)
