"""
CORS as HTTP APIs and function URLs are configured for it.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html
https://docs.aws.amazon.com/lambda/latest/dg/urls-configuration.html#urls-cors
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from localstack_harness.support.patching import Original, patch

type Configuration = Mapping[str, Any]
"""With names such as `allowOrigins`."""

_ORIGIN = "access-control-allow-origin"
_SELF_MANAGED: set[str] = set()


def is_preflight(method: str, header: Callable[[str], str | None]) -> bool:
    return (
        method == "OPTIONS"
        and header("origin") is not None
        and header("access-control-request-method") is not None
    )


def without_cors(headers: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """The headers of a response that do not give way to those of a configuration."""
    return tuple((name, value) for name, value in headers if not name.lower().startswith("access-control-"))


def cors_headers(
    configuration: Configuration, origin: str | None, *, preflight: bool
) -> tuple[tuple[str, str], ...]:
    """For a page's origin; none if it is not allowed."""
    allowed = _origin_headers(configuration, origin)
    if not allowed:
        return ()
    lists = [("allow-methods", "allowMethods"), ("allow-headers", "allowHeaders")]
    named = lists if preflight else [("expose-headers", "exposeHeaders")]
    more = [
        (f"access-control-{name}", ",".join(configuration[key]))
        for name, key in named
        if configuration.get(key)
    ]
    if preflight and configuration.get("maxAge") is not None:
        more.append(("access-control-max-age", str(configuration["maxAge"])))
    return (*allowed, *more)


def leave_cors_to(host_part: str) -> None:
    """
    What LocalStack serves at hosts with this part decides on its own which pages may call it, as on AWS. Changes
    aws/handlers/cors.py of LocalStack.
    """
    if not _SELF_MANAGED:
        from localstack.aws.handlers import cors

        @patch(cors.should_enforce_self_managed_service)
        def should_enforce_self_managed_service(original: Original, context: Any) -> bool:
            host = context.request.host.lower()
            return not any(part in host for part in _SELF_MANAGED) and bool(original(context))

    _SELF_MANAGED.add(host_part)


def _origin_headers(configuration: Configuration, origin: str | None) -> tuple[tuple[str, str], ...]:
    allowed = configuration.get("allowOrigins") or []
    if origin is None or not any(_covers(pattern, origin) for pattern in allowed):
        return ()
    if configuration.get("allowCredentials"):
        return ((_ORIGIN, origin), ("access-control-allow-credentials", "true"))
    return ((_ORIGIN, "*" if "*" in allowed else origin),)


def _covers(pattern: str, origin: str) -> bool:
    if pattern in ("*", origin):
        return True
    return pattern in ("https://*", "http://*") and origin.startswith(pattern[:-1])
