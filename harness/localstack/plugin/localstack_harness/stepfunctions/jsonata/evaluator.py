"""Evaluates JSONata in one child process, which the first expression starts."""

import json
import os
import select
import subprocess
import threading
from pathlib import Path
from typing import Any

from localstack.services.stepfunctions.asl.jsonata.jsonata import JSONataException

SCRIPT = Path(__file__).with_name("evaluator.mjs")
LONGEST_S = 10.0
"""Step Functions gives an expression no more than seconds; one that never ends must not block all others."""

type Child = subprocess.Popen[bytes]


class Evaluator:
    def __init__(self, node: str, package: str, longest: float = LONGEST_S) -> None:
        self._command = [node, str(SCRIPT), package]
        self._longest = longest
        self._lock = threading.Lock()
        self._child: Child | None = None

    def __call__(self, expression: str) -> Any:
        """Returns the expression's value, None for undefined. Raises JSONataException."""
        with self._lock:
            answer = self._ask(expression)
        if "error" in answer:
            raise JSONataException("UNKNOWN", answer["error"])
        return answer["value"]

    def _ask(self, expression: str) -> dict[str, Any]:
        child = self._running_child()
        assert child.stdin is not None and child.stdout is not None
        child.stdin.write(json.dumps(expression).encode() + b"\n")
        child.stdin.flush()
        ready, _, _ = select.select([child.stdout], [], [], self._longest)
        line = child.stdout.readline() if ready else b""
        if not line:
            self._end(child)
            return {"error": f"the expression has no result after {self._longest:g} s"}
        answer: dict[str, Any] = json.loads(line)
        return answer

    def _running_child(self) -> Child:
        if self._child is None or self._child.poll() is not None:
            kept = ("PATH", "HOME", "TMPDIR", "LANG")
            self._child = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env={name: os.environ[name] for name in kept if name in os.environ},
            )
        return self._child

    def _end(self, child: Child) -> None:
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                pipe.close()
        self._child = None

    def close(self) -> None:
        if self._child is not None:
            self._end(self._child)
