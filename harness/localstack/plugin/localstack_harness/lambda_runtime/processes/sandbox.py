"""One process with a function's code: starts, waits, invokes, kills. Independent of LocalStack."""

import os
import subprocess
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from localstack_harness.lambda_runtime.debugging import DEBUGGING
from localstack_harness.lambda_runtime.logs.log_file import LogFile
from localstack_harness.lambda_runtime.outcome import Outcome, exited
from localstack_harness.lambda_runtime.processes.memory import ProcessMemory
from localstack_harness.lambda_runtime.processes.process_group import kill_group
from localstack_harness.lambda_runtime.processes.reaper import REAPER
from localstack_harness.lambda_runtime.runtime_api.server import RuntimeApiServer
from localstack_harness.lambda_runtime.runtime_api.state import RuntimeApi, RuntimeRequest
from localstack_harness.support.timing.working_time import WORKING_TIME

_MEMORY_CHECK_S = 0.05


@dataclass(frozen=True)
class Limits:
    memory_mb: int
    response_bytes: int


@dataclass(frozen=True)
class Inspector:
    """Of a Node.js process that is debugged."""

    function: str
    port: int
    has_debugger: bool
    """Whether a debugger is expected to attach to it."""

    @staticmethod
    def of(function: str) -> "Inspector":
        expected = DEBUGGING.expects_debugger(function)
        return Inspector(function, DEBUGGING.new_port(function), expected)

    def options(self, given: str) -> str:
        """NODE_OPTIONS; without the line on standard error that names the port."""
        return f"{given} --inspect=127.0.0.1:{self.port} --inspect-publish-uid=http".strip()


class Sandbox:
    def __init__(
        self,
        command: list[str],
        env: dict[str, str],
        cwd: str,
        log: LogFile,
        limits: Limits,
        inspector: Inspector | None = None,
    ) -> None:
        """Raises OSError if the process cannot be started."""
        self.api = RuntimeApi(limits.response_bytes)
        self._limits = limits
        self._inspector = inspector
        if inspector:
            env = {**env, "NODE_OPTIONS": inspector.options(env.get("NODE_OPTIONS", ""))}
        self._server = RuntimeApiServer(self.api)
        self._start = time.perf_counter()
        self.init_ms = 0.0
        self.invoked = False
        self.peak_memory_mb = 0
        try:
            with log.open() as output:
                self._process = subprocess.Popen(
                    command,
                    env={**env, "AWS_LAMBDA_RUNTIME_API": self._server.address},
                    cwd=cwd,
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                    # what it starts can be killed with it, and Ctrl-C in a terminal does not reach it
                    start_new_session=True,
                    umask=0o022,  # as on AWS; only the owner can enter its folder
                )
        except BaseException:
            self._server.close()
            raise
        self._memory = ProcessMemory(self.pid)
        REAPER.watch(self.pid)
        name = f"lambda-sandbox-{self.pid}"
        threading.Thread(target=self._wait_for_exit, daemon=True, name=name).start()

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def alive(self) -> bool:
        return not self.api.closed

    def wait_until_started(self, seconds: float) -> bool:
        """True: the function's module is loaded. False: it failed, its process ended, or the time is up."""
        if not self._start_settled():
            self._wait(self._start_settled, seconds)
        if not self.init_ms and self._start_settled():
            self.init_ms = (time.perf_counter() - self._start) * 1000
        return self.api.ready and not self.api.closed

    def wait_for_debugger(self) -> None:
        """So that a breakpoint is hit in the first invocation after a change of the code, too."""
        if self._inspector and self._inspector.has_debugger and not self.invoked:
            DEBUGGING.wait_for_debugger(self._inspector.function)

    def invoke(self, request: RuntimeRequest, seconds: float) -> Outcome | None:
        """None: the time is up. As on AWS, an invocation ends when the runtime asks for the next one."""
        deadline = str(int((time.time() + seconds) * 1000))
        headers = {**request.headers, "Lambda-Runtime-Deadline-Ms": deadline}
        self.invoked = True
        self.api.offer(RuntimeRequest(request.request_id, request.payload, headers))
        self._wait(lambda: bool(self.api.outcome and self.api.idle) or self.api.closed, seconds)
        if self.api.outcome:
            return self.api.outcome
        if self.api.closed:
            self.wait_until_ended(5)
        return self._exit_outcome(request.request_id)

    def failed_start(self, request_id: str) -> Outcome | None:
        """The outcome of an invocation if the function did not start. None: it is still starting."""
        if self.api.init_error is None:
            return self._exit_outcome(request_id)
        self.wait_until_ended(1)  # so that its last lines are in the log
        return Outcome(self.api.init_error, True, "error", self.api.init_error_type)

    def wait_until_ended(self, seconds: float) -> bool:
        return self.api.wait(lambda: self.api.exit_code is not None, seconds)

    def kill(self) -> None:
        self.api.close()
        if self.api.exit_code is None:
            kill_group(self.pid)
        self.wait_until_ended(10)

    def _start_settled(self) -> bool:
        return self.api.ready or self.api.init_error is not None or self.api.closed

    def _exit_outcome(self, request_id: str) -> Outcome | None:
        """None if the process has not exited."""
        return None if self.api.exit_code is None else exited(request_id, self.api.exit_code)

    def _wait(self, condition: Callable[[], bool], seconds: float) -> None:
        """Checks the memory in the meantime: as on AWS, a function that exceeds its limit is killed."""
        end = WORKING_TIME.now() + seconds
        while not self.api.wait(condition, min(_MEMORY_CHECK_S, max(0.0, end - WORKING_TIME.now()))):
            if WORKING_TIME.now() >= end:
                break
            if (self._memory.allocated_mb() or 0) > self._limits.memory_mb:
                kill_group(self.pid)
                self.peak_memory_mb = self._limits.memory_mb
                self.wait_until_ended(10)
                return
        self.peak_memory_mb = max(self.peak_memory_mb, self._memory.peak_mb())

    def _wait_for_exit(self) -> None:
        # until the process is collected, the system gives its number to no other
        os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOWAIT)
        kill_group(self.pid)  # what the function started and left running
        code = self._process.wait()
        REAPER.forget(self.pid)
        self.api.process_exited(code)
        self._server.close()
