"""Double spaces are mended where they are, and the line breaks of folded text are none."""

from __future__ import annotations

from pathlib import Path

from resume_tex.build_request import BuildRequest
from resume_tex.fixes import fix_document

TEXT = """\
work:
  - name: Foo
    highlights:
      - Built a ranker  that cut  latency by 30%.
      - >-
        Built a ranker  that cut
        the latency by 30%.
"""


def test_only_the_double_spaces_change(tmp_path: Path) -> None:
    result = fix_document(TEXT, BuildRequest(str(tmp_path / "resume.yaml"), select=("wording.quotes",)))
    assert result.after == TEXT.replace("ranker  that", "ranker that").replace("cut  latency", "cut latency")
