"""
The throttling settings of a REST API's stage: a bucket of tokens for each method, as AWS describes it.

LocalStack stores them and serves every request, which suites and bursts rely on: HARNESS_THROTTLING=1 applies them.
Adds to next_gen/execute_api/handlers of LocalStack's API Gateway.
https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html
"""

import os
from collections.abc import Mapping
from typing import Any

from localstack.services.apigateway.next_gen.execute_api import handlers
from localstack.services.apigateway.next_gen.execute_api.gateway_response import ThrottledError

from localstack_harness.apigateway.http_api.throttles import Limits, Throttles, limits_in

EVERY_METHOD = "*/*"
_throttles = Throttles()


def install() -> None:
    """Before the authorizers: a refused request costs no call of their function."""
    if os.environ.get("HARNESS_THROTTLING") == "1":
        handlers.preprocess_request.append(_throttle)


def _throttle(chain: Any, context: Any, response: Any) -> None:
    path, method = context.resource["path"], context.resource_method["httpMethod"]
    limits = limits_of(context.stage_configuration.get("methodSettings") or {}, path, method)
    if not _throttles.admit((context.api_id, context.stage, path, method), limits):
        raise ThrottledError("Too Many Requests")


def limits_of(method_settings: Mapping[str, Mapping[str, Any]], path: str, method: str) -> Limits | None:
    """Those of the method itself, else those of all methods. A negative number is no limit."""
    by_method = {_bare(key): settings for key, settings in method_settings.items()}
    settings = by_method.get(_bare(f"{path}/{method}")) or by_method.get(EVERY_METHOD) or {}
    limits = limits_in(settings)
    return limits if limits and min(limits) >= 0 else None


def _bare(key: str) -> str:
    """`~1pets~1{id}/GET` and `/pets/{id}/GET` are the same method."""
    return key.replace("~1", "/").strip("/").replace("//", "/")
