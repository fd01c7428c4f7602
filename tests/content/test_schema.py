"""The JSON Schemas accept and refuse the same data as the reader."""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from report.content.schema import KINDS, schemas
from report.model.blocks import block_types
from report.project.shipped import theme_folder
from tests.conftest import Run
from tests.small_report import CHAPTER, FACTS, REPORT, SECTION

HOME = theme_folder()


@functools.cache
def validator(kind: str) -> Draft202012Validator:
    schema = json.loads(schemas()[f"{kind}.schema.json"])
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)


def as_an_editor_reads(text: str) -> Any:
    """Load YAML as editors do, with dates as text."""
    return json.loads(json.dumps(yaml.safe_load(text), default=str))


def faults(kind: str, text: str) -> list[str]:
    found = validator(kind).iter_errors(as_an_editor_reads(text))
    return [f"{fault.json_path}: {fault.message}" for fault in found]


def shipped() -> list[tuple[str, Path]]:
    """Return every shipped file that names a schema, with its kind."""
    found = []
    for path in [*HOME.glob("data/**/*.yaml"), HOME / "styles" / "tokens.yaml"]:
        first = path.read_text(encoding="utf-8").split("\n", 1)[0]
        assert first.startswith("# yaml-language-server: $schema="), path
        schema = (path.parent / first.partition("=")[2]).resolve()
        assert schema.parent == (HOME / "data" / ".schema").resolve(), path
        found.append((schema.name.removesuffix(".schema.json"), path))
    return found


@pytest.mark.parametrize(
    ("kind", "path"), [pytest.param(k, p, id=str(p.relative_to(HOME))) for k, p in shipped()]
)
def test_every_shipped_file_is_valid(kind: str, path: Path) -> None:
    assert faults(kind, path.read_text(encoding="utf-8")) == []


def test_there_are_shipped_files_of_every_kind() -> None:
    assert {kind for kind, _ in shipped()} == set(KINDS)


@pytest.mark.parametrize(
    ("kind", "text"),
    [("report", REPORT), ("facts", FACTS), ("chapter", CHAPTER), ("section", SECTION)],
)
def test_the_small_report_is_valid(kind: str, text: str) -> None:
    assert faults(kind, text) == []


WRONG = [
    ("report", REPORT + "color: red\n", "'color' was unexpected"),
    ("report", REPORT.replace("zh-Hant-HK", "zh-TW"), "zh-Hant-HK"),
    ("report", REPORT.replace("year: 2020", "year: 20"), "1900"),
    ("report", REPORT.replace("2020-12-31", "someday"), "someday"),
    ("facts", FACTS.replace("    label: 用戶總數\n", ""), "'label' is a required"),
    ("facts", FACTS.replace("  users.total:", "  Users:"), "Users"),
    ("facts", FACTS.replace("    unit: 億", "    unti: 億"), "'unti' was unexpected"),
    ("facts", FACTS.replace("    unit: 億", "    id: a"), "'id' was unexpected"),
    ("facts", FACTS.replace("約", "約為"), "約為"),
    ("chapter", CHAPTER.replace("  - section.yaml", "  []"), "should be non-empty"),
    ("section", SECTION.replace("caption: 照片", "captoin: 照片"), "'captoin' was unexpected"),
    ("section", SECTION.replace("type: picture", "type: pitcure"), "pitcure"),
    ("section", SECTION.replace("id: photo", "id: ../photo"), "../photo"),
    ("section", SECTION.replace("art: rings", "lines: 99"), "maximum of 40"),
]


@pytest.mark.parametrize(("kind", "text", "says"), WRONG)
def test_data_that_the_reader_refuses_is_invalid(kind: str, text: str, says: str) -> None:
    found = validator(kind).iter_errors(as_an_editor_reads(text))
    told = [one for fault in found for one in (fault, *(fault.context or ()))]
    assert any(says in fault.message for fault in told), [fault.message for fault in told]


def test_words_that_look_like_numbers_are_valid() -> None:
    assert (
        faults(
            "facts", FACTS.replace("period: 2020年\n    source: 創", "period: 2020\n    source: 創")
        )
        == []
    )
    assert faults("facts", FACTS.replace("names: [5G]", "names: [5G, 10010]")) == []


def test_every_block_type_has_a_description() -> None:
    schema = json.loads(schemas()["section.schema.json"])
    choice = schema["properties"]["blocks"]["items"]["discriminator"]["mapping"]
    assert set(choice) == set(block_types())
    for name in choice.values():
        assert schema["$defs"][name.rpartition("/")[2]]["description"]


def test_the_command_writes_them_all(run: Run, project: Path) -> None:
    outcome = run("schema")
    assert outcome.exit_code == 0
    written = {path.name: path.read_text() for path in (project / "data/.schema").iterdir()}
    assert written == schemas()
    assert len(outcome.stdout.splitlines()) == len(KINDS)
