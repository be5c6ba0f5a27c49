"""
Adds `SdkHttpMetadata` and `SdkResponseMetadata` to the results of the optimised integrations that have them on AWS, where
definitions look at the HTTP status. LocalStack (services/stepfunctions/asl/…/state_task_service_*.py) drops both.
"""

import threading
from collections.abc import Mapping
from functools import wraps
from types import MappingProxyType
from typing import Any

from localstack.services.stepfunctions.asl.component.state.state_execution.state_task import lambda_eval_utils
from localstack.services.stepfunctions.asl.component.state.state_execution.state_task.service import (
    state_task_service_dynamodb as dynamodb,
)
from localstack.services.stepfunctions.asl.component.state.state_execution.state_task.service import (
    state_task_service_lambda as lambda_,
)
from localstack.services.stepfunctions.asl.component.state.state_execution.state_task.service import (
    state_task_service_sfn as sfn,
)
from localstack.services.stepfunctions.asl.component.state.state_execution.state_task.service import (
    state_task_service_sns as sns,
)
from localstack.services.stepfunctions.asl.component.state.state_execution.state_task.service import (
    state_task_service_sqs as sqs,
)

from localstack_harness.support.patching import Original, patch, replace

_CALLED = (lambda_eval_utils, dynamodb, sfn, sns, sqs)
"""The modules that call a service; EventBridge's results have no metadata on AWS."""
_TASKS = (
    lambda_.StateTaskServiceLambda,
    dynamodb.StateTaskServiceDynamoDB,
    sfn.StateTaskServiceSfn,
    sns.StateTaskServiceSns,
    sqs.StateTaskServiceSqs,
)


class _Last(threading.local):
    metadata: Mapping[str, Any] = MappingProxyType({})


_LAST = _Last()
"""What came with the last response of a thread, which evaluates one task at a time."""


def install() -> None:
    for module in _CALLED:
        replace(module, "boto_client_for", _observed(module.boto_client_for))
    for task in _TASKS:

        @patch(task._eval_service_task)
        def evaluate(original: Original, /, self: Any, env: Any, *arguments: Any, **named: Any) -> None:
            _LAST.metadata = {}
            original(self, env, *arguments, **named)
            if _LAST.metadata:
                env.stack[-1].update(sdk_metadata(_LAST.metadata))


def sdk_metadata(metadata: Mapping[str, Any]) -> dict[str, Any]:
    """Botocore's metadata of a response in the form of AWS's Java SDK."""
    headers = {_spelling(name): value for name, value in metadata.get("HTTPHeaders", {}).items()}
    return {
        "SdkHttpMetadata": {
            "AllHttpHeaders": {name: [value] for name, value in headers.items()},
            "HttpHeaders": headers,
            "HttpStatusCode": metadata["HTTPStatusCode"],
        },
        "SdkResponseMetadata": {"RequestId": metadata["RequestId"]},
    }


def _spelling(header: str) -> str:
    if header == "x-amzn-requestid":
        return "x-amzn-RequestId"
    return header if header.startswith("x-") else header.title()


def _observed(client_for: Any) -> Any:
    @wraps(client_for)
    def observed(*arguments: Any, **named: Any) -> Any:
        return _Observed(client_for(*arguments, **named))

    return observed


class _Observed:
    def __init__(self, client: Any) -> None:
        self._client = client

    def __getattr__(self, operation: str) -> Any:
        call = getattr(self._client, operation)

        def observed(**parameters: Any) -> Any:
            response = call(**parameters)
            _LAST.metadata = response["ResponseMetadata"]
            return response

        return observed
