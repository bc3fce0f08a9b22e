"""An editor that speaks to the real yaml-language-server, as VS Code does: over its standard streams."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from typing import Any

import pytest

NAMED_BY = "YAML_LANGUAGE_SERVER"  # where the server is, if it is not on the path
SECONDS = 30.0
NOWHERE = "http://127.0.0.1:9"  # a port where nobody answers


def server() -> list[str]:
    """Return how the server is started; the test is skipped where there is none."""
    node = shutil.which("node")
    found = os.environ.get(NAMED_BY) or shutil.which("yaml-language-server")
    if node is None or not found:
        pytest.skip(f"there is no yaml-language-server, here or named by {NAMED_BY}")
    return [node, str(Path(found).resolve()), "--stdio"]


class Editor:
    """A workspace that is open in an editor, with settings as VS Code would send them.

    For whatever is no file here the server is sent to a port where nobody answers, and its store of
    schemas is off: a schema that it does not find is a mistake.
    """

    def __init__(self, home: Path, settings: dict[str, Any] | None = None) -> None:
        self.home = home
        self.settings = {"validate": True, "schemaStore": {"enable": False}} | {
            key.removeprefix("yaml."): value for key, value in (settings or {}).items()
        }
        nowhere = {f"{scheme}_proxy": NOWHERE for scheme in ("http", "https")}
        self._process = subprocess.Popen(
            server(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={**os.environ, **nowhere}
        )
        self._messages: Queue[dict[str, Any]] = Queue()
        self._reader = Thread(target=self._read, daemon=True)
        self._reader.start()
        self._count = 0

    def __enter__(self) -> "Editor":
        uri = self.home.as_uri()
        folders = [{"uri": uri, "name": self.home.name}]
        capabilities = {"workspace": {"configuration": True, "workspaceFolders": True}}
        self._ask(
            "initialize",
            {
                "processId": os.getpid(),
                "rootUri": uri,
                "workspaceFolders": folders,
                "capabilities": capabilities,
            },
        )
        self._say("initialized", {})
        self._say("workspace/didChangeConfiguration", {"settings": {"yaml": self.settings}})
        return self

    def __exit__(self, *_: object) -> None:
        self._ask("shutdown", None)
        self._say("exit", None)
        self._process.wait(timeout=SECONDS)
        self._reader.join(timeout=SECONDS)
        for stream in (self._process.stdin, self._process.stdout):
            assert stream is not None
            stream.close()

    def problems(self, path: Path) -> list[dict[str, Any]]:
        """Open a file; return what the server says is wrong in it."""
        text = path.read_text(encoding="utf-8")
        about = {"uri": path.as_uri(), "languageId": "yaml", "version": 1, "text": text}
        self._say("textDocument/didOpen", {"textDocument": about})
        while True:
            said = self._next()
            if (
                said.get("method") == "textDocument/publishDiagnostics"
                and said["params"]["uri"] == path.as_uri()
            ):
                return list(said["params"]["diagnostics"])

    def words(self, path: Path, line: int, column: int) -> list[str]:
        """Return what is offered at a place of an open file; lines and columns from 1."""
        place = {"line": line - 1, "character": column - 1}
        found = self._ask(
            "textDocument/completion", {"textDocument": {"uri": path.as_uri()}, "position": place}
        )
        return [item["label"] for item in found["items"]]

    def _ask(self, method: str, params: Any) -> Any:
        self._count += 1
        self._send({"id": self._count, "method": method, "params": params})
        while True:
            said = self._next()
            if said.get("id") == self._count and "method" not in said:
                assert "error" not in said, said
                return said["result"]

    def _say(self, method: str, params: Any) -> None:
        self._send({"method": method, "params": params})

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._process.stdin is not None
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        self._process.stdin.flush()

    def _next(self) -> dict[str, Any]:
        """Return the next message, once what the server asks of an editor is answered."""
        while True:
            try:
                said = self._messages.get(timeout=SECONDS)
            except Empty:
                pytest.fail("the language server says nothing")
            if "id" in said and "method" in said:
                asked = said["params"].get("items", []) if isinstance(said["params"], dict) else []
                known = {"yaml": self.settings, "http": {"proxy": NOWHERE, "proxyStrictSSL": False}}
                result = [known.get(item["section"], {}) for item in asked] if asked else None
                self._send({"id": said["id"], "result": result})
                continue
            return said

    def _read(self) -> None:
        stream = self._process.stdout
        assert stream is not None
        while head := stream.readline():
            size = int(head.partition(b":")[2])
            while stream.readline().strip():
                pass
            self._messages.put(json.loads(stream.read(size)))
