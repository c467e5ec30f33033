"""kill -9 at every stage: the last good PDF survives, TeX ends too, and the next build tidies up."""

from __future__ import annotations

import os
import shutil
import signal
import time
import zipfile
from pathlib import Path

import pytest
from fault_building import Scene, assert_clean, assert_nothing_runs, is_whole, make_scene, tex_processes

pytestmark = pytest.mark.slow
DIE = "import os, signal\ndef die(*a, **k):\n    os.kill(os.getpid(), signal.SIGKILL)\n"
WARM = {
    "before the document is read": "import resume_tex.document.load as m; m.load_resume = die",
    "before TeX starts": "import resume_tex.engine.warm as m; m.start = die",
    "when TeX has started": "import resume_tex.engine.warm as m; s = m.start\ndef start(*a, **k): s(*a, **k); die()\nm.start = start",
    "when TeX has its body": "import resume_tex.engine.warm as m; s = m.WarmProcess.begin\n"
    "def begin(*a, **k): s(*a, **k); die()\nm.WarmProcess.begin = begin",
    "while the rules run": "import resume_tex.quality as m; m.quality = die",
    "before the result is written": "import resume_tex.output as m; m.write_atomically = die",
    "while the result is written": "import os; os.replace = die",
    "before the state is kept": "import resume_tex.build_steps as m; m.save_state = die",
    "while the state is kept": "import os; r = os.replace\ndef replace(a, b): die() if '.new.' in a else r(a, b)\nos.replace = replace",
}
COLD = {
    "while the preamble is compiled": "import resume_tex.engine.precompile as m; m.fonts_for = die",
    "before the format is written": "import zlib; zlib.decompress = die",
    "before the format is in place": "import resume_tex.engine.formats as m; m._install = die",
    "when the format is in place": "import resume_tex.engine.formats as m; m.FormatCache._prune = die",
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    """Return a scene with a built document; tests copy it."""
    scene = make_scene(tmp_path_factory.mktemp("built"))
    scene.build()
    return scene


@pytest.fixture
def scene(built: Scene, tmp_path: Path) -> Scene:
    """Return a scene of the test's own: the document is built, and has been edited since."""
    scene = make_scene(tmp_path / "scene" if (tmp_path / "scene").mkdir() is None else tmp_path)
    shutil.copy2(built.pdf, scene.pdf)
    shutil.copytree(built.cache, scene.cache, dirs_exist_ok=True)
    scene.edit("Another Name")
    return scene


def kill_in(scene: Scene, code: str, *arguments: str) -> None:
    """Run the command, which must kill itself."""
    status, said = scene.run(*arguments, code=DIE + code)
    assert status == -signal.SIGKILL, said


@pytest.mark.parametrize("stage", [*WARM, *COLD])
def test_a_build(scene: Scene, stage: str) -> None:
    before = scene.pdf.read_bytes()
    if stage in COLD:
        shutil.rmtree(scene.cache)
        scene.cache.mkdir()
    kill_in(scene, {**WARM, **COLD}[stage], "build", "--draft", "resume.yaml")
    assert_nothing_runs(scene)
    after = scene.pdf.read_bytes()
    assert after == before or ("state" in stage and is_whole(after))
    scene.pass_time()
    scene.edit("A Third Name")
    scene.build()
    assert_clean(scene)
    assert scene.pdf.read_bytes() not in {before, after}


@pytest.mark.parametrize("when", ["waiting", "working"])
def test_watching(scene: Scene, when: str) -> None:
    before = scene.pdf.read_bytes()
    endless = (
        "import resume_tex.engine.recipe as m; m.body_file = lambda p: b'\\\\loop\\\\iftrue\\\\repeat'\n"
        if when == "working"
        else ""
    )
    watching = scene.start("build", "--watch", "--draft", "resume.yaml", code=endless)
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and (
        not tex_processes(scene) or (when == "waiting" and scene.pdf.read_bytes() == before)
    ):
        time.sleep(0.02)
    time.sleep(0.2)
    assert tex_processes(scene)
    watching.kill()
    watching.communicate()
    assert_nothing_runs(scene)
    assert is_whole(scene.pdf.read_bytes())
    assert (scene.pdf.read_bytes() == before) == (when == "working")
    scene.pass_time()
    scene.edit("A Third Name")
    scene.build()
    assert_clean(scene)


@pytest.mark.parametrize("target", ["out", "out.zip"])
@pytest.mark.parametrize("count", [0, 1, 4])
def test_an_export(scene: Scene, target: str, count: int) -> None:
    """However many files have been replaced: the folder is still an export, which the next one completes."""
    place = scene.project / target
    status, said = scene.run("export", "overleaf", "resume.yaml", "-o", target)
    assert status == 0, said
    old = place.read_bytes() if place.is_file() else b""
    scene.edit("A Third Name")
    code = (
        "import os; r = os.replace; n = iter(range(999))\n"
        f"def replace(a, b): die() if '/out' in os.path.abspath(b) and next(n) == {count} else r(a, b)\nos.replace = replace"
    )
    options = ("--force", "--theme", "classic")
    status, said = scene.run("export", "overleaf", "resume.yaml", "-o", target, *options, code=DIE + code)
    if target == "out":
        assert status == -signal.SIGKILL, said
    else:  # the zip, and the page that opens it
        assert status == (-signal.SIGKILL if count < 2 else 0), said
        assert (place.read_bytes() == old) == (count == 0)
        assert zipfile.ZipFile(place).testzip() is None
    scene.pass_time()
    status, said = scene.run("export", "overleaf", "resume.yaml", "-o", target, *options)
    assert status == 0, said
    assert [name for name in os.listdir(scene.project) if name.startswith(".")] == []
