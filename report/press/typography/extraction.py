"""What programs read out of the PDF: spaces that nobody wrote, and paragraphs left whole.

In: the bytes of a PDF and, when known, the text it was made from. Out: findings of the kind
junk-space, and how many paragraphs each program gives back word for word. PDFium is always asked,
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

from report.model.characters import HAN
from report.press.typography.findings import Finding

_SPACE = re.compile(r"(?<=\S)[ \u00a0]+(?=\S)")
#: White space between two Western characters parts words; all other white space means nothing.
_PARTING = re.compile(r"(?<=[!-~\u00c0-\u024f])\s+(?=[!-~\u00c0-\u024f])")
#: What has no width and is no text: joiners, soft hyphens, byte order marks.
_WIDTHLESS = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff\ufffe]")
_SECONDS = 60


def extracted(pdf: bytes) -> dict[str, list[str]]:
    """Give the text of every page as each program that is there extracts it, by its name."""
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


def junk_spaces(pages: Sequence[str], source: str | None) -> Iterator[Finding]:
    """Find spaces in extracted text that are none of the writer's.

    With ``source``, a space beside a Han character is junk where the source has the characters
    around it without one; text that the source does not have is passed over. Without it, every
    space between two Han characters is junk.
    """
    known = _Source(source) if source is not None else None
    for number, page in enumerate(pages, 1):
        for match in _SPACE.finditer(page):
            before, after = page[: match.start()], page[match.end() :]
            one, other = bool(HAN.match(before[-1])), bool(HAN.match(after[0]))
            if known is None:
                junk = one and other
            else:
                junk = (one or other) and known.has_together(before[-40:], after[:40])
            if junk:
                tail, head = before[-8:].split("\n")[-1], after[:8].split("\n")[0]
                excerpt = f"{tail}␣{head}"
                yield Finding("junk-space", number, 0.0, 0.0, 0.0, 0.0, excerpt)


class _Source:
    """The source without white space, and where it had some."""

    def __init__(self, text: str) -> None:
        text = _WIDTHLESS.sub("", text)
        self._text = "".join(text.split())
        self._spaced = set()
        count = 0
        for part in text.split():
            self._spaced.add(count)
            count += len(part)

    def has_together(self, before: str, after: str) -> bool:
        """Say whether the source has the two texts with no white space between, and only so."""
        before, after = "".join(before.split()), "".join(after.split())
        for reach in (8, 5, 3):
            left, right = before[-reach:], after[:reach]
            places = [m.start() for m in re.finditer(re.escape(left + right), self._text)]
            if places:
                return all(place + len(left) not in self._spaced for place in places)
        return False


def paragraphs_kept(pages: Sequence[str], source: str) -> tuple[int, int]:
    """Count the paragraphs (lines) of the source that are in the text word for word, and all.

    A paragraph may go on from one page to the next. Lists are compared without their bullets.
    """
    texts = [plain(page) for page in pages]
    whole = plain("\n".join(pages))
    wanted = [plain(re.sub(r"^\s*[-*•]\s+", "", line)) for line in source.splitlines()]
    wanted = [line for line in wanted if line]
    return sum(line in whole or _is_parted(line, texts) for line in wanted), len(wanted)


def plain(text: str) -> str:
    """Take the white space out of a text, but for one space between two Western characters."""
    parted = _PARTING.sub("\x00", _WIDTHLESS.sub("", text))
    return re.sub(r"[^\S\x00]+", "", parted).replace("\x00", " ")


def _is_parted(line: str, pages: Sequence[str]) -> bool:
    """Say whether a paragraph starts on one page and ends on the next."""
    for page, after in pairwise(pages):
        if line[:4] not in page or line[-1:] not in after:
            continue
        low, high = 0, len(line)
        while low < high:  # the longest beginning that is on this page
            middle = (low + high + 1) // 2
            low, high = (middle, high) if line[:middle] in page else (low, middle - 1)
        if line[low:].strip() in after:
            return True
    return False
