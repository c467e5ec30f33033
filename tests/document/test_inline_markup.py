"""Inline markup: what is markup becomes a tree, and everything else stays text."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resume_tex.document.inline import Bold, Code, Inline, Italic, Link, Text, link_targets, parse_inline, plain_text


def sketch(nodes: tuple[Inline, ...]) -> str:
    """Write a tree in a form that shows its structure."""
    return "".join(_sketch(node) for node in nodes)


def _sketch(node: Inline) -> str:
    if isinstance(node, Text):
        return node.text
    if isinstance(node, Code):
        return f"<code {node.text}>"
    if isinstance(node, Link):
        return f"<link {node.url} {sketch(node.children)}>"
    return f"<{'bold' if isinstance(node, Bold) else 'italic'} {sketch(node.children)}>"


@pytest.mark.parametrize(
    ("source", "tree"),
    [
        ("", ""),
        ("plain", "plain"),
        ("**bold**", "<bold bold>"),
        ("*italic*", "<italic italic>"),
        ("***both***", "<bold <italic both>>"),
        ("`code`", "<code code>"),
        ("``a`b``", "<code a`b>"),
        ("` a `", "<code a>"),
        ("` `", "<code  >"),
        ("[text](https://a.example)", "<link https://a.example text>"),
        ("[text](a.example/b?c=d#e)", "<link a.example/b?c=d#e text>"),
        ("[text](<https://a.example>)", "<link https://a.example text>"),
        ("[text]( https://a.example )", "<link https://a.example text>"),
        ("[text](https://a.example/b_(c))", "<link https://a.example/b_(c) text>"),
        ("[me](mailto:a@b.example)", "<link mailto:a@b.example me>"),
        ("[call](tel:+1-917-555-0381)", "<link tel:+1-917-555-0381 call>"),
        ("*a **b** c*", "<italic a <bold b> c>"),
        ("**a *b* c**", "<bold a <italic b> c>"),
        ("[**a** `b`](https://a.example)", "<link https://a.example <bold a> <code b>>"),
        ("**[a](https://a.example)**", "<bold <link https://a.example a>>"),
        ("`**a** [b](c.example)`", "<code **a** [b](c.example)>"),
        ("*a*, *b*; (**c**) “*d*”", "<italic a>, <italic b>; (<bold c>) “<italic d>”"),
        ("a\n*b\nc*\nd", "a\n<italic b\nc>\nd"),
        ("[a](x.example)[b](y.example)", "<link x.example a><link y.example b>"),
    ],
)
def test_markup(source: str, tree: str) -> None:
    assert sketch(parse_inline(source)) == tree


@pytest.mark.parametrize(
    "source",
    [
        "2 * 3 * 4",
        "2*3*4",
        "**kwargs and *args",
        "a*b*c",
        "C*-algebra and A*",
        "A* search, B*",
        "5* hotels",
        "* a *",
        "** a **",
        "**a",
        "a**",
        "**a*",
        "****a****",
        "**a**b",
        "_a_ __b__ ~~c~~",
        "`a",
        "``a`",
        "[a] (https://a.example)",
        "[a]",
        "[](https://a.example)",
        "[a](b)",
        "[a](javascript:alert(1))",
        "[a](file:///etc/passwd)",
        "[a](data:text/html,b)",
        "[a](https://a.example b)",
        "[a](https://)",
        "f[i](x)",
        "<b>a</b> &amp; # $ % ^ ~ { } \\ \\a",
        "\\textbf{a} \\input{/etc/passwd}",
    ],
)
def test_what_is_no_markup_is_text(source: str) -> None:
    assert parse_inline(source) == (Text(source),)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (r"\*a\*", "*a*"),
        (r"\**a*", "**a*"),
        (r"\[a](https://a.example)", "[a](https://a.example)"),
        (r"\`a\`", "`a`"),
        (r"\\", "\\"),
        (r"a\b\_c", r"a\b\_c"),
        ("\\", "\\"),
    ],
)
def test_a_backslash_keeps_a_mark_from_being_one(source: str, text: str) -> None:
    assert parse_inline(source) == (Text(text),)


def test_an_escaped_bracket_within_a_link() -> None:
    assert parse_inline(r"[a\] b](https://a.example)") == (Link("https://a.example", (Text("a] b"),)),)


def test_depth_has_a_limit() -> None:
    tree = parse_inline("*a **b *c **d *e **f *g* h** i* j** k* l** m*")
    assert plain_text(tree).replace("*", "") == "a b c d e f g h i j k l m"


def test_targets_and_words() -> None:
    tree = parse_inline("See **[one](https://a.example) and *[two](b.example)***, `[three](c.example)`.")
    assert list(link_targets(tree)) == ["https://a.example", "b.example"]
    assert plain_text(parse_inline("a **b** *c* `d` [e](https://f.example).")) == "a b c d e."


@pytest.mark.parametrize(
    "unit",
    ["*a ", "**a ", "***a ", "(*a) ", "*[a](b.c ", "`a ", "[", "[a](", "[a\\", "*", "\\", "[a](http://(", "**a*b "],
)
def test_the_time_grows_with_the_length_alone(unit: str) -> None:
    source = unit * (100_000 // len(unit))
    start = time.perf_counter()
    tree = parse_inline(source)
    assert time.perf_counter() - start < 2  # takes 0.05 s; each of these once took minutes or could have
    assert re.sub(r"[\\*`]", "", plain_text(tree)).count("a") == source.count("a")


_PIECES = st.sampled_from(
    [
        "*",
        "**",
        "***",
        "`",
        "``",
        "\\",
        "[",
        "]",
        "(",
        ")",
        "](",
        "[a](https://b.example)",
        " ",
        "\n",
        "a",
        "é",
        "_",
        ".",
    ]
)
_TEXTS = st.lists(st.one_of(_PIECES, st.text(max_size=4)), max_size=20).map("".join)
_MARKS = re.compile(r"[\\*`\[\]()<>\s]+")


def _words_and_addresses(nodes: tuple[Inline, ...]) -> str:
    out = ""
    for node in nodes:
        out += node.text if isinstance(node, Text | Code) else _words_and_addresses(node.children)
        out += node.url if isinstance(node, Link) else ""
    return out


@settings(max_examples=250)
@given(_TEXTS)
def test_no_word_is_lost_or_invented(source: str) -> None:
    kept = _words_and_addresses(parse_inline(source))
    assert _MARKS.sub("", kept) == _MARKS.sub("", source)
    assert len(kept) <= len(source)


@settings(max_examples=100)
@given(st.text(st.characters(exclude_characters="*`[\\")))
def test_text_without_marks_is_left_alone(source: str) -> None:
    assert parse_inline(source) == ((Text(source),) if source else ())


def test_nodes_are_values() -> None:
    assert {Italic((Text("a"),)), Italic((Text("a"),))} == {Italic((Text("a"),))}
