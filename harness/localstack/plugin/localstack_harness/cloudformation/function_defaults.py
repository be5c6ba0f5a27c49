"""
Applies what LocalStack (services/lambda_/resource_providers/aws_lambda_function.py) leaves out of a template's function: its
reserved concurrency, and the default values of properties that the template no longer has.
"""

from copy import deepcopy
from typing import Any

from localstack.services.cloudformation.resource_provider import (
    OperationStatus,
    ProgressEvent,
    ResourceRequest,
)
from localstack.services.lambda_.resource_providers.aws_lambda_function import LambdaFunctionProvider

from localstack_harness.support.patching import patch

DEFAULTS: dict[str, Any] = {
    "Description": "",
    "DeadLetterConfig": {},
    "Environment": {"Variables": {}},
    "Layers": [],
    "MemorySize": 128,
    "Timeout": 3,
    "TracingConfig": {"Mode": "PassThrough"},
}
"""https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-function.html"""


def reset_removed() -> None:
    @patch(LambdaFunctionProvider.update)
    def update(
        original: Any, self: LambdaFunctionProvider, request: ResourceRequest[Any]
    ) -> ProgressEvent[Any]:
        removed = (request.previous_state or {}).keys() - request.desired_state.keys()
        request.desired_state = {
            **{name: deepcopy(value) for name, value in DEFAULTS.items() if name in removed},
            **request.desired_state,
        }
        event: ProgressEvent[Any] = original(self, request)
        return event


_RESERVED = "ReservedConcurrentExecutions"


def reserve_concurrency() -> None:
    @patch(LambdaFunctionProvider.create)
    def create(
        original: Any, self: LambdaFunctionProvider, request: ResourceRequest[Any]
    ) -> ProgressEvent[Any]:
        event: ProgressEvent[Any] = original(self, request)
        if event.status == OperationStatus.SUCCESS:
            _reserve(request, {}, request.desired_state)
        return event

    @patch(LambdaFunctionProvider.update)
    def update(
        original: Any, self: LambdaFunctionProvider, request: ResourceRequest[Any]
    ) -> ProgressEvent[Any]:
        event: ProgressEvent[Any] = original(self, request)
        _reserve(request, request.previous_state or {}, request.desired_state)
        return event


def _reserve(request: ResourceRequest[Any], before: dict[str, Any], after: dict[str, Any]) -> None:
    client: Any = request.aws_client_factory.lambda_
    name = after.get("FunctionName") or before["FunctionName"]
    if (reserved := after.get(_RESERVED)) is not None:
        client.put_function_concurrency(FunctionName=name, ReservedConcurrentExecutions=int(reserved))
    elif before.get(_RESERVED) is not None:
        client.delete_function_concurrency(FunctionName=name)
