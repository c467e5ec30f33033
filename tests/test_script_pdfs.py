"""Names and text in every script, on the page and out of it again."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from builders import THEMES, compile_with, pdf_of, render
from pdf_reading import pdfium_text, pdfminer_text, pdftotext

from resume_tex.build import build
from resume_tex.build_request import BuildRequest
from resume_tex.engine.script_fonts import find_font
from resume_tex.pdf.proof import holds_words
from resume_tex.pdf.spelling import spell_field
from resume_tex.render.letters import letters
from resume_tex.render.project import RenderedProject

LETTERS = {
    "Russian": ("Дмитрий Щербаков-Ёлкин", "Заменил модель, выручка выросла"),
    "Ukrainian": ("Олександр Ґудзь", "Їжак з’їв підсумки"),
    "Kazakh": ("Нұрсұлтан Қасымов", "Өнімділік һәм ғылым"),
    "Serbian": ("Ђорђе Џаџић", "Повећао љубав њих"),
    "Greek": ("Γιώργος Παπαδόπουλος", "Μείωσα το κόστος, ΐΰ"),
    "Polytonic": ("Ἀριστοτέλης Ὠριγένης", "ἄνθρωπος ᾧ ῥῆμα"),
    "Vietnamese": ("Nguyễn Thị Hằng", "Tăng doanh thu ở Đà Nẵng"),
    "Hausa": ("Ɗan Ɛkow", "ɗalibi da ƙoƙari"),
    "Turkish": ("İpek Güneş Işık", "Şirketin başarısı ğ"),
    "Latvian": ("Jānis Ķēniņš", "Ieņēmumi pieauga, ģ ļ ŗ"),
}
SCRIPTS = {
    # theme: script, name, bullet
    "academic": ("Hans", "王小明", "负责推荐系统的算法与平台建设，使收入提升12%"),
    "banking": ("Kore", "김철수", "검색 랭킹 모델을 바꾸어 클릭률을 8% 높였다"),
    "classic": ("Jpan", "山田太郎", "推薦システムを構築し、PythonとSparkで運用した"),
    "compact": ("Deva", "प्रियंका शर्मा", "मशीन लर्निंग से खोज की गुणवत्ता बढ़ाई"),
    "engineer": ("Hebr", "משה כהן", "החלפתי את מודל הדירוג של החברה"),
    "modern": ("Arab", "محمد العربي", "استبدلت نموذج الترتيب الآن"),
}
FOREIGN = {"academic": "王", "banking": "王"}
"""A word of a third script; LuaTeX takes two seconds for a font of Chinese, every time, and Hindi stands for it elsewhere."""


def document(name: str, *bullets: str, place: str = "ACME") -> dict[str, Any]:
    job = {"name": place, "position": "Engineer", "startDate": "2020-04", "highlights": list(bullets)}
    return {"basics": {"name": name, "label": "Engineer"}, "work": [job]}


def words(text: str) -> str:
    """Return a text with any white space as one space, and without marks of direction."""
    kept = "".join(char for char in text if unicodedata.category(char) != "Cf")
    return unicodedata.normalize("NFC", " ".join(kept.split()))


@pytest.mark.slow
@pytest.mark.parametrize("theme", THEMES)
def test_letters_of_the_embedded_engine(theme: str) -> None:
    name, _ = LETTERS["Greek"]
    texts = [text for pair in LETTERS.values() for text in pair]
    bullets = [*texts, f"**{LETTERS['Russian'][1]}** и *{LETTERS['Serbian'][0]}*"]
    project = render(document(name, *bullets, place="МГУ имени Ломоносова"), theme)
    assert project.missing == ()
    pdf = pdf_of(project)
    for extract in (pdftotext, pdfium_text, pdfminer_text):
        found = words(extract(pdf))
        lost = [text for text in (name, *texts, LETTERS["Serbian"][0], "МГУ имени Ломоносова") if text not in found]
        assert lost == [], extract.__name__
        places = [found.index(bullet) for _, bullet in LETTERS.values()]
        assert places == sorted(places)


@pytest.mark.slow
@pytest.mark.parametrize("font", ["source-sans", "charter", "latin-modern", "latin-modern-sans"])
def test_every_letter_is_there_and_extracts_as_itself(font: str) -> None:
    held = sorted(letters().all)
    lines = [
        "".join(f"{char}{number:03}" for number, char in enumerate(held[at : at + 20], at))
        for at in range(0, len(held), 20)
    ]
    styled = [lines, [f"**{line}**" for line in lines], [f"*{line}*" for line in lines]]
    for bullets in styled:
        project = render(document("Ann", *bullets), font=font)
        assert project.missing == ()
        found = {number: char for char, number in re.findall(r"(\D)(\d{3})", words(pdftotext(pdf_of(project))))}
        assert {
            char: found.get(f"{number:03}") for number, char in enumerate(held) if found.get(f"{number:03}") != char
        } == {}


def test_letters_with_marks_of_their_own() -> None:
    texts = ("Adébáyọ̀ Ọlátúnjí", "m̃ g̃uarani", "Kɔ́fi", "а́ктор")
    project = render(document(texts[0], *texts[1:]))
    assert project.missing == ()
    pdf = pdf_of(project)
    for extract in (pdftotext, pdfium_text):
        assert [text for text in texts if unicodedata.normalize("NFC", text) not in words(extract(pdf))] == []


def test_a_text_without_such_letters_has_none_of_their_fonts() -> None:
    project = render(document("Zoë Müller", "Raised CTR by 8 % – “twice” → €5"))
    assert "resume-letters" not in project.preamble
    assert not any(name.startswith(("resume-world", "resume-more")) for name in project.files)


def in_scripts(theme: str, data: dict[str, Any], language: str | None = None) -> RenderedProject:
    return render(data, theme, unicode=True, language=language, find_font=find_font)


@pytest.mark.slow
@pytest.mark.parametrize("theme", THEMES)
def test_scripts_with_lualatex(theme: str) -> None:
    script, name, bullet = SCRIPTS[theme]
    mixed = (f"Led {FOREIGN.get(theme, 'भारत')} and", "משה", "in 2023.")
    project = in_scripts(theme, document(name, bullet, " ".join(mixed), place=name))
    assert dict(project.lacking) == {}
    assert f"\\ResumeScriptFont{{{script}}}" in project.preamble
    result = compile_with("lualatex", project)
    assert result.messages == ()
    assert result.pdf is not None
    found = words(pdftotext(result.pdf))
    assert found.count(name) >= 2
    assert bullet in found
    assert [part for part in mixed if part not in found] == []
    if script not in {"Arab", "Hebr"}:
        assert bullet in words(pdfium_text(result.pdf))
    if script in {"Hans", "Jpan", "Kore"}:
        assert bullet.replace(" ", "") in pdfminer_text(result.pdf).replace(" ", "").replace("\n", "")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("language", "name", "bullet"),
    [
        ("he", "מיכל כהן", "קיצרתי את זמן התגובה של השירות בחברה"),
        ("ar", "سارة المنصوري", "خفضتُ زمن الاستجابة الآن في جامعة الإمارات"),
    ],
)
def test_documents_from_right_to_left(language: str, name: str, bullet: str, tmp_path: Path) -> None:
    project = in_scripts("engineer", document(name, bullet, "Built it in Go.", place=name), language)
    result = compile_with("lualatex", project)
    assert result.messages == ()
    assert result.pdf is not None
    for extract in (pdftotext, pdfium_text):
        found = words(extract(result.pdf))
        assert name in found
        assert "Built it in Go." in found
    assert bullet in words(pdftotext(result.pdf))
    import pypdfium2

    page = pypdfium2.PdfDocument(result.pdf)[0]
    searched = page.get_textpage()
    left = min(searched.get_charbox(index)[0] for index in range(len(name)))
    assert left > page.get_width() / 2, "the name stands at the right"


@pytest.mark.slow
def test_scripts_with_xelatex() -> None:
    names = [name for script, name, _ in SCRIPTS.values() if script not in {"Arab", "Hebr"}]
    result = compile_with("xelatex", in_scripts("engineer", document(names[0], *names[1:], "משה כהן 12")))
    assert result.messages == ()
    assert result.pdf is not None
    found = words(pdftotext(result.pdf))
    assert [name for name in names if name not in found] == []


@pytest.mark.slow
def test_text_from_right_to_left_is_proven(tmp_path: Path) -> None:
    """Extractors differ about the order of words in a line of both directions, not about the words."""
    file = tmp_path / "resume.yaml"
    file.write_text(
        "basics: {name: משה כהן, email: moshe@cohen.dev}\n"
        "work:\n  - {name: חברה, position: מהנדס ML, startDate: 2020, highlights: ['זמן האימון ירד ב-30% עם PyTorch 2']}\n"
        "meta: {resumeTex: {language: he}}\n",
        "utf-8",
    )
    result = build(BuildRequest(str(file), draft=True, verify=True, select=("layout",)))
    assert result.outputs
    assert [d.message for d in result.diagnostics if d.code.startswith("layout.")] == []


@pytest.mark.parametrize(("page", "whole"), [("שלוםעולם", True), ("םלועםולש", True), ("שלועולם", False)])
def test_each_word_from_right_to_left_must_be_there(page: str, whole: bool) -> None:
    assert holds_words(page, spell_field("שלום עולם")) is whole
