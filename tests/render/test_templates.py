"""The templates' syntax trees: nothing in them can print text that was not escaped."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import nodes

from resume_tex.document.models import SECTIONS
from resume_tex.render.environment import make_environment
from resume_tex.resources import templates_dir, themes_dir

ENVIRONMENT = make_environment()
TEMPLATES = {
    str(path.relative_to(root.parent)): path
    for root in (templates_dir(), themes_dir())
    for path in sorted(root.rglob("*"))
    if path.name.endswith(".j2") or "templates" in path.relative_to(root).parts
}
ALLOWED_FILTERS = {"join"}
"""What our own templates use; the environment has a few more, which only let TeX through."""
EXPECTED = {
    "latex/resume.tex.j2",
    "latex/header.tex.j2",
    "latex/macros.tex.j2",
    "latex/sections/summary.tex.j2",
    *(f"latex/sections/{name}.tex.j2" for name in SECTIONS),
}


def tree(path: Path) -> nodes.Template:
    return ENVIRONMENT.parse(path.read_text("utf-8"))


def offences(template: nodes.Template) -> list[str]:
    """Return what a template must not have, as (line: what)."""
    found = [f"{node.lineno}: ~" for node in template.find_all(nodes.Concat)]
    found += [
        f"{node.lineno}: |{node.name}" for node in template.find_all(nodes.Filter) if node.name not in ALLOWED_FILTERS
    ]
    found += [
        f"{node.lineno}: autoescape"
        for node in template.find_all((nodes.ScopedEvalContextModifier, nodes.EvalContextModifier))
    ]
    found += [f"{node.lineno}: <% filter %>" for node in template.find_all(nodes.FilterBlock)]
    for output in template.find_all(nodes.Output):
        for printed in output.nodes:
            found += [f"{node.lineno}: {node.value!r}" for node in constants(printed)]
    for assigned in template.find_all(nodes.Assign):
        found += [f"{node.lineno}: {node.value!r}" for node in constants(assigned.node)]
    return sorted(found)


def constants(node: nodes.Node) -> Iterator[nodes.Const]:
    """Yield the constants that an expression may come to; those of conditions and lookups do not count."""
    if isinstance(node, nodes.TemplateData):
        return
    if isinstance(node, nodes.Const):
        if node.value is not None:
            yield node
    elif isinstance(node, nodes.CondExpr):
        for part in (node.expr1, node.expr2):
            if part is not None:
                yield from constants(part)
    elif isinstance(node, nodes.Getattr | nodes.Getitem | nodes.Compare | nodes.Test):
        return
    else:
        for child in node.iter_child_nodes():
            yield from constants(child)


def test_the_templates_are_found() -> None:
    assert set(TEMPLATES) >= EXPECTED
    assert len(TEMPLATES) >= 15


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_prints_nothing_unescaped(name: str) -> None:
    template = tree(TEMPLATES[name])
    assert template.body != []
    assert offences(template) == []


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('<< "text" >>', ["1: 'text'"]),
        ('<< a or "text" >>', ["1: 'text'"]),
        ('<< a if b == "x" else "text" >>', ["1: 'text'"]),
        ('<< [a, "text"]|join >>', ["1: 'text'"]),
        ('<< a|join("; ") >>', ["1: '; '"]),
        ('<< m("text") >>', ["1: 'text'"]),
        ("<< m(x=1) >>", ["1: 1"]),
        ("<< a ~ b >>", ["1: ~"]),
        ("<< a|safe >>", None),
        ("<< a|first >>", ["1: |first"]),
        ("<% filter join %>x<% endfilter %>", ["1: <% filter %>"]),
        ('<% set x = "text" %>', ["1: 'text'"]),
        ("<% autoescape false %>x<% endautoescape %>", ["1: autoescape"]),
        ('<< a if b == "x" >><% if a == "text" %><< a["key"] >><% endif %><< m(none) >>', []),
    ],
)
def test_the_check_finds_what_it_is_for(source: str, expected: list[str] | None) -> None:
    if expected is None:
        with pytest.raises(Exception, match="No filter named 'safe'"):
            ENVIRONMENT.from_string(source)
    else:
        assert offences(ENVIRONMENT.parse(source)) == expected


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_is_a_unix_text_file(name: str) -> None:
    content = TEMPLATES[name].read_bytes()
    assert content.endswith(b"\n")
    assert b"\r" not in content
    assert b"\t" not in content
    assert content.decode("ascii")
