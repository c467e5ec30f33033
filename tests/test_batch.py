"""Several builds at once: every result is the one that it would have been alone, and a failure stops no other."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from resume_tex.batch import build_batch, variant_requests
from resume_tex.build import build
from resume_tex.build_request import BuildRequest
from resume_tex.cli.batch_building import merge_findings
from resume_tex.errors import OutputError, VariantError

if TYPE_CHECKING:
    from conftest import Outcome

DOCUMENT = """\
basics: {name: Alex Petrov, email: alex@alexpetrov.dev}
work:
  - {name: First, position: Engineer, startDate: 2020, highlights: [{text: Built Alpha, tags: [a]}, {text: Built Beta, tags: [b]}]}
meta:
  resumeTex:
    variants:
      a: {include: [a], label: Engineer of Alpha}
      b: {include: [b], theme: classic, output: alex-b}
"""


@pytest.fixture
def document(tmp_path: Path) -> Path:
    """Write the document."""
    file = tmp_path / "resume.yaml"
    file.write_text(DOCUMENT)
    return file


def test_every_variant_is_as_if_built_alone(document: Path) -> None:
    requests = variant_requests(BuildRequest(str(document), draft=True))
    assert [request.variant for request in requests] == ["a", "b"]
    done: list[tuple[int, int]] = []
    items = build_batch(requests, on_done=lambda count, every: done.append((count, every)))
    assert done == [(1, 2), (2, 2)]
    names = ["resume-a.pdf", "alex-b.pdf"]
    assert [item.result.outputs for item in items if item.result] == [(str(document.parent / n),) for n in names]
    together = [(document.parent / name).read_bytes() for name in names]
    for request in requests:
        assert build(BuildRequest(str(document), draft=True, variant=request.variant, force=True)).outputs
    assert [(document.parent / name).read_bytes() for name in names] == together
    assert together[0] != together[1]
    again = build_batch(requests)
    assert [item.result.unchanged for item in again if item.result] == [True, True]


def test_a_failure_stops_no_other(document: Path) -> None:
    broken = document.with_name("broken.yaml")
    broken.write_text("basics: [\n")
    missing = document.with_name("missing.yaml")
    files = [broken, document, missing]
    items = build_batch([BuildRequest(str(f), draft=True) for f in files] + [BuildRequest(str(document), variant="z")])
    assert [bool(item.result and item.result.outputs) for item in items] == [False, True, False, False]
    assert isinstance(items[3].failure, VariantError)


def test_two_variants_that_would_write_the_same_file(document: Path) -> None:
    document.write_text(DOCUMENT.replace("label: Engineer of Alpha", "output: alex-b"))
    with pytest.raises(OutputError, match="'a' and 'b' would both write"):
        variant_requests(BuildRequest(str(document)))
    document.write_text("basics: {name: A}\n")
    with pytest.raises(VariantError, match="no variants"):
        variant_requests(BuildRequest(str(document)))


def test_findings_are_told_once(document: Path) -> None:
    requests = variant_requests(BuildRequest(str(document), select=("contact.missing", "bullets.no-result")))
    merged = [(d.code, d.message) for d in merge_findings(build_batch(requests))]
    missing = [message for code, message in merged if code == "contact.missing"]
    weak = [message for code, message in merged if code == "bullets.no-result"]
    assert missing
    assert len(missing) == len(set(missing))
    assert not [message for message in missing if message.startswith("[")]
    assert sorted(message[:4] for message in weak) == ["[a] ", "[b] "]


@pytest.fixture
def run(invoke: Callable[..., Outcome], document: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Outcome]:
    """Return the command, run in the document's folder."""
    monkeypatch.chdir(document.parent)
    return invoke


def test_the_command(run: Callable[..., Outcome], document: Path) -> None:
    outcome = run("build", "--draft", "--all-variants", "--select", "contact.email")
    assert (outcome.code, outcome.out.splitlines()) == (
        0,
        ["resume.yaml [a]: resume-a.pdf (1 page) written.", "resume.yaml [b]: alex-b.pdf (1 page) written."],
    )
    outcome = run("build", "--draft", "--variant", "b", "--select", "contact.email")
    assert (outcome.code, outcome.out) == (0, "alex-b.pdf (1 page) is up to date.\n")
    (document.parent / "out").mkdir()
    outcome = run("build", "--draft", "--variant", "a", "--variant", "b", "-o", "out", "--select", "contact.email")
    assert sorted(path.name for path in (document.parent / "out").iterdir()) == ["alex-b.pdf", "resume-a.pdf"]
    outcome = run("build", "--draft", "--variant", "z")
    assert (outcome.code, outcome.err) == (2, "error: resume.yaml has no variant 'z'.\nhelp: There are: a, b.\n")
    outcome = run("build", "--all-variants", "--variant", "a", "-o", "one.pdf")
    assert outcome.code == 2
    assert "folder" in outcome.err
    outcome = run("build", "--all-variants", "--watch")
    assert outcome.code == 2
    assert "one variant" in outcome.err


def test_a_variant_without_tags_writes_beside_the_document_and_over_nobodys_file(
    run: Callable[..., Outcome], document: Path
) -> None:
    (document.parent / "alex-b.pdf").write_text("somebody's own")
    outcome = run("build", "--draft", "--variant", "b")
    assert outcome.code == 2
    assert "alex-b.pdf exists and is not a PDF" in outcome.err
    assert (document.parent / "alex-b.pdf").read_text() == "somebody's own"


def test_several_documents(run: Callable[..., Outcome], document: Path) -> None:
    other = document.with_name("other.yaml")
    other.write_text(DOCUMENT)
    outcome = run("build", "--draft", "resume.yaml", "other.yaml", "--select", "contact.email")
    assert (outcome.code, outcome.out.splitlines()) == (
        0,
        ["resume.yaml: resume.pdf (1 page) written.", "other.yaml: other.pdf (1 page) written."],
    )
