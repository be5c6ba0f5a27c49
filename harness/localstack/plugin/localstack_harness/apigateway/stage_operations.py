"""The operations of UpdateStage that turn one set of CloudFormation properties into another."""

from collections.abc import Mapping
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
    return operations + access_log_operations(before.get("AccessLogSetting"), after.get("AccessLogSetting"))


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
