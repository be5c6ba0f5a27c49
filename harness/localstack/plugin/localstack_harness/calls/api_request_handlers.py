"""
Records HTTP requests to the app's APIs and function URLs, and lets all calls that a request causes have its trace.
"""

import logging
import time
from typing import Any

from localstack.aws import handlers
from localstack.aws.api import RequestContext
from localstack.utils.xray.trace_header import TraceHeader
from rolo.gateway import Gateway

from localstack_harness.calls.api_requests import REQUESTS, shortened
from localstack_harness.calls.recorder_cost import COST
from localstack_harness.support.http import tracing
from localstack_harness.support.http.app_requests import is_app_request
from localstack_harness.support.http.sender import came_over_network

LOG = logging.getLogger(__name__)

_ARRIVED = "harness.arrived"


def install(gateway: Gateway) -> None:
    gateway.request_handlers.insert(0, note_arrival)
    read = gateway.request_handlers.index(handlers.parse_trace_context)
    gateway.request_handlers.insert(read + 1, continue_trace)
    handlers.run_custom_response_handlers.append(record_request)


def note_arrival(chain: object, context: RequestContext, response: object) -> None:
    """The first handler of LocalStack's gateway: each request from the network begins a trace."""
    request = context.request
    if not came_over_network(request):
        return
    tracing.begin(None)
    if is_app_request(request):
        root = tracing.root_in(request.headers.get(tracing.HEADER))
        if root is None:
            root = tracing.new_root()
            request.headers[tracing.HEADER] = f"Root={root}"
        tracing.begin(root)
        request.environ[_ARRIVED] = (time.time(), time.perf_counter(), root)


def continue_trace(chain: object, context: RequestContext, response: object) -> None:
    """After LocalStack has read the trace header: a call between services continues the trace of its thread."""
    if context.is_internal_call:
        root = tracing.current_root()
        if root and tracing.root_in(context.request.headers.get(tracing.HEADER)) is None:
            context.trace_context["aws_trace_header"] = TraceHeader(root=root)
    elif header := context.trace_context.get("aws_trace_header"):
        tracing.begin(header.root)


def record_request(chain: object, context: RequestContext, response: Any) -> None:
    arrived = context.request.environ.get(_ARRIVED)
    if not arrived:
        return
    try:
        with COST.of_time():
            _record(context.request, response, *arrived)
    except Exception:  # a request that cannot be recorded must still be answered
        LOG.exception("%s %s was not recorded", context.request.method, context.request.path)


def _record(request: Any, response: Any, at: float, start: float, root: str) -> None:
    streamed = response.is_streamed
    REQUESTS.add(
        {
            "time": int(at * 1000),
            "method": request.method,
            "host": request.headers.get("Host", ""),
            "path": request.path,
            "query": request.query_string.decode("latin-1"),
            "status": response.status_code,
            "durationMs": round((time.perf_counter() - start) * 1000, 2),
            "requestId": response.headers.get("x-amzn-RequestId"),
            "trace": root,
        },
        {
            "requestHeaders": list(request.headers.items()),
            "requestBody": shortened(request.get_data()),
            "responseHeaders": list(response.headers.items()),
            "responseBody": "(streamed)" if streamed else shortened(response.get_data()),
        },
    )
