"""LocalStack's RuntimeExecutor with Node.js child processes for sandboxes.

LocalStack keeps doing the rest: API, versions, concurrency, keep-alive, asynchronous retries, event source mappings,
log delivery. Its HTTP protocol with the program in its containers is not used: `invoke` returns the result itself.
"""

import base64
import binascii
import json
import logging
import re
import shutil
import tempfile
import threading
import time
from pathlib import Path

from localstack import config
from localstack.aws.api.lambda_ import PackageType
from localstack.services.lambda_.invocation.lambda_models import (
    FunctionVersion,
    InvocationResult,
)
from localstack.services.lambda_.invocation.runtime_executor import (
    LambdaRuntimeException,
    RuntimeExecutor,
)

from localstack_harness.functions.environment import function_environment
from localstack_harness.functions.log_file import LogFile
from localstack_harness.functions.log_lines import Figures, LogLines
from localstack_harness.functions.node import NodeNotFoundError, command, find_node
from localstack_harness.functions.outcome import timed_out
from localstack_harness.functions.runtime_api import RuntimeRequest
from localstack_harness.functions.sandbox import Limits, Sandbox

LOG = logging.getLogger(__name__)

# AWS: a start has 10 s; what is not done by then goes on within the first invocation
INIT_TIMEOUT_S = 10


