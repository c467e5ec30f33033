"""Finished PDFs of the embedded engine: every theme and sample builds clean, and says to machines what the document says."""

from __future__ import annotations

import re
import string
from collections.abc import Mapping

import pytest
from builders import (
    DRESSED,
    OWN_MACROS,
    PERSON,
    THEMES,
    compile_embedded,
    compile_once,
    load,
    pdf_of,
    project_of,
    render,
    sample,
    sample_pdf,
)
from pdf_reading import (
    EXTRACTORS,
    bookmarks,
    fonts,
    information,
    keys,
    language,
    line_tops,
    links,
    open_pdf,
    pdftotext,
    uncompressed,
    words,
)
from reading_order import Pieces, spelled, strays

from resume_tex.document.inline import parse_inline, plain_text
from resume_tex.document.models import SECTIONS, Resume

TEXTS = ("example", "full.yaml", "german.yaml", "scripts.yaml", "tex.yaml")
STYLES = {"example": "year", "full.yaml": "short", "german.yaml": "long", "scripts.yaml": "year", "tex.yaml": "year"}
SIZES = {"letter": (612.0, 792.0), "a4": (595.276, 841.89)}


@pytest.mark.slow
@pytest.mark.parametrize("name", [*TEXTS, "empty.yaml", "long.yaml", "minimal.json"])
@pytest.mark.parametrize("theme", THEMES)
def test_every_sample_builds_in_every_theme_without_a_message(theme: str, name: str) -> None:
    """No error, no overfull box, no missing character, nothing in the log that hints at trouble."""
    result = compile_once(project_of(sample(name), theme))
    assert result.messages == ()
    assert result.pdf is not None
    assert not re.search(r"^(?:Overfull|Missing character|LaTeX Warning|! )", result.log, re.MULTILINE)


@pytest.mark.slow
@pytest.mark.parametrize(("paper", "options"), [("letter", {}), ("a4", DRESSED)])
@pytest.mark.parametrize("theme", THEMES)
def test_pages_have_the_size_that_was_asked_for_and_hold_the_text(
    theme: str, paper: str, options: Mapping[str, object]
) -> None:
    pdf = sample_pdf("full.yaml", theme, tuple(options.items()))
    with open_pdf(pdf) as document:
        for page in document.pages:
            assert [round(float(edge), 2) for edge in page.mediabox] == [0, 0, *(round(x, 2) for x in SIZES[paper])]
    assert strays(pdftotext(pdf), Pieces(load(sample("full.yaml")), theme, "short").all()) == []


@pytest.mark.slow
@pytest.mark.parametrize("extractor", EXTRACTORS)
@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("theme", THEMES)
def test_every_field_comes_out_whole_in_order_and_nothing_else(theme: str, name: str, extractor: str) -> None:
    pieces = Pieces(load(sample(name)), theme, STYLES[name]).all()
    assert len(pieces) >= 20
    assert strays(EXTRACTORS[extractor](sample_pdf(name, theme)), pieces) == []


def test_the_check_of_the_order_can_fail() -> None:
    assert strays("Alex\n Petrov, x | y", ["alexpetrov", "x", "y"]) == []
    assert strays("Alex Petrov # x", ["alexpetrov", "x"]) == ["#"]
    assert strays("x Alex", ["alex", "x"]) == ["x", "missing: x after ...xalex"]
    assert strays("Alex y", ["alex"]) == ["y"]


@pytest.mark.parametrize("extractor", EXTRACTORS)
def test_words_keep_their_spaces(extractor: str) -> None:
    text = words(EXTRACTORS[extractor](sample_pdf("full.yaml")))
    for phrase in (
        "Engineer for ranking and retrieval, with PyTorch and open code.",
        "Cut p99 latency from 180 ms to 45 ms by distilling the ranker.",
        "Wrote the office file format: affine, efficient, fluffy, waffle, fjord.",
        "Staff Engineer, Halden Music, New York, NY",
        "Apr 2022 – present",
    ):
        assert phrase in text


@pytest.mark.slow
@pytest.mark.parametrize("theme", THEMES)
def test_three_hundred_bullets_are_all_on_the_pages(theme: str) -> None:
    pdf = sample_pdf("long.yaml", theme)
    found = re.findall(r"Bullet (\d{3}) of three hundred", words(pdftotext(pdf)))
    assert found == [f"{number:03}" for number in range(1, 301)]
    with open_pdf(pdf) as document:
        assert len(document.pages) >= 5


