"""TeX logs as engines write them, and the sentences they become."""

from __future__ import annotations

import signal

import pytest

from resume_tex.engine.base import TexMessage
from resume_tex.engine.log import ending, is_format_trouble, page_count, read_log
from resume_tex.engine.process import Outcome


def error(text: str, line: int | None = None) -> TexMessage:
    return TexMessage("error", text, line)


CASES = {
    "undefined": (
        "./body.tex:12: Undefined control sequence.\nl.12 Some \\texbf\n               {bold}\n",
        error(r"TeX does not know the command \texbf.", 12),
    ),
    "undefined inside a macro": (
        "body.tex:12: Undefined control sequence.\n\\ResumeText #1->\\par #1\\oops \n    \\par\nl.12 \\ResumeText{x}\n",
        error(r"TeX does not know the command \oops.", 12),
    ),
    "undefined in an argument": (
        "body.tex:7: Undefined control sequence.\n<argument> a \\foo \n    b\nl.7 \\ResumeText{a \\foo b}\n",
        error(r"TeX does not know the command \foo.", 7),
    ),
    "another file": (
        "./resume-x.sty:3: Undefined control sequence.\nl.3 \\oops\n",
        error(r"TeX does not know the command \oops (resume-x.sty, line 3)."),
    ),
    "a LaTeX error of two lines": (
        "./body.tex:4: LaTeX Error: \\begin{center} on input line 3 ended by \\end{document}.\n\n"
        "See the LaTeX manual or LaTeX Companion for explanation.\nType  H <return>  for immediate help.\n ...\n",
        error(r"TeX stopped: \begin{center} on input line 3 ended by \end{document}.", 4),
    ),
    "a package's error": (
        "./body.tex:4: Package xcolor Error: Undefined color `reed'.\n\nSee the xcolor package documentation.\n",
        error("TeX stopped: Undefined color `reed'.", 4),
    ),
    "brace": (
        "! File ended while scanning use of \\ResumeText.\n<inserted text> \n                \\par \n",
        error("TeX reached the end of the text inside an argument: a closing brace is missing."),
    ),
    "dollar": (
        "./body.tex:3: Missing $ inserted.\n<inserted text> \n                $\nl.3 a_\n      b\n",
        error("A character that is only allowed in mathematics stands in text.", 3),
    ),
    "missing file": (
        "! LaTeX Error: File `photo.png' not found.\n\n./body.tex:9: Emergency stop.\n<read *> \n",
        error("TeX stopped: File `photo.png' not found.", 9),
    ),
    "no reason": (
        "./body.tex:9: Emergency stop.\n<*> body.tex\n\n",
        error("TeX gave up without saying why.", 9),
    ),
    "a question": (
        "! Emergency stop.\n<read *> \n         \n<*> \\ResumeEngineStart\n\n",
        error("The document asks for input, which is not given."),
    ),
    "no end": (
        "! Emergency stop.\n<*> body.tex\n\n*** (job aborted, no legal \\end found)\n",
        error(r"The document ends before \end{document}."),
    ),
    "missing font": (
        "!pdfTeX error: /x/pdflatex (file ecrm1000): Font ecrm1000 at 600 not found\n ==> Fatal error occurred, no\n",
        error("The font ecrm1000 is not there."),
    ),
    "damaged font": (
        "!pdfTeX error: /x/pdflatex (file /x/fonts/ecrm1000.pfb): unexpected end of file\n ==> Fatal error occurred, no\n",
        error("TeX cannot use the file /x/fonts/ecrm1000.pfb: unexpected end of file."),
    ),
    "capacity": (
        "./body.tex:2: TeX capacity exceeded, sorry [main memory size=5000000].\n\\x ->\\hbox \n",
        TexMessage("limit", "TeX ran out of memory: TeX capacity exceeded, sorry [main memory size=5000000].", 2),
    ),
    "unicode": (
        "./body.tex:25: LaTeX Error: Unicode character Ж (U+0416)\n               not set up for use with LaTeX.\n\nSee\n",
        TexMessage("missing-glyph", "The font has no glyph for Ж (U+0416, cyrillic capital letter zhe).", 25, "Ж"),
    ),
    "overfull paragraph": (
        "Overfull \\hbox (12.345pt too wide) in paragraph at lines 10--12\n[]\\T1/lmr/m/n/10 Donau\n",
        TexMessage("overfull", "A line is 12.3 pt too wide for its column.", 10, points=12.345),
    ),
    "overfull box": (
        "Overfull \\vbox (3.0pt too high) detected at line 7\n",
        TexMessage("overfull", "Content is 3.0 pt too high for its place.", 7, points=3.0),
    ),
    "overfull page": (
        "Overfull \\vbox (3.0pt too high) has occurred while \\output is active []\n",
        TexMessage("overfull", "Content is 3.0 pt too high for its place.", points=3.0),
    ),
    "missing in XeTeX": (
        "Missing character: There is no 漢 (U+6F22) in font [lmroman10-regular.otf]/OT:script=latn;!\n",
        TexMessage("missing-glyph", "The font has no glyph for 漢 (U+6F22, cjk unified ideograph-6f22).", 2, "漢"),
    ),
    "missing in an older LuaTeX": (
        "Missing character: There is no 漢 in font nullfont!\n",
        TexMessage("missing-glyph", "The font has no glyph for 漢 (U+6F22, cjk unified ideograph-6f22).", 2, "漢"),
    ),
    "missing slot": (
        'Missing character: There is no ^^80 ("80) in font lmmi10!\n',
        TexMessage("missing-glyph", "The font lmmi10 lacks a character of the text."),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_log_becomes_a_sentence(name: str) -> None:
    log, expected = CASES[name]
    assert read_log("This is pdfTeX\n**x\n" + log, body="a\n漢") == (expected,)


@pytest.mark.parametrize(
    "log",
    [
        "",
        "Overfull \\hbox (0.9pt too wide) in paragraph at lines 10--12\n",
        "Underfull \\hbox (badness 10000) in paragraph at lines 10--12\n",
        "LaTeX Font Info:    Trying to load font information for T1+lmr on input line 5.\n",
        "LaTeX Warning: Reference `x' on page 1 undefined on input line 3.\n",
        "(./body.tex [1] ) (/usr/share/x.sty:12\n",
    ],
)
def test_what_nobody_needs_to_know(log: str) -> None:
    assert read_log(log) == ()


def test_lines_count_from_the_body() -> None:
    log = "./resume.tex:12: Undefined control sequence.\nl.12 \\x\nOverfull \\hbox (9pt too wide) detected at line 13\n"
    assert [m.line for m in read_log(log, body_file="resume.tex", offset=10)] == [2, 3]
    preamble = read_log("./resume.tex:3: Undefined control sequence.\nl.3 \\x\n", body_file="resume.tex", offset=10)
    assert [m.line for m in preamble] == [None]


def test_errors_come_first_and_once() -> None:
    log = "Overfull \\hbox (9pt too wide) detected at line 1\n" + "./body.tex:2: Extra \\fi.\n" * 3
    assert [m.kind for m in read_log(log)] == ["error", "overfull"]


def test_a_flood_of_messages_is_cut() -> None:
    log = "".join(f"Overfull \\hbox ({n}.5pt too wide) detected at line {n}\n" for n in range(1, 5000))
    assert len(read_log(log)) == 100
    log = "".join(f"./body.tex:{n}: Extra \\fi.\n" for n in range(1, 5000))
    assert len(read_log(log)) == 100


def test_pages() -> None:
    assert page_count("Output written on resume.pdf (1 page, 123 bytes).") == 1
    assert page_count("Output written on resume.pdf (12 pages, 123 bytes).") == 12
    assert page_count("No pages of output.") == 0


@pytest.mark.parametrize(
    ("outcome", "log", "kind"),
    [
        (Outcome(-9, "", True), "", "timeout"),
        (Outcome(-signal.SIGXCPU, "", False), "", "timeout"),
        (Outcome(-signal.SIGXFSZ, "", False), "", "limit"),
        (Outcome(1, "fatal: memory exhausted (xmalloc of 40000 bytes).", False), "", "limit"),
        (Outcome(1, "", False), "No pages of output.", "error"),
        (Outcome(-signal.SIGSEGV, "", False), "", "crash"),
        (Outcome(3, "oh\nno\n\n", False), "", "crash"),
    ],
)
def test_an_end_explains_itself(outcome: Outcome, log: str, kind: str) -> None:
    assert ending(outcome, log, 20).kind == kind


def test_the_last_words_are_quoted() -> None:
    assert ending(Outcome(3, "oh\nno\n\n", False), "", 20).text == "TeX ended with status 3, saying: no."


def test_format_trouble_is_recognised() -> None:
    assert is_format_trouble("(Fatal format file error; I'm stymied)")
    assert is_format_trouble("I can't find the format file `x.fmt'!")
    assert not is_format_trouble("This is pdfTeX")
