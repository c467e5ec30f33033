"""What can be switched, and how editors are told."""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path

import pytest
from conversation import Client

from resume_tex.build_request import BuildRequest
from resume_tex.explanations import explain
from resume_tex.preview import assets
from resume_tex.preview.editors import EDITOR_LINKS, editor_command, link_path, usual_editor
from resume_tex.preview.locate import Click


def test_the_choices(client: Client) -> None:
    data = client.ask("choices").data
    assert {key: data[key] for key in data if key not in {"themes", "editors"}} == {
        "document": "resume.yaml", "theme": None, "documentTheme": "engineer", "variant": None, "variants": [],
        "editor": "vscode", "command": "nvim +{line} resume.yaml",
    }  # fmt: skip
    assert [theme["name"] for theme in data["themes"]] == [
        "academic",
        "banking",
        "classic",
        "compact",
        "engineer",
        "modern",
    ]
    assert all(theme["description"] for theme in data["themes"])
    assert data["editors"][0] == {"id": "vscode", "name": "VS Code", "link": "vscode://file{path}:{line}:{column}"}


def test_the_choices_follow_the_document_and_outlive_an_error(client: Client, document: Path) -> None:
    document.write_text("meta: {resumeTex: {theme: modern}}\n")
    assert client.ask("choices").data["documentTheme"] == "modern"
    document.write_text("meta: {resumeTex: {theme: modern\n")
    assert client.ask("choices").data["documentTheme"] == "modern"


VARIED = """basics: {name: Alex Petrov}
work:
  - {name: First, tags: [a], highlights: [Built the retrieval of Alpha]}
  - {name: Second, tags: [b], highlights: [Built the ranking of Beta]}
meta: {resumeTex: {variants: {one: {include: [a]}, two: {include: [b], label: Label of the second variant}}}}
"""


def test_a_variant_is_switched_and_switched_back(client: Client, document: Path) -> None:
    document.write_text(VARIED)
    asked: list[BuildRequest] = []
    client.preview.session.change_request = asked.append
    assert client.ask("choices").data["variants"] == ["one", "two"]
    for variant in ("two", None):
        assert client.post("switch", {"variant": variant}).status == 202
        assert client.ask("choices").data["variant"] == variant
    assert client.post("switch", {"variant": "three"}).status == 400
    assert [request.variant for request in asked] == ["two", None]


@pytest.mark.parametrize(
    ("words", "path", "line"),
    [
        ("Built the ranking of Beta", "work[1].highlights[0]", 4),
        ("Label of the second variant", "meta.resumeTex.variants.two.label", 5),
    ],
)
def test_a_click_in_a_variant_leads_to_the_line_in_the_document(
    client: Client, document: Path, words: str, path: str, line: int
) -> None:
    document.write_text(VARIED)
    client.preview.session.change_request = lambda _: None
    assert client.post("switch", {"variant": "two"}).status == 202
    found = client.preview.session.locate(Click(words, 8, 0, len(words)))
    assert (found["path"], found["line"]) == (path, line)


def test_a_theme_is_switched_and_switched_back(client: Client) -> None:
    asked: list[BuildRequest] = []
    client.preview.session.change_request = asked.append
    for theme in ("classic", None):
        assert client.post("switch", {"theme": theme}).status == 202
        assert client.ask("choices").data["theme"] == theme
    assert client.post("switch", {"theme": "base"}).status == 400
    assert [request.theme for request in asked] == ["classic", None]


def test_a_theme_of_the_project_can_be_chosen(client: Client, document: Path) -> None:
    folder = document.parent / "themes" / "mine"
    folder.mkdir(parents=True)
    (folder / "theme.yaml").write_text("name: mine\nextends: engineer\n")
    (folder / "resume-mine.sty").write_text("\\RequirePackage{resume-engineer}\n")
    assert "mine" in [theme["name"] for theme in client.ask("choices").data["themes"]]
    assert client.post("switch", {"theme": "mine"}).status == 202


def test_a_code_is_explained(client: Client) -> None:
    found = explain("schema.colon-in-text")
    assert found is not None
    data = client.ask("explanation?code=schema.colon-in-text").data
    assert (data["code"], data["summary"], data["why"]) == ("schema.colon-in-text", found.summary, found.why)
    for query in ("", "?code=", "?code=no.such", "?code=a&code=b", "?code=a&code=b&c=d&e=f&g=h", "?code=%ff"):
        assert client.ask(f"explanation{query}").status == 404


@pytest.mark.parametrize(
    ("environment", "command", "editor"),
    [
        ({}, "vi +{line} 'my resume.yaml'", "vscode"),
        ({"EDITOR": "nano"}, "nano +{line},{column} 'my resume.yaml'", "vscode"),
        ({"EDITOR": "vi", "VISUAL": "code --wait"}, "code --wait -g 'my resume.yaml':{line}:{column}", "vscode"),
        ({"EDITOR": "/usr/bin/hx"}, "/usr/bin/hx 'my resume.yaml':{line}:{column}", "vscode"),
        ({"EDITOR": "'unbalanced"}, "vi +{line} 'my resume.yaml'", "vscode"),
        ({"EDITOR": "  "}, "vi +{line} 'my resume.yaml'", "vscode"),
        ({"EDITOR": "zed --wait"}, "zed --wait 'my resume.yaml':{line}:{column}", "zed"),
        ({"EDITOR": "cursor -w"}, "cursor -w -g 'my resume.yaml':{line}:{column}", "cursor"),
    ],
)
def test_the_editor_of_the_environment(environment: dict[str, str], command: str, editor: str) -> None:
    assert editor_command("my resume.yaml", environment) == command
    assert usual_editor(environment) == editor


def test_links_are_encoded(tmp_path: Path) -> None:
    assert link_path("/home/a b/ré?#%&/r:1.yaml") == "/home/a%20b/r%C3%A9%3F%23%25%26/r%3A1.yaml"
    assert link_path(os.fsdecode(b"/tmp/\xff.yaml")) == "/tmp/%FF.yaml"
    assert all({"{path}", "{line}"} <= set(re.findall(r"\{\w+\}", link)) for _, link in EDITOR_LINKS.values())


def test_the_vendored_files_are_the_ones_that_the_readme_names() -> None:
    folder = assets._STATIC / "vendor"
    named = dict(re.findall(r"\| `(\S+\.mjs)` \| `\S+` \| `([0-9a-f]{64})` \|", (folder / "README.md").read_text()))
    assert named == {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.glob("*.mjs")}
    assert len(named) == 2
    assert "Apache License" in (folder / "LICENSE").read_text()
    [version] = set(re.findall(r"pdfjsVersion = ([\d.]+)", "".join(path.read_text() for path in folder.glob("*.mjs"))))
    assert f"`pdfjs-dist` {version}" in (folder / "README.md").read_text()


def test_the_vendored_files_evaluate_no_text() -> None:
    for path in (assets._STATIC / "vendor").glob("*.mjs"):
        assert re.findall(r"\bnew Function\(|[^.\w]eval\(", path.read_text()) == []
