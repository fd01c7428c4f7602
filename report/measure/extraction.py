"""Text extraction: wrong spaces in the extracted text, and paragraphs that are extracted exactly.

In: the bytes of a PDF and, when known, the text it was made from. Out: findings of the kind
junk-space, and the number of paragraphs that each program extracts exactly. PDFium is always used,
pdftotext and mutool when they are installed.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from report.measure.findings import Finding
from report.measure.source import Source, Unspaced
from report.model.characters import HAN

_SPACE = re.compile(r"(?<=\S)[ \u00a0]+(?=\S)")
_SECONDS = 60


def extracted(pdf: bytes) -> dict[str, list[str]]:
    """Return the text of every page as extracted by each installed program, by its name.

    A program that fails is left out.
    """
    found = {"PDFium": _by_pdfium(pdf)}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "measured.pdf"
        file.write_bytes(pdf)
        for name, *command in (
            ("pdftotext", "-raw", "-enc", "UTF-8", str(file), "-"),
            ("mutool", "draw", "-q", "-F", "txt", str(file)),
        ):
            program = shutil.which(name)
            if program:
                done = subprocess.run([program, *command], capture_output=True, timeout=_SECONDS)  # noqa: S603, PLW1510
                text = done.stdout.decode("utf-8", "replace")
                if done.returncode == 0:
                    found[name] = text.removesuffix("\f").split("\f")
    return found


def _by_pdfium(pdf: bytes) -> list[str]:
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        texts = []
        for page in document:
            text = page.get_textpage()
            texts.append(text.get_text_range().replace("\r\n", "\n"))
            text.close()
            page.close()
        return texts
    finally:
        document.close()


def junk_spaces(pages: Sequence[str], source: Source | None) -> Iterator[Finding]:
    """Find spaces in extracted text that are not in the source.

    With ``source``, a space beside a Han character is junk where the source has the characters
    around it without a space; text that is not in the source is skipped. Without ``source``, every
    space between two Han characters is junk.
    """
    for number, page in enumerate(pages, 1):
        for match in _SPACE.finditer(page):
            before, after = page[: match.start()], page[match.end() :]
            one, other = bool(HAN.match(before[-1])), bool(HAN.match(after[0]))
            if source is None:
                junk = one and other
            else:
                junk = (one or other) and source.has_together(before[-40:], after[:40])
            if junk:
                tail, head = before[-8:].split("\n")[-1], after[:8].split("\n")[0]
                excerpt = f"{tail}␣{head}"
                yield Finding("junk-space", number, 0.0, 0.0, 0.0, 0.0, excerpt)


def paragraphs_kept(pages: Sequence[str], source: Source) -> tuple[int, int]:
    """Return how many paragraphs of the source are in the text exactly, and how many there are.

    A paragraph may continue on the next page. Lists are compared without their bullets.
    """
    texts = [Unspaced(page) for page in pages]
    whole = Unspaced("\n".join(pages))
    kept = sum(whole.holds(one) or _spans_pages(one.text, texts) for one in source.paragraphs)
    return kept, len(source.paragraphs)


def _spans_pages(line: str, pages: Sequence[Unspaced]) -> bool:
    """Return whether a paragraph starts on one page and ends on the next."""
    for page, after in pairwise(pages):
        if line[:4] not in page.text or line[-1:] not in after.text:
            continue
        low, high = 0, len(line)
        while low < high:  # the longest beginning that is on this page
            middle = (low + high + 1) // 2
            low, high = (middle, high) if line[:middle] in page.text else (low, middle - 1)
        if line[low:] in after.text:
            return True
    return False
