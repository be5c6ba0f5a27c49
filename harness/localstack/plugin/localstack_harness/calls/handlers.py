"""Notes every AWS call that LocalStack answers, its own between services included."""

import logging
import time
from typing import Any

from localstack.aws.api import RequestContext
from localstack.utils.aws.request_context import extract_access_key_id_from_auth_header

from localstack_harness.calls.callers import Callers, Session
from localstack_harness.calls.calls import CALLS
from localstack_harness.calls.recorder_cost import COST

LOG = logging.getLogger(__name__)

_callers = Callers()


def note_beginning(chain: Any, context: RequestContext, response: Any) -> None:
    context.harness_began = time.perf_counter()


def record_call(chain: Any, context: RequestContext, response: Any) -> None:
    """A response handler of LocalStack's gateway: it runs for answers and for errors alike."""
    if not context.operation or not context.service:
        return
    service, operation = context.service.service_name, context.operation.name
    try:
        with COST.of_a_call():
            _record(context, service, operation, response)
    except Exception:  # a call that cannot be noted must be answered all the same
        LOG.exception("%s.%s was not recorded", service, operation)


def _record(context: RequestContext, service: str, operation: str, response: Any) -> None:
    internal: Any = context.internal_request_params or {}
    headers: Any = context.request.headers
    key = extract_access_key_id_from_auth_header(headers)
    key = key or context.request.args.get("X-Amz-Credential", "").split("/")[0] or None  # presigned
    session = _callers.behind(key)
    if service == "sts" and operation == "AssumeRole" and response.status_code == 200:
        _learn(context, internal.get("service_principal"))
    error = context.service_exception
    began = getattr(context, "harness_began", None)
    CALLS.add(
        {
            "seq": 0,
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
            "durationMs": None if began is None else round((time.perf_counter() - began) * 1000, 2),
        },
        dict(context.service_request or {}),
    )


def _learn(context: RequestContext, principal: str | None) -> None:
    credentials = (context.service_response or {}).get("Credentials")
    request = context.service_request or {}
    if credentials:
        session = Session(str(request.get("RoleArn")), str(request.get("RoleSessionName")), principal)
        _callers.assumed(credentials["AccessKeyId"], session)
