"""Makes a long report: the chapter of a project many times, each with other texts."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import yaml

#: Sections of each chapter, in turn: about thirteen pages a chapter.
_SECTIONS = 3


def lengthen(project: Path, folder: Path, chapters: int) -> Path:
    """Copy a project with one chapter into ``folder``, with so many chapters; returns ``folder``.

    The sentences of each paragraph stand in another order in each chapter, so that no two chapters
    have the same lines.
    """
    shutil.copytree(project / "data", folder / "data")
    settings_file = folder / "data" / "report.yaml"
    settings = yaml.safe_load(settings_file.read_text(encoding="utf-8"))
    (first,) = settings["chapters"]
    chapter_file = folder / "data" / first
    chapter = yaml.safe_load(chapter_file.read_text(encoding="utf-8"))
    sections = [
        yaml.safe_load((chapter_file.parent / name).read_text(encoding="utf-8"))
        for name in chapter["sections"]
    ]
    settings["chapters"] = []
    for number in range(1, chapters + 1):
        there = folder / "data" / f"chapter{number:02}"
        there.mkdir()
        kept = [one for at, one in enumerate(sections) if (at + number) % len(sections)]
        for at, section in enumerate(kept[:_SECTIONS]):
            _write(there / f"{at}.yaml", _varied(section, number))
        own = {**_varied(chapter, number), "sections": [f"{at}.yaml" for at in range(len(kept))]}
        _write(there / "chapter.yaml", own)
        settings["chapters"].append(f"chapter{number:02}/chapter.yaml")
    _write(settings_file, settings)
    return folder


def _varied(value: Any, number: int, key: str = "") -> Any:
    """Return data with other ids, and the sentences of its texts in another order."""
    if isinstance(value, dict):
        return {name: _varied(entry, number, name) for name, entry in value.items()}
    if isinstance(value, list):
        return [_varied(entry, number) for entry in value]
    if key == "id":
        return f"{value}_{number}"
    if not isinstance(value, str) or key not in ("text", "lead"):
        return value
    sentences = [one for one in re.split(r"(?<=。)", value) if one]
    turn = number % len(sentences)
    return "".join([*sentences[turn:], *sentences[:turn]])


def _write(path: Path, value: Any) -> None:
    text = yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=10_000)
    path.write_text(text, encoding="utf-8")
