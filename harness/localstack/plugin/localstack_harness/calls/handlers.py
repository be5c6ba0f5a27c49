"""Records every AWS call that LocalStack answers, including those between its services."""

import logging
import time
from collections.abc import Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from localstack.aws.api import RequestContext
from localstack.utils.aws.request_context import extract_access_key_id_from_auth_header
from localstack.utils.xray.trace_header import TraceHeader

from localstack_harness.calls.callers import Callers, Session
from localstack_harness.calls.record import CALLS
from localstack_harness.calls.recorder_cost import COST

if TYPE_CHECKING:
    from werkzeug import Response

LOG = logging.getLogger(__name__)

# the application id of the harness's own clients (harness/aws/clients.ts)
_OBSERVER = "app/harness-observer"
_READS = ("Describe", "Filter", "Get", "List", "Scan")

_callers = Callers()


def note_start(chain: object, context: RequestContext, response: "Response") -> None:
    context.harness_start = time.perf_counter()


def record_call(chain: object, context: RequestContext, response: "Response") -> None:
    """A response handler of LocalStack's gateway. It runs for responses and errors alike."""
    if not context.operation or not context.service:
        return
    service, operation = context.service.service_name, context.operation.name
    if _observes(operation, context):
        return
    try:
        with COST.of_call():
            _record(context, service, operation, response)
    except Exception:  # a call that cannot be recorded must still be answered
        LOG.exception("%s.%s was not recorded", service, operation)


def _record(context: RequestContext, service: str, operation: str, response: "Response") -> None:
    internal: Mapping[str, Any] = context.internal_request_params or {}
    session = _callers.session_of(_access_key(context))
    if (service, operation, response.status_code) == ("sts", "AssumeRole", HTTPStatus.OK):
        _learn(context, internal.get("service_principal"))
    error = context.service_exception
    start: float | None = context.get("harness_start")
    CALLS.add(
        {
            "time": int(time.time() * 1000),
            "service": service,
            "operation": operation,
            "account": context.account_id,
            "region": context.region,
            "role": session.role if session else None,
            "session": session.name if session else None,
            "principal": internal.get("service_principal") or (session.principal if session else None),
            "source": internal.get("source_arn"),
            "internal": context.is_internal_call,
            "status": response.status_code,
            "error": None if error is None else str(getattr(error, "code", type(error).__name__)),
            "requestId": context.request_id,
            "durationMs": None if start is None else round((time.perf_counter() - start) * 1000, 2),
            "trace": _trace(context),
            "result": _result(context.service_response),
        },
        dict(context.service_request or {}),
    )


def _trace(context: RequestContext) -> str | None:
    header = context.trace_context.get("aws_trace_header")
    # LocalStack queues an asynchronous invocation with its header as text, in this same context
    if isinstance(header, str):
        header = TraceHeader.from_header_str(header)
    return None if header is None else header.root


def _result(response: Any) -> str | None:
    """What a call created: an execution, a message."""
    if not isinstance(response, dict):
        return None
    found = response.get("executionArn") or response.get("MessageId")
    return found if isinstance(found, str) else None


def _observes(operation: str, context: RequestContext) -> bool:
    """The harness reads what a test waits for: that is no call of the app or of the test."""
    return operation.startswith(_READS) and _OBSERVER in context.request.headers.get("User-Agent", "")


def _access_key(context: RequestContext) -> str | None:
    """From the Authorization header or, for a presigned URL, from the query."""
    headers: Any = context.request.headers  # a dict would not ignore the case of names
    key = extract_access_key_id_from_auth_header(headers)
    return key or context.request.args.get("X-Amz-Credential", "").split("/")[0] or None


def _learn(context: RequestContext, principal: str | None) -> None:
    credentials = (context.service_response or {}).get("Credentials")
    request = context.service_request or {}
    if credentials:
        session = Session(str(request.get("RoleArn")), str(request.get("RoleSessionName")), principal)
        _callers.add(credentials["AccessKeyId"], session)
