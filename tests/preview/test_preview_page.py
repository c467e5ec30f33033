"""The page in a real browser, over a real watcher: it follows the document, keeps its place, and leads to the source."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from browser import Tab
from builders import sample

from resume_tex.build_request import BuildRequest
from resume_tex.preview.server import serve
from resume_tex.watch import Watcher

pytestmark = pytest.mark.slow
SHOWN = "Number(document.documentElement.dataset.shown)"
BUILD = "Number(document.documentElement.dataset.build)"
CTRL = 2


class Shown:
    """A document in preview, and the window that shows it."""

    def __init__(self, tab: Tab, file: Path) -> None:
        self.tab = tab
        self.file = file

    def edit(self, old: str, new: str) -> None:
        """Change the document as editors do: write another file and rename it over."""
        text = self.file.read_text()
        assert old in text
        self.write(text.replace(old, new))

    def write(self, text: str) -> None:
        other = self.file.with_name("new.tmp")
        other.write_text(text)
        os.replace(other, self.file)

    def wait_for_words(self, words: str) -> None:
        """Wait until the page shows some words."""
        self.tab.wait_for(f"document.querySelector('#pages').textContent.includes({json.dumps(words)})")

    def place_of(self, words: str) -> tuple[float, float]:
        """Return the middle of some words on the page."""
        x, y = self.tab.run(f"""(() => {{
            const span = [...document.querySelectorAll('.textLayer span')].find((s) => s.textContent.includes({json.dumps(words)}));
            const range = document.createRange(), at = span.textContent.indexOf({json.dumps(words)});
            range.setStart(span.firstChild, at); range.setEnd(span.firstChild, at + {len(words)});
            const box = range.getBoundingClientRect();
            return [box.x + box.width / 2, box.y + box.height / 2];
        }})()""")
        return x, y

    def ink(self, selector: str = "canvas.sheet") -> int:
        """Return how many dark points the first canvas has."""
        return int(
            self.tab.run(f"""(() => {{
            const canvas = document.querySelector({json.dumps(selector)});
            const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
            let dark = 0;
            for (let i = 0; i < data.length; i += 4) if (data[i] < 128) dark += 1;
            return dark;
        }})()""")
        )


@pytest.fixture
def show_page(window: Tab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Path], Shown]]:
    """Return a function that previews a copy of a document in the window."""
    monkeypatch.chdir(tmp_path)
    running: list[tuple[Watcher, threading.Thread]] = []
    bugs: list[BaseException] = []

    def show(document: Path) -> Shown:
        file = tmp_path / f"resume{document.suffix}"
        file.write_bytes(document.read_bytes())
        address: list[str] = []
        started = threading.Event()

        def start(watcher: Watcher) -> None:
            running.append((watcher, thread))
            started.set()

        thread = threading.Thread(
            target=serve, args=(BuildRequest(file.name),),
            kwargs={"open_browser": False, "announce": address.append, "on_start": start, "on_bug": bugs.append},
        )  # fmt: skip
        thread.start()
        assert started.wait(30)
        window.events.clear()
        window.resize(1440, 900)
        window.call("Network.clearBrowserCookies")
        window.open(address[0])
        window.wait_for(f"{SHOWN} >= 1 && document.querySelector('.textLayer span')")
        return Shown(window, file)

    yield show
    assert window.complaints() == []
    for watcher, thread in running:
        watcher.stop()
        thread.join(30)
        assert not thread.is_alive()
    window.wait_for("document.querySelector('#status').dataset.state === 'stopped'")
    assert bugs == []
    window.open("about:blank")


@pytest.fixture
def example(show_page: Callable[[Path], Shown]) -> Shown:
    """Preview a resume of one page without findings."""
    return show_page(Path(__file__).with_name("page.yaml"))


@pytest.fixture
def long(show_page: Callable[[Path], Shown]) -> Shown:
    """Preview a document of several pages."""
    return show_page(sample("long.yaml"))


def test_the_page_shows_the_pdf(example: Shown) -> None:
    assert example.tab.run("document.querySelectorAll('canvas.sheet').length") == 1
    assert example.ink() > 10_000
    assert "Alex Petrov" in example.tab.run("document.querySelector('.textLayer').textContent")
    assert example.tab.run("document.title") == "resume.yaml: preview"
    assert example.tab.run("document.querySelector('#facts').textContent").startswith("1 page")


def test_an_edit_reaches_the_page(example: Shown) -> None:
    before = example.tab.run(SHOWN)
    example.edit("Alex Petrov", "Alexandra Petrova-Hohenfels")
    example.wait_for_words("Alexandra Petrova-Hohenfels")
    assert example.tab.run(SHOWN) > before
    assert "Alex Petrov" not in example.tab.run("document.querySelector('.textLayer').textContent")
    assert example.tab.run("document.querySelectorAll('canvas.sheet').length") == 1


def test_what_an_edit_has_changed_is_marked_for_a_moment(example: Shown) -> None:
    example.tab.run("""new MutationObserver((all) => {
        for (const one of all) for (const node of one.addedNodes) if (node.classList?.contains('changed')) (window.marked ??= []).push(node);
    }).observe(document.body, {subtree: true, childList: true})""")
    example.edit("500M+ users", "650M+ users")
    example.wait_for_words("650M+ users")
    assert example.tab.wait_for("window.marked && window.marked.length") <= 3
    example.tab.wait_for("document.querySelectorAll('.changed').length === 0")


def test_the_scroll_position_is_kept(long: Shown) -> None:
    assert long.tab.run("document.querySelectorAll('.page').length") > 1
    long.tab.run("document.querySelector('#pages').scrollTop = 777")
    for number in range(3):
        shown = long.tab.run(SHOWN)
        name = "basics:\n  name: " + "X" * (number + 1) + "\n"
        text = long.file.read_text()
        start = text.index("basics:")
        line = text.index("  name:", start)
        long.write(text[:start] + name + text[text.index("\n", line) + 1 :])
        long.tab.wait_for(f"{SHOWN} > {shown}")
        assert long.tab.run("document.querySelector('#pages').scrollTop") == 777


def test_the_pages_never_flicker(example: Shown) -> None:
    """At every frame of ten builds each page in view has one canvas, drawn and of full size."""
    example.tab.run("""(() => {
        window.faults = []; window.frames_seen = 0;
        const look = () => {
            window.frames_seen += 1;
            for (const page of document.querySelectorAll('.page')) {
                const sheets = page.querySelectorAll('canvas.sheet');
                if (sheets.length !== 1 || sheets[0].width < 100) { window.faults.push(sheets.length); continue; }
                const data = sheets[0].getContext('2d').getImageData(0, 0, sheets[0].width, sheets[0].height / 4).data;
                if (!data.some((value, i) => i % 4 === 0 && value < 100)) window.faults.push('blank');
            }
            window.looking = requestAnimationFrame(look);
        };
        look();
    })()""")
    for number in range(10):
        shown = example.tab.run(SHOWN)
        example.edit("Alex" if number == 0 else f"Alex{number}", f"Alex{number + 1}")
        example.tab.wait_for(f"{SHOWN} > {shown}")
    assert example.tab.run("cancelAnimationFrame(window.looking) ?? window.faults") == []
    assert example.tab.run("window.frames_seen") > 10


def test_an_error_keeps_the_pages_and_is_shown(example: Shown) -> None:
    ink, shown = example.ink(), example.tab.run(SHOWN)
    example.edit("  label:", "  lable:")
    message = example.tab.wait_for("document.querySelector('#findings li.error .message')?.textContent")
    assert message == "The key lable is not known in basics."
    assert example.tab.run("document.querySelector('#findings li.error code').textContent") == "lable"
    assert example.tab.run("document.querySelector('#banner').textContent") == (
        "1 error keeps the document from being typeset. The pages below are the last good ones."
    )
    assert example.tab.run("document.querySelector('#status').dataset.state") == "old"
    assert (example.ink(), example.tab.run(SHOWN)) == (ink, shown)
    example.edit("  lable:", "  label:")
    example.tab.wait_for(
        f"{SHOWN} > {shown} && document.querySelector('#banner').hidden && !document.querySelector('#findings li.error')"
    )


def test_a_finding_leads_to_its_line(example: Shown) -> None:
    example.edit("  label:", "  lable:")
    example.tab.wait_for("document.querySelector('#findings li.error')")
    line = example.file.read_text().split("\n").index("  lable: Senior ML Engineer") + 1
    example.tab.wait_for("document.querySelector('#editor').options.length")
    look = "(({href, title, lastChild}) => [href, title, lastChild.textContent])(document.querySelector('#findings li.error a'))"
    href, title, place = example.tab.run(look)
    assert (href, place) == (f"vscode://file{example.file}:{line}:3", f"basics.lable  ·  line {line}")
    assert title.startswith("Open in VS Code, or in a terminal: ")
    assert f"{line} resume.yaml" in title or f"resume.yaml:{line}" in title
    choose = "(() => { const s = document.querySelector('#editor'); s.value = 'zed'; s.dispatchEvent(new Event('change')); })()"
    example.tab.run(choose)
    assert example.tab.run(look)[0] == f"zed://file{example.file}:{line}:3"


def test_text_of_the_document_is_never_html(example: Shown) -> None:
    example.edit("  label:", '  "<img src=x onerror=alert(1)>":')
    assert "<img" in example.tab.wait_for("document.querySelector('#findings li .message')?.textContent")
    assert example.tab.run("document.querySelectorAll('img').length") == 0


def test_a_click_on_a_bullet_shows_its_source(example: Shown) -> None:
    words = "Kubeflow"
    line = next(n for n, text in enumerate(example.file.read_text().split("\n"), 1) if words in text)
    example.tab.click(*example.place_of(words))
    where = example.tab.wait_for(
        "!document.querySelector('#source').hidden && document.querySelector('#source .where').innerText"
    )
    path, place = where.split("\n")
    assert path.startswith("work[0].highlights[")
    assert place.startswith(f"resume.yaml:{line}:")
    assert words in example.tab.run("document.querySelector('#source .here').textContent")
    assert example.tab.run("document.querySelector('#source .open').getAttribute('href')").startswith(
        f"vscode://file{example.file}:{line}:"
    )
    assert "resume.yaml" in example.tab.run("document.querySelector('#source .copy').textContent")
    assert example.tab.run("document.querySelectorAll('.mark.held').length") >= 2
    example.tab.press("Escape")
    assert example.tab.run("document.querySelector('#source').hidden && !document.querySelector('.mark')")


def test_what_is_lit_up_stays_lit_up_over_a_build(example: Shown) -> None:
    example.tab.click(*example.place_of("Kubeflow"))
    example.tab.wait_for("document.querySelector('.mark.held')")
    shown = example.tab.run(SHOWN)
    example.edit("500M+ users", "700M+ users")
    example.tab.wait_for(f"{SHOWN} > {shown}")
    example.wait_for_words("700M+ users")
    assert example.tab.run("document.querySelectorAll('.mark.held').length") >= 2


def test_what_is_lit_up_follows_its_edited_words_and_lines(example: Shown) -> None:
    example.tab.click(*example.place_of("Kubeflow"))
    place = "document.querySelector('#source:not([hidden]) .where').innerText.split('\\n')[1].split(':')[1]"
    line = int(example.tab.wait_for(place))
    example.edit("Kubeflow", "Kubernetes and Kubeflow")
    example.wait_for_words("Kubernetes and Kubeflow")
    example.tab.wait_for("document.querySelector('#source .excerpt').textContent.includes('Kubernetes and')")
    example.write(f"# another line\n{example.file.read_text()}")
    example.tab.wait_for(f"Number({place}) === {line + 1}")
    assert example.tab.run("document.querySelectorAll('.mark.held').length") >= 2
    assert f":{line + 1}:" in example.tab.run("document.querySelector('#source .open').getAttribute('href')")


def test_a_click_shows_its_source_though_the_findings_are_hidden(example: Shown) -> None:
    example.tab.press("f")
    assert example.tab.run("document.querySelector('#side').hidden") is True
    example.tab.click(*example.place_of("Kubeflow"))
    example.tab.wait_for("document.querySelector('#source .here')?.checkVisibility()")
    example.tab.press("Escape")
    assert example.tab.run("document.querySelector('#side').hidden") is True
    example.tab.press("f")
    assert example.tab.run("document.querySelector('#side').hidden") is False


@pytest.mark.parametrize(("width", "height"), [(1000, 700), (780, 900), (500, 800), (360, 740)])
def test_everything_is_in_view_in_a_narrow_window(example: Shown, width: int, height: int) -> None:
    example.edit("  label:", "  x-y: 1\n  nickname: Al\n  label:")
    example.tab.wait_for("document.querySelector('#findings li')")
    example.tab.resize(width, height)
    example.tab.wait_for(f"innerWidth === {width}")
    inside = """[...document.querySelectorAll('header :is(button, select), #findings li, #editor, canvas.sheet')].filter((e) => e.checkVisibility())
        .map((e) => [e.id || e.className, e.getBoundingClientRect()])
        .filter(([name, box]) => box.left < 0 || box.right > innerWidth || box.top >= innerHeight || (name !== 'sheet' && box.bottom > innerHeight))
        .map(([name]) => name)"""
    example.tab.wait_for(f"{inside}.length === 0")
    assert example.tab.run("document.documentElement.scrollWidth <= innerWidth") is True
    assert example.tab.run("document.querySelector('#pages').clientHeight") > height / 4
    assert example.tab.run("document.querySelector('.bar').offsetHeight") < 80


def test_the_top_stays_the_top_whatever_size_the_window_has(example: Shown) -> None:
    for width in (700, 1300, 500, 1440):
        before = example.tab.run("document.querySelector('canvas.sheet').width")
        example.tab.resize(width, 900)
        example.tab.wait_for(f"document.querySelector('canvas.sheet').width !== {before}")
        assert example.tab.run("document.querySelector('#pages').scrollTop") == 0


def test_the_title_tells_of_a_failure(example: Shown) -> None:
    example.edit("  label:", "  lable:")
    example.tab.wait_for("document.title === '✕ resume.yaml: preview'")
    example.edit("  lable:", "  label:")
    example.tab.wait_for("document.title === 'resume.yaml: preview'")


def test_whatever_can_be_used_has_a_name(example: Shown) -> None:
    """As assistive technology reads the page."""
    example.edit("  label:", "  lable:")
    example.tab.wait_for("document.querySelector('#findings li.error')")
    example.tab.call("Accessibility.enable")
    nodes = [node for node in example.tab.call("Accessibility.getFullAXTree")["nodes"] if not node.get("ignored")]
    names = [
        (node["role"]["value"], node.get("name", {}).get("value", ""))
        for node in nodes
        if any(each["name"] == "focusable" for each in node.get("properties", []))
    ]
    assert ("combobox", "Theme") in names
    assert ("button", "1 error") in names
    links = [" ".join(name.split()) for role, name in names if role == "link"]
    assert [link.partition(" · ")[0] for link in links] == [
        "The key lable is not known in basics. Did you mean label? basics.lable"
    ]
    assert [role for role, name in names if not name] == []
    assert "Canvas" not in [node["role"]["value"] for node in nodes]
    assert [node["name"]["value"] for node in nodes if node["role"]["value"] == "status"] == [""]


def test_a_finding_lights_up_its_words(example: Shown) -> None:
    example.edit("Designed the experiment framework", "Responsible for the experiment framework")
    example.tab.wait_for("document.querySelector('#findings li')")
    example.wait_for_words("Responsible for")
    example.tab.run("document.querySelector('#findings li:has(.place)').querySelector('a').focus()")
    example.tab.wait_for("document.querySelector('.mark.seen')")


def test_the_keyboard_suffices(example: Shown) -> None:
    example.edit("  label:", "  lable:")
    example.edit("  email:", "  emial:")
    example.tab.wait_for("document.querySelectorAll('#findings li.error').length === 2")
    focused = "document.activeElement.querySelector('.place')?.textContent"
    example.tab.press("j")
    first = example.tab.run(focused)
    example.tab.press("j")
    second = example.tab.run(focused)
    example.tab.press("k")
    assert (example.tab.run(focused), first != second) == (first, True)
    example.tab.press("e")
    assert "key" in example.tab.wait_for("document.querySelector('.explanation .lead')?.textContent")
    example.tab.press("f")
    assert example.tab.run("document.querySelector('#side').hidden") is True
    example.tab.press("f")
    example.tab.press("?")
    assert example.tab.run("document.querySelector('#keys').open") is True


def test_the_page_is_sharp_at_any_zoom(example: Shown) -> None:
    """A canvas has as many points as the screen has for the page, or what is seen of it has."""
    sharp = """(() => {
        const ratio = devicePixelRatio, sheet = document.querySelector('canvas.sheet'), detail = document.querySelector('canvas.detail');
        const canvas = detail ?? sheet, box = canvas.getBoundingClientRect();
        return Math.abs(canvas.width - box.width * ratio) <= 1 && Math.abs(canvas.height - box.height * ratio) <= 1 && box.width;
    })()"""
    widths = [example.tab.wait_for(sharp)]
    for keys in ("+", "++", "+++", "++++", "p", "w"):
        for key in keys:
            example.tab.press(key)
        widths.append(example.tab.wait_for(sharp))
    assert widths[0] < widths[1] < widths[2]
    example.tab.resize(1400, 880, ratio=2.0)
    example.tab.wait_for(f"devicePixelRatio === 2 && {sharp}")
    example.tab.run(
        "(() => { const s = document.querySelector('#zoom'); s.value = '8'; s.dispatchEvent(new Event('change')); })()"
    )
    example.tab.wait_for(f"document.querySelector('canvas.detail') && {sharp}")
    pixels = example.tab.run("[...document.querySelectorAll('canvas')].reduce((sum, c) => sum + c.width * c.height, 0)")
    assert pixels < 60e6
    assert example.ink("canvas.detail") > 1000


def test_zooming_with_the_wheel_keeps_the_place_under_the_pointer(example: Shown) -> None:
    x, y = example.place_of("Kubeflow")
    example.tab.call("Input.dispatchMouseEvent", type="mouseWheel", x=x, y=y, deltaX=0, deltaY=-200, modifiers=CTRL)
    example.tab.wait_for("document.querySelector('#zoom').value > 1")
    after = example.place_of("Kubeflow")
    assert abs(after[0] - x) < 25
    assert abs(after[1] - y) < 10


def test_the_theme_is_switched_from_the_page(example: Shown) -> None:
    shown = example.tab.run(SHOWN)
    assert example.tab.wait_for("document.querySelector('#theme').options.length") == 7
    example.tab.run(
        "(() => { const s = document.querySelector('#theme'); s.value = 'classic'; s.dispatchEvent(new Event('change')); })()"
    )
    example.tab.wait_for(f"{SHOWN} > {shown}")
    assert b"SourceSansPro" not in example.file.with_suffix(".pdf").read_bytes()
    example.tab.press("t")
    example.tab.wait_for(f"{SHOWN} > {shown + 1} && document.querySelector('#theme').value === 'compact'")


def test_the_variant_is_switched_from_the_page(example: Shown) -> None:
    assert example.tab.run("document.querySelector('#variant-choice').hidden")
    example.edit(
        "    theme: engineer",
        "    variants: {data: {label: Engineer of the data variant}}\n    theme: engineer",
    )
    example.tab.wait_for("document.querySelector('#variant').options.length === 2")
    for value, label in (("data", "Engineer of the data variant"), ("", "Senior ML Engineer")):
        example.tab.run(f"""(() => {{
            const s = document.querySelector('#variant');
            s.value = [...s.options].find((o) => o.value === {value!r} || (!{value!r} && o.index === 0)).value;
            s.dispatchEvent(new Event('change'));
        }})()""")
        example.wait_for_words(label)
    assert example.file.with_name(f"{example.file.stem}-data.pdf").exists()


def test_light_and_dark(example: Shown) -> None:
    grounds = []
    for _ in range(3):
        example.tab.press("l")
        appearance = example.tab.run("document.documentElement.dataset.appearance")
        grounds.append((appearance, example.tab.run("getComputedStyle(document.body).backgroundColor")))
    assert [appearance for appearance, _ in grounds] == ["light", "dark", "auto"]
    assert grounds[0][1] != grounds[1][1]


def test_settings_outlive_the_page(example: Shown) -> None:
    example.tab.press("l")
    example.tab.press("w")
    example.tab.press("f")
    example.tab.call("Page.reload")
    example.tab.wait_for(f"{SHOWN} >= 1 && document.querySelector('#side').hidden")
    assert example.tab.run("[document.documentElement.dataset.appearance, document.querySelector('#zoom').value]") == [
        "light",
        "width",
    ]


def test_no_request_leaves_the_machine(example: Shown) -> None:
    example.edit("500M+ users", "800M+ users")
    example.wait_for_words("800M+ users")
    requested = example.tab.requested()
    origin = example.tab.run("location.origin")
    assert origin.startswith("http://127.0.0.1:")
    assert [address for address in requested if not address.startswith(origin + "/")] == []
    assert len(requested) > 10


def test_the_content_security_policy_holds(example: Shown) -> None:
    """Neither a script in the page, nor evaluation, nor another host: the browser refuses them all."""
    probe = """(async () => {
        const refused = new Set(), wanted = ['script-src-elem', 'script-src', 'style-src-elem', 'img-src', 'connect-src', 'frame-src', 'form-action'];
        const all = new Promise((resolve) => document.addEventListener('securitypolicyviolation', (event) => {
            refused.add(event.effectiveDirective);
            if (wanted.every((name) => refused.has(name))) resolve();
        }));
        const add = (name, set) => document.body.append(Object.assign(document.createElement(name), set));
        add('script', {textContent: 'window.inline = 1'});
        add('style', {textContent: 'body { color: red }'});
        add('img', {src: 'http://127.0.0.1:9/x.png'});
        add('iframe', {src: location.href});
        add('form', {action: 'http://127.0.0.1:9/', id: 'form'});
        document.querySelector('#form').submit();
        fetch('http://localhost:9/').catch(() => {});
        try { new Function('return 1')(); refused.add('evaluated'); } catch {}
        await all;
        return [window.inline ?? null, [...refused].sort().join(' ')];
    })()"""
    refused = "connect-src form-action frame-src img-src script-src script-src-elem style-src-elem"
    assert example.tab.run(probe) == [None, refused]
    example.tab.run("1")
    example.tab.events.clear()


def test_many_builds_leave_nothing_behind(example: Shown) -> None:
    """Fonts, canvases and words of old builds go with them."""
    for number in range(12):
        shown = example.tab.run(SHOWN)
        example.edit("Alex" if number == 0 else f"Alex{number}", f"Alex{number + 1}")
        example.tab.wait_for(f"{SHOWN} > {shown}")
    example.wait_for_words("Alex12")
    assert example.tab.run("document.querySelectorAll('canvas.sheet, .textLayer, .marks').length") == 3
    assert example.tab.run("document.fonts.size") <= 12
    example.tab.wait_for("document.querySelectorAll('.changed').length === 0")


def test_a_page_that_gets_shorter_or_longer_is_followed(long: Shown) -> None:
    text, pages = long.file.read_text(), long.tab.run("document.querySelectorAll('.page').length")
    long.tab.run("document.querySelector('#pages').scrollTop = 1e6")
    long.write("basics:\n  name: Alex Petrov\n")
    long.tab.wait_for("document.querySelectorAll('.page').length === 1 && document.querySelector('canvas.sheet')")
    long.write(text)
    long.tab.wait_for(f"document.querySelectorAll('.page').length === {pages}")
    long.tab.run("document.querySelector('#pages').scrollTop = 1e6")
    long.tab.wait_for("document.querySelector('.page:last-child canvas.sheet')")


def test_two_pages_may_look_at_once(example: Shown) -> None:
    address = example.tab.run("location.href")
    heard = example.tab.run(f"""new Promise((resolve) => {{
        const streams = [1, 2, 3].map(() => new EventSource({json.dumps(address)} + 'events'));
        let open = 0;
        for (const s of streams) s.addEventListener('state', (e) => {{ open += 1; s.close(); if (open === 3) resolve(JSON.parse(e.data).build); }});
    }})""")
    assert heard == example.tab.run(BUILD)
