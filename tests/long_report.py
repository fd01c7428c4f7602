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


def write_long_report(folder: Path) -> Path:
    """Write a report of three chapters with three sections each; returns its folder."""
    data = write_report(folder) / "data"
    chapters = ""
    for number in range(1, 4):
        names = [f"{number}{letter}" for letter in "abc"]
        listed = "\n".join(f"  - section-{name}.yaml" for name in names)
        chapter = f"id: growth_{number}\ntitle: 謀發展{number}\nsections:\n{listed}\n"
        (data / f"chapter-{number}.yaml").write_text(chapter, encoding="utf-8")
        chapters += f"  - chapter-{number}.yaml\n"
        for name in names:
            text = re.sub(r"(\bid: \w+)", rf"\1_{name}", SECTION)
            more = MORE.replace("more", f"more_{name}") if name in ("1a", "2b") else ""
            (data / f"section-{name}.yaml").write_text(text + more, encoding="utf-8")
    (data / "report.yaml").write_text(REPORT.replace("  - chapter.yaml\n", chapters), "utf-8")
    (data / "chapter.yaml").unlink()
    (data / "section.yaml").unlink()
    return folder
