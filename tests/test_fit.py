"""Fitting a resume to its page limit, with real builds."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from theme_folders import STYLE, write_theme

from resume_tex.build_request import BuildRequest
from resume_tex.engine.base import CompileResult
from resume_tex.errors import ThemeError
from resume_tex.fit import Fit, FitError, fit_pages
from resume_tex.pdf.reading import read_pdf
from resume_tex.render.theme import load_theme
from resume_tex.typesetter import Typesetter

if TYPE_CHECKING:
    from conftest import Outcome

BULLET = "Cut the latency of the ranking service by 40% by distilling the model into a smaller one."


def document(jobs: int, bullets: int, **settings: Any) -> str:
    """Write a resume of so many jobs with so many bullets of a line each."""
    work = [
        {"position": f"Engineer {n}", "name": f"Acme {n}", "startDate": 2000 + n, "highlights": [BULLET] * bullets}
        for n in range(jobs)
    ]
    return yaml.safe_dump({"basics": {"name": "Jane Doe"}, "work": work, "meta": {"resumeTex": settings}})


@pytest.fixture
def fit(write: Callable[..., str]) -> Iterator[Callable[..., tuple[Fit | None, list[int]]]]:
    """Return a function that fits a document and returns what was chosen, and the pages of each trial."""
    typesetters: list[Typesetter] = []

    def fit_document(text: str, **wanted: Any) -> tuple[Fit | None, list[int]]:
        typesetter = Typesetter(None, lambda _: None)
        typesetters.append(typesetter)
        pages: list[int] = []
        compile_project = typesetter.compile

        def noted(*arguments: Any) -> Any:
            pending = compile_project(*arguments)
            result = pending.result

            def noted_result() -> CompileResult:
                out = result()
                pages.append(out.pages)
                return out

            pending.result = noted_result  # type: ignore[method-assign]
            return pending

        typesetter.compile = noted  # type: ignore[method-assign]
        return fit_pages(BuildRequest(write(text), draft=True, **wanted), typesetter), pages

    yield fit_document
    for typesetter in typesetters:
        typesetter.close()


def chosen(found: tuple[Fit | None, list[int]]) -> dict[str, str]:
    """Return the options that were tightened."""
    assert found[0] is not None
    return dict(found[0].chosen)


def test_what_fits_stays_as_it_is(fit: Callable[..., tuple[Fit | None, list[int]]]) -> None:
    found = fit(document(3, 4))
    assert found == (Fit(1, {}, {}, 1), [1])


@pytest.mark.slow
def test_spacing_first_then_margins_then_size_and_no_more_than_it_takes(
    fit: Callable[..., tuple[Fit | None, list[int]]],
) -> None:
    """More bullets take more of the ladder, one option after the other."""
    kinds = []
    for bullets in (38, 42, 45, 50, 54):
        found = fit(document(1, bullets))
        assert found[0] is not None
        kinds.append(tuple(found[0].chosen))
        assert found[0].trials == len(found[1]) <= 16
    assert kinds[0] == ()
    assert [len(kind) for kind in kinds] == sorted(len(kind) for kind in kinds)
    ladder = ("spacing", "leading", "margin", "font-size")
    assert all(kind == ladder[: len(kind)] for kind in kinds)
    assert len({len(kind) for kind in kinds}) >= 4


@pytest.mark.slow
@pytest.mark.parametrize("theme", ["academic", "compact", "engineer"])
def test_the_result_fits_and_one_step_looser_does_not(
    theme: str, fit: Callable[..., tuple[Fit | None, list[int]]], invoke: Callable[..., Outcome]
) -> None:
    jobs = 11 if theme == "compact" else 9
    text = document(jobs, 4)
    options = chosen(fit(text, theme=theme))
    assert options
    sets = [f"--set={name}={value}" for name, value in options.items()]
    assert _pages(invoke, theme, sets) == 1
    name, value = list(options.items())[-1]
    step = next(step for step in load_theme(theme).fit if step.option == name)
    looser = f"{float(value.removesuffix('pt')) + step.step:.4g}{'pt' if value.endswith('pt') else ''}"
    assert _pages(invoke, theme, [*sets[:-1], f"--set={name}={looser}"]) == 2


def _pages(invoke: Callable[..., Outcome], theme: str, sets: list[str]) -> int:
    assert invoke("build", "--draft", "--theme", theme, *sets).code == 0
    return read_pdf(Path("resume.pdf").read_bytes()).pages


def test_the_documents_own_limit_and_options(fit: Callable[..., tuple[Fit | None, list[int]]]) -> None:
    options = {"spacing": 0.6, "margin": "43pt"}
    assert chosen(fit(document(19, 4, pages=2))) != {}
    assert "margin" not in chosen(fit(document(10, 4, options=options)))
    assert chosen(fit(document(9, 4, pages=2))) == {}


def test_what_does_not_fit_says_by_how_much(
    fit: Callable[..., tuple[Fit | None, list[int]]], invoke: Callable[..., Outcome]
) -> None:
    text = document(14, 5)
    with pytest.raises(FitError) as caught:
        fit(text)
    match = re.fullmatch(
        r"resume\.yaml does not fit on 1 page, even with spacing 0\.5, leading 1\.2, margin 43pt, font-size 9\.5pt: "
        r"(\d+) lines are too many\.",
        caught.value.message,
    )
    assert match
    sets = ["--set=spacing=0.5", "--set=leading=1.2", "--set=margin=43pt", "--set=font-size=9.5pt"]
    assert _pages(invoke, "engineer", sets) == 2
    lines = read_pdf(Path("resume.pdf").read_bytes()).lines
    assert int(match[1]) == sum(line.page == 1 for line in lines)
    assert "compact" in caught.value.remedy
    with pytest.raises(FitError) as caught:
        fit(document(20, 6), theme="compact")
    assert "compact" not in caught.value.remedy


def test_a_document_with_errors_is_left_to_the_build(fit: Callable[..., tuple[Fit | None, list[int]]]) -> None:
    assert fit("work: 5\n") == (None, [])
    assert fit("meta: {resumeTex: {theme: nothing}}\n") == (None, [])


@pytest.mark.slow
def test_a_theme_whose_style_works_in_the_preamble_alone(
    fit: Callable[..., tuple[Fit | None, list[int]]], write: Callable[..., str], tmp_path: Path
) -> None:
    write("")
    write_theme(tmp_path, style=STYLE + "\\def\\resume@applytheme{\\usepackage{array}}\n".join(["\\makeatletter ", ""]))
    assert "spacing" in chosen(fit(document(9, 4), theme="mine"))


def test_a_theme_with_a_ladder_of_its_own(
    fit: Callable[..., tuple[Fit | None, list[int]]], write: Callable[..., str], tmp_path: Path
) -> None:
    write("")
    manifest = "name: mine\nextends: engineer\nfit: [{option: spacing, tightest: 0.4, step: 0.3}]\n"
    folder = write_theme(tmp_path, manifest=manifest)
    assert chosen(fit(document(9, 4), theme="mine")) == {"spacing": "0.4"}
    for wrong in ("{option: accent, tightest: 0, step: 1}", "{option: nothing, tightest: 0, step: 1}"):
        (folder / "theme.yaml").write_text(f"name: mine\nextends: engineer\nfit: [{wrong}]\n")
        with pytest.raises(ThemeError):
            fit(document(9, 4), theme="mine")


# ------------------------------------------------------------------ the command


def test_the_command_says_what_it_chose_in_the_form_that_the_document_takes(
    write: Callable[..., str], invoke: Callable[..., Outcome]
) -> None:
    write(document(9, 4))
    code, out, _ = invoke("build", "--fit", "--draft").all
    assert code == 0
    match = re.search(r"Fits on 1 page with (.*)\. To keep that, write under meta\.resumeTex:\n  (options: .*)\n", out)
    assert match
    assert match[1].startswith("spacing ")
    assert "(was 1)" in match[1]
    assert "resume.pdf (1 page) written." in out
    options = yaml.safe_load(match[2])["options"]
    Path("kept.yaml").write_text(document(9, 4, options=options))
    assert "kept.pdf (1 page) written." in invoke("build", "kept.yaml", "--draft").out
    assert read_pdf(Path("kept.pdf").read_bytes()).lines == read_pdf(Path("resume.pdf").read_bytes()).lines
    assert "is up to date" in invoke("build", "--fit", "--draft").out


def test_the_command_where_nothing_fits(write: Callable[..., str], invoke: Callable[..., Outcome]) -> None:
    write(document(14, 5))
    code, _, err = invoke("build", "--fit", "--draft").all
    assert code == 1
    assert "lines are too many" in err
    assert not Path("resume.pdf").exists()


@pytest.mark.parametrize("arguments", [("--watch",), ("--preview",), ("--format", "tex")])
def test_the_command_where_it_makes_no_sense(
    arguments: tuple[str, ...], write: Callable[..., str], invoke: Callable[..., Outcome]
) -> None:
    write(document(1, 1))
    code, _, err = invoke("build", "--fit", *arguments).all
    assert code == 2
    assert "--fit" in err
