"""A report of a few pages for the browser: a fact on five pages, a chart, a picture, a table."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.small_report import REPORT, ROOT, USERS

FACTS = f"""\
{USERS}\
  gain.mobile:
    value: 5.5
    unit: 分
    label: 移網
    period: 2020年
    source: 創新產品
  gain.fixed:
    value: 7.6
    unit: 分
    label: 寬帶
    period: 2020年
    source: 創新產品
names: [5G]
"""
CHAPTER = """\
id: growth
title: 謀發展
sections:
  - one.yaml
  - two.yaml
  - three.yaml
  - four.yaml
  - five.yaml
"""
#: The sections: the title, the accent, and the block that only this one has.
SECTIONS = {
    "one": ("共享紅利", "first", ""),
    "two": (
        "服務冬奧",
        "second",
        "  - type: chart\n    id: gains\n    title: 兩項齊升\n    lines: 5\n"
        "    drawing:\n      kind: gains\n      facts: [gain.mobile, gain.fixed]\n",
    ),
    "three": (
        "暢通無阻",
        "third",
        "  - type: picture\n    id: photo\n    alt: 一張照片\n    caption: 照片\n",
    ),
    "four": (
        "公益事業",
        "fourth",
        "  - type: paragraph\n    text: 受惠用戶達{{ users.total | exact }}。\n",
    ),
    "five": ("展望未來", "first", ""),
}
TEXT = "公司推廣5G，用心服務用戶，全面推進網絡建設，持續提升服務水平。"


def section(name: str) -> str:
    """Return the YAML of a section."""
    title, accent, more = SECTIONS[name]
    return (
        f"id: {name}\ntitle: {title}\naccent: {accent}\nart: waves\n"
        f"lead: 用戶總數{{{{ users.total }}}}。\nblocks:\n"
        f"  - type: paragraph\n    text: {TEXT}\n{more}"
    )


#: The numbers of the sections' pages.
PAGES = {name: number for number, name in enumerate(SECTIONS, 2)}
#: Files of the theme that the project has itself, so that tests can change them.
OWN = ("styles/tokens.yaml", "templates/blocks/paragraph.html")


def write_project(folder: Path) -> Path:
    """Write the report into a folder."""
    files = {"report": REPORT, "facts": FACTS, "chapter": CHAPTER}
    (folder / "data").mkdir(parents=True)
    for name, text in {**files, **{name: section(name) for name in SECTIONS}}.items():
        (folder / "data" / f"{name}.yaml").write_text(text, encoding="utf-8")
    for name in OWN:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, folder / name)
    return folder
