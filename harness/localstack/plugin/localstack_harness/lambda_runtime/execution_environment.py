"""
An execution environment: a folder, and one process at a time in it. Independent of LocalStack.

After a time-out or an exit, the next process uses the same folder: as on AWS, temporary files remain.
"""

import logging
import shutil
import tempfile
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from localstack_harness.lambda_runtime.environment_variables import environment_variables
from localstack_harness.lambda_runtime.files.hot_reload import Snapshot, snapshot
from localstack_harness.lambda_runtime.files.mounts import view_of
from localstack_harness.lambda_runtime.files.view import Content
from localstack_harness.lambda_runtime.logs.log_file import LogFile
from localstack_harness.lambda_runtime.logs.log_lines import LogLines, Measurements
from localstack_harness.lambda_runtime.outcome import Outcome, timed_out
from localstack_harness.lambda_runtime.processes.sandbox import Inspector, Limits, Sandbox
from localstack_harness.lambda_runtime.processes.start_command import start_command
from localstack_harness.lambda_runtime.runtime import Runtime
from localstack_harness.lambda_runtime.runtime_api.state import RuntimeRequest
from localstack_harness.support.timing.working_time import WORKING_TIME

LOG = logging.getLogger(__name__)
INIT_TIMEOUT_S = 10
"""As on AWS, an initialization that takes longer continues during the first invocation."""


class StoppedError(Exception):
    pass


@dataclass(frozen=True)
class FunctionSettings:
    name: str
    version: str
    runtime: Runtime
    timeout_s: float
    code: str
    """The folder that contains the code."""
    layers: Path | None
    """The folder that contains its layers."""
    own_variables: Mapping[str, str]
    limits: Limits
    lines: LogLines
    is_debugged: bool = False
    """Whether its processes have an inspector."""
    hot_reload: bool = False
    """Whether an edit of the code is used by the next invocation."""


class ExecutionEnvironment:
    def __init__(self, settings: FunctionSettings, given: Mapping[str, object]) -> None:
        """`given` are LocalStack's environment variables for the function."""
        self._settings = settings
        self._folder = Path(tempfile.mkdtemp(prefix=f"lambda-{settings.name}-"))
        for name in ("tmp", "opt"):
            (self._folder / name).mkdir()
        self._log = LogFile(self._folder / "log")
        content = Content(Path(settings.code), settings.layers or self._folder / "opt", self._folder)
        view = view_of(content, settings.runtime)
        self._env = environment_variables(
            given=given, own=settings.own_variables, runtime=settings.runtime, view=view
        )
        self._command = start_command(settings.runtime, view, settings.limits.memory_mb, self._env)
        self._lock = threading.Lock()
        self._sandbox: Sandbox | None = None
        self._loaded: Snapshot = frozenset()
        self._stopped = False

    def start(self) -> None:
        """A failed start is reported by the first invocation, with its log. Raises StoppedError."""
        self._new_sandbox().wait_until_started(INIT_TIMEOUT_S)
        if self._stopped:
            raise StoppedError("the environment was stopped during its start")

    def stop(self) -> None:
        with self._lock:
            self._stopped = True
            sandbox = self._sandbox
        if sandbox:
            sandbox.kill()
        shutil.rmtree(self._folder, ignore_errors=True)

    def invoke(self, request: RuntimeRequest) -> tuple[Outcome, str]:
        """Returns the outcome and its log. Raises StoppedError."""
        start = WORKING_TIME.now()
        settings, lines = self._settings, self._settings.lines
        self._drop_outdated()
        sandbox, started_before = self._sandbox, True
        if not sandbox or (sandbox.api.ready and not sandbox.alive):
            sandbox, started_before = self._new_sandbox(), False
        first = not sandbox.invoked

        def left() -> float:
            return settings.timeout_s - (WORKING_TIME.now() - start)

        if sandbox.wait_until_started(left()):
            sandbox.wait_for_debugger()
            logs = self._log.take() if first else ""
            logs += lines.start(request.request_id, settings.version)
            outcome = sandbox.invoke(request, max(0.001, left()))
        else:
            outcome = sandbox.failed_start(request.request_id)
            logs = self._log.take()
            if sandbox.api.init_error is not None:
                logs += lines.init_failed(sandbox.init_ms, sandbox.api.init_error_type)
            logs += lines.start(request.request_id, settings.version)
        outcome = outcome or timed_out(request.request_id, settings.timeout_s)
        if outcome.status:
            self._drop(sandbox)

        seconds = settings.timeout_s if outcome.status == "timeout" else settings.timeout_s - left()
        measured = Measurements(
            duration_ms=seconds * 1000,
            memory_size_mb=settings.limits.memory_mb,
            max_memory_mb=sandbox.peak_memory_mb,
            init_ms=sandbox.init_ms if first and started_before and sandbox.init_ms else None,
        )
        logs += self._log.take() + self._advice(request.request_id, outcome)
        return outcome, logs + lines.end(request.request_id, outcome, measured)

    def _advice(self, request_id: str, outcome: Outcome) -> str:
        settings = self._settings
        if not outcome.is_error:
            return ""
        advice = settings.runtime.advice(outcome.payload)
        if settings.hot_reload and not Path(settings.code).is_dir():
            advice = f"Its code for hot reloading, {settings.code}, is not a folder of this machine."
        if not advice:
            return ""
        LOG.warning("Function %s failed. %s", settings.name, advice)
        return settings.lines.warning(request_id, advice)

    def read_log(self) -> str:
        return self._log.read_all()

    def _new_sandbox(self) -> Sandbox:
        with self._lock:
            if self._stopped:
                raise StoppedError("the environment has been stopped")
            settings = self._settings
            if settings.hot_reload:
                self._loaded = snapshot(Path(settings.code))
            # a folder that is edited may be missing for a moment: the process then says so
            cwd = settings.code if Path(settings.code).is_dir() else str(self._folder)
            self._sandbox = Sandbox(
                self._command, self._env, cwd, self._log, settings.limits, self._inspector()
            )
            return self._sandbox

    def _inspector(self) -> Inspector | None:
        settings = self._settings
        return Inspector.of(settings.name) if settings.is_debugged else None

    def _drop_outdated(self) -> None:
        sandbox, settings = self._sandbox, self._settings
        if sandbox and settings.hot_reload and snapshot(Path(settings.code)) != self._loaded:
            self._drop(sandbox)

    def _drop(self, sandbox: Sandbox) -> None:
        sandbox.kill()
        with self._lock:
            if self._sandbox is sandbox:
                self._sandbox = None
