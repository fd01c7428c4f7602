"""What templates may do: show values, escaped; never run code, never read other files."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import TemplateNotFound, UndefinedError
from jinja2.exceptions import SecurityError
from markupsafe import Markup

from report.findings.errors import FindingsError
from report.markup.environment import LARGEST, environment, figure_html, flows, prose_html
from report.model.blocks.heading import Heading
from report.model.blocks.page_break import PageBreak
from report.model.blocks.paragraph import Paragraph
from report.model.blocks.quote import Quote
from report.model.facts import WITHOUT_FIGURE, WORD_JOINER, Fact, Format
from report.model.prose import LINKS, Break, Figure, Prose, Span, Text

USERS = Fact(value="4.4", unit="億", label="<b>", period="2020年", source="甲", id="users")


class Elements(HTMLParser):
    """Collects the elements, their attributes and the text of a piece of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def bare(text: str) -> str:
    return text.replace(WORD_JOINER, "")


#: Text that HTML does not change; the reader never returns NUL and CR.
TEXTS = st.text(st.characters(exclude_categories=["Cc", "Cs"], exclude_characters=WORD_JOINER))


@given(TEXTS)
def test_text_never_becomes_markup(text: str) -> None:
    for html in (prose_html(text, links=True), prose_html(Prose((Text(text),)), links=True)):
        read = Elements(html)
        assert read.elements == []
        assert bare(read.text) == text


@given(TEXTS, TEXTS, st.sampled_from(LINKS))
def test_a_link_never_becomes_other_markup(words: str, address: str, start: str) -> None:
    prose = Prose((Span("a", (Text(words),), start + address),))
    read = Elements(prose_html(prose, links=True))
    assert read.elements == [("a", {"href": start + address})]
    assert bare(read.text) == words


LINK = Prose((Text("見"), Span("a", (Text("聯"), Span("strong", (Text("通"),))), "https://a.hk")))


def test_links_only_where_the_target_has_them() -> None:
    assert bare(prose_html(LINK, links=True)) == (
        '見<a href="https://a.hk">聯<strong>通</strong></a>'
    )
    assert bare(prose_html(LINK, links=False)) == "見聯<strong>通</strong>"


def test_spans_that_are_not_links() -> None:
    def html(kind: str, value: str) -> str:
        return str(prose_html(Prose((Span(kind, (Text("甲"),), value),)), links=False))

    assert html("lang", "en") == '<span lang="en">甲</span>'
    assert html("mark", "dots") == '<span class="mark-dots">甲</span>'
    assert html("ruby", 'a"') == '<ruby style="--characters: 1"><rt>a&#34;</rt>甲</ruby>'


@pytest.mark.parametrize("href", ["javascript:alert(1)", "data:text/html,x", "other", ""])
def test_other_addresses_become_plain_text(href: str) -> None:
    prose = Prose((Span("a", (Text("甲"),), href),))
    assert prose_html(prose, links=True) == "甲"


def test_pieces() -> None:
    prose = Prose((Span("em", (Text("a"),)), Break(), Figure(USERS, Format.NUMBER)))
    html = '<em>a</em><br><data value="4.4" data-fact="users[2020]">4.4</data>'
    assert prose_html(prose, links=True) == html


@pytest.mark.parametrize("form", list(Format))
def test_figures_carry_the_exact_value(form: Format) -> None:
    html = figure_html(USERS, form)
    assert isinstance(html, Markup)
    read = Elements(html)
    named = {} if form in WITHOUT_FIGURE else {"data-fact": "users[2020]"}
    assert read.elements == [("data", {"value": "4.4", **named})]
    assert bare(read.text) == USERS.text(form)


def test_a_figure_in_full_by_itself() -> None:
    assert bare(figure_html(USERS)) == '<data value="4.4" data-fact="users[2020]">4.4億</data>'


def test_flows() -> None:
    text = Prose((Text("甲"),))
    made = [
        Paragraph.model_construct(type="paragraph", text=text),
        Heading.model_construct(type="heading", text=text, level=2),
        Quote.model_construct(type="quote", text=text, width="full"),
        PageBreak(type="page_break"),
        Quote.model_construct(type="quote", text=text, width="column"),
    ]
    runs = [(span, [block.type for block in run]) for span, run in flows(made)]
    assert runs == [
        ("column", ["paragraph", "heading"]),
        ("full", ["quote"]),
        ("full", ["page_break"]),
        ("column", ["quote"]),
    ]
    assert list(flows([])) == []


