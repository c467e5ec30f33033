"""The rule about the form of addresses."""

from __future__ import annotations

import pytest
from rule_runs import find, find_in_bullet


@pytest.mark.parametrize(
    "address",
    [
        "https://kovac.hr",
        "http://kovac.hr:8080/a?b=c#d",
        "github.com/akovac",
        "www.linkedin.com/in/akovac",
        "akovac.github.io",
        "scholar.google.com/citations?user=x",
        "https://doi.org/10.1145/3292500.3330701",
        "https://en.wikipedia.org/wiki/Rust_(programming_language)",
        "https://müller.de/über",
        "https://xn--mller-kva.de",
        "mailto:ana@kovac.hr",
        "tel:+38591234",
        "https://localhost:8000",
        "https://127.0.0.1/x",
        "https://arxiv.org/abs/1706.03762v7",
        "HTTPS://KOVAC.HR",
        "x.com/akovac",
        "https://web.archive.org/web/2020/https://acme.org/",
        "",
    ],
)
def test_addresses_that_open(address: str) -> None:
    assert find("links.form", {"projects": [{"name": "a", "url": address}]}) == []


@pytest.mark.parametrize(
    "address",
    [
        "kovac.hr",
        "https://",
        "https:/kovac.hr",
        "htps://kovac.hr",
        "https//kovac.hr",
        "https://kovac .hr",
        "https://https://kovac.hr",
        "akovac",
        "https://kovac",
        "ftp://kovac.hr/x",
        "mailto:ana",
        "tel:",
        "https://kovac..hr",
        "https://kovac.hr:80a/",
        "file:///home/a.pdf",
        "javascript:alert(1)",
        "@akovac",
        "http:///kovac.hr",
    ],
)
def test_addresses_that_do_not(address: str) -> None:
    (found,) = find("links.form", {"basics": {"url": address}})
    assert found.words == (address,)


@pytest.mark.parametrize(
    "text",
    [
        "[code](https://github.com/a/b)",
        "a[i](x) and [0, 1](2)",
        "`[x](htps://y)` is a link",
        "[see](github.com/a)",
        "[note](p. 3)",
        "f[x](a.b)",
    ],
)
def test_links_in_texts_that_pass(text: str) -> None:
    assert find_in_bullet("links.form", text) == []


@pytest.mark.parametrize(
    "text", ["[code](htps://github.com/a)", "[code](https:// github.com/a)", "[demo](kovac.hr/demo)"]
)
def test_links_in_texts_that_do_not(text: str) -> None:
    assert len(find_in_bullet("links.form", text)) == 1
