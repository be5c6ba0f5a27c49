"""
Calls a service with parameters of a request.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-aws-services-reference.html
"""

import base64
import binascii
import json
from collections.abc import Mapping
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from localstack.aws.protocol.serializer import create_serializer
from localstack.aws.spec import load_service
from localstack.services.apigateway.next_gen.execute_api.integrations.aws import get_service_factory
from moto.apigatewayv2.models import Integration

from localstack_harness.apigateway.http_api.answers import Answer, message
from localstack_harness.apigateway.http_api.incoming import Incoming
from localstack_harness.apigateway.http_api.payloads import Circumstances, integration_source
from localstack_harness.apigateway.http_api.services.mapping import value_of

SUBTYPES: Mapping[str, tuple[str, str, str]] = {
    "EventBridge-PutEvents": ("events", "put_events", "PutEvents"),
    "Kinesis-PutRecord": ("kinesis", "put_record", "PutRecord"),
    "SQS-DeleteMessage": ("sqs", "delete_message", "DeleteMessage"),
    "SQS-PurgeQueue": ("sqs", "purge_queue", "PurgeQueue"),
    "SQS-ReceiveMessage": ("sqs", "receive_message", "ReceiveMessage"),
    "SQS-SendMessage": ("sqs", "send_message", "SendMessage"),
    "StepFunctions-StartExecution": ("stepfunctions", "start_execution", "StartExecution"),
    "StepFunctions-StartSyncExecution": ("stepfunctions", "start_sync_execution", "StartSyncExecution"),
    "StepFunctions-StopExecution": ("stepfunctions", "stop_execution", "StopExecution"),
}
"""The client, its method and the operation of each subtype."""

_EVENT_ENTRY = ("Detail", "DetailType", "Source", "Time", "EventBusName", "Resources", "TraceHeader")
# SQS answers HTTP APIs in the protocol that it has had longest
_ANSWERED_AS = {"sqs": ("sqs", "query"), "stepfunctions": ("stepfunctions", None)}


def call(integration: Integration, request: Incoming, given: Circumstances) -> Answer:
    client_name, method, operation = SUBTYPES[str(integration.integration_subtype)]
    service = (
        load_service(client_name, protocol="query") if client_name == "sqs" else load_service(client_name)
    )
    model = service.operation_model(operation)
    mapped = {
        name: value
        for name, expression in (integration.request_parameters or {}).items()
        if (value := value_of(expression, request, given)) is not None
    }
    region = mapped.pop("Region", given.region)
    clients: Any = get_service_factory(region_name=region, role_arn=integration.credentials_arn or "")
    client = getattr(clients, client_name).request_metadata(
        service_principal="apigateway", source_arn=integration_source(request, given)
    )
    try:
        response = getattr(client, method)(**arguments(operation, mapped, model.input_shape))
    except ClientError as error:
        status = error.response["ResponseMetadata"]["HTTPStatusCode"]
        return message(status, error.response["Error"].get("Message") or "")
    except (BotoCoreError, ValueError) as error:  # a parameter is missing, or has the wrong type
        return message(400, str(error))
    response.pop("ResponseMetadata", None)
    answered = create_serializer(service).serialize_to_response(response, model, None, given.request_id)
    kind = answered.headers.get("Content-Type") or "application/json"
    return Answer(200, (("content-type", kind),), answered.get_data())


def arguments(operation: str, mapped: Mapping[str, str], shape: Any) -> dict[str, Any]:
    """In the form of the operation. Raises ValueError."""
    if operation == "PutEvents":
        entry = {name: mapped[name] for name in _EVENT_ENTRY if name in mapped}
        if "Resources" in entry:
            entry["Resources"] = json.loads(entry["Resources"])
        return {"Entries": [entry]}
    return {
        name[0].lower() + name[1:] if operation.endswith("Execution") else name: value
        for name, value in ((name, _typed(value, shape, name)) for name, value in mapped.items())
    }


def _typed(value: str, shape: Any, name: str) -> Any:
    member = shape.members.get(name) or shape.members.get(name[0].lower() + name[1:])
    match member.type_name if member else "string":
        case "integer":
            return int(value)
        case "structure" | "list" | "map":
            return json.loads(value)
        case "blob":
            try:
                return base64.b64decode(value, validate=True)
            except binascii.Error:
                return value.encode()
        case _:
            return value
