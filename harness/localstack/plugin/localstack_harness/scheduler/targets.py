"""
What a schedule calls: a service and an operation for each kind of target. Independent of LocalStack's services.

https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets.html
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from botocore.model import ListShape, MapShape, OperationModel, Shape, StructureShape
from localstack.aws.spec import load_service

UNIVERSAL = "arn:aws:scheduler:::aws-sdk:"
# of universal targets, as the AWS SDK for Java names them
_SERVICES = {
    "sfn": "stepfunctions",
    "eventbridge": "events",
    "cloudwatchlogs": "logs",
    "cognitoidentityprovider": "cognito-idp",
}


class UnsupportedTargetError(Exception):
    pass


@dataclass(frozen=True)
class Call:
    service: str
    operation: str
    parameters: dict[str, Any]


def call_of(target: Mapping[str, Any], text: str) -> Call:
    """`text` is the target's input. Raises UnsupportedTargetError, and ValueError for an input that is no JSON."""
    arn: str = target["Arn"]
    if arn.startswith(UNIVERSAL):
        return _universal(arn.removeprefix(UNIVERSAL), text)
    service = arn.split(":")[2]
    if service not in _TEMPLATED:
        raise UnsupportedTargetError(f"no schedule is delivered to {arn} here")
    operation, parameters = _TEMPLATED[service]
    return Call("stepfunctions" if service == "states" else service, operation, parameters(target, text))


def _event(target: Mapping[str, Any], text: str) -> dict[str, Any]:
    given = target.get("EventBridgeParameters") or {}
    source, kind = given.get("Source", ""), given.get("DetailType", "")
    return {
        "Entries": [{"EventBusName": target["Arn"], "Source": source, "DetailType": kind, "Detail": text}]
    }


def _message(target: Mapping[str, Any], text: str) -> dict[str, Any]:
    group = (target.get("SqsParameters") or {}).get("MessageGroupId")
    return {"QueueUrl": target["Arn"], "MessageBody": text, **({"MessageGroupId": group} if group else {})}


def _stream_record(target: Mapping[str, Any], text: str) -> dict[str, Any]:
    key = (target.get("KinesisParameters") or {}).get("PartitionKey", "")
    return {"StreamARN": target["Arn"], "Data": text.encode(), "PartitionKey": key}


_TEMPLATED: dict[str, tuple[str, Callable[[Mapping[str, Any], str], dict[str, Any]]]] = {
    "codebuild": ("StartBuild", lambda target, _: {"projectName": target["Arn"].rpartition("/")[2]}),
    "codepipeline": ("StartPipelineExecution", lambda target, _: {"name": target["Arn"].rpartition(":")[2]}),
    "events": ("PutEvents", _event),
    "firehose": (
        "PutRecord",
        lambda target, text: {
            "DeliveryStreamName": target["Arn"].rpartition("/")[2],
            "Record": {"Data": text.encode()},
        },
    ),
    "kinesis": ("PutRecord", _stream_record),
    "lambda": (
        "Invoke",
        lambda target, text: {
            "FunctionName": target["Arn"],
            "InvocationType": "Event",
            "Payload": text.encode(),
        },
    ),
    "sns": ("Publish", lambda target, text: {"TopicArn": target["Arn"], "Message": text}),
    "sqs": ("SendMessage", _message),
    "states": ("StartExecution", lambda target, text: {"stateMachineArn": target["Arn"], "input": text}),
}
"""By the service in the target's ARN."""


def _universal(action: str, text: str) -> Call:
    name, _, operation = action.partition(":")
    service = _SERVICES.get(name, name)
    operation = operation[:1].upper() + operation[1:]
    try:
        model: OperationModel = load_service(service).operation_model(operation)
    except Exception as error:
        raise UnsupportedTargetError(f"there is no operation {action}") from error
    given = json.loads(text or "{}")
    return Call(service, operation, _cased(given, model.input_shape) if model.input_shape else {})


def _cased(value: Any, shape: Shape) -> Any:
    """Universal targets name all parameters as Java does, `StateMachineArn`; an API may have `stateMachineArn`."""
    if isinstance(shape, StructureShape) and isinstance(value, dict):
        members = {name.lower(): (name, member) for name, member in shape.members.items()}
        return {
            members[name.lower()][0]: _cased(item, members[name.lower()][1])
            for name, item in value.items()
            if name.lower() in members
        }
    if isinstance(shape, ListShape) and isinstance(value, list):
        return [_cased(item, shape.member) for item in value]
    if isinstance(shape, MapShape) and isinstance(value, dict):
        return {key: _cased(item, shape.value) for key, item in value.items()}
    if shape.type_name == "blob" and isinstance(value, str):
        return value.encode()
    return value
