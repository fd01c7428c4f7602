"""A report of many small parts, which several processes make at the same time."""

from __future__ import annotations

import re
from pathlib import Path

from tests.small_report import REPORT, SECTION, write_report

#: What is added to some sections: references to other parts, and a page more.
MORE = """\
  - type: page_break
  - type: paragraph
    id: more
    text: 詳見[照片](#photo_1c)及[捐贈](#gifts_3a)。用戶總數{{ users.total }}，公司大力推廣。
"""


#: The same for sections of one paragraph.
SHORT = SECTION.partition("  - type: picture")[0]
_LESS = MORE.replace("[照片](#photo_1c)及[捐贈](#gifts_3a)", "[共享紅利](#sharing_1c)")


def write_long_report(folder: Path, section: str = SECTION, chapters: int = 3) -> Path:
    """Write a report of chapters with three sections each; returns its folder.

    ``section`` is what they say: ``SHORT`` is laid out quickly.
    """
    addition = MORE if section == SECTION else _LESS
    data = write_report(folder) / "data"
    every = ""
    for number in range(1, chapters + 1):
        names = [f"{number}{letter}" for letter in "abc"]
        listed = "\n".join(f"  - section-{name}.yaml" for name in names)
        chapter = f"id: growth_{number}\ntitle: 謀發展{number}\nsections:\n{listed}\n"
        (data / f"chapter-{number}.yaml").write_text(chapter, encoding="utf-8")
        every += f"  - chapter-{number}.yaml\n"
        for name in names:
            text = re.sub(r"(\bid: \w+)", rf"\1_{name}", section)
            more = addition.replace("more", f"more_{name}") if name in ("1a", "2b") else ""
            (data / f"section-{name}.yaml").write_text(text + more, encoding="utf-8")
    (data / "report.yaml").write_text(REPORT.replace("  - chapter.yaml\n", every), "utf-8")
    (data / "chapter.yaml").unlink()
    (data / "section.yaml").unlink()
    return folder
