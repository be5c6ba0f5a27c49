"""
LocalStack's RuntimeExecutor with Node.js and Python child processes as sandboxes.

LocalStack keeps the rest: API, versions, concurrency, keep-alive, asynchronous retries, event source mappings
and log delivery. Its HTTP protocol for containers is not used: `invoke` returns the result.
"""

import base64
import binascii
import json
import logging
from pathlib import Path
from typing import override

from localstack import config
from localstack.services.lambda_.invocation.lambda_models import FunctionVersion, InvocationResult
from localstack.services.lambda_.invocation.runtime_executor import LambdaRuntimeException, RuntimeExecutor

from localstack_harness.lambda_runtime.debugging import DEBUGGING
from localstack_harness.lambda_runtime.execution_environment import (
    ExecutionEnvironment,
    FunctionSettings,
    StoppedError,
)
from localstack_harness.lambda_runtime.files.layers import Layer, LayerFolders
from localstack_harness.lambda_runtime.logs.log_lines import LogLines
from localstack_harness.lambda_runtime.nodejs.node import NodeNotFoundError, find_node
from localstack_harness.lambda_runtime.processes.sandbox import Limits
from localstack_harness.lambda_runtime.runtime import Runtime
from localstack_harness.lambda_runtime.runtime_api.state import RuntimeRequest
from localstack_harness.lambda_runtime.runtimes import UnsupportedRuntimeError, find_runtime, warn_of_version

LOG = logging.getLogger(__name__)


class ProcessExecutor(RuntimeExecutor):
    client_context: str | None = None
    """Of the current invocation, in base64. Set by `pass_client_context`, since LocalStack omits it."""

    _environment: ExecutionEnvironment | None = None

    @classmethod
    @override
    def validate_environment(cls) -> bool:
        try:
            find_node()
        except NodeNotFoundError as error:
            LOG.error("Lambda functions cannot run: %s", error)
            return False
        return True

    @classmethod
    @override
    def prepare_version(cls, function_version: FunctionVersion) -> None:
        """An error puts the function into State Failed, with the message as its StateReason."""
        settings = function_version.config
        _runtime(function_version)
        assert settings.code, "a zip package has code"
        warn_of_version(settings.runtime or "")
        for layer in settings.layers:
            if layer.code:
                layer.code.prepare_for_execution()
        settings.code.prepare_for_execution()
        _layer_folder(function_version)

    @classmethod
    @override
    def cleanup_version(cls, function_version: FunctionVersion) -> None:
        # LocalStack removes the unpacked code
        _layers.release(_user_of_layers(function_version))

    @override
    def start(self, env_vars: dict[str, str]) -> None:
        self._environment = ExecutionEnvironment(_settings(self.function_version), env_vars)
        try:
            self._environment.start()
        except StoppedError as error:
            raise LambdaRuntimeException(str(error)) from error

    @override
    def stop(self) -> None:
        if self._environment:
            self._environment.stop()

    @override
    def invoke(self, payload: dict[str, str]) -> InvocationResult:
        assert self._environment, "LocalStack starts an executor before it invokes it"
        request = _request(payload, self.client_context)
        try:
            outcome, logs = self._environment.invoke(request)
        except StoppedError as error:
            raise LambdaRuntimeException(str(error)) from error
        return InvocationResult(request.request_id, outcome.payload, is_error=outcome.is_error, logs=logs)

    @override
    def get_logs(self) -> str:
        return self._environment.read_log() if self._environment else ""

    @override
    def get_address(self) -> str:
        return "127.0.0.1"

    @override
    def get_endpoint_from_executor(self) -> str:
        # needs no DNS, and with an IP address the AWS SDKs put a bucket's name into the path
        return "127.0.0.1"

    @override
    def get_runtime_endpoint(self) -> str:
        return ""  # only the program in LocalStack's containers calls back


_layers = LayerFolders()


def _user_of_layers(version: FunctionVersion) -> str:
    return f"{version.qualified_arn} {version.config.internal_revision}"


def _layer_folder(version: FunctionVersion) -> Path | None:
    layers = [
        Layer(layer.layer_version_arn, Path(layer.code.get_unzipped_code_location()))
        for layer in version.config.layers
        if layer.code
    ]
    return _layers.of(_user_of_layers(version), layers) if layers else None


def _runtime(version: FunctionVersion) -> Runtime:
    try:
        return find_runtime(version.config.runtime, version.config.package_type)
    except UnsupportedRuntimeError as error:
        raise LambdaRuntimeException(str(error)) from error


def _settings(version: FunctionVersion) -> FunctionSettings:
    given = version.config
    assert given.code, "a zip package has code"
    logging_config = given.logging_config
    return FunctionSettings(
        name=version.id.function_name,
        version=version.id.qualifier,
        runtime=_runtime(version),
        timeout_s=given.timeout,
        code=str(given.code.get_unzipped_code_location()),
        layers=_layer_folder(version),
        own_variables=given.environment or {},
        limits=Limits(given.memory_size, config.LAMBDA_LIMITS_MAX_FUNCTION_PAYLOAD_SIZE_BYTES),
        lines=LogLines(
            json_format=logging_config.get("LogFormat") == "JSON",
            system_level=logging_config.get("SystemLogLevel") or "INFO",
        ),
        is_debugged=(given.runtime or "").startswith("nodejs")
        and DEBUGGING.includes(version.id.function_name),
        hot_reload=given.code.is_hot_reloading(),
    )


def _request(payload: dict[str, str], client_context: str | None) -> RuntimeRequest:
    headers = {
        "Lambda-Runtime-Invoked-Function-Arn": payload["invoked-function-arn"],
        "Lambda-Runtime-Trace-Id": payload["trace-id"],
    }
    if context := _decoded(client_context):
        headers["Lambda-Runtime-Client-Context"] = context
    return RuntimeRequest(payload["invoke-id"], payload["payload"].encode(), headers)


def _decoded(client_context: str | None) -> str | None:
    """As JSON without line breaks, for a header. None for invalid input, which AWS drops."""
    try:
        return json.dumps(json.loads(base64.b64decode(client_context or "", validate=True)))
    except (binascii.Error, ValueError):
        return None
