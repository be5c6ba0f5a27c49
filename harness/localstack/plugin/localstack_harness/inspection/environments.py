"""Functions that are warm: those with an execution environment."""

from typing import Any, TypedDict

from localstack_harness.support.loading.loaded import loaded

_WARM = ("READY", "INVOKING")


class WarmFunction(TypedDict):
    arn: str
    environments: int
    busy: int


def warm_functions() -> list[WarmFunction]:
    found: dict[str, WarmFunction] = {}
    for environment in _environments():
        status = environment.status.name
        if status not in _WARM:
            continue
        arn = environment.function_version.id.unqualified_arn()
        entry = found.setdefault(arn, {"arn": arn, "environments": 0, "busy": 0})
        entry["environments"] += 1
        entry["busy"] += status == "INVOKING"
    return list(found.values())


def _environments() -> list[Any]:
    if not loaded("localstack.services.lambda_.provider"):
        return []
    from localstack.services.plugins import SERVICE_PLUGINS

    service: Any = SERVICE_PLUGINS.get_service("lambda")
    by_version = service._provider.lambda_service.assignment_service.environments
    return [environment for each in list(by_version.values()) for environment in list(each.values())]
