"""A small, valid report, and the command run on it, with its output."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from report.cli.program import main

ROOT = Path(__file__).resolve().parents[1]

REPORT = """\
title: 試驗報告
subtitle: 一份小小的報告
organisation: 試驗機構
year: 2020
language: zh-Hant-HK
dates:
  period_start: 2020-01-01
  period_end: 2020-12-31
facts: facts.yaml
chapters:
  - chapter.yaml
"""
#: The beginning of the file of facts: one that most reports print.
USERS = """\
facts:
  users.total:
    value: 4.4
    unit: 億
    label: 用戶總數
    period: 2020年
    source: 創新產品
"""
FACTS = f"""\
{USERS}\
  gift.east:
    value: 30
    unit: 萬元
    label: 東部捐贈
    period: 2020年
    source: 公益
  gift.west:
    value: 12.5
    unit: 萬元
    label: 西部捐贈
    period: 2020年
    source: 公益
  gift.total:
    value: 42.5
    unit: 萬元
    approximation: 約
    label: 捐贈合計
    period: 2020年
    source: 公益
names: [5G]
"""
CHAPTER = """\
id: growth
title: 謀發展
sections:
  - section.yaml
"""
SECTION = """\
id: sharing
title: 共享紅利
accent: second
art: waves
lead: 用戶總數{{ users.total }}。
blocks:
  - type: paragraph
    text: 公司推廣5G，**用心**服務{{ users.total | exact }}用戶。
  - type: picture
    id: photo
    alt: 一張照片
    caption: 照片
    art: rings
  - type: table
    id: gifts
    caption: 捐贈
    columns:
      - head: 地區
      - head: 金額
        kind: figure
    rows:
      - [東部, "{{ gift.east | number }}"]
      - [西部, "{{ gift.west | number }}"]
    total: [合計, "{{ gift.total | number }}"]
"""
FILES = {
    "data/report.yaml": REPORT,
    "data/facts.yaml": FACTS,
    "data/chapter.yaml": CHAPTER,
    "data/section.yaml": SECTION,
}
#: The files of ``build/`` before a test: the bytes of the last good PDFs.
LAST_GOOD = {"print.pdf": b"the last good print PDF", "screen.pdf": b"the last good screen PDF"}


def write_report(folder: Path) -> Path:
    """Write the small report into ``folder``, with two PDFs of an earlier build."""
    for name, content in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    (folder / "build").mkdir()
    for name, pdf in LAST_GOOD.items():
        (folder / "build" / name).write_bytes(pdf)
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file in a folder, by name, hidden ones included."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@dataclass(frozen=True)
class Outcome:
    """The result of a run of the command."""

    exit_code: int
    stdout: str
    stderr: str
    args: tuple[str, ...] = field(default=())

    def check_manners(self) -> None:
        """Check that there is no traceback, and no unexpected error (D806)."""
        for stream in (self.stdout, self.stderr):
            assert "Traceback" not in stream, stream
            assert "D806" not in stream, stream

    @property
    def found(self) -> list[dict[str, Any]]:
        """The findings, if the format is JSON."""
        assert self.stderr.startswith("["), self
        return list(json.loads(self.stderr))

    @property
    def codes(self) -> list[str]:
        """The codes of the findings."""
        return [one["code"] for one in self.found]


def run(*args: str | Path) -> Outcome:
    """Run the command in this process."""
    given = tuple(map(str, args))
    result = CliRunner().invoke(main, list(given))
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    outcome = Outcome(result.exit_code, result.stdout, result.stderr, given)
    outcome.check_manners()
    return outcome


def environment(more: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return an environment in which ``python -m report`` finds this package."""
    return {**os.environ, "PYTHONPATH": str(ROOT), **(more or {})}


def run_alone(*args: str | Path, env: Mapping[str, str] | None = None, **options: Any) -> Outcome:
    """Run the command as a new process."""
    given = tuple(map(str, args))
    done = subprocess.run(
        [sys.executable, "-m", "report", *given],
        env=environment(env),
        capture_output=True,
        check=False,
        timeout=120,
        **options,
    )
    outcome = Outcome(done.returncode, done.stdout.decode(), done.stderr.decode(), given)
    outcome.check_manners()
    return outcome
