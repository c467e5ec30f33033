"""A preview of a small document, with builds that the test makes up."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from browser import Tab, chromium
from conversation import Client

from resume_tex.build_request import BuildRequest
from resume_tex.preview import server
from resume_tex.preview.server import show

DOCUMENT = """\
basics:
  name: Alex Petrov
  label: Senior ML Engineer
  email: alex.petrov@email.com
work:
  - name: Spotify
    position: Senior ML Engineer
    startDate: 2023
    highlights:
      - Raised CTR by **12%** with a two-tower retrieval model in a 3-week A/B test.
      - Cut serving cost by 40%.
"""


@pytest.fixture
def document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Write a document into an empty folder, which becomes the current one."""
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "resume.yaml"
    file.write_text(DOCUMENT)
    return file


@pytest.fixture
def bugs() -> Iterator[list[BaseException]]:
    """Return the list of faults that the server reports; there must be none in the end."""
    found: list[BaseException] = []
    yield found
    assert found == []


@pytest.fixture(autouse=True)
def prompt_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a preview end in a moment, since nearly every test here ends one."""
    monkeypatch.setattr(server, "_END_NOTICED", 0.01)


@pytest.fixture
def client(document: Path, bugs: list[BaseException]) -> Iterator[Client]:
    """Show the document and return somebody who knows where."""
    with show(BuildRequest("resume.yaml"), on_bug=bugs.append, environment={"EDITOR": "nvim"}) as preview:
        yield Client(preview)


@pytest.fixture(scope="session")
def window() -> Iterator[Tab]:
    """Return a browser's window; the tests of a worker share it."""
    with chromium() as tab:
        yield tab