@pytest.mark.slow
@pytest.mark.parametrize("extractor", EXTRACTORS)
def test_page_after_page_comes_out_in_order(extractor: str) -> None:
    pieces = Pieces(load(sample("long.yaml")), "academic", "year").all()
    assert strays(EXTRACTORS[extractor](sample_pdf("long.yaml", "academic")), pieces) == []


@pytest.mark.parametrize("theme", THEMES)
def test_a_foot_counts_the_pages(theme: str) -> None:
    pages = pdftotext(sample_pdf("long.yaml", theme, tuple(DRESSED.items()))).split("\f")[:-1]
    assert len(pages) >= 5
    for number, page in enumerate(pages, 1):
        assert words(page).endswith(f"Alex Petrov · {number}/{len(pages)}")


@pytest.mark.parametrize("theme", THEMES)
def test_a_single_page_has_no_number(theme: str) -> None:
    assert "1/1" not in pdftotext(pdf_of(render(PERSON, theme, **DRESSED)))


@pytest.mark.slow
@pytest.mark.parametrize("missing", ["summary", *SECTIONS])
def test_any_section_may_be_missing(missing: str) -> None:
    data = load(sample("full.yaml")).model_dump(by_alias=True)
    if missing == "summary":
        del data["basics"]["summary"]
    else:
        del data[missing]
    pdf = pdf_of(render(data, date_style="short"))
    pieces = Pieces(Resume.model_validate(data), "engineer", "short").all()
    assert strays(pdftotext(pdf), pieces) == []
    assert len(bookmarks(pdf)) == len(SECTIONS)


@pytest.mark.slow
@pytest.mark.parametrize("only", ["summary", *SECTIONS])
@pytest.mark.parametrize("theme", OWN_MACROS)
def test_any_section_may_stand_alone(theme: str, only: str) -> None:
    full = load(sample("full.yaml")).model_dump(by_alias=True)
    data = {"basics": {"summary": full["basics"]["summary"]}} if only == "summary" else {only: full[only]}
    pdf = pdf_of(render(data, theme, date_style="short"))
    pieces = Pieces(Resume.model_validate(data), theme, "short").all()
    assert strays(pdftotext(pdf), pieces) == []
    assert [title for title, _, _ in bookmarks(pdf)] == [pieces_heading(only)]


def pieces_heading(section: str) -> str:
    """Return the English heading of a section."""
    return {
        "summary": "Summary", "work": "Experience", "volunteer": "Volunteering", "education": "Education", "awards": "Awards",
        "certificates": "Certificates", "publications": "Publications", "skills": "Skills", "languages": "Languages",
        "interests": "Interests", "references": "References", "projects": "Projects",
    }[section]  # fmt: skip


@pytest.mark.parametrize("theme", THEMES)
def test_the_smallest_document_is_one_blank_page(theme: str) -> None:
    result = compile_embedded(project_of(sample("minimal.json"), theme))
    assert (result.messages, result.pages) == ((), 1)
    assert result.pdf is not None
    assert pdftotext(result.pdf).strip() == ""