class NodeProcessExecutor(RuntimeExecutor):
    """One execution environment: a folder, and one process at a time in it. A process that is lost (time-out, exit) is
    followed by another in the same folder, so that files in its temporary folder survive, as on AWS."""

    client_context: str | None = None
    """Of the invocation at hand, base64: `pass_client_context` puts it here, LocalStack leaves it out."""

    def __init__(self, id: str, function_version: FunctionVersion) -> None:
        super().__init__(id=id, function_version=function_version)
        settings = function_version.config.logging_config
        self._lines = LogLines(
            settings.get("LogFormat") == "JSON",
            settings.get("SystemLogLevel") or "INFO",
        )
        self._lock = threading.Lock()
        self._sandbox: Sandbox | None = None
        self._stopped = False
        self._env: dict[str, str] = {}
        self._folder: Path | None = None
        self._log: LogFile | None = None

    # --- LocalStack's RuntimeExecutor -------------------------------------------------------------------------------
    @classmethod
    def validate_environment(cls) -> bool:
        try:
            find_node()
        except NodeNotFoundError as error:
            LOG.error("Lambda functions cannot run: %s", error)
            return False
        return True

    @classmethod
    def prepare_version(cls, function_version: FunctionVersion) -> None:
        """What is raised here puts the function into State Failed, with the message as its StateReason."""
        settings = function_version.config
        wanted = re.match(r"nodejs(\d+)", settings.runtime or "")
        if settings.package_type != PackageType.Zip or not wanted:
            raise LambdaRuntimeException(
                "this executor runs zip packages with a nodejs runtime, not "
                f"{settings.runtime or settings.package_type}: use LocalStack's container for it"
            )
        try:
            node = find_node()
        except NodeNotFoundError as error:
            raise LambdaRuntimeException(str(error)) from error
        if int(wanted.group(1)) != node.major:
            LOG.warning(
                "%s wants %s and gets Node.js %d",
                function_version.qualified_arn,
                settings.runtime,
                node.major,
            )
        if settings.layers:
            LOG.warning(
                "%s has layers, which this executor leaves out",
                function_version.qualified_arn,
            )
        assert settings.code, "a zip package has code"
        settings.code.prepare_for_execution()

    @classmethod
    def cleanup_version(cls, function_version: FunctionVersion) -> None:
        pass  # LocalStack itself removes the unpacked code

    def start(self, env_vars: dict[str, str]) -> None:
        settings = self.function_version.config
        assert settings.code, "a zip package has code"
        self._folder = Path(
            tempfile.mkdtemp(prefix=f"lambda-{self.function_version.id.function_name}-")
        )
        (self._folder / "tmp").mkdir()
        self._log = LogFile(self._folder / "log")
        self._env = function_environment(
            given=env_vars,
            own=settings.environment or {},
            runtime=settings.runtime or "",
            task_root=str(settings.code.get_unzipped_code_location()),
            sandbox=self._folder,
            node=find_node(),
        )
        # A start that fails is not raised: LocalStack would drop its logs. It comes out of the first invocation.
        self._start_sandbox().wait_until_started(INIT_TIMEOUT_S)
        if self._stopped:
            raise LambdaRuntimeException(
                "the execution environment was stopped while it started"
            )

    def stop(self) -> None:
        with self._lock:
            self._stopped = True
            sandbox = self._sandbox
        if sandbox:
            sandbox.kill()
        if self._folder:
            shutil.rmtree(self._folder, ignore_errors=True)

    def invoke(self, payload: dict[str, str]) -> InvocationResult:
        assert self._log
        began = time.monotonic()
        request = self._request(payload)
        timeout = float(self.function_version.config.timeout)
        sandbox, started_before = self._sandbox, True
        if not sandbox or (sandbox.api.ready and not sandbox.alive):
            sandbox, started_before = self._start_sandbox(), False

        first = sandbox.init_ms > 0 and not sandbox.invoked
        started = sandbox.wait_until_started(timeout - (time.monotonic() - began))
        logs = self._log.take() if first else ""
        if not started and sandbox.api.init_error is not None:
            logs += self._lines.init_failed(
                sandbox.init_ms, sandbox.api.init_error_type
            )
        logs += self._lines.start(
            request.request_id, self.function_version.id.qualifier
        )
        if started:
            outcome = sandbox.invoke(
                request, max(0.001, timeout - (time.monotonic() - began))
            )
        else:
            outcome = sandbox.failed_start(request.request_id)
        outcome = outcome or timed_out(request.request_id, timeout)
        duration_ms = (
            timeout * 1000
            if outcome.status == "timeout"
            else (time.monotonic() - began) * 1000
        )
        if outcome.status:
            self._drop(sandbox)
        figures = Figures(
            duration_ms=duration_ms,
            memory_size_mb=self.function_version.config.memory_size,
            max_memory_mb=sandbox.peak_memory_mb,
            init_ms=sandbox.init_ms if first and started_before else None,
        )
        logs += self._log.take() + self._lines.end(request.request_id, outcome, figures)
        return InvocationResult(
            request.request_id, outcome.payload, is_error=outcome.is_error, logs=logs
        )

    def get_logs(self) -> str:
        return self._log.read_all() if self._log else ""

    def get_address(self) -> str:
        return "127.0.0.1"

    def get_endpoint_from_executor(self) -> str:
        # A number needs no DNS, and the AWS SDKs put a bucket into the path by themselves when they see one.
        return "127.0.0.1"

    def get_runtime_endpoint(self) -> str:
        return ""  # only LocalStack's program in its containers calls back

    # --- one process after another ----------------------------------------------------------------------------------
    def _start_sandbox(self) -> Sandbox:
        assert self._log
        memory = self.function_version.config.memory_size
        with self._lock:
            if self._stopped:
                raise LambdaRuntimeException("the execution environment was stopped")
            self._sandbox = Sandbox(
                command(find_node(), memory, self._env.get("NODE_OPTIONS", "")),
                env=self._env,
                cwd=self._env["LAMBDA_TASK_ROOT"],
                log=self._log,
                limits=Limits(
                    memory, config.LAMBDA_LIMITS_MAX_FUNCTION_PAYLOAD_SIZE_BYTES
                ),
            )
            LOG.debug(
                "%s runs as process %d",
                self.function_version.qualified_arn,
                self._sandbox.pid,
            )
            return self._sandbox

    def _drop(self, sandbox: Sandbox) -> None:
        sandbox.kill()
        with self._lock:
            if self._sandbox is sandbox:
                self._sandbox = None

    def _request(self, payload: dict[str, str]) -> RuntimeRequest:
        headers = {
            "Lambda-Runtime-Invoked-Function-Arn": payload["invoked-function-arn"],
            "Lambda-Runtime-Trace-Id": payload["trace-id"],
        }
        if context := _decoded(self.client_context):
            headers["Lambda-Runtime-Client-Context"] = context
        return RuntimeRequest(
            payload["invoke-id"], payload["payload"].encode(), headers
        )


def _decoded(client_context: str | None) -> str | None:
    """As JSON that fits into a header."""
    try:
        return json.dumps(
            json.loads(base64.b64decode(client_context or "", validate=True))
        )
    except (binascii.Error, ValueError):
        return None  # not what a client may send: AWS drops it
