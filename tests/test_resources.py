"""The package's data is found in a checkout and in a wheel, and a damaged installation says so."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from resume_tex import resources
from resume_tex.errors import ResumeTexError

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put the package into an empty folder."""
    folder = tmp_path / "site-packages" / "resume_tex"
    folder.mkdir(parents=True)
    monkeypatch.setattr(resources, "_PACKAGE", folder)
    return folder


def fill(root: Path) -> None:
    """Make the folders that tell a data root."""
    (root / "templates" / "latex").mkdir(parents=True)
    (root / "themes").mkdir()


def test_checkout() -> None:
    assert resources.data_root() == ROOT
    assert resources.schema_dir() == ROOT / "schema"
    assert resources.templates_dir() == ROOT / "templates" / "latex"
    assert resources.themes_dir() == ROOT / "themes"
    assert resources.sample_resume() == ROOT / "examples" / "ml-engineer.yaml"


def test_everything_is_there() -> None:
    assert resources.sample_resume().is_file()
    assert (resources.templates_dir() / "resume.tex.j2").is_file()
    assert (resources.html_templates_dir() / "resume.html.j2").is_file()
    schemas = sorted(path.name for path in resources.schema_dir().glob("*.json"))
    assert schemas == [f"{name}.schema.json" for name in ("diagnostics", "jsonresume", "letter", "resume", "theme")]
    for name in schemas:
        assert json.loads((resources.schema_dir() / name).read_text("utf-8"))["$schema"]
    assert {path.name for path in resources.themes_dir().iterdir() if (path / "theme.yaml").is_file()} >= {
        *("academic", "banking", "classic", "compact", "engineer", "modern")
    }


def test_wheel(package: Path) -> None:
    fill(package / "_data")
    assert resources.data_root() == package / "_data"


def test_the_wheels_data_comes_first(package: Path) -> None:
    fill(package / "_data")
    fill(package.parent)
    assert resources.data_root() == package / "_data"


@pytest.mark.parametrize("half", ["templates/latex", "themes"])
def test_damaged(package: Path, half: str) -> None:
    (package / "_data" / half).mkdir(parents=True)
    with pytest.raises(ResumeTexError) as caught:
        resources.data_root()
    assert caught.value.message == f"The installation of resume-tex in {package} lacks its templates and themes."
    assert caught.value.remedy == "Reinstall it: pip install --force-reinstall resume-tex"
    assert caught.value.exit_code == 2
