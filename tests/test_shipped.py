"""What the repository ships beside code: schemas in step with the model, schema lines in data."""

import re
from pathlib import Path

import pytest

from report.content.schema import KINDS, schemas
from report.project.shipped import theme_folder

ROOT = theme_folder()
DATA = sorted([*ROOT.glob("data/**/*.yaml"), ROOT / "styles" / "tokens.yaml"])


def test_the_shipped_schemas_are_those_of_the_model() -> None:
    shipped = {path.name: path.read_text("utf-8") for path in (ROOT / "data/.schema").iterdir()}
    assert shipped == schemas(), "make docs writes them; commit what it writes"


@pytest.mark.parametrize("path", DATA, ids=lambda path: path.name)
def test_every_data_file_names_its_schema(path: Path) -> None:
    first = path.read_text(encoding="utf-8").splitlines()[0]
    match = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
    assert match, f"the first line of {path.name} must name its schema"
    target = (path.parent / match[1]).resolve()
    assert target.is_file()
    assert target.name.removesuffix(".schema.json") in KINDS
