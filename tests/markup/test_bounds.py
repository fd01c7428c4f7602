"""Templates that never end or fill the memory are reported at their line."""

from __future__ import annotations

from pathlib import Path

import pytest

from report.project.shipped import theme_folder
from tests.small_report import run, write_report
from tests.timing import takes_at_most

BAD = [
    "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
    "{% for a in range(9999) %}{% for b in range(9999) %}{% for c in range(9999) %}x"
    "{% endfor %}{% endfor %}{% endfor %}",
    "{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(40) }}",
    "{{ 'x' * 1000000000 }}",
    "{{ 1000000000 * 'x' }}",
    "{{ [1] * 1000000000 }}",
    "{{ 'x'.center(1000000000) }}",
    "{{ 'x'.ljust(1000000000) }}",
    "{{ 'x' | center(1000000000) }}",
    "{{ 'x\\ny' | indent(1000000000) }}",
    "{{ '%1000000000d' % 1 }}",
    "{{ '%1000000000d' | format(1) }}",
    "{{ '{:1000000000}'.format(1) }}",
    "{{ 9 ** 9999999 }}",
    "{% set n = namespace(x=9 ** 64) %}{% for a in range(99) %}{% set n.x = n.x * n.x %}"
    "{% endfor %}",
    "{% set n = namespace(x='xx') %}{% for a in range(60) %}{% set n.x = n.x + n.x %}{% endfor %}",
    "{% set n = namespace(x=[1]) %}{% for a in range(60) %}{% set n.x = n.x + n.x %}{% endfor %}",
    "{{ ('x' * 900000).replace('x', 'y' * 900000) }}",
    "{% for a in range(2000) %}{{ 'x' * 100000 }}{% endfor %}",
    "{{ ('x' * 900000) | replace('x', 'y' * 900000) }}",
    "{{ (['x'] * 900000) | join('y' * 900000) }}",
    "{{ '%*d' % (1000000000, 1) }}",
    "{{ '%-*d' | format(1000000000, 1) }}",
    "{{ '%.*f' % (1000000000, 1.5) }}",
    "{{ '{:{w}}'.format(1, w=1000000000) }}",
    "{{ '{:>{}}'.format('x', 1000000000) }}",
    "{{ [1] | batch(1000000000, 0) | list }}",
    "{{ [1] | slice(1000000000) | list }}",
    "{{ {'a': [1]} | tojson(indent=1000000000) }}",
    "{% set t = [3, 1, 2] * 300000 %}{% for a in range(9999) %}{{ (t | sort)[0] }}{% endfor %}",
    "{% set t = [3, 1, 2] * 300000 %}{% for a in range(9999) %}{{ t | sum }}{% endfor %}",
    "{% for a in range(9999) recursive %}{% if loop.depth < 4 %}{{ loop(range(9999)) }}{% endif %}"
    "{% endfor %}",
    "{% set ns = namespace(t='x' * 999) %}{% for a in range(99) %}{% set ns.t = ns.t ~ ns.t %}"
    "{{ ns.t }}{% endfor %}",
]


@pytest.mark.variants(3)
@pytest.mark.parametrize(
    ("name", "template"),
    [
        (name, template)
        for name in ("document.html", "section.html", "blocks/paragraph.html")
        for template in (
            f"{{% include '{name}' %}}",
            f"{{% extends '{name}' %}}",
            f"{{% import '{name}' as again with context %}}",
            f"{{% set name = '{name}' %}}{{% include name %}}",
        )
    ],
)
def test_a_template_that_includes_itself_is_reported(
    tmp_path: Path, name: str, template: str
) -> None:
    folder = write_report(tmp_path / "報告")
    path = folder / "templates" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    shipped = (theme_folder() / "templates" / name).read_text(encoding="utf-8")
    path.write_text(f"{shipped}\n{template}", encoding="utf-8")
    with takes_at_most(10):
        outcome = run("-C", folder, "--format", "json", "check")
    (found,) = [one for one in outcome.found if one["severity"] == "error"]
    assert found["code"] == "D404", found
    assert found["file"].startswith("templates/")
    assert found["line"] >= 1


@pytest.mark.variants(10)
@pytest.mark.parametrize("template", BAD)
def test_an_endless_template_is_stopped_with_its_place(tmp_path: Path, template: str) -> None:
    folder = write_report(tmp_path / "報告")
    path = folder / "templates/blocks/paragraph.html"
    path.parent.mkdir(parents=True)
    path.write_text(f"<p>{{{{ block.text | prose }}}}</p>\n{template}\n", encoding="utf-8")
    with takes_at_most(10):
        outcome = run("-C", folder, "--format", "json", "check")
    (found,) = [one for one in outcome.found if one["severity"] == "error"]
    assert found["code"] == "D405", found
    assert found["file"] == "templates/blocks/paragraph.html"
    assert found["line"] >= 2


@pytest.mark.parametrize(
    "template",
    [
        "{% for a in range(200) %}{% if loop.last %}{{ loop.length }}{% endif %}{% endfor %}",
        "{% for a in 'abc' %}{{ loop.index0 }}{{ loop.first }}{% endfor %}",
        "{% for a in [] %}{% else %}none{% endfor %}",
        "{% for a in range(300) %}{{ ('x' * 9000) | replace('x', 'y') | upper | length }}"
        "{% endfor %}",
        "{{ [3, 1, 2] | sort | join('、') }}{{ [1, 2] | sum }}{{ {'a': 1} | tojson(indent=2) }}",
        "{{ '%5d %-*d' % (1, 4, 2) }}{{ '{:>{w}}'.format('x', w=9) }}",
        "{% for a in [[[]]] recursive %}{{ loop.depth }}{{ loop(a) }}{% endfor %}",
        "{% for a in [1, 2, 3] if a > 1 %}{{ a }}{% endfor %}",
        "{{ 'x' * 3 }}{{ 2 ** 8 }}{{ 'a' + 'b' }}{{ 3 * 4 + 5 }}{{ '%03d' % 7 }}",
        "{{ '%d' | format(7) }}{{ 'x' | center(9) }}",
        "{{ 'a b c' | wordwrap(3) }}{{ 'a\\nb' | indent(2) }}{{ '{:>4}'.format(1) }}",
    ],
)
def test_usual_templates_give_the_same_result(tmp_path: Path, template: str) -> None:
    folder = write_report(tmp_path / "報告")
    path = folder / "templates/blocks/paragraph.html"
    path.parent.mkdir(parents=True)
    path.write_text(f"<p>{{{{ block.text | prose }}}}</p>{template}", encoding="utf-8")
    assert run("-C", folder, "--format", "json", "check").found == []
