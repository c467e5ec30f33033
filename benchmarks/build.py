"""Time and memory of the command, beside RenderCV and a bare TeX run in the same session.

python benchmarks/build.py [--runs 15] [--rendercv /path/to/rendercv]

RenderCV gets the same resume. It fetches a Typst package for its icons on its first run, so run it once online before.
Medians of wall time; peak memory is that of the Python process. Compile the .pyc files first (pip does).
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "examples" / "ml-engineer.yaml"
COMMAND = [str(Path(sys.executable).parent / "resume-tex")]


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--rendercv", default=shutil.which("rendercv"))
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        rows = measure(Path(folder), arguments.runs, arguments.rendercv)
    peer = rows.get("RenderCV: build", (0.0, 0.0))[0]
    print(f"{'':38}{'ms':>8}{'MB':>8}{'of RenderCV':>14}")
    for name, (seconds, memory) in rows.items():
        ratio = f"{seconds / peer:.2f}" if peer and "build" in name else ""
        print(f"{name:38}{seconds * 1000:8.0f}{memory:8.0f}{ratio:>14}")


def measure(folder: Path, runs: int, rendercv: str | None) -> dict[str, tuple[float, float]]:
    """Return the median seconds and peak megabytes of each way."""
    document = folder / "resume.yaml"
    shutil.copy(EXAMPLE, document)
    subprocess.run([*COMMAND, "build", str(document), "--format", "pdf,tex"], check=True, stdout=subprocess.DEVNULL)
    ways = {
        "resume-tex: build, warm cache": [*COMMAND, "build", str(document), "--force"],
        "resume-tex: build, nothing changed": [*COMMAND, "build", str(document)],
        "resume-tex: check": [*COMMAND, "check", str(document)],
        "resume-tex: --help": [*COMMAND, "--help"],
        "Python alone": [sys.executable, "-c", "pass"],
        "Python, import pydantic jinja2 yaml": [sys.executable, "-c", "import pydantic.main, jinja2, yaml"],
        "bare TeX run, no format": bare_tex(folder, document),
    }
    if rendercv:
        peer = folder / "rendercv.yaml"
        peer.write_text(yaml.safe_dump(rendercv_document(), sort_keys=False))
        only_pdf = ["--dont-generate-html", "--dont-generate-markdown", "--dont-generate-png"]
        ways["RenderCV: build"] = [rendercv, "render", str(peer), *only_pdf]
        ways["RenderCV: --help"] = [rendercv, "--help"]
    times: dict[str, list[float]] = {name: [] for name in ways}
    memory = dict.fromkeys(ways, 0.0)
    for _ in range(runs + 1):  # in turns, so that a slow moment of the machine falls on all
        for name, way in ways.items():
            seconds, megabytes = run(way, folder)
            times[name].append(seconds)
            memory[name] = max(memory[name], megabytes)
    return {name: (statistics.median(seconds[1:]), memory[name]) for name, seconds in times.items()}


def run(command: list[str], folder: Path) -> tuple[float, float]:
    """Run a command and return its seconds and its own peak memory in megabytes."""
    began = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - began
    if status != 0:
        assert process.stderr is not None
        sys.exit(f"{' '.join(command)} failed:\n{process.stderr.read().decode()[-2000:]}")
    process.returncode = 0
    if process.stderr:
        process.stderr.close()
    return seconds, usage.ru_maxrss / 1024


def bare_tex(folder: Path, document: Path) -> list[str]:
    """Return the command that typesets the same document with the same engine, and neither our cache nor Python."""
    from resume_tex.engine.tinytex import TinyTex
    from resume_tex.render.theme import load_theme

    for name, content in load_theme("engineer").files().items():
        (folder / name).write_bytes(content)
    return [TinyTex.locate().pdftex, "-interaction=batchmode", "-jobname=bare", f"{document.stem}.tex"]


def rendercv_document() -> dict[str, object]:
    """Return the example as RenderCV has it."""
    resume = yaml.safe_load(EXAMPLE.read_text("utf-8"))
    basics = resume["basics"]
    experience = [
        {
            "company": job["name"], "position": job["position"], "location": job["location"], "start_date": job["startDate"],
            "end_date": job.get("endDate", "present"), "highlights": job["highlights"],
        }
        for job in resume["work"]
    ]  # fmt: skip
    skills = [{"label": skill["name"], "details": ", ".join(skill["keywords"])} for skill in resume["skills"]]
    degree = resume["education"][0]
    education = {
        "institution": degree["institution"], "area": degree["area"], "degree": degree["studyType"],
        "location": degree["location"], "end_date": degree["endDate"],
    }  # fmt: skip
    paper = resume["publications"][0]
    sections = {
        "summary": [basics["summary"]],
        "experience": experience,
        "publications": [
            {
                "title": paper["name"],
                "authors": paper["authors"],
                "journal": paper["publisher"],
                "date": paper["releaseDate"],
            }
        ],
        "skills": skills,
        "education": [education],
    }
    networks = [{"network": p["network"], "username": p["username"]} for p in basics["profiles"]]
    return {
        "cv": {
            "name": basics["name"],
            "email": basics["email"],
            "location": "New York, NY",
            "social_networks": networks,
            "sections": sections,
        }
    }


if __name__ == "__main__":
    main()
