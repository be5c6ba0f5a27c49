"""A Node.js program of the plugin that answers lines of JSON, one for each line; the first question starts it."""

import json
import os
import select
import subprocess
import threading
from pathlib import Path
from typing import Any

NODE = "LAMBDA_NODE_BIN"
"""The setting with the path of Node.js; LocalStack's container has none."""
_KEPT = ("PATH", "HOME", "TMPDIR", "LANG")

type Process = subprocess.Popen[bytes]


class NoAnswerError(Exception):
    """It took longer than it may, or the program ended. The next question starts it again."""


class NodeChild:
    def __init__(self, node: str, script: Path, *arguments: str, longest_s: float = 10.0) -> None:
        self._command = [node, str(script), *arguments]
        self._longest_s = longest_s
        self._lock = threading.Lock()
        self._process: Process | None = None

    def ask(self, question: Any) -> Any:
        """Raises NoAnswerError."""
        with self._lock:
            return self._ask(question)

    def close(self) -> None:
        if self._process is not None:
            self._end(self._process)

    def _ask(self, question: Any) -> Any:
        process = self._running()
        assert process.stdin is not None and process.stdout is not None
        process.stdin.write(json.dumps(question).encode() + b"\n")
        process.stdin.flush()
        ready, _, _ = select.select([process.stdout], [], [], self._longest_s)
        line = process.stdout.readline() if ready else b""
        if not line:
            self._end(process)
            raise NoAnswerError(f"no result after {self._longest_s:g} s")
        return json.loads(line)

    def _running(self) -> Process:
        if self._process is None or self._process.poll() is not None:
            self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env={name: os.environ[name] for name in _KEPT if name in os.environ},
            )
        return self._process

    def _end(self, process: Process) -> None:
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()
        self._process = None
