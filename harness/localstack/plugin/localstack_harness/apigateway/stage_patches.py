"""
CloudFormation's AWS::ApiGateway::Stage: LocalStack drops AccessLogSetting and MethodSettings, and ignores every update,
so that a changed API would not become live.
"""

from collections.abc import Mapping
from typing import Any

from localstack.services.apigateway.resource_providers.aws_apigateway_stage import (
    ApiGatewayStageProperties,
    ApiGatewayStageProvider,
)
from localstack.services.cloudformation.resource_provider import (
    OperationStatus,
    ProgressEvent,
    ResourceRequest,
)

from localstack_harness.apigateway.stage_operations import PatchOperation, stage_operations
from localstack_harness.support.patching import Original, patch

_NOT_CREATED = ("AccessLogSetting", "MethodSettings")

type Request = ResourceRequest[ApiGatewayStageProperties]
type Event = ProgressEvent[ApiGatewayStageProperties]


def install() -> None:
    @patch(ApiGatewayStageProvider.create)
    def create(original: Original, self: ApiGatewayStageProvider, request: Request) -> Event:
        wanted: Mapping[str, Any] = request.desired_state
        settings = {name: wanted[name] for name in _NOT_CREATED if wanted.get(name)}
        event: Event = original(self, request)
        _update(request, event.resource_model or {}, stage_operations({}, settings))
        return event

    @patch(ApiGatewayStageProvider.update)
    def update(_original: Original, self: ApiGatewayStageProvider, request: Request) -> Event:
        before: Mapping[str, Any] = request.previous_state or {}
        after = request.desired_state
        after.setdefault("StageName", before.get("StageName"))
        _update(request, after, stage_operations(before, after))
        return ProgressEvent(OperationStatus.SUCCESS, after, custom_context=request.custom_context)


def _update(request: Request, stage: Mapping[str, Any], changes: list[PatchOperation]) -> None:
    if changes:
        request.aws_client_factory.apigateway.update_stage(
            restApiId=stage["RestApiId"], stageName=stage["StageName"], patchOperations=changes
        )
