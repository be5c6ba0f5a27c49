"""CloudFormation's AWS::ApiGateway::Stage: LocalStack drops AccessLogSetting, and ignores every update, so that a changed
API would not be live."""

from typing import Any

from localstack.services.apigateway.resource_providers.aws_apigateway_stage import (
    ApiGatewayStageProvider,
)
from localstack.services.cloudformation.resource_provider import (
    OperationStatus,
    ProgressEvent,
    ResourceRequest,
)


def install() -> None:
    original = ApiGatewayStageProvider.create

    def create(self: Any, request: ResourceRequest[Any]) -> ProgressEvent[Any]:
        access_log = request.desired_state.get("AccessLogSetting")
        event = original(self, request)
        _patch(
            request, event.resource_model or {}, _access_log_operations({}, access_log)
        )
        return event

    def update(self: Any, request: ResourceRequest[Any]) -> ProgressEvent[Any]:
        before, after = request.previous_state or {}, request.desired_state
        after.setdefault("StageName", before.get("StageName"))
        _patch(request, after, operations(before, after))
        return ProgressEvent(
            status=OperationStatus.SUCCESS,
            resource_model=after,
            custom_context=request.custom_context,
        )

    ApiGatewayStageProvider.create = create
    ApiGatewayStageProvider.update = update


def operations(before: dict[str, Any], after: dict[str, Any]) -> list[dict[str, str]]:
    """The patch operations of UpdateStage that lead from one set of properties to another."""
    found = [
        {"op": "replace", "path": path, "value": _text(after.get(name))}
        for name, path in (
            ("DeploymentId", "/deploymentId"),
            ("Description", "/description"),
            ("TracingEnabled", "/tracingEnabled"),
        )
        if before.get(name) != after.get(name) and after.get(name) is not None
    ]
    old, new = before.get("Variables") or {}, after.get("Variables") or {}
    found += [
        {"op": "replace", "path": f"/variables/{name}", "value": _text(value)}
        for name, value in new.items()
        if old.get(name) != value
    ]
    found += [
        {"op": "remove", "path": f"/variables/{name}"}
        for name in old
        if name not in new
    ]
    return found + _access_log_operations(
        before.get("AccessLogSetting"), after.get("AccessLogSetting")
    )


def _access_log_operations(
    before: dict[str, Any] | None, after: dict[str, Any] | None
) -> list[dict[str, str]]:
    if before == after or (not before and not after):
        return []
    if not after:
        return [{"op": "remove", "path": "/accessLogSettings"}]
    return [
        {
            "op": "replace",
            "path": f"/accessLogSettings/{key}",
            "value": _text(after[name]),
        }
        for name, key in (("DestinationArn", "destinationArn"), ("Format", "format"))
        if after.get(name)
    ]


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _patch(
    request: ResourceRequest[Any], model: dict[str, Any], patch: list[dict[str, str]]
) -> None:
    if patch:
        request.aws_client_factory.apigateway.update_stage(
            restApiId=model["RestApiId"],
            stageName=model["StageName"],
            patchOperations=patch,
        )
