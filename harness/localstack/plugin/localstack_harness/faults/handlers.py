"""Applies faults to AWS calls on their way to a service, and to invocations of functions."""

import time
from typing import TYPE_CHECKING

from localstack.aws.api import RequestContext, ServiceException
from localstack.aws.spec import load_service

from localstack_harness.faults.faults import FAULTS, Fault
from localstack_harness.faults.service_errors import service_error
from localstack_harness.support.patching import Original, patch
from localstack_harness.support.searchable import searchable

if TYPE_CHECKING:
    from localstack.services.lambda_.invocation.lambda_models import Invocation, InvocationResult
    from localstack.services.lambda_.invocation.version_manager import LambdaVersionManager


def apply_to_service_call(chain: object, context: RequestContext, response: object) -> None:
    """A request handler of LocalStack's gateway, for calls over HTTP and for calls between services."""
    if not context.operation or not context.service:
        return
    service, operation = context.service.service_name, context.operation.name
    if (service, operation) == ("lambda", "Invoke"):
        return  # see `apply_to_invocations`, which knows the payload and sees asynchronous invocations too
    request = context.service_request
    for fault in FAULTS.matching(service, operation, lambda: searchable(dict(request or {}))):
        time.sleep(fault.delay_ms / 1000)
        if fault.error:
            raise service_error(context.service, operation, fault.error, fault.message, fault.status)


def apply_to_invocations() -> None:
    from localstack.services.lambda_.invocation.version_manager import LambdaVersionManager

    @patch(LambdaVersionManager.invoke)
    def invoke(
        original: Original, self: LambdaVersionManager, *, invocation: "Invocation"
    ) -> "InvocationResult":
        name = self.function_version.id.function_name
        request = {"FunctionName": name, "Payload": invocation.payload}
        for fault in FAULTS.matching("lambda", "Invoke", lambda: searchable(request), name):
            time.sleep(fault.delay_ms / 1000)
            if fault.error:
                model = load_service("lambda")
                raise service_error(model, "Invoke", fault.error, fault.message, fault.status)
            if fault.effect == "throttle":
                raise _throttled()
            if fault.effect:
                return _failed(self, fault, invocation.request_id)
        result: InvocationResult = original(self, invocation=invocation)
        return result


def _throttled() -> ServiceException:
    from localstack.aws.api.lambda_ import ThrottleReason, TooManyRequestsException

    reason = ThrottleReason.ReservedFunctionConcurrentInvocationLimitExceeded
    return TooManyRequestsException("Rate Exceeded.", Reason=reason, Type="User")


def _failed(manager: "LambdaVersionManager", fault: Fault, request_id: str) -> "InvocationResult":
    """The result and the log of a function that timed out or whose process exited, without running it."""
    from localstack.services.lambda_.invocation.lambda_models import InvocationResult
    from localstack.services.lambda_.invocation.logs import LogItem

    from localstack_harness.lambda_runtime.logs.log_lines import LogLines, Measurements
    from localstack_harness.lambda_runtime.outcome import exited, timed_out

    version = manager.function_version
    settings, qualifier = version.config, version.id.qualifier
    timeout = fault.effect == "timeout"
    seconds = float(settings.timeout)
    outcome = timed_out(request_id, seconds) if timeout else exited(request_id, 1)
    lines = LogLines(settings.logging_config.get("LogFormat") == "JSON")
    measured = Measurements(seconds * 1000 if timeout else 1.0, settings.memory_size, 0)
    logs = lines.start(request_id, qualifier) + lines.end(request_id, outcome, measured)
    group = settings.logging_config.get("LogGroup") or f"/aws/lambda/{version.id.function_name}"
    stream = f"{time.strftime('%Y/%m/%d')}/[{qualifier}]{request_id.replace('-', '')}"
    manager.log_handler.add_logs(LogItem(group, stream, logs))
    return InvocationResult(request_id, outcome.payload, is_error=True, logs=logs, executed_version=qualifier)
