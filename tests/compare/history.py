"""A repository with a small report, and a commit for each kind of change.

The report has a cover, an overview, sections of a page or two, and a colophon. Every commit is told
by its name; the branch is called ``main``. The project is a subfolder of the repository.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image

from tests import small_report
from tests.small_report import REPORT, ROOT

#: Where the project is in its repository.
PROJECT = "年報 2020"

#: Those of the small report, without what only that one shows.
FACTS = small_report.FACTS.replace("    approximation: 約\n", "").replace("names: [5G]\n", "")
CHAPTER = """\
id: growth
title: 謀發展
sections:
  - network.yaml
  - giving.yaml
  - care.yaml
"""
SENTENCES = (
    "公司把網絡建到山區和海島，讓每一位居民都能以相宜的價錢使用穩定的服務。",
    "維修人員全年輪值，遇上颱風和暴雨，也在天亮之前恢復線路。",
    "社區中心設有體驗角，長者可以在義工陪同下學習使用手機付款和預約門診。",
    "學校借用設備上課，教師把錄影放上平台，缺課的學生可以在家中補看。",
    "農戶透過平台直接賣出收成，不必再經過幾重轉手，收入比從前穩定。",
    "小店以較低的費用開立帳戶，結算時間由三日縮短為一日。",
    "舊設備回收之後拆出金屬和塑膠，餘下的交由持牌商戶處理。",
    "機房改用外氣冷卻，夜間關掉不用的伺服器，用電因此減少。",
)


def prose(start: int, count: int) -> str:
    """Give some sentences as one paragraph."""
    return "".join(SENTENCES[(start + index) % len(SENTENCES)] for index in range(count))


def section(id_: str, title: str, accent: str, blocks: str) -> str:
    """Give a section without a picture at its head."""
    return f"id: {id_}\ntitle: {title}\naccent: {accent}\nlead: {title}的一年。\nblocks:\n{blocks}"


def paragraph(text: str) -> str:
    """Give a block of text."""
    return f"  - type: paragraph\n    text: {text}\n"


NETWORK = section(
    *("network", "暢通網絡", "first"),
    paragraph(f"用戶總數{{{{ users.total }}}}。{prose(0, 5)}")
    + """\
  - type: picture
    id: mast
    alt: 一座發射站
    caption: 山上的發射站
    lines: 9
"""
    + paragraph(prose(3, 6)),
)
GIVING = section(
    *("giving", "公益捐贈", "second"),
    paragraph(f"公司樂於行善。{prose(5, 4)}")
    + """\
  - type: table
    id: gifts
    caption: 捐贈金額
    columns:
      - head: 地區
      - head: 金額
        kind: figure
    rows:
      - [東部, "{{ gift.east | number }}"]
      - [西部, "{{ gift.west | number }}"]
    total: [合計, "{{ gift.total | number }}"]
"""
    + paragraph(f"長者探訪。{prose(2, 6)}"),
)
CARE = section(
    *("care", "關懷員工", "third"),
    paragraph(f"員工是公司的根本。{prose(1, 7)}{prose(4, 7)}")
    + paragraph(f"進修津貼。{prose(6, 8)}"),
)


@dataclass
class History:
    """A repository and its commits by name."""

    root: Path
    commits: dict[str, str] = field(default_factory=dict)

    @property
    def project(self) -> Path:
        """The project in it."""
        return self.root / PROJECT

    def git(self, *arguments: str) -> str:
        """Run git, and give what it says."""
        done = subprocess.run(
            ["git", "-C", str(self.root), *arguments],
            check=True,
            capture_output=True,
            text=True,
            env={**os.environ, **IDENTITY},
        )
        return done.stdout.strip()

    def write(self, name: str, text: str) -> None:
        """Write a file of the project."""
        path = self.project / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def replace(self, name: str, old: str, new: str) -> None:
        """Replace a text that stands once in a file of the project."""
        text = (self.project / name).read_text(encoding="utf-8")
        assert text.count(old) == 1, (name, old, text.count(old))
        self.write(name, text.replace(old, new))

    def commit(self, name: str) -> None:
        """Commit everything."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "-m", name)
        self.git("tag", name)
        self.commits[name] = self.git("rev-parse", "HEAD")


IDENTITY = {
    "GIT_AUTHOR_NAME": "Tester",
    "GIT_AUTHOR_EMAIL": "tester@example.org",
    "GIT_COMMITTER_NAME": "Tester",
    "GIT_COMMITTER_EMAIL": "tester@example.org",
    "GIT_AUTHOR_DATE": "2021-01-02T03:04:05Z",
    "GIT_COMMITTER_DATE": "2021-01-02T03:04:05Z",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
}


