"""A headless Chromium, driven over the DevTools protocol; enough of it to look at one page."""

from __future__ import annotations

import base64
import itertools
import json
import os
import queue
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from websockets.sync.client import ClientConnection, connect

SWITCHES = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-default-apps", "--disable-dev-shm-usage", "--mute-audio",
    "--remote-debugging-port=0", "--remote-allow-origins=*",
)  # fmt: skip
PATIENCE = 30.0


class PageError(Exception):
    """A script on the page has failed."""


class Tab:
    """One page in the browser. Every event that it reports is kept in `events`."""

    def __init__(
        self, connection: ClientConnection, session: str, ids: Iterator[int], events: list[dict[str, Any]]
    ) -> None:
        self._connection = connection
        self._session = session
        self._ids = ids
        self.events = events

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Call a method of the protocol and wait for its answer."""
        number = next(self._ids)
        message = {"id": number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        self._connection.send(json.dumps(message))
        deadline = time.monotonic() + PATIENCE
        while True:
            answer = json.loads(self._connection.recv(timeout=deadline - time.monotonic()))
            if answer.get("id") == number:
                if "error" in answer:
                    raise PageError(f"{method}: {answer['error']}")
                return answer["result"]
            self.events.append(answer)

    def run(self, script: str) -> Any:
        """Evaluate an expression, waiting for it if it is a promise."""
        outcome = self.call(
            "Runtime.evaluate",
            expression=script,
            awaitPromise=True,
            returnByValue=True,
            allowUnsafeEvalBlockedByCSP=False,
        )
        if "exceptionDetails" in outcome:
            raise PageError(json.dumps(outcome["exceptionDetails"], indent=1))
        return outcome["result"].get("value")

    def wait_for(self, condition: str) -> Any:
        """Wait until an expression is true; it is looked at in every frame that the browser draws."""
        return self.run(f"""new Promise((resolve, reject) => {{
            const timer = setTimeout(() => reject(new Error({json.dumps("never: " + condition)})), {PATIENCE * 900});
            const look = () => {{
                const found = (() => {{ try {{ return {condition}; }} catch {{ return null; }} }})();
                if (found) {{ clearTimeout(timer); resolve(found); }} else requestAnimationFrame(look);
            }};
            look();
        }})""")

    def open(self, address: str) -> None:
        """Go to an address."""
        self.call("Page.navigate", url=address)
        self.run("new Promise((r) => document.readyState === 'complete' ? r() : addEventListener('load', r))")

    def press(self, key: str) -> None:
        """Press and release a key."""
        text = {"text": key} if len(key) == 1 else {}
        self.call("Input.dispatchKeyEvent", type="keyDown", key=key, **text)
        self.call("Input.dispatchKeyEvent", type="keyUp", key=key)

    def click(self, x: float, y: float, modifiers: int = 0) -> None:
        """Click on a place of the window."""
        for kind in ("mousePressed", "mouseReleased"):
            self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1, modifiers=modifiers)

    def screenshot(self, file: Path) -> None:
        """Write a picture of the window."""
        file.write_bytes(base64.b64decode(self.call("Page.captureScreenshot", format="png")["data"]))

    def resize(self, width: int, height: int, ratio: float = 1.0) -> None:
        """Give the window a size and so many device pixels a CSS pixel."""
        self.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=ratio, mobile=False
        )

    def complaints(self) -> list[str]:
        """Return what the console says of errors and of breaches of the content security policy."""
        self.run("1")
        found = []
        for event in self.events:
            entry = event.get("params", {})
            if event.get("method") == "Log.entryAdded" and entry["entry"]["level"] in {"error", "warning"}:
                found.append(entry["entry"]["text"])
            elif event.get("method") == "Runtime.exceptionThrown":
                found.append(json.dumps(entry["exceptionDetails"]))
            elif event.get("method") == "Runtime.consoleAPICalled" and entry["type"] in {"error", "warning", "assert"}:
                found.append(json.dumps(entry["args"]))
        return found

    def requested(self) -> list[str]:
        """Return every address that the page has asked for."""
        self.run("1")
        return [e["params"]["request"]["url"] for e in self.events if e.get("method") == "Network.requestWillBeSent"]


@contextmanager
def chromium() -> Iterator[Tab]:
    """Start a browser with a fresh profile and yield its page."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert program is not None, "Chromium is wanted for this test: apt-get install chromium"
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        process = subprocess.Popen(
            [program, *SWITCHES, f"--user-data-dir={profile}", "about:blank"],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env={**os.environ, "TMPDIR": profile},
        )  # fmt: skip
        assert process.stderr is not None
        addresses: queue.Queue[str] = queue.Queue()
        reader = threading.Thread(target=_read_complaints, args=(process.stderr, addresses))
        reader.start()
        try:
            with connect(addresses.get(timeout=PATIENCE), max_size=None, proxy=None) as connection:
                yield _first_tab(connection)
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            reader.join()
            process.stderr.close()


def _read_complaints(stream: IO[str], addresses: queue.Queue[str]) -> None:
    """Read all that the browser complains of, since a full pipe would stop it; its address is among it."""
    for line in stream:
        if "DevTools listening on" in line:
            addresses.put(line.split()[-1])


def _first_tab(connection: ClientConnection) -> Tab:
    ids, events = itertools.count(1), list[dict[str, Any]]()
    browser = Tab(connection, "", ids, events)
    targets = browser.call("Target.getTargets")["targetInfos"]
    page = next(target["targetId"] for target in targets if target["type"] == "page")
    session = browser.call("Target.attachToTarget", targetId=page, flatten=True)["sessionId"]
    tab = Tab(connection, session, ids, events)
    for domain in ("Page", "Runtime", "Log", "Network"):
        tab.call(f"{domain}.enable")
    tab.resize(1440, 900)
    return tab
