"""Real processes with real handlers, on the real programs that run them."""

import json
import os
import tempfile
import unittest
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any, BinaryIO, override

from localstack_harness.lambda_runtime.environment_variables import environment_variables
from localstack_harness.lambda_runtime.files.view import Content, MachineView, View
from localstack_harness.lambda_runtime.logs.log_file import LogFile
from localstack_harness.lambda_runtime.processes.sandbox import Limits, Sandbox
from localstack_harness.lambda_runtime.processes.start_command import start_command
from localstack_harness.lambda_runtime.runtime import Runtime
from localstack_harness.lambda_runtime.runtime_api.state import RuntimeRequest
from localstack_harness.lambda_runtime.runtimes import find_runtime

STARTS_WITHIN_S = 15
_GIVEN = {
    "AWS_LAMBDA_FUNCTION_NAME": "fn",
    "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
    "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": 256,
    "AWS_LAMBDA_LOG_GROUP_NAME": "/aws/lambda/fn",
    "AWS_LAMBDA_LOG_STREAM_NAME": "stream",
    "TZ": ":UTC",
}


class FullDisk(LogFile):
    """A log that cannot be written."""

    def __init__(self) -> None:
        super().__init__(Path(os.devnull))

    @override
    def open(self) -> BinaryIO:
        return Path("/dev/full").open("wb")


class FunctionTestCase(unittest.TestCase):
    def view(self, content: Content, runtime: Runtime) -> View:
        return MachineView(content, runtime)

    def start_function(  # noqa: PLR0913
        self,
        *,
        runtime: str,
        files: Mapping[str, str],
        handler: str = "index.handler",
        memory: int = 256,
        layers: Mapping[str, str] | None = None,
        variables: Mapping[str, str] | None = None,
        executable: Collection[str] = (),
        log: LogFile | None = None,
    ) -> Sandbox:
        """`files` and `layers` are texts by their paths."""
        folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        self.addCleanup(folder.cleanup)
        root = Path(folder.name, "a folder")
        content = Content(root / "code", root / "opt", root)
        for place in (content.code, content.opt, root / "tmp"):
            place.mkdir(parents=True)
        for place, texts in ((content.code, files), (content.opt, layers or {})):
            for name, text in texts.items():
                (place / name).parent.mkdir(parents=True, exist_ok=True)
                (place / name).write_text(text)
                (place / name).chmod(0o755 if name in executable else 0o644)
        self.log = log or LogFile(root / "log")
        found = find_runtime(runtime, "Zip")
        view = self.view(content, found)
        env = environment_variables(
            given={**_GIVEN, "_HANDLER": handler}, own=variables or {}, runtime=found, view=view
        )
        command = start_command(found, view, memory, env)
        sandbox = Sandbox(command, env, str(content.code), self.log, Limits(memory, 1_000_000))
        self.addCleanup(sandbox.kill)
        return sandbox

    def invoke(self, sandbox: Sandbox, event: object = None, seconds: float = STARTS_WITHIN_S) -> Any:
        self.assertTrue(sandbox.wait_until_started(STARTS_WITHIN_S), self.log.read_all())
        headers = {
            "Lambda-Runtime-Invoked-Function-Arn": "arn:fn",
            "Lambda-Runtime-Client-Context": '{"custom":{"k":"v"}}',
        }
        self.outcome = sandbox.invoke(RuntimeRequest("r1", json.dumps(event).encode(), headers), seconds)
        return json.loads(self.outcome.payload) if self.outcome else None

    def failure(self, sandbox: Sandbox) -> Any:
        """The error document of a function that does not start."""
        self.assertFalse(sandbox.wait_until_started(STARTS_WITHIN_S), "it started")
        outcome = sandbox.failed_start("r1")
        assert outcome
        self.assertEqual((outcome.is_error, outcome.status), (True, "error"))
        return json.loads(outcome.payload)
