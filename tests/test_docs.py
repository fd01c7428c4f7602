"""The documentation: everything that exists is in it, and everything in it exists and works."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, get_args

import click
import pytest
import yaml
from click.shell_completion import get_completion_class
from jinja2 import Environment
from pydantic.fields import FieldInfo

from report.cli.program import main
from report.content import files, pictures, prose
from report.content.checks import RELEASE_BLOCKERS
from report.content.load import load_report, load_theme
from report.content.prose import Binder
from report.content.schema import KINDS as FILE_KINDS
from report.content.settle import settle
from report.content.yaml import parse
from report.engine.build import check
from report.engine.new import create
from report.findings.diagnostics import CODES
from report.findings.formats.text import write as as_text
from report.markup import document
from report.markup.environment import environment
from report.measure.register import KINDS as MEASURED
from report.model.base import Model
from report.model.blocks import block_types
from report.model.blocks.base import Block
from report.model.colour import Colour, Press
from report.model.drawing import Drawing, MarkKind, arts, kinds
from report.model.facts import Approximation, Fact, Format
from report.model.factsfile import FactsFile, Import, WrittenFact
from report.model.lexicon import Lexicon
from report.model.report import ChapterFile, SectionFile, Settings
from report.model.target import SCREEN, TARGETS
from report.model.theme import Accent, Page, Pictures, Rules, Theme, Type
from report.project.project import Project
from report.project.shipped import theme_folder
from report.typesetting.stylesheets import LAYERS, tokens_css
from tests import documents
from tests.pdf import text

ROOT = Path(__file__).parents[1]
PAGES = ("README.md", "docs/data.md", "docs/blocks.md", "docs/styles.md", "docs/diagnostics.md")


# Reading Markdown ----------------------------------------------------------------------------


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def section(page: str, heading: str) -> str:
    """Give what stands under a heading, up to the next of its level or above."""
    level = heading.index(" ")
    lines = iter(without_code(read(page)).splitlines())
    body = []
    for line in lines:
        if line == heading:
            break
    else:
        raise AssertionError(f"{page} has no heading “{heading}”")
    for line in lines:
        if re.match(rf"#{{1,{level}}} ", line):
            break
        body.append(line)
    return "\n".join(body)


def without_code(page: str) -> str:
    """Blank out fenced code, whose lines may look like headings and tables."""
    return re.sub(r"^```.*?^```$", "", page, flags=re.DOTALL | re.MULTILINE)


def rows(body: str) -> Iterator[list[str]]:
    """Give the rows of all tables, heads aside."""
    lines = body.splitlines()
    for number, line in enumerate(lines):
        following = lines[number + 1] if number + 1 < len(lines) else ""
        head = re.match(r"\| -", line) or re.match(r"\| -", following)
        if line.startswith("|") and not head:
            cells = re.split(r"(?<!\\)\|", line)[1:-1]
            yield [cell.strip().replace("\\|", "|") for cell in cells]


def table(body: str) -> dict[str, list[str]]:
    """Give the rows whose first cell is code, by that code."""
    return {row[0].strip("`"): row[1:] for row in rows(body) if row[0].startswith("`")}


def code(page: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", read(page), re.DOTALL | re.MULTILINE)


def in_code(cell: str) -> set[str]:
    return set(re.findall(r"`([^`]+)`", cell))


# Commands --------------------------------------------------------------------------------------


def options(command: click.Command) -> dict[frozenset[str], click.Option]:
    options = [one for one in command.params if isinstance(one, click.Option)]
    return {frozenset((*one.opts, *one.secondary_opts)): one for one in options}


def documented(body: str) -> dict[frozenset[str], str]:
    """Give the options of the tables by their names, each with its row."""
    found = {}
    for row in rows(body):
        names = {part.split(" ")[0] for part in in_code(row[0]) if part.startswith("-")}
        if names:
            found[frozenset(names)] = " ".join(row)
    return found


def test_every_command_is_in_readme_and_no_other() -> None:
    headings = re.findall(r"^### `report (\w+)", read("README.md"), re.MULTILINE)
    missing = sorted(set(main.commands) - set(headings))
    assert not missing, f"README needs “### `report {missing[0]}`”, with its arguments if any"
    assert sorted(headings) == sorted(main.commands)


@pytest.mark.parametrize("name", ["", *main.commands])
def test_every_option_is_in_readme_and_no_other(name: str) -> None:
    command = main.commands[name] if name else main
    heads = rf"^### `report {name}\b.*$" if name else "^## All commands$"
    found = re.findall(heads, read("README.md"), re.MULTILINE)
    assert found, f"README needs “### `report {name}`”, with its arguments if any"
    (heading,) = found
    body = section("README.md", heading)
    if not name:
        body = body.partition("\n### ")[0]
    told = documented(body)
    known = options(command)
    differ = (set(told) - {frozenset({"-h", "--help"})}) ^ set(known)
    assert not differ, f"the table under “{heading}” and the command differ: {differ}"
    for names, option in known.items():
        row = told[names]
        if isinstance(option.type, click.Choice):
            for choice in option.type.choices:
                assert str(choice) in row, f"{names} takes {choice}"
        if isinstance(option.default, str | int | float) and not option.is_flag:
            assert str(option.default) in row, f"{names} is usually {option.default}"


def test_arguments_are_in_readme() -> None:
    for name, command in main.commands.items():
        told = [str(one.metavar) for one in command.params if isinstance(one, click.Argument)]
        if told:
            assert f"### `report {name} {' '.join(told)}`" in read("README.md")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_told_for_shells_that_have_it(shell: str) -> None:
    completion = get_completion_class(shell)
    assert completion is not None
    assert f"_REPORT_COMPLETE={shell}_source report" in read("README.md")
    made = completion(main, {}, "report", "_REPORT_COMPLETE")
    assert "_REPORT_COMPLETE" in made.source_template % made.source_vars()


# Codes -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", documents.WRITTEN)
def test_what_stands_beside_the_code_is_told_in_the_docs(page: str) -> None:
    assert read(f"docs/{page}") == documents.WRITTEN[page](), "make docs writes it"


def test_every_code_is_explained_and_no_other() -> None:
    headings = re.findall(r"^### (D\d+)$", read("docs/diagnostics.md"), re.MULTILINE)
    assert headings == sorted(CODES)


def test_what_a_release_refuses_is_told() -> None:
    (line,) = re.findall(r"^`--release` makes errors .*$", read("docs/diagnostics.md"), re.M)
    assert set(re.findall(r"D\d+", line)) == RELEASE_BLOCKERS


def test_every_code_named_anywhere_exists() -> None:
    for page in PAGES:
        assert set(re.findall(r"\bD\d{3}\b", read(page))) <= set(CODES), page


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("docs") / "base"
    create(folder)
    return folder


CHAPTER = "data/chapter/chapter.yaml"
READING = "data/chapter/reading.yaml"
DIGITAL = "data/chapter/digital.yaml"
QUOTE = "templates/blocks/quote.html"
SVG_HEAD = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">'
#: What is changed in a new project to get the example of each code: file, old text, new text;
#: where there is no old text, the new one is the whole file.
MISTAKES: dict[str, tuple[str, str, str]] = {
    "D001": (CHAPTER, "- reading.yaml", "- readng.yaml"),
    "D002": ("data/report.yaml", "- chapter/chapter.yaml", "- chapter"),
    "D005": ("data/facts.yaml", "facts:", "#" * 2_000_000),
    "D006": (READING, "title: 社區閱讀", "title：社區閱讀"),
    "D007": (READING, "    level: 2", "\tlevel: 2"),
    "D008": (READING, "title: 社區閱讀", "title: 社區閱讀\ntitle: 閱讀"),
    "D009": (READING, "text: 一本好書，連起一條街", "text: *slogan"),
    "D010": (READING, "level: 2", f"level: {'[' * 50}"),
    "D012": (READING, "title: 社區閱讀", "title: 社區\u2028閱讀"),
    "D101": (READING, "title: 社區閱讀", "tittle: 社區閱讀"),
    "D102": (READING, "level: 2", "level: two"),
    "D103": (READING, "    place: 示例灣\n", ""),
    "D104": (READING, "type: quote", "type: qoute"),
    "D105": (DIGITAL, "art: ribbons", "art: ribbon"),
    "D106": (DIGITAL, "id: digital\n", "id: reading\n"),
    "D108": (READING, "留言冊上的推薦", "[留言冊](#guestbook)上的推薦"),
    "D109": (READING, "留言冊上的推薦", "**留言冊上的推薦"),
    "D110": (READING, "level: 2", "level: 3"),
    "D201": (READING, "{{ corners.guides }}", "{{ corners.guide }}"),
    "D202": (READING, "{{ corners.guides }}", ""),
    "D203": ("data/facts.yaml", "    source: 社區閱讀\n  readers.events", "  readers.events"),
    "D204": ("data/facts.yaml", "value: 44.3", "value: 43.4"),
    "D205": (DIGITAL, "{{ income.members | number }}", "{{ income.members | numbr }}"),
    "D206": (READING, "{{ corners.guides }}", "約150名"),
    "D207": (DIGITAL, "[digital.before, digital.after]", "[digital.before]"),
    "D301": (READING, "    art: waves\n", ""),
    "D305": (READING, "place: 示例灣", "place: 示例灣（待確認）"),
    "D311": (
        "data/images/corner.svg",
        "",
        f'{SVG_HEAD}\n<filter id="shadow"/>\n    <path d="M0 0h9v9" filter="url(#shadow)"/></svg>',
    ),
    "D312": (
        "data/images/corner.svg",
        "",
        f'{SVG_HEAD}<g>\n  <text y="9" font-family="Arial">字</text></g></svg>',
    ),
    "D401": (QUOTE, "", "<p>{% if block.source %}…</p>"),
    "D402": (QUOTE, "", "<p>{{ block.txt | prose }}</p>"),
    "D403": ("templates/document.html", "", '{% include "cover.html" %}'),
    "D404": (QUOTE, "", "<p>{{ 1 // 0 }}</p>"),
    "D501": ("styles/page/own.css", "", ".quote {\n  margin 1rlh 0;\n}\n"),
    "D504": ("styles/tokens.yaml", "deep: ice-deep", "deep: ice-dark"),
    "D633": (
        READING,
        "  # column_break",
        "  - type: figures\n    items:\n      - fact: corners.guides\n\n  # column_break",
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_examples_of_messages_are_what_report_says(
    name: str, example: Path, tmp_path: Path
) -> None:
    file, old, new = MISTAKES[name]
    shutil.copytree(example, tmp_path / "project")
    changed = tmp_path / "project" / file
    changed.parent.mkdir(parents=True, exist_ok=True)
    if old:
        content = (changed if changed.exists() else ROOT / file).read_text(encoding="utf-8")
        assert old in content
        new = content.replace(old, new, 1)
    changed.write_text(new, encoding="utf-8")
    found = [one for one in check(Project.at(tmp_path / "project")) if one.code == name]
    told = section_with_code("docs/diagnostics.md", f"### {name}")
    assert without_lines(as_text(found[:1])) in without_lines(told)


def without_lines(message: str) -> str:
    """Leave out line and column, which move with every change of the files they are in."""
    return re.sub(r"(\.\w+)(:\d+)+", r"\1", message)


def section_with_code(page: str, heading: str) -> str:
    return read(page).partition(f"\n{heading}\n")[2].partition("\n### ")[0]


# Keys ------------------------------------------------------------------------------------------


def models_in(annotation: Any) -> list[type[Model]]:
    if isinstance(annotation, type) and issubclass(annotation, Model):
        return [annotation]
    return [model for part in get_args(annotation) for model in models_in(part)]


def keys(model: type[Model], without: frozenset[type[Model]]) -> Iterator[tuple[str, FieldInfo]]:
    """Give the keys of a model as the tables write them, those of what it holds below it."""
    for field_name, field in model.model_fields.items():
        if field.exclude:
            continue
        name = field.alias or field_name
        yield name, field
        many = "[]" if "tuple" in str(field.annotation) else ""
        for inner in models_in(field.annotation):
            if inner not in without and inner not in (Fact, WrittenFact, Import):
                for below, info in keys(inner, without):
                    yield f"{name}{many}.{below}", info


def assert_told(model: type[Model], told: Mapping[str, list[str]], *without: str) -> None:
    apart: frozenset[type[Model]] = frozenset([Drawing, *block_types().values()])
    known = {name: field for name, field in keys(model, apart) if name not in without}
    assert list(told) == list(known) or set(told) == set(known)
    for name, field in known.items():
        required = told[name][1]
        assert required.startswith("yes" if field.is_required() else "no"), name
        default = field.get_default()
        if not field.is_required() and isinstance(default, str | int) and default != "":
            said = {"False": "false"}.get(str(default), str(default))
            assert f"`{said}`" in required, f"{name} is usually {said}"


@pytest.mark.parametrize(
    ("heading", "model"),
    [
        ("## The report: `report.yaml`", Settings),
        ("## Words that are kept whole: `lexicon.yaml`", Lexicon),
        ("## A chapter", ChapterFile),
        ("## A section", SectionFile),
    ],
)
def test_every_key_of_a_file_is_told(heading: str, model: type[Model]) -> None:
    assert_told(model, table(section("docs/data.md", heading)))


def test_every_key_of_facts_is_told() -> None:
    body, _, rest = section("docs/data.md", "## Facts: `facts.yaml`").partition("An id is made")
    assert_told(FactsFile, table(body))
    assert_told(WrittenFact, table(rest.partition("### Values")[0]))
    (told,) = rest.partition("### Facts from spreadsheets")[2].split("### Claims")[:1]
    assert_told(Import, table(told))


def test_every_kind_of_file_has_its_schema_told() -> None:
    told = in_code(section("docs/data.md", "## Completion in an editor"))
    assert set(FILE_KINDS) <= told


@pytest.mark.parametrize("name", block_types())
def test_every_key_of_a_block_is_told(name: str) -> None:
    model = block_types()[name]
    body = section("docs/blocks.md", f"## `{name}`")
    own = set() if model.model_fields["id"].is_required() else {"id"}
    assert_told(model, table(body), "type", *own)
    for path in (f"templates/blocks/{name}.html", f"styles/blocks/{name}.css"):
        assert f"(../{path})" in body


def test_every_block_type_is_in_the_list() -> None:
    told = re.findall(r"^## `(\w+)`$", read("docs/blocks.md"), re.MULTILINE)
    missing = set(block_types()) - set(told)
    assert not missing, f"docs/blocks.md needs a section of {sorted(missing)}, like the others"
    assert sorted(told) == sorted(block_types())
    listed = [row[0] for row in rows(read("docs/blocks.md").partition("\n## ")[0])]
    assert listed == [f"[`{name}`](#{name})" for name in told], "the table at its head differs"


def test_every_drawing_is_told_with_the_facts_it_takes() -> None:
    body = section("docs/blocks.md", "## Drawings")
    told = table(body)
    for name, field in Drawing.model_fields.items():
        told.pop(field.alias or name)
    assert set(told) == set(kinds())
    for name, kind in kinds().items():
        few, most = kind.fewest, kind.most
        assert told[name] == [str(few) if few == most else f"{few} to {most}", kind.draws], name
    assert in_code(table(body)["mark"][0]) == set(get_args(MarkKind))


def test_every_kind_of_art_is_told() -> None:
    assert {
        name: row[0] for name, row in table(section("docs/blocks.md", "## Art")).items()
    } == arts()


def test_every_kind_of_finding_of_the_meter_is_told() -> None:
    assert list(table(section("docs/typography.md", "## Findings"))) == list(MEASURED)


def test_every_format_is_told_and_prints_what_is_said() -> None:
    fact = Fact(
        value="8610",
        unit="萬戶",
        approximation=Approximation.NEARLY,
        label="固網寬帶用戶",
        period="2020年",
        source="–",
    )
    told = table(section("docs/data.md", "### Formats"))
    assert {form: row[0] for form, row in told.items()} == {
        str(form): fact.text(form) for form in Format
    }


def test_every_approximation_is_told_and_prints_what_is_said() -> None:
    told = table(section("docs/data.md", "### Approximation"))
    assert list(told) == list(Approximation)
    for word, (_, printed) in told.items():
        bare = printed.replace(word, "", 1)
        number = re.findall(r"[\d,.]+", bare)[0]
        fact = Fact(
            value=number,
            unit=bare.removeprefix(number),
            approximation=Approximation(word),
            label="–",
            period="–",
            source="–",
        )
        assert fact.text() == printed


def test_limits_are_those_of_the_code() -> None:
    data = read("docs/data.md")
    assert f"at most {files.LARGEST / 1e6:.0f} MB" in data
    assert f"{pictures.MOST_BYTES / 1e6:.0f} MB and" in data
    assert f"{pictures.MOST_PIXELS / 1e6:.0f} million" in data
    assert f"{prose.LONGEST:,}" in data
    for ending in pictures.KINDS:
        assert f"{ending[1:]}`" in section("docs/data.md", "## Pictures")


# Styles ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def theme() -> Theme:
    return load_theme(Project.at(theme_folder()))


def test_every_custom_property_is_told_and_no_other(theme: Theme) -> None:
    body = section("docs/styles.md", "## Custom properties")
    told = {name for row in rows(body) for name in in_code(row[0]) if name.startswith("--")}
    written = set(re.findall(r"(--[\w-]+):", tokens_css(theme, SCREEN)))
    assert told == written


def test_every_token_is_told() -> None:
    told = set(table(section("docs/styles.md", "## Tokens")))
    wanted = {f"colours.<name>.{name}" for name in Colour.model_fields}
    wanted |= {f"accents.<name>.{name}" for name in Accent.model_fields}
    wanted |= {f"page.{name}" for name in Page.model_fields}
    wanted |= {f"type.{name}" for name in Type.model_fields}
    wanted |= {f"rules.{name}" for name in Rules.model_fields}
    wanted |= {f"pictures.{name}" for name in Pictures.model_fields}
    wanted |= {f"press.{name}" for name in Press.model_fields}
    assert told == wanted


def test_layers_targets_and_pages_are_told() -> None:
    body = section("docs/styles.md", "## Layers and folders")
    assert list(table(body)) == list(LAYERS)
    for target in TARGETS.values():
        assert f"`build/{target.file_name}`" in section("docs/styles.md", "## Targets")
    sheets = "".join(path.read_text() for path in (ROOT / "styles" / "page").glob("*.css"))
    for name in re.findall(r"@page (\w+) \{", sheets):
        assert f"`{name}`" in section("docs/styles.md", "## Pages")


@pytest.mark.parametrize("recipe", code("docs/styles.md", "yaml"))
def test_recipes_for_tokens_are_sound(recipe: str) -> None:
    tokens = yaml.safe_load(read("styles/tokens.yaml"))
    for part, changes in yaml.safe_load(recipe).items():
        tokens[part] |= changes
    Theme.model_validate(tokens)


def test_what_a_template_can_use_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    body = section("docs/blocks.md", "## What a template can use")
    told = set(table(body))
    env = environment([ROOT / "templates"], links=True)
    ours = {name for name in env.filters if " " not in name}  # no template can name the others
    assert ours - set(Environment().filters) <= told
    names: set[str] = set()

    class Recorder:
        def get_template(self, _name: str) -> Recorder:
            return self

        def begin(self) -> None:
            return

        def render(self, context: dict[str, Any]) -> str:
            names.update(context)
            return ""

    monkeypatch.setattr(document, "environment", lambda *_, **__: Recorder())
    project = Project.at(theme_folder())
    report, _, _ = load_report(project)
    assert report is not None
    imprint = document.Imprint("", ())
    document.compose(report, load_theme(project), SCREEN, {}, {}, imprint, [])
    assert names <= told
    for path in (ROOT / "templates").glob("*.html"):
        assert f"`{path.name}`" in body


# Examples --------------------------------------------------------------------------------------


def binder(page: str) -> Binder:
    """Give the facts that the examples of a page use."""
    if page == "README.md":
        report, found, _ = load_report(Project.at(theme_folder()))
        assert report is not None, found
        return Binder(report.facts)
    (written,) = [one for one in code(page, "yaml") if one.startswith("facts:")]
    settings = Settings.model_construct(year=2020)  # type: ignore[call-arg]
    facts, found = settle(FactsFile.model_validate(parse(written, page)), settings)
    assert found == []
    return Binder(facts)


@pytest.mark.parametrize("page", ["README.md", "docs/blocks.md"])
def test_examples_of_blocks_are_sound(page: str) -> None:
    bound = binder(page)
    blocks = [one for one in code(page, "yaml") if one.startswith("- type:")]
    used = set()
    for written in blocks:
        if "type: timeline" in written:
            continue
        listed = "".join(f"  {line}\n" for line in written.splitlines())
        tree = parse(f"id: x\ntitle: x\nlead: x\nblocks:\n{listed}", page)
        read_back = SectionFile.model_validate(tree, context=bound)
        used |= {block.type for block in blocks_of(read_back)}
    assert bound.warnings == []
    if page == "docs/blocks.md":
        assert used == set(block_types())


def blocks_of(data: SectionFile) -> tuple[Block, ...]:
    return data.blocks


def test_examples_of_files_are_sound() -> None:
    models: dict[str, type[Model]] = {
        "data/report.yaml": Settings,
        "data/facts.yaml": FactsFile,
        "data/lexicon.yaml": Lexicon,
        "data/development/chapter.yaml": ChapterFile,
        "data/development/dividend.yaml": SectionFile,
    }
    seen = set()
    bound = binder("README.md")
    for written in code("docs/data.md", "yaml"):
        name = written.splitlines()[0].removeprefix("# ")
        seen.add(name)
        models[name].model_validate(parse(written, name), context=bound)
    assert seen == set(models)


@pytest.mark.parametrize("page", [*PAGES, "CONTRIBUTING.md"])
def test_links_lead_somewhere(page: str) -> None:
    for target in re.findall(r"(?<!`)\[[^\]]+\]\(([^)\s]+)\)(?!`)", without_code(read(page))):
        if re.match(r"https?:", target):
            continue
        name, _, anchor = target.partition("#")
        if name.startswith("docs/pages/"):
            continue
        path = (ROOT / page).parent / name if name else ROOT / page
        assert path.exists(), f"{page}: {target}"
        if anchor:
            assert anchor in anchors(path), f"{page}: {target}"


def anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.*)$", without_code(page.read_text(encoding="utf-8")), re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.slow
def test_the_new_block_type_of_readme_works(tmp_path: Path) -> None:
    """Carry out what README says, in a copy, and look for it on the page."""
    for name in ("report", "templates", "styles"):
        shutil.copytree(ROOT / name, tmp_path / name)
    body = read("README.md").partition("## A new block type in three files\n")[2]
    body = body.partition("\n## ")[0]
    parts = re.findall(r"^`([\w/]+\.\w+)`[^`]*```(\w+)\n(.*?)^```$", body, re.DOTALL | re.M)
    assert [language for _, language, _ in parts] == ["python", "html", "css"]
    for name, _, content in parts:
        (tmp_path / name).write_text(content, encoding="utf-8")
    (block,) = re.findall(r"^```yaml\n(.*?)^```$", body, re.DOTALL | re.MULTILINE)

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "report", *arguments],
            cwd=tmp_path,
            check=False,
            env={key: value for key, value in os.environ.items() if not key.startswith("COV")},
            capture_output=True,
            text=True,
        )

    assert run("new", "trial").returncode == 0
    file = tmp_path / "trial" / READING
    listed = "".join(f"  {line}\n" for line in block.splitlines())
    written = file.read_text(encoding="utf-8")
    file.write_text(f"{written}\n{listed}", encoding="utf-8")
    done = run(
        "-C", "trial", "--fail-level", "warning", "build", "--target", "screen", "--jobs", "1"
    )
    assert done.returncode == 0, done.stderr
    printed = re.sub(r"[\s\u2060]", "", text(tmp_path / "trial" / "build" / "screen.pdf", "-raw"))
    assert "3月首個社區借還點啟用。11月登記讀者達12.6萬人。" in printed
    assert '"timeline"' in (tmp_path / "trial/data/.schema/section.schema.json").read_text()

    file.write_text(f"{written}\n{listed.replace('date: 3月', 'day: 3月')}", encoding="utf-8")
    done = run("-C", "trial", "check")
    assert done.returncode == 1
    assert "D101: the key “day” is unknown here" in done.stderr
