"""What is shipped: the wheel and the source distribution, and that an installed wheel works without a network."""

from __future__ import annotations

import json
import os
import re
import runpy
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest
from builders import ROOT, THEMES
from pdf_reading import pdftotext

DATA = "resume_tex/_data"
NO_NETWORK = """
import socket
def refuse(*arguments, **options):
    raise OSError("the network is blocked")
socket.socket.connect = socket.socket.connect_ex = socket.socket.sendto = refuse
socket.create_connection = socket.getaddrinfo = socket.gethostbyname = refuse
"""


@pytest.fixture(scope="module")
def distributions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build wheel and sdist with the installed hatchling, from a copy without network."""
    folder = tmp_path_factory.mktemp("dist")
    script = (
        "import sys\nfrom hatchling.build import build_sdist, build_wheel\n"
        "build_wheel(sys.argv[1])\nbuild_sdist(sys.argv[1])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", NO_NETWORK + script, str(folder)], cwd=ROOT, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    return folder


@pytest.fixture(scope="module")
def wheel(distributions: Path) -> Path:
    found = list(distributions.glob("*.whl"))
    assert len(found) == 1
    return found[0]


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel into an environment that sees the dependencies of this one, but not the checkout."""
    environment = tmp_path_factory.mktemp("venv")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(environment)], check=True)
    python = environment / "bin" / "python"
    libraries = next((environment / "lib").glob("python*/site-packages"))
    # With the other environment's Python: else pip would take the checkout's installation for an older version, and remove it.
    pip = [sys.executable, "-m", "pip", "--python", str(python), "--disable-pip-version-check"]
    command = [*pip, "install", "--quiet", "--no-index", "--no-deps", str(wheel)]
    subprocess.run(command, check=True)
    dependencies = subprocess.run(
        [sys.executable, "-c", "import click; print(__import__('pathlib').Path(click.__file__).parent.parent)"],
        check=True, capture_output=True, text=True,
    ).stdout.strip()  # fmt: skip
    (libraries / "dependencies.pth").write_text(f"{dependencies}\n", "utf-8")
    (libraries / "sitecustomize.py").write_text(NO_NETWORK, "utf-8")
    return environment


def run(installed: Path, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[bytes]:
    """Run the installed command without a network."""
    network = [str(shutil.which("unshare")), "-n"] if can_unshare() else []
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return subprocess.run(
        [*network, str(installed / "bin" / arguments[0]), *arguments[1:]],
        cwd=cwd,
        env={**clean, "RESUME_TEX_CACHE": str(cwd.parent / "cache"), "PATH": "/nonexistent"},
        capture_output=True,
        check=False,
    )


def can_unshare() -> bool:
    """Tell whether we may start a process that has no network at all; else Python's sockets are closed to it."""
    program = shutil.which("unshare")
    return (
        program is not None
        and subprocess.run([program, "-n", "true"], capture_output=True, check=False).returncode == 0
    )


@pytest.mark.slow
def test_the_wheel_holds_the_package_and_its_data(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        assert archive.testzip() is None
    assert len(names) == len(set(names))
    top = {name.split("/")[0] for name in names}
    version = next(name for name in top if name.endswith(".dist-info"))
    assert top == {"resume_tex", version}
    data = {name.removeprefix(f"{DATA}/") for name in names if name.startswith(f"{DATA}/")}
    expected = {
        str(path.relative_to(ROOT))
        for folder in ("schema", "templates", "themes")
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert len(expected) > 50
    assert data - {name for name in data if name.startswith("examples/")} == {*expected, "LICENSE"}
    assert "examples/ml-engineer.yaml" in data
    code = {name for name in names if name.startswith("resume_tex/") and not name.startswith(f"{DATA}/")}
    sources = {
        str(p.relative_to(ROOT))
        for p in (ROOT / "resume_tex").rglob("*")
        if p.is_file() and "__pycache__" not in p.parts
    }
    assert code == {name for name in sources if not name.startswith(f"{DATA}/")}
    unwanted = re.compile(r"(?:^|/)(?:tests?/|test_|conftest|\.)|\.pyc$|~$")
    assert not [name for name in names if unwanted.search(name)]
    assert f"{version}/licenses/LICENSE" in names


@pytest.mark.slow
def test_the_wheel_is_small(wheel: Path) -> None:
    assert wheel.stat().st_size < 2_500_000


@pytest.mark.slow
def test_the_sdist_holds_all_that_a_build_and_its_tests_need(distributions: Path) -> None:
    archives = list(distributions.glob("*.tar.gz"))
    assert len(archives) == 1
    with tarfile.open(archives[0]) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {
        "pyproject.toml", "LICENSE", "README.md", "PKG-INFO", "resume_tex/__init__.py", "templates/latex/resume.tex.j2",
        "themes/base/resume-base.sty", "schema/resume.schema.json", "examples/ml-engineer.yaml", "tests/test_packaging.py",
        "tests/samples/full.yaml",
    } <= names  # fmt: skip
    assert not [
        name for name in names if name.startswith((".venv", ".git/", ".mypy_cache", ".ruff_cache", ".hypothesis"))
    ]
    assert not [name for name in names if name.endswith((".pyc", ".pdf"))]


@pytest.mark.slow
def test_an_installed_wheel_builds_in_an_empty_folder_without_a_network(installed: Path, tmp_path: Path) -> None:
    where = run(installed, "python", "-c", "import resume_tex; print(resume_tex.__file__)", cwd=tmp_path)
    assert Path(where.stdout.decode().strip()).is_relative_to(installed), where.stderr.decode()
    folder = tmp_path / "empty"
    folder.mkdir()
    made = run(installed, "resume-tex", "new", "cv", cwd=folder)
    assert made.returncode == 0, made.stderr.decode() + made.stdout.decode()
    done = run(installed, "resume-tex", "build", "resume.yaml", cwd=folder / "cv")
    assert done.returncode == 0, done.stderr.decode() + done.stdout.decode()
    assert "Alex Petrov" in pdftotext((folder / "cv" / "resume.pdf").read_bytes())


@pytest.mark.slow
def test_an_installed_wheel_has_themes_and_schema(installed: Path, tmp_path: Path) -> None:
    listed = run(installed, "resume-tex", "themes", cwd=tmp_path)
    assert listed.returncode == 0, listed.stderr.decode()
    assert [theme for theme in THEMES if theme not in listed.stdout.decode()] == []
    schema = run(installed, "resume-tex", "schema", cwd=tmp_path)
    assert schema.returncode == 0, schema.stderr.decode()
    assert json.loads(schema.stdout)["title"] == "Resume"
    module = run(installed, "python", "-m", "resume_tex", "--version", cwd=tmp_path)
    assert module.returncode == 0, module.stderr.decode()


@pytest.mark.slow
def test_the_network_is_really_blocked(installed: Path, tmp_path: Path) -> None:
    code = "import socket; socket.create_connection(('127.0.0.1', 9))"
    assert b"the network is blocked" in run(installed, "python", "-c", code, cwd=tmp_path).stderr


@pytest.mark.slow
def test_the_coverage_of_the_fonts_is_fresh() -> None:
    """themes/base/coverage.json says what the fonts print; a change of the styles asks for a new one."""
    script = runpy.run_path(str(ROOT / "scripts" / "generate_coverage.py"))
    assert script["TARGET"].read_text("utf-8") == script["render"]()
