"""Markdown: text prints as itself, whatever it is; marks come from the document's own markup alone."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import unquote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_reading import Letters, read, text_of
from pages import page_of, sample_page
from test_properties import HOSTILE, QUICK

from resume_tex.document.inline import Bold, Code, Italic, Link, Text
from resume_tex.formats.markdown import MARK, line, write_markdown
from resume_tex.formats.rich import Node, Rich, RichWriter, When

MARKUP = (
    "**", "*", "***", "`", "``", "[", "](https://a.example/x_(y))", "_", "__", "~~", "~", "# ", " #", "- ", "+ ", "1. ", "1)", "> ", "=",
    "===", "---", "<b>", "<!--", "&amp;", "&#35;", "&copy", "|", "\\", "\\*", "![x](y)", "http://x.example", "www.x.example", "$x$", "\u00a0",
    "a", "b", " ", "  ", "é", "“", "”", "€", ".", "(", ")", "\t", "\n", "    ", ":", "[x]: y", "**a**", "*b*", "**a*b*c**", "`c`",
)  # fmt: skip
ANY = st.lists(st.sampled_from(MARKUP + HOSTILE) | st.text(max_size=6), max_size=9).map("".join)


def expected(text: Sequence[Node], around: frozenset[str] = frozenset()) -> Letters:
    out: Letters = []
    for node in text:
        match node:
            case Text(words) | When(text=words):
                out += [(char, around) for char in words]
            case Code(words):
                out += [(char, around | {"code"}) for char in words]
            case Bold(children):
                out += expected(children, around | {"bold"})
            case Italic(children):
                out += expected(children, around | {"italic"})
            case Link(url, children):
                out += expected(children, around | {f"to {url}"})
    return out


def same(letters: Letters) -> Letters:
    """Return characters for comparison; addresses may be percent-encoded further."""
    return [(char, frozenset(unquote(mark) for mark in marks)) for char, marks in letters]


def rich(text: str) -> Rich:
    return RichWriter().inline(text, ())


@QUICK
@given(ANY)
@example("**“a”**b")
@example("*a***b**")
@example("(**€**)")
@example("a**(b)**c")
@example("**a** **b***c*")
@example("***a** b*")
@example("`` ` ``")
@example("- a\n- b")
@example("a #")
@example("# a # #")
@example("12345) x")
@example("<script>alert(1)</script>")
@example("***\\****")
@example("![x](a.example)")
@example("-- --")
@example("e\u0301*b*`")
@example("`c`\x00`c`")
def test_any_text_comes_back_with_its_marks(text: str) -> None:
    made = rich(text)
    if not made:
        return
    for before, tag in (("", "p"), ("# ", "h1"), ("### ", "h3"), ("- ", "li"), ("> ", "blockquote")):
        blocks = read(f"{before}{line(made)}\n")
        assert [tag for tag, _ in blocks] == [tag]
        assert same(blocks[0][1]) == same(expected(made))


@QUICK
@given(ANY, ANY)
def test_texts_side_by_side_do_not_mix(first: str, second: str) -> None:
    made = (*rich(first), Text(", "), *rich(second))
    written = line((Italic(made),))  # type: ignore[arg-type]
    (block,) = read(written)
    assert same(block[1]) == same([(char, marks | {"italic"}) for char, marks in expected(made)])


@pytest.mark.parametrize("name", ["example", "full.yaml", "tex.yaml", "german.yaml", "minimal.json"])
def test_samples(name: str, golden) -> None:  # type: ignore[no-untyped-def]
    golden(f"{name.partition('.')[0]}.md", write_markdown(sample_page(name)[0]))


def test_headings_and_lists_are_such() -> None:
    blocks = read(write_markdown(sample_page("full.yaml")[0]))
    tags = [tag for tag, _ in blocks]
    assert tags[0] == "h1"
    assert tags.count("h1") == 1
    assert tags.count("h2") == 12
    assert tags.count("li") == 10
    assert tags.count("blockquote") == 2
    assert set(tags) == {"h1", "h2", "h3", "p", "li", "blockquote"}


def test_a_document_without_anything() -> None:
    assert write_markdown(page_of({})) == f"{MARK}\n"


def test_addresses_that_could_run_something_are_no_links() -> None:
    page = page_of({
        "basics": {"url": "javascript:alert(1)", "summary": "[x](javascript:alert(1)) [y](data:text/html,x)"},
        "work": [{"name": "Lab", "url": "javascript:alert(1)"}],
    })  # fmt: skip
    assert not any("to " in mark for _, line in read(write_markdown(page)) for _, marks in line for mark in marks)
    assert "Lab" in text_of(write_markdown(page))
