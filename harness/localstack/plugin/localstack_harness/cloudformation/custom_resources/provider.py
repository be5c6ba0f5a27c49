"""
A custom resource: its provider, a function or a topic, is asked to create, update or delete it.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-custom-resources.html
"""

import json
import uuid
from typing import Any, Literal

from localstack.aws.connect import connect_to
from localstack.services.cloudformation.resource_provider import (
    OperationStatus,
    ProgressEvent,
    ResourceProvider,
)

from localstack_harness.cloudformation.custom_resources.responses import RESPONSES, Outcome, PendingResponse
from localstack_harness.support.resource_types import done, plugin_of

_OWN_PROPERTIES = "ResourceProperties"
"""Where the deployed state keeps the properties of the template, next to the attributes for Fn::GetAtt."""
_LONGEST_S = 3_600

type Kind = Literal["Create", "Update", "Delete"]


class CustomResourceProvider(ResourceProvider[Any]):
    TYPE = "AWS::CloudFormation::CustomResource"
    SCHEMA = {  # noqa: RUF012 as LocalStack declares it
        "typeName": TYPE,
        "primaryIdentifier": ["/properties/PhysicalResourceId"],
        "properties": {},
    }

    def create(self, request: Any) -> ProgressEvent[Any]:
        outcome = _ask("Create", request, request.desired_state)
        return _deployed(outcome, request.desired_state)

    def update(self, request: Any) -> ProgressEvent[Any]:
        before = request.previous_state
        old, physical_id = before[_OWN_PROPERTIES], before["PhysicalResourceId"]
        more = {"PhysicalResourceId": physical_id, "OldResourceProperties": as_strings(old)}
        outcome = _ask("Update", request, request.desired_state, more)
        if outcome.status == "SUCCESS" and outcome.physical_id != physical_id:
            # another resource took its place
            removed = _ask("Delete", request, old, {"PhysicalResourceId": physical_id})
            if removed.status == "FAILED":
                return _failed(
                    f"the resource that was replaced, {physical_id}, is left: {removed.reason}", before
                )
        # what is deployed stays so after a failure, and can still be deleted
        return _deployed(outcome, request.desired_state, before)

    def delete(self, request: Any) -> ProgressEvent[Any]:
        state = request.desired_state
        if "PhysicalResourceId" not in state:  # its creation failed
            return done({})
        more = {"PhysicalResourceId": state["PhysicalResourceId"]}
        outcome = _ask("Delete", request, state[_OWN_PROPERTIES], more)
        return _failed(outcome.reason, state) if outcome.status == "FAILED" else done({})


custom_resource = plugin_of(CustomResourceProvider)


def _ask(kind: Kind, request: Any, properties: dict[str, Any], more: dict[str, Any] | None = None) -> Outcome:
    pending = RESPONSES.expect()
    try:
        event = {
            "RequestType": kind,
            "ServiceToken": properties["ServiceToken"],
            "ResponseURL": pending.url,
            "StackId": request.stack_id,
            "RequestId": str(uuid.uuid4()),
            "LogicalResourceId": request.logical_resource_id,
            "ResourceType": request.resource_type,
            "ResourceProperties": as_strings(properties),
            **(more or {}),
        }
        failure = _send(properties["ServiceToken"], event, pending)
        if failure is not None:
            return Outcome("FAILED", failure)
        seconds = min(float(properties.get("ServiceTimeout", _LONGEST_S)), _LONGEST_S)
        late = (
            f"CloudFormation did not receive a response from your Custom Resource within {seconds:g} seconds."
        )
        return pending.wait(seconds) or Outcome("FAILED", late)
    finally:
        RESPONSES.forget(pending)


def _send(token: str, event: dict[str, Any], pending: PendingResponse) -> str | None:
    """Returns why the provider failed, if it ended so without a response."""
    try:
        _, _, service, region, account, *_ = token.split(":")
    except ValueError:
        return f"ServiceToken is {token}, which is no ARN"
    clients = connect_to(aws_access_key_id=account, region_name=region)
    if service == "sns":
        clients.sns.publish(
            TopicArn=token, Subject="AWS CloudFormation custom resource request", Message=json.dumps(event)
        )
        return None
    if service != "lambda":
        return f"ServiceToken is {token}: it must be the ARN of a function or a topic"
    result = clients.lambda_.invoke(FunctionName=token, Payload=json.dumps(event).encode())
    payload = result["Payload"].read().decode()
    if not result.get("FunctionError") or pending.has_arrived:
        return None
    return f"the function {token.rpartition(':')[2]} failed: {_error_message(payload)}"


def _error_message(payload: str) -> str:
    try:
        message = json.loads(payload).get("errorMessage")
    except (ValueError, AttributeError):
        return payload
    return str(message or payload)


def as_strings(value: Any) -> Any:
    """CloudFormation passes every number and boolean as a string."""
    if isinstance(value, dict):
        return {name: as_strings(each) for name, each in value.items()}
    if isinstance(value, list):
        return [as_strings(each) for each in value]
    return value if value is None else _as_string(value)


def _as_string(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _attribute(value: Any) -> Any:
    return value if isinstance(value, dict | list) else _as_string(value)


def _deployed(
    outcome: Outcome, properties: dict[str, Any], before: dict[str, Any] | None = None
) -> ProgressEvent[Any]:
    if outcome.status == "FAILED":
        return _failed(outcome.reason, before or {})
    attributes = {name: _attribute(value) for name, value in outcome.data.items() if value is not None}
    return done({**attributes, "PhysicalResourceId": outcome.physical_id, _OWN_PROPERTIES: dict(properties)})


def _failed(reason: str, model: dict[str, Any]) -> ProgressEvent[Any]:
    message = f"Received response status [FAILED] from custom resource. Message returned: {reason}"
    return ProgressEvent(OperationStatus.FAILED, resource_model=model, message=message)