ENTRIES: dict[str, tuple[dict[str, object], str]] = {
    # an entry with some of its fields: what the page says
    "title": ({"work": [{"position": "Engineer"}]}, "Experience Engineer"),
    "organization": ({"work": [{"name": "Halden"}]}, "Experience Halden"),
    "place": ({"work": [{"location": "NY"}]}, "Experience NY"),
    "dates": ({"work": [{"startDate": 2020, "endDate": 2021}]}, "Experience 2020 – 2021"),
    "bullets": ({"work": [{"highlights": ["Built it."]}]}, "Experience • Built it."),
    "publication": ({"publications": [{"name": "Towers"}]}, "Publications Towers"),
    "language": ({"languages": [{"language": "German"}]}, "Languages German"),
    "fluency": ({"languages": [{"fluency": "native"}]}, "Languages native"),
    "interest": ({"interests": [{"name": "Chess"}]}, "Interests Chess"),
    "keywords": ({"interests": [{"keywords": ["chess", "go"]}]}, "Interests chess, go"),
    "skill": ({"skills": [{"name": "Python"}]}, "Skills Python"),
    "level": ({"skills": [{"level": "expert"}]}, "Skills expert"),
    "referee": ({"references": [{"name": "Halden Music"}]}, "References Halden Music"),
    "reference": ({"references": [{"reference": "Good."}]}, "References “Good.”"),
    "score": ({"education": [{"score": "1.3"}]}, "Education GPA: 1.3"),
    "courses": ({"education": [{"courses": ["Logic"]}]}, "Education Courses: Logic"),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("case", ENTRIES)
@pytest.mark.parametrize("theme", OWN_MACROS)
def test_no_stray_punctuation_where_fields_are_missing(theme: str, case: str) -> None:
    data, text = ENTRIES[case]
    found = words(pdftotext(pdf_of(render(data, theme))))
    if theme == "banking":
        heading, _, rest = text.partition(" ")
        text = f"{heading.upper()} {rest}"
    if theme == "academic" and case == "publication":
        text = "Publications 1. “Towers”"
    assert found == text


@pytest.mark.slow
@pytest.mark.parametrize("extractor", EXTRACTORS)
@pytest.mark.parametrize("theme", THEMES)
def test_a_bullet_stays_with_its_text(theme: str, extractor: str) -> None:
    """Whatever letter it begins with: a narrow one leaves a wider gap behind the bullet."""
    bullets = [f"{first}ound a way to do it." for first in "IilfTWMt1[(.J"]
    pdf = pdf_of(render({"work": [{"position": "Engineer", "startDate": 2020, "highlights": bullets}]}, theme))
    text = "\n".join(line.strip() for line in EXTRACTORS[extractor](pdf).splitlines() if line.strip())
    assert text.split("\n")[-len(bullets) :] == [f"• {bullet}" for bullet in bullets]


@pytest.mark.parametrize("theme", THEMES)
def test_icons_extract_as_nothing(theme: str) -> None:
    networks = ["LinkedIn", "GitHub", "GitLab", "X", "Mastodon", "StackOverflow", "Google Scholar", "ORCID", "Kaggle"]
    data = {
        "basics": {
            "email": "alex.petrov@email.com",
            "phone": "917-555-0381",
            "url": "https://a.example",
            "location": {"city": "New York"},
            "profiles": [
                {"network": network, "url": f"https://{number}.example/a"} for number, network in enumerate(networks)
            ],
        }
    }
    pdf = pdf_of(render(data, theme, **DRESSED))
    expected = ["newyork", "alex.petrov@email.com", "917-555-0381", "a.example", *(f"{n}.example/a" for n in range(9))]
    for extractor in EXTRACTORS.values():
        assert strays(extractor(pdf), expected) == []


# ------------------------------------------------------------------ metadata


@pytest.mark.parametrize("theme", THEMES)
def test_document_information(theme: str) -> None:
    found = information(sample_pdf("full.yaml", theme))
    producer = found.pop("/Producer")
    assert producer.startswith("pdfTeX")
    assert found == {
        "/Title": "Alex Petrov: Senior ML Engineer",
        "/Author": "Alex Petrov",
        "/Subject": "Senior ML Engineer",
        "/Keywords": "Python, Scala, SQL, Kubernetes, Triton",
        "/Creator": "resume-tex",
        "/CreationDate": "D:20260131120000Z",
        "/ModDate": "D:20260131120000Z",
        "/Trapped": "/False",
    }


NAMES = [
    "Alex Petrov",
    "Álex Pétrov-Žižkov",
    "Алекс Петров",
    "Αλέξανδρος",
    "日本 太郎",
    "أليكس",
    "😀 Alex",
    "𝒜lex \U0010ffff",
    r"(Alex) \(Pe)trov\\ )",
    "<FEFF> <</x>> [1 2]",
    "100% #1 {a} $b$ _c^ ~d & e",
    "' \" ` -- --- ,, !` ?`",
    "\\textbf{x} ^^41 \\027",
    "[Alex]",
    "=,{}={},",
    "A" * 300,
    "é" * 300,
]


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_any_name_is_the_title(name: str) -> None:
    result = compile_embedded(render({"basics": {"name": name, "label": name}, "skills": [{"keywords": [name]}]}))
    assert [m for m in result.messages if m.kind not in {"overfull", "missing-glyph"}] == []
    assert result.pdf is not None
    found = information(result.pdf)
    expected = plain_text(parse_inline(name))
    assert found["/Author"] == expected
    assert found["/Title"] == f"{expected}: {expected}"
    assert found["/Keywords"] == expected


@pytest.mark.parametrize(("asked", "written"), [(None, "en"), ("de-AT", "de-AT"), ("pt_BR", "pt-BR")])
def test_language(asked: str | None, written: str) -> None:
    assert language(pdf_of(render(PERSON, language=asked))) == written


def test_viewers_show_the_title_not_the_file() -> None:
    with open_pdf(sample_pdf("full.yaml")) as document:
        assert bool(document.Root.ViewerPreferences.DisplayDocTitle)


@pytest.mark.parametrize(
    ("date", "written"),
    [(0, "D:19700101000000Z"), (1_700_000_000, "D:20231114221320Z"), (4_102_444_800, "D:21000101000000Z")],
)
def test_dates(date: int, written: str) -> None:
    found = information(pdf_of(render(PERSON, source_date=date)))
    assert (found["/CreationDate"], found["/ModDate"]) == (written, written)


def test_without_a_date_there_is_none() -> None:
    pdf = pdf_of(render(PERSON))
    assert sorted(information(pdf)) == ["/Author", "/Creator", "/Producer", "/Title", "/Trapped"]
    assert b"(D:" not in uncompressed(pdf)


# ------------------------------------------------------------------ bookmarks


@pytest.mark.parametrize("theme", THEMES)
def test_bookmarks(theme: str) -> None:
    marks = bookmarks(sample_pdf("full.yaml", theme))
    middle = {
        "academic": ["Education", "Publications", "Awards", "Skills", "Certificates"],
    }.get(theme, ["Publications", "Skills", "Education", "Certificates", "Awards"])
    assert [title for title, _, _ in marks] == [
        "Summary", "Experience", "Projects", *middle, "Teaching", "Languages", "Interests", "References",
    ]  # fmt: skip
    places = [(page, -top) for _, page, top in marks]
    assert places == sorted(places)
    assert len(set(places)) == len(places)


@pytest.mark.parametrize("theme", THEMES)
def test_a_bookmark_leads_to_its_heading(theme: str) -> None:
    """The destination is at the top of the heading's line: at most a line above the heading's own box."""
    pdf = sample_pdf("full.yaml", theme)
    tops = line_tops(pdf)
    found = [(title, round(top - tops[page][spelled(title)])) for title, page, top in bookmarks(pdf)]
    assert len(found) == 12
    assert [(title, above) for title, above in found if not 0 <= above <= 14] == []


def test_bookmarks_of_strange_headings() -> None:
    headings = {"work": r"(Jobs) & \such {50%} #1", "skills": "Умения: ½ “ö”", "interests": "**x** `y`"}
    data = {
        "work": [{"name": "x"}], "skills": [{"name": "x"}], "interests": [{"name": "x"}],
        "meta": {"resumeTex": {"headings": headings}},
    }  # fmt: skip
    assert [title for title, _, _ in bookmarks(pdf_of(render(data)))] == list(headings.values())


# ------------------------------------------------------------------ links


def test_links_of_the_full_sample() -> None:
    assert links(sample_pdf("full.yaml")) == [
        "mailto:alex.petrov@email.com",
        "tel:+19175550381",
        "https://www.alexpetrov.dev/",
        "https://linkedin.com/in/alexpetrov",
        "https://github.com/apetrov",
        "https://scholar.google.com/citations?user=a_b-C9",
        "https://example.org/code?a=1&b=%20#top",
        "https://halden.example/music",
        "https://halden.example/test_a~b",
        "https://github.com/apetrov/towerkit",
        "https://papers.example/two-towers",
        "https://doi.org/10.1145/3460231",
        "https://doi.org/10.1145/3394486",
        "https://www.columbia.edu",
        "https://certs.example/k8s",
        "https://awards.example/2021",
        "https://codeclub.example",
    ]


ADDRESSES = {
    # as written: as linked
    "https://x.example/a%20b": "https://x.example/a%20b",
    "https://x.example/a b": "https://x.example/a%20b",
    "https://x.example/#x": "https://x.example/#x",
    "https://x.example/?a=1&b=2": "https://x.example/?a=1&b=2",
    "https://x.example/~user": "https://x.example/~user",
    "https://x.example/a_b__c": "https://x.example/a_b__c",
    "https://x.example/a_(b)": "https://x.example/a_(b)",
    "https://x.example/(a": "https://x.example/(a",
    "https://x.example/a)b": "https://x.example/a)b",
    "https://x.example/\\a\\": "https://x.example/%5Ca%5C",
    "https://x.example/ü/日本": "https://x.example/%C3%BC/%E6%97%A5%E6%9C%AC",
    "https://пример.example/": "https://%D0%BF%D1%80%D0%B8%D0%BC%D0%B5%D1%80.example/",
    "https://x.example/{a}^b|c": "https://x.example/%7Ba%7D%5Eb%7Cc",
    "https://x.example/$a$": "https://x.example/$a$",
    "https://x.example/'a'": "https://x.example/'a'",
    'https://x.example/"a"<b>': "https://x.example/%22a%22%3Cb%3E",
    "https://[::1]:8000/": "https://%5B::1%5D:8000/",
    "https://x.example/100%": "https://x.example/100%",
    "https://x.example/-----": "https://x.example/-----",
    "https://x.example/,,''": "https://x.example/,,''",
    "https://x.example/" + "a" * 300: "https://x.example/" + "a" * 300,
    "x.example": "https://x.example",
    "HTTPS://X.example": "HTTPS://X.example",
}


@pytest.mark.parametrize("style", ["plain", "underline", "accent"])
def test_addresses_arrive_as_they_are(style: str) -> None:
    work = [{"name": f"Job {number}", "url": url} for number, url in enumerate(ADDRESSES)]
    bullets = [
        f"[here]({url})"
        for url in ADDRESSES
        if not set(url) & set(' "<>') and url != "https://x.example/(a" and url != "https://x.example/a)b"
    ]
    pdf = pdf_of(render({"work": [*work, {"highlights": bullets}]}, link_style=style))
    inline = [ADDRESSES[bullet[7:-1]] for bullet in bullets]
    assert len(inline) > 15
    assert links(pdf) == [*ADDRESSES.values(), *inline]


def test_what_is_no_address_is_not_linked() -> None:
    for url in ("javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "/etc/passwd", "../x", "smb://x", ""):
        pdf = pdf_of(render({"basics": {"name": "Alex Petrov", "url": url}, "work": [{"name": "Halden", "url": url}]}))
        assert links(pdf) == []


def test_contacts_of_unusual_forms() -> None:
    basics = {
        "email": "alex.petrov+jobs_2%@email.com",
        "phone": "+49 (0)30 901820 ext. 5",
        "profiles": [{"network": "GitHub", "username": "@a_b"}, {"network": "Mastodon", "username": "ap"}],
    }
    pdf = pdf_of(render({"basics": basics}))
    assert links(pdf) == ["mailto:alex.petrov+jobs_2%@email.com", "tel:+4930901820;ext=5", "https://github.com/a_b"]


@pytest.mark.parametrize("theme", THEMES)
def test_links_lie_on_their_text(theme: str) -> None:
    """Every link's rectangle is on the page, as high as a line, and not empty."""
    with open_pdf(sample_pdf("full.yaml", theme)) as document:
        found = 0
        for page in document.pages:
            width, height = float(page.mediabox[2]), float(page.mediabox[3])
            for annotation in page.get("/Annots", []):
                left, bottom, right, top = (float(edge) for edge in annotation.Rect)
                assert 0 < left < right < width
                assert 0 < bottom < top < height
                assert 8 < top - bottom < 20
                found += 1
    assert found >= 17


# ------------------------------------------------------------------ fonts and safety


@pytest.mark.slow
@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("theme", THEMES)
def test_only_embedded_subsets(theme: str, name: str) -> None:
    found = fonts(sample_pdf(name, theme))
    assert len(found) >= 2
    for font, embedded in found:
        assert re.match(r"/[A-Z]{6}\+", font), font
        assert embedded, font


@pytest.mark.parametrize("theme", THEMES)
def test_nothing_active_or_attached(theme: str) -> None:
    found = keys(sample_pdf("full.yaml", theme))
    assert {"/Annots", "/Outlines", "/Font", "/URI"} <= found
    forbidden = {
        "/JS", "/JavaScript", "/OpenAction", "/AA", "/EmbeddedFiles", "/EmbeddedFile", "/Filespec", "/EF", "/Launch",
        "/AcroForm", "/RichMedia", "/XFA", "/SubmitForm", "/GoToR",
    }  # fmt: skip
    assert found & forbidden == set()


@pytest.mark.parametrize("theme", THEMES)
def test_no_trace_of_the_machine(theme: str) -> None:
    content = uncompressed(sample_pdf("full.yaml", theme))
    assert b"/FontFile" in content
    for trace in (
        b"/tmp",
        b"/root",
        b"/home",
        b"/work",
        b"/usr",
        b"PTEX",
        b".tex",
        b"texlive",
        b"TinyTeX",
        b"kpathsea",
    ):
        at = content.find(trace)
        assert at < 0, content[max(0, at - 80) : at + 80]


def test_every_ascii_character_extracts_as_itself() -> None:
    """In text, bold, italic and code of every font."""
    printable = "".join(
        sorted(set(string.printable) - set(string.whitespace) - {"'", "`", "*", "\\", "[", "]", "(", ")"})
    )
    texts = [f"{mark}x{printable}x{mark}" for mark in ("", "**", "*", "`")] + ["\\ [ ] ( )"]
    for font in ("source-sans", "charter", "latin-modern", "latin-modern-sans"):
        text = pdftotext(pdf_of(render({"basics": {"summary": "\n\n".join(texts)}}, font=font)))
        assert spelled(text) == "summary" + f"x{printable}x".casefold() * 4 + "\\[]()", font
