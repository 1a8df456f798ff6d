"""Drives the real yaml-language-server over its standard input and output, as an editor does."""

from __future__ import annotations

import json
import os
import queue
import shutil
import subprocess
import threading
from typing import Any

WAIT = 60


def command() -> list[str] | None:
    """How to start the server: the program that YAML_LANGUAGE_SERVER names, or `yaml-language-server`; None without."""
    found = shutil.which(os.environ.get("YAML_LANGUAGE_SERVER") or "yaml-language-server")
    return [found, "--stdio"] if found and shutil.which("node") else None


class LanguageServer:
    """A running server that knows which schema goes with which files."""

    def __init__(self, schemas: dict[str, str]) -> None:
        start = command()
        assert start is not None
        self._process = subprocess.Popen(
            start, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self._inbox: queue.Queue[dict[str, Any]] = queue.Queue()
        self._number = 0
        self._settings = {"yaml": {"schemas": schemas, "yamlVersion": "1.2", "schemaStore": {"enable": False}}}
        threading.Thread(target=self._read, daemon=True).start()
        able = {"textDocument": {"completion": {"completionItem": {"documentationFormat": ["markdown"]}}}}
        self.ask(
            "initialize",
            {"processId": None, "rootUri": None, "capabilities": {**able, "workspace": {"configuration": True}}},
        )
        self._send({"method": "initialized", "params": {}})
        self._send({"method": "workspace/didChangeConfiguration", "params": {"settings": self._settings}})

    def close(self) -> None:
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()

    def diagnostics(self, texts: dict[str, str]) -> dict[str, list[dict[str, Any]]]:
        """The squiggles of each text, as if it were the file of that path."""
        waiting = {f"file://{path}": path for path in texts}
        for uri, path in waiting.items():
            item = {"uri": uri, "languageId": "yaml", "version": 1, "text": texts[path]}
            self._send({"method": "textDocument/didOpen", "params": {"textDocument": item}})
        found: dict[str, list[dict[str, Any]]] = {}
        while waiting:
            message = self._next()
            if message.get("method") == "textDocument/publishDiagnostics" and message["params"]["uri"] in waiting:
                found[waiting.pop(message["params"]["uri"])] = message["params"]["diagnostics"]
        return found

    def completions(self, path: str, line: int, character: int) -> dict[str, Any]:
        """What is offered at a place (counted from 0) of an open file: label -> item."""
        where = {"textDocument": {"uri": f"file://{path}"}, "position": {"line": line, "character": character}}
        result = self.ask("textDocument/completion", where)
        items = result["items"] if isinstance(result, dict) else result or []
        return {item["label"]: item for item in items}

    def ask(self, method: str, params: dict[str, Any]) -> Any:
        self._number += 1
        number = self._number
        self._send({"id": number, "method": method, "params": params})
        while True:
            message = self._next()
            if message.get("id") == number and "method" not in message:
                assert "error" not in message, message
                return message["result"]

    def _next(self) -> dict[str, Any]:
        """The next message that is not a question of the server; those are answered here."""
        while True:
            message = self._inbox.get(timeout=WAIT)
            if "method" in message and "id" in message:
                self._send({"id": message["id"], "result": self._answer(message)})
                continue
            return message

    def _answer(self, message: dict[str, Any]) -> Any:
        if message["method"] != "workspace/configuration":
            return None
        return [self._settings.get(item.get("section", ""), {}) for item in message["params"]["items"]]

    def _send(self, message: dict[str, Any]) -> None:
        data = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._process.stdin is not None
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(data) + data)
        self._process.stdin.flush()

    def _read(self) -> None:
        pipe = self._process.stdout
        assert pipe is not None
        while True:
            length = 0
            while line := pipe.readline().strip():
                name, _, value = line.partition(b":")
                if name.lower() == b"content-length":
                    length = int(value)
            if not length:
                return
            self._inbox.put(json.loads(pipe.read(length)))
