"""CloudFormation's AWS::ApiGateway::Stage: LocalStack drops AccessLogSetting, and ignores every update, so that a changed
API would not be live."""

from typing import Any

from localstack.services.apigateway.resource_providers.aws_apigateway_stage import (
    ApiGatewayStageProvider,
)
from localstack.services.cloudformation.resource_provider import (
    OperationStatus,
    ProgressEvent,
)
from localstack.utils.patch import patch

from localstack_harness.apigateway.stage_operations import access_log_operations, operations


def install() -> None:
    @patch(ApiGatewayStageProvider.create)
    def create(original: Any, self: Any, request: Any) -> Any:
        access_log = request.desired_state.get("AccessLogSetting")
        event = original(self, request)
        _apply(request, event.resource_model, access_log_operations(None, access_log))
        return event

    @patch(ApiGatewayStageProvider.update)
    def update(original: Any, self: Any, request: Any) -> Any:
        before, after = request.previous_state or {}, request.desired_state
        after.setdefault("StageName", before.get("StageName"))
        _apply(request, after, operations(before, after))
        return ProgressEvent(
            status=OperationStatus.SUCCESS,
            resource_model=after,
            custom_context=request.custom_context,
        )


def _apply(request: Any, model: Any, patch_operations: list[dict[str, str]]) -> None:
    if patch_operations:
        request.aws_client_factory.apigateway.update_stage(
            restApiId=model["RestApiId"],
            stageName=model["StageName"],
            patchOperations=patch_operations,
        )
