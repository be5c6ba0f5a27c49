"""The operations of UpdateStage that turn one set of CloudFormation properties into another."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal, NotRequired, TypedDict

type Properties = Mapping[str, Any]


class PatchOperation(TypedDict):
    op: Literal["replace", "remove"]
    path: str
    value: NotRequired[str]


_SIMPLE = (
    ("DeploymentId", "/deploymentId"),
    ("Description", "/description"),
    ("TracingEnabled", "/tracingEnabled"),
)
_METHOD = (
    ("ThrottlingRateLimit", "throttling/rateLimit", 10_000),
    ("ThrottlingBurstLimit", "throttling/burstLimit", 5_000),
    ("LoggingLevel", "logging/loglevel", "OFF"),
    ("DataTraceEnabled", "logging/dataTrace", False),
    ("MetricsEnabled", "metrics/enabled", False),
    ("CachingEnabled", "caching/enabled", False),
    ("CacheTtlInSeconds", "caching/ttlInSeconds", 300),
    ("CacheDataEncrypted", "caching/dataEncrypted", False),
)
"""Each with the value that it has without a setting."""
_ACCESS_LOG = (("DestinationArn", "destinationArn"), ("Format", "format"))


def stage_operations(before: Properties, after: Properties) -> list[PatchOperation]:
    operations = [
        _replace(path, after[name])
        for name, path in _SIMPLE
        if after.get(name) is not None and before.get(name) != after[name]
    ]
    old, new = before.get("Variables") or {}, after.get("Variables") or {}
    operations += [
        _replace(f"/variables/{name}", value) for name, value in new.items() if old.get(name) != value
    ]
    operations += [_remove(f"/variables/{name}") for name in old if name not in new]
    return [
        *operations,
        *method_operations(before.get("MethodSettings"), after.get("MethodSettings")),
        *access_log_operations(before.get("AccessLogSetting"), after.get("AccessLogSetting")),
    ]


def method_operations(
    before: Sequence[Properties] | None, after: Sequence[Properties] | None
) -> list[PatchOperation]:
    """Settings of all methods come first: LocalStack copies them to each method that has its own."""
    old, new = _by_method(before), _by_method(after)
    return [
        _replace(f"/{method}/{path}", new.get(method, {}).get(name, default))
        for method in sorted(old | new)
        for name, path, default in _METHOD
        if old.get(method, {}).get(name) != new.get(method, {}).get(name)
    ]


def _by_method(settings: Sequence[Properties] | None) -> dict[str, Properties]:
    """By the path of UpdateStage, such as `~1pets/GET`."""
    named: dict[str, Properties] = {}
    for each in settings or ():
        path = str(each.get("ResourcePath", "/*"))
        encoded = "*" if path == "/*" else path.replace("/", "~1")
        named[f"{encoded}/{each.get('HttpMethod', '*')}"] = each
    return named


def access_log_operations(before: Properties | None, after: Properties | None) -> list[PatchOperation]:
    if (before or {}) == (after or {}):
        return []
    if not after:
        return [_remove("/accessLogSettings")]
    return [
        _replace(f"/accessLogSettings/{key}", after[name]) for name, key in _ACCESS_LOG if after.get(name)
    ]


def _replace(path: str, value: object) -> PatchOperation:
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return {"op": "replace", "path": path, "value": text}


def _remove(path: str) -> PatchOperation:
    return {"op": "remove", "path": path}