def picture(path: Path, colour: tuple[int, int, int]) -> None:
    """Draw a photo: a disc of one colour on a ground of the other."""
    image = Image.new("RGB", (1200, 800), colour)
    image.paste((250, 250, 250), (400, 200, 800, 600))
    image.save(path, dpi=(300, 300))


def _start(repo: History) -> None:
    for name, text in {
        "data/report.yaml": REPORT,
        "data/facts.yaml": FACTS,
        "data/chapter.yaml": CHAPTER,
        "data/network.yaml": NETWORK,
        "data/giving.yaml": GIVING,
        "data/care.yaml": CARE,
    }.items():
        repo.write(name, text)
    for name in ("styles/tokens.yaml", "templates/document.html", "templates/blocks/table.html"):
        target = repo.project / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, target)
    (repo.project / "data/images").mkdir()
    picture(repo.project / "data/images/mast.png", (30, 90, 160))
    (repo.root / "CHANGELOG.md").write_text("# Changes\n", encoding="utf-8")


def _front(repo: History) -> None:
    repo.replace(
        "templates/document.html",
        "  <body>\n",
        '  <body>\n    <section class="colophon" style="page: auto"><p>致讀者：本報告以再造紙印刷。'
        "</p></section>\n",
    )


def _changelog(repo: History) -> None:
    with (repo.root / "CHANGELOG.md").open("a", encoding="utf-8") as file:
        file.write("\n- A line.\n")


def _chapter(repo: History) -> None:
    repo.write("data/future.yaml", "id: future\ntitle: 展望將來\nsections:\n  - plans.yaml\n")
    repo.write("data/plans.yaml", section("plans", "來年計劃", "fourth", paragraph(prose(2, 5))))
    repo.replace("data/report.yaml", "  - chapter.yaml\n", "  - chapter.yaml\n  - future.yaml\n")


def _rename(repo: History) -> None:
    for name in ("data/facts.yaml", "data/giving.yaml"):
        text = (repo.project / name).read_text(encoding="utf-8")
        repo.write(name, text.replace("gift.", "donation."))


Edit = Callable[[History], None]
#: The commits in their order.
COMMITS: dict[str, Edit] = {
    "start": _start,
    "typo": lambda repo: repo.replace("data/care.yaml", "員工是公司的根本", "員工乃公司的根基"),
    "fact": lambda repo: repo.replace("data/facts.yaml", "value: 4.4", "value: 4.6"),
    "token": lambda repo: repo.replace(
        "styles/tokens.yaml",
        'teal: {cmyk: [88, 28, 45, 22], srgb: "#0d6e75"}',
        'teal: {cmyk: [88, 28, 45, 32], srgb: "#0c5f66"}',
    ),
    "front": _front,
    "picture": lambda repo: picture(repo.project / "data/images/mast.png", (160, 60, 30)),
    "moved": lambda repo: repo.replace(
        "data/chapter.yaml",
        "  - network.yaml\n  - giving.yaml\n",
        "  - giving.yaml\n  - network.yaml\n",
    ),
    "template": lambda repo: repo.replace(
        "templates/blocks/table.html", "<table{%", '<table style="border-bottom: 3pt solid"{%'
    ),
    "size": lambda repo: repo.replace(
        "styles/tokens.yaml", "    caption: 8.5\n", "    caption: 8\n"
    ),
    "nothing": lambda repo: None,
    "changelog": _changelog,
    "broken": lambda repo: repo.replace("data/network.yaml", "users.total", "users.totl"),
    "repaired": lambda repo: repo.replace("data/network.yaml", "users.totl", "users.total"),
    "chapter": _chapter,
    "renamed": _rename,
    "rule": lambda repo: repo.write(
        "styles/blocks/table.css",
        (ROOT / "styles/blocks/table.css").read_text(encoding="utf-8")
        + "\n.table td.figure { padding-right: 2ic; }\n",
    ),
}


def make(folder: Path, last: str = "") -> History:
    """Make the repository in a folder, with the commits up to ``last``."""
    repo = History(folder)
    folder.mkdir(parents=True)
    repo.git("init", "--quiet", "--initial-branch=main")
    for name, edit in COMMITS.items():
        edit(repo)
        repo.commit(name)
        if name == last:
            break
    return repo
