"""An editor as the language server sees it: JSON-RPC over the standard streams of a process of its own."""

from __future__ import annotations

import itertools
import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

PATIENCE = 30.0
COMMAND = (sys.executable, "-m", "resume_tex", "lsp", "--stdio")


class Editor:
    """One editor with a server of its own."""

    def __init__(self, process: subprocess.Popen[bytes], folder: Path) -> None:
        self.process = process
        self.folder = folder
        self.capabilities: dict[str, Any] = {}
        self._ids = itertools.count(1)
        self._versions: dict[str, int] = {}
        self._texts: dict[str, str] = {}
        self._answers: queue.Queue[dict[str, Any]] = queue.Queue()
        self._notes: queue.Queue[dict[str, Any]] = queue.Queue()
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        while header := self.process.stdout.readline():
            length = 0
            while header.strip():
                name, _, value = header.partition(b":")
                length = int(value) if name.lower() == b"content-length" else length
                header = self.process.stdout.readline()
            message = json.loads(self.process.stdout.read(length))
            (self._answers if "id" in message else self._notes).put(message)

    def send(self, message: dict[str, Any]) -> None:
        """Send a message."""
        assert self.process.stdin is not None
        content = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(content), content))
        self.process.stdin.flush()

    def notify(self, method: str, **params: Any) -> None:
        """Tell the server something."""
        self.send({"method": method, "params": params})

    def request(self, method: str, **params: Any) -> Any:
        """Ask the server something and wait for the answer."""
        number = next(self._ids)
        self.send({"id": number, "method": method, "params": params})
        answer = self._answers.get(timeout=PATIENCE)
        assert answer["id"] == number
        assert "error" not in answer, answer
        return answer["result"]

    def start(self, encodings: list[str] | None = None) -> None:
        """Shake hands."""
        general = {"positionEncodings": encodings} if encodings else {}
        result = self.request(
            "initialize", processId=os.getpid(), rootUri=self.folder.as_uri(), capabilities={"general": general}
        )
        self.capabilities = result["capabilities"]
        self.notify("initialized")

    def uri(self, name: str) -> str:
        """Return a file's address."""
        return (self.folder / name).as_uri()

    def open(self, text: str, name: str = "resume.yaml") -> list[dict[str, Any]]:
        """Open a document and return what is found in it."""
        self._versions[name] = 1
        self._texts[name] = text
        document = {"uri": self.uri(name), "languageId": "yaml", "version": 1, "text": text}
        self.notify("textDocument/didOpen", textDocument=document)
        return self.diagnostics(name)

    def type(self, text: str, at: tuple[int, int], name: str = "resume.yaml") -> None:
        """Put text at a place, line and character from 0, of a text with line feeds; wait for nothing."""
        lines = self._texts[name].split("\n")
        line, character = at
        lines[line] = lines[line][:character] + text + lines[line][character:]
        self._send("\n".join(lines), name)

    def change(self, text: str, name: str = "resume.yaml") -> list[dict[str, Any]]:
        """Replace the text and return what is found."""
        self._send(text, name)
        return self.diagnostics(name)

    def _send(self, text: str, name: str) -> None:
        """Send a document's new text whole, as the server wants it."""
        self._versions[name] += 1
        self._texts[name] = text
        document = {"uri": self.uri(name), "version": self._versions[name]}
        self.notify("textDocument/didChange", textDocument=document, contentChanges=[{"text": text}])

    def diagnostics(self, name: str = "resume.yaml") -> list[dict[str, Any]]:
        """Wait for what is found in the newest version of a document."""
        while True:
            note = self._notes.get(timeout=PATIENCE)
            assert note["method"] == "textDocument/publishDiagnostics", note
            if note["params"]["uri"] == self.uri(name) and note["params"].get("version", 0) == self._versions[name]:
                found: list[dict[str, Any]] = note["params"]["diagnostics"]
                return found

    def next_note(self) -> dict[str, Any]:
        """Return the next notification."""
        return self._notes.get(timeout=PATIENCE)

    def ask(self, what: str, text: str, name: str = "resume.yaml") -> Any:
        """Put `text` into the document, and ask about the place of the `|` in it."""
        before, _, after = text.partition("|")
        self.change(before + after, name)
        position = {"line": before.count("\n"), "character": len(before) - (before.rfind("\n") + 1)}
        return self.request(f"textDocument/{what}", textDocument={"uri": self.uri(name)}, position=position)

    def labels(self, text: str) -> list[str]:
        """Return what is proposed at the place of the `|`."""
        return [item["label"] for item in self.ask("completion", text)]

    def stop(self) -> int:
        """Say goodbye and return the server's exit code."""
        self.request("shutdown")
        self.notify("exit")
        code = self.process.wait(PATIENCE)
        self._reader.join(PATIENCE)
        return code


@contextmanager
def editor_in(folder: Path, encodings: list[str] | None = None) -> Iterator[Editor]:
    """Start an editor and its server; afterwards the server must end by itself, having complained of nothing."""
    with subprocess.Popen(
        COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=folder
    ) as process:
        try:
            editor = Editor(process, folder)
            editor.start(encodings)
            yield editor
            assert editor.stop() == 0
        finally:
            process.kill()
        assert process.stderr is not None
        complaints = [
            line for line in process.stderr.read().decode().splitlines() if "ERROR" in line or "Traceback" in line
        ]
    assert complaints == []
