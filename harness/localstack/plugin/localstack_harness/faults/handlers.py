"""Where calls meet their faults: every AWS call on its way to its service, and every invocation of a function."""

import time
from typing import TYPE_CHECKING, Any

from localstack.aws.api import RequestContext
from localstack.aws.spec import load_service

from localstack_harness.faults.faults import FAULTS, Fault
from localstack_harness.faults.service_errors import service_error
from localstack_harness.support.searchable import searchable

if TYPE_CHECKING:
    from localstack.services.lambda_.invocation.lambda_models import (
        FunctionVersion,
        Invocation,
        InvocationResult,
    )
    from localstack.services.lambda_.invocation.version_manager import (
        LambdaVersionManager,
    )


def meet_service_call(chain: Any, context: RequestContext, response: Any) -> None:
    """A handler of LocalStack's gateway, through which calls by HTTP and LocalStack's own between services go alike."""
    if not context.operation or not context.service:
        return
    service, operation = context.service.service_name, context.operation.name
    if (service, operation) == ("lambda", "Invoke"):
        return  # met below: there its payload is known, and asynchronous invocations come by
    for fault in FAULTS.matching(service, operation, lambda: searchable(dict(context.service_request or {}))):
        time.sleep(fault.delay_ms / 1000)
        if fault.error:
            raise service_error(context.service, operation, fault.error, fault.message, fault.status)


def meet_invocations() -> None:
    from localstack.services.lambda_.invocation.version_manager import (
        LambdaVersionManager,
    )
    from localstack.utils.patch import patch

    @patch(LambdaVersionManager.invoke)
    def invoke(original: Any, self: Any, *, invocation: "Invocation") -> Any:
        version = self.function_version
        name = version.id.function_name
        request = {"FunctionName": name, "Payload": invocation.payload}
        for fault in FAULTS.matching("lambda", "Invoke", lambda: searchable(request), name):
            time.sleep(fault.delay_ms / 1000)
            if fault.error:
                raise service_error(
                    load_service("lambda"),
                    "Invoke",
                    fault.error,
                    fault.message,
                    fault.status,
                )
            if fault.effect == "throttle":
                raise _throttled()
            if fault.effect:
                return _failed(self, fault, version, invocation.request_id)
        return original(self, invocation=invocation)


def _throttled() -> Exception:
    from localstack.aws.api.lambda_ import ThrottleReason, TooManyRequestsException

    reason = ThrottleReason.ReservedFunctionConcurrentInvocationLimitExceeded
    return TooManyRequestsException("Rate Exceeded.", Reason=reason, Type="User")


def _failed(
    manager: "LambdaVersionManager",
    fault: Fault,
    version: "FunctionVersion",
    request_id: str,
) -> "InvocationResult":
    """The answer and the log of a function that ran out of time or whose process ended, without running it."""
    from localstack.services.lambda_.invocation.lambda_models import InvocationResult
    from localstack.services.lambda_.invocation.logs import LogItem

    from localstack_harness.lambda_runtime.log_lines import Figures, LogLines
    from localstack_harness.lambda_runtime.outcome import exited, timed_out

    settings = version.config
    seconds = float(settings.timeout)
    outcome = timed_out(request_id, seconds) if fault.effect == "timeout" else exited(request_id, 1)
    lines = LogLines(settings.logging_config.get("LogFormat") == "JSON")
    figures = Figures(seconds * 1000 if fault.effect == "timeout" else 1.0, settings.memory_size, 0)
    logs = lines.start(request_id, version.id.qualifier) + lines.end(request_id, outcome, figures)
    group = settings.logging_config.get("LogGroup") or f"/aws/lambda/{version.id.function_name}"
    stream = f"{time.strftime('%Y/%m/%d')}/[{version.id.qualifier}]{request_id.replace('-', '')}"
    manager.log_handler.add_logs(LogItem(group, stream, logs))
    return InvocationResult(
        request_id,
        outcome.payload,
        is_error=True,
        logs=logs,
        executed_version=version.id.qualifier,
    )
