"""Docstrings as documents."""

from __future__ import annotations

from collections.abc import Iterator

from resume_tex.diagnostics import Severity
from resume_tex.rules.base import Finding, Rule, RuleContext
from resume_tex.rules.catalog import all_rules
from resume_tex.rules.explain import explain_rule, is_fragment


def sample(context: RuleContext) -> Iterator[Finding]:
    """A sentence.

    Why:
        One line,
        and another.

    Weak:
        - A long example that
          goes on.
        - |
          work:
            - name: Acme

    Strong:
        - Good.

    Source:
        A book.
    """
    yield from ()


def test_sections_and_examples() -> None:
    doc = explain_rule(Rule("family.sample", Severity.WARNING, sample))
    assert doc.code == "family.sample"
    assert doc.summary == "A sentence."
    assert doc.why == "One line, and another."
    assert doc.weak == ("A long example that goes on.", "work:\n  - name: Acme\n")
    assert [is_fragment(example) for example in doc.weak] == [False, True]
    assert doc.strong == ("Good.",)
    assert doc.source == "A book."


def test_a_rule_without_docstring_is_empty_not_an_error() -> None:
    def bare(context: RuleContext) -> Iterator[Finding]:
        yield from ()

    doc = explain_rule(Rule("family.bare", Severity.INFO, bare))
    assert (doc.summary, doc.weak, doc.strong) == ("", (), ())


def test_examples_are_not_the_same_twice() -> None:
    for rule in all_rules():
        doc = explain_rule(rule)
        assert len({*doc.weak, *doc.strong}) == len(doc.weak) + len(doc.strong), rule.code
