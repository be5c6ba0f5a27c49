"""
Resets what a template no longer says of a function: LocalStack passes only the properties that are there to
UpdateFunctionConfiguration (services/lambda_/resource_providers/aws_lambda_function.py), and so keeps the others.
"""

from copy import deepcopy
from typing import Any

from localstack.services.cloudformation.resource_provider import ProgressEvent, ResourceRequest
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
