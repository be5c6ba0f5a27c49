"""One invocation: the event goes to the handler, and what it returns or raises to the Runtime API."""

import json
import os
from collections.abc import Mapping

from . import logs
from .errors import ErrorDocument, RuntimeFaultError, describe
from .handler import Handler
from .lambda_context import LambdaContext
from .marshal import to_json
from .runtime_api import Invocation, RuntimeApi


def invoke(handler: Handler, invocation: Invocation, api: RuntimeApi) -> None:
    request_id = invocation.request_id
    logs.use_request(request_id, invocation.headers.get("Lambda-Runtime-Aws-Tenant-Id"))
    _trace(invocation.headers)
    try:
        context = LambdaContext.of(invocation.headers)
        body, content_type = _encode(handler(_event(invocation), context))
    except RuntimeFaultError as fault:
        _fail(api, request_id, fault.document(request_id))
    except Exception as exception:  # noqa: BLE001 - the function's own
        _fail(api, request_id, describe(exception, request_id))
    else:
        api.respond(request_id, body, content_type)


def _fail(api: RuntimeApi, request_id: str, error: ErrorDocument) -> None:
    logs.error(error)
    api.fail(request_id, error)


def _trace(headers: Mapping[str, str]) -> None:
    """For the AWS SDK."""
    if trace_id := headers.get("Lambda-Runtime-Trace-Id"):
        os.environ["_X_AMZN_TRACE_ID"] = trace_id
    else:
        os.environ.pop("_X_AMZN_TRACE_ID", None)


def _event(invocation: Invocation) -> object:
    try:
        return json.loads(invocation.body)
    except ValueError as error:
        raise RuntimeFaultError("UnmarshalError", f"Unable to unmarshal input: {error}") from error


def _encode(response: object) -> tuple[bytes, str]:
    if isinstance(response, bytes):
        return response, "application/unknown"
    try:
        return to_json(response).encode(), "application/json"
    except Exception as error:
        raise RuntimeFaultError("MarshalError", f"Unable to marshal response: {error}") from error
