"""The patch operations of UpdateStage that lead from one set of CloudFormation's properties to another."""

from typing import Any

_SINGLE = (
    ("DeploymentId", "/deploymentId"),
    ("Description", "/description"),
    ("TracingEnabled", "/tracingEnabled"),
)
_ACCESS_LOG = (("DestinationArn", "destinationArn"), ("Format", "format"))


def operations(before: dict[str, Any], after: dict[str, Any]) -> list[dict[str, str]]:
    found = [
        _replace(path, after[name])
        for name, path in _SINGLE
        if after.get(name) is not None and before.get(name) != after[name]
    ]
    old, new = before.get("Variables") or {}, after.get("Variables") or {}
    found += [_replace(f"/variables/{name}", value) for name, value in new.items() if old.get(name) != value]
    found += [{"op": "remove", "path": f"/variables/{name}"} for name in old if name not in new]
    return found + access_log_operations(before.get("AccessLogSetting"), after.get("AccessLogSetting"))


def access_log_operations(
    before: dict[str, Any] | None, after: dict[str, Any] | None
) -> list[dict[str, str]]:
    if (before or {}) == (after or {}):
        return []
    if not after:
        return [{"op": "remove", "path": "/accessLogSettings"}]
    return [
        _replace(f"/accessLogSettings/{key}", after[name]) for name, key in _ACCESS_LOG if after.get(name)
    ]


def _replace(path: str, value: Any) -> dict[str, str]:
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return {"op": "replace", "path": path, "value": text}