# --- the sandbox ---------------------------------------------------------------------------------


def render(source: str, **values: object) -> str:
    return environment([], links=True).from_string(source).render(values)


def test_values_are_escaped_automatically() -> None:
    assert render("{{ a }}", a="<b>&\"'") == "&lt;b&gt;&amp;&#34;&#39;"


def test_filters() -> None:
    assert bare(render("{{ a | prose }}", a=LINK)) == bare(prose_html(LINK, links=True))
    assert (
        render("{{ a | figure('number') }}", a=USERS)
        == '<data value="4.4" data-fact="users[2020]">4.4</data>'
    )


@pytest.mark.parametrize(
    "source", ["{{ a }}", "{{ b.a }}", "{% if a %}{% endif %}", "{{ a ~ 'b' }}"]
)
def test_an_unknown_name_is_an_error(source: str) -> None:
    with pytest.raises(UndefinedError):
        render(source, b={})


ESCAPES = [
    "{{ ''.__class__.__mro__ }}",
    "{{ ''['__class__'].__mro__ }}",
    "{{ a.text.__globals__ }}",
    "{{ a.__init__.__globals__ }}",
    "{{ ('' | attr('__class__')).__mro__ }}",
    "{{ '{0.__class__.__mro__}'.format('') }}",
    "{{ '{a.__class__.__mro__}'.format_map({'a': ''}) }}",
    "{{ cycler.__init__.__globals__ }}",
    "{{ self.__init__.__globals__ }}",
    "{{ b.update({}) }}",
    "{{ b.clear() }}",
    "{{ c.append(1) }}",
]


@pytest.mark.parametrize("source", ESCAPES)
def test_no_way_out_of_the_sandbox(source: str) -> None:
    with pytest.raises((SecurityError, UndefinedError)):
        render(source, a=USERS, b={}, c=[])


# --- where templates come from -------------------------------------------------------------------


def test_the_first_folder_wins(tmp_path: Path) -> None:
    for name in ("own", "theme"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.html").write_text(name)
    (tmp_path / "theme" / "b.html").write_text("{% include 'a.html' %}")
    env = environment([tmp_path / "own", tmp_path / "theme"], links=True)
    assert env.get_template("b.html").render() == "own"


@pytest.mark.parametrize(
    "name", ["../secret", "/etc/passwd", "x/../../secret", "a" * 300, "a\0b", ""]
)
def test_templates_outside_the_folders_are_not_read(tmp_path: Path, name: str) -> None:
    (tmp_path / "secret").write_text("secret")
    (tmp_path / "templates").mkdir()
    with pytest.raises(TemplateNotFound):
        environment([tmp_path / "templates"], links=True).get_template(name)


@pytest.mark.parametrize("code", ["D002", "D003", "D005", "D011"])
def test_templates_that_cannot_be_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    folder = tmp_path / "project" / "templates"
    folder.mkdir(parents=True)
    path = folder / "a.html"
    path.write_bytes({"D003": b"\xff", "D005": b"x" * (LARGEST + 1)}.get(code, b""))
    if code == "D002":
        monkeypatch.setattr(Path, "open", lambda *_: (_ for _ in ()).throw(OSError(5, "no")))
    if code == "D011":
        path.unlink()
        path.symlink_to("/etc/passwd")
    with pytest.raises(FindingsError) as caught:
        environment([folder], links=True).get_template("a.html")
    (found,) = caught.value.diagnostics
    assert (found.code, found.file, found.line) == (code, "templates/a.html", 1)
    assert found.hint


def test_a_link_within_the_project_is_followed(tmp_path: Path) -> None:
    folder = tmp_path / "templates"
    folder.mkdir()
    (tmp_path / "other.html").write_text("other")
    (folder / "a.html").symlink_to("../other.html")
    assert environment([folder], links=True).get_template("a.html").render() == "other"


def test_a_template_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.html").write_text("{% for i in range(9) %}{% include 'b.html' %}{% endfor %}")
    (tmp_path / "b.html").write_text("b")
    plain, opened = Path.open, []

    def count(self: Path, *args: str) -> object:
        opened.append(self.name)
        return plain(self, *args)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", count)
    assert environment([tmp_path], links=True).get_template("a.html").render() == "b" * 9
    assert opened == ["a.html", "b.html"]
