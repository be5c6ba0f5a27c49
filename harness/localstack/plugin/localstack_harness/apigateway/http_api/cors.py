"""
The CORS configuration of an HTTP API. Knows nothing of LocalStack.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from localstack_harness.apigateway.http_api.answers import Answer
from localstack_harness.apigateway.http_api.incoming import Incoming

type Configuration = Mapping[str, Any]

_ORIGIN = "access-control-allow-origin"


def is_preflight(request: Incoming) -> bool:
    return (
        request.method == "OPTIONS"
        and request.header("origin") is not None
        and request.header("access-control-request-method") is not None
    )


PREFLIGHT = Answer(204, (), b"")
"""API Gateway's own response to a preflight, for which it asks no integration."""


def apply(configuration: Configuration, request: Incoming, answer: Answer) -> Answer:
    """The CORS headers of the integration give way to those of the configuration."""
    kept = tuple((name, value) for name, value in answer.headers if not name.startswith("access-control-"))
    origin = _origin_headers(configuration, request)
    if not origin:
        return replace(answer, headers=kept)
    lists = [("allow-methods", "allowMethods"), ("allow-headers", "allowHeaders")]
    named = lists if is_preflight(request) else [("expose-headers", "exposeHeaders")]
    more = [
        (f"access-control-{name}", ",".join(configuration[key]))
        for name, key in named
        if configuration.get(key)
    ]
    if is_preflight(request) and configuration.get("maxAge") is not None:
        more.append(("access-control-max-age", str(configuration["maxAge"])))
    return replace(answer, headers=(*kept, *origin, *more))


def _origin_headers(configuration: Configuration, request: Incoming) -> tuple[tuple[str, str], ...]:
    origin = request.header("origin")
    if origin is None:
        return ()
    allowed = configuration.get("allowOrigins") or []
    if not any(_covers(pattern, origin) for pattern in allowed):
        return ()
    if configuration.get("allowCredentials"):
        return ((_ORIGIN, origin), ("access-control-allow-credentials", "true"))
    return ((_ORIGIN, "*" if "*" in allowed else origin),)


def _covers(pattern: str, origin: str) -> bool:
    if pattern in ("*", origin):
        return True
    return pattern in ("https://*", "http://*") and origin.startswith(pattern[:-1])
