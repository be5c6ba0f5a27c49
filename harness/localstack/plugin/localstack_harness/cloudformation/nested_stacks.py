"""
AWS::CloudFormation::Stack. LocalStack (services/cloudformation/resource_providers/aws_cloudformation_stack.py) makes a nested
stack by CreateStack, which reports CREATE_COMPLETE although something in the stack failed, and cannot update one. Both are
done here by change sets, and a failure says which resource of the nested stack failed, and why.
"""

import time
import uuid
from typing import Any

from localstack.services.cloudformation.resource_provider import (
    OperationStatus,
    ProgressEvent,
    ResourceRequest,
)
from localstack.services.cloudformation.resource_providers.aws_cloudformation_stack import (
    CloudFormationStackProvider,
)
from localstack.services.cloudformation.stores import get_cloudformation_store
from localstack.services.cloudformation.v2.entities import Stack
from localstack.services.cloudformation.v2.provider import find_stack_v2

from localstack_harness.support.patching import Original, patch
from localstack_harness.support.resource_types import default_name

type Request = ResourceRequest[Any]
type Event = ProgressEvent[Any]

_PAUSE_S = 0.02
_CAPABILITIES = ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"]
_PASSED_ON = ("NotificationARNs", "Tags", "TemplateURL")


def install() -> None:
    @patch(CloudFormationStackProvider.create)
    def create(_: Original, self: CloudFormationStackProvider, request: Request) -> Event:
        model = dict(request.desired_state)
        model["StackName"] = default_name(request)
        return _deploy("CREATE", model["StackName"], model, request)

    @patch(CloudFormationStackProvider.update)
    def update(_: Original, self: CloudFormationStackProvider, request: Request) -> Event:
        before: dict[str, Any] = request.previous_state or {}
        model = {
            **request.desired_state,
            "StackName": before["StackName"],
            "Id": before["Id"],
            "Outputs": before.get("Outputs", {}),
        }
        return _deploy("UPDATE", before["Id"], model, request)


def _deploy(kind: str, stack_name: str, model: dict[str, Any], request: Request) -> Event:
    cloudformation = request.aws_client_factory.cloudformation
    change_set = cloudformation.create_change_set(
        StackName=stack_name,
        ChangeSetName=f"nested-{uuid.uuid4()}",
        ChangeSetType=kind,
        Capabilities=_CAPABILITIES,
        Parameters=parameters(model.get("Parameters") or {}),
        **{name: model[name] for name in _PASSED_ON if name in model},
    )
    model["Id"] = change_set["StackId"]
    stack = _stack(request, model["Id"])
    made = cloudformation.describe_change_set(ChangeSetName=change_set["Id"], StackName=model["Id"])
    if made["ExecutionStatus"] == "AVAILABLE":
        earlier = len(stack.events)
        cloudformation.execute_change_set(ChangeSetName=change_set["Id"], StackName=model["Id"])
        # a resource in it may take an hour; LocalStack's own loop would give up after five minutes
        while stack.status.endswith("_IN_PROGRESS"):
            time.sleep(_PAUSE_S)
        if stack.status not in ("CREATE_COMPLETE", "UPDATE_COMPLETE"):
            return _failed(model, failure(stack, stack.events[: len(stack.events) - earlier]))
    elif "didn't contain changes" not in made.get("StatusReason", ""):
        return _failed(model, f"{stack.stack_name}: {made.get('StatusReason', made['Status'])}")
    model["Outputs"] = {each["OutputKey"]: each["OutputValue"] for each in stack.resolved_outputs}
    return ProgressEvent(OperationStatus.SUCCESS, resource_model=model)


def parameters(given: dict[str, Any]) -> list[dict[str, str]]:
    """As CreateChangeSet takes them: a list is passed as text with commas."""

    def text(value: Any) -> str:
        if isinstance(value, list):
            return ",".join(text(each) for each in value)
        return str(value).lower() if isinstance(value, bool) else str(value)

    return [{"ParameterKey": name, "ParameterValue": text(value)} for name, value in given.items()]


def failure(stack: Stack, events: list[Any]) -> str:
    """What failed in a nested stack, first things first."""
    failed = [
        f"{event['ResourceType']} {event['LogicalResourceId']}: {event.get('ResourceStatusReason', event['ResourceStatus'])}"
        for event in reversed(events)
        if event["ResourceStatus"].endswith("_FAILED") and event["LogicalResourceId"] != stack.stack_name
    ]
    reasons = "; ".join(failed) or stack.status_reason or stack.status
    return f"the nested stack {stack.stack_name} failed: {reasons}"


def _stack(request: Request, stack_id: str) -> Stack:
    stack = find_stack_v2(get_cloudformation_store(request.account_id, request.region_name), stack_id)
    assert stack  # an id is found, or raises KeyError
    return stack


def _failed(model: dict[str, Any], message: str) -> Event:
    # with its id the nested stack can be deleted
    return ProgressEvent(OperationStatus.FAILED, resource_model=model, message=message)
