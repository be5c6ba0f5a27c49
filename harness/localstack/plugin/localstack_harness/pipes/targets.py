"""
How each target gets a batch of events.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-event-target.html
"""

import json
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from itertools import batched
from typing import Any

from localstack.services.lambda_.event_source_mapping.pipe_utils import to_json_str
from localstack.utils.aws.arns import sqs_queue_url_for_arn

from localstack_harness.pipes.pipe import Pipe, service_of
from localstack_harness.support.input_templates import MISSING, found

_MOST = 10
"""Entries in one call of SQS, SNS and EventBridge."""


class DeliveryError(Exception):
    """A target took none of the events, or not all."""


type Client = Any
type Parameters = Mapping[str, Any]
type Send = Callable[[Pipe, Client, Parameters, list[Any]], Any]


def send(pipe: Pipe, client: Client, events: list[Any]) -> Any:
    """What the target answers, where it does: a function may report failed events. Raises DeliveryError and others."""
    parameters = pipe.given.get("TargetParameters") or {}
    return _SENDERS[service_of(pipe.given["Target"])](pipe, client, parameters, events)


def call_function(client: Client, arn: str, payload: Any, *, wait: bool = True) -> Any:
    """What a function returns. Raises DeliveryError if it fails."""
    kind = "RequestResponse" if wait else "Event"
    answer = client.invoke(FunctionName=arn, InvocationType=kind, Payload=to_json_str(payload))
    returned = answer["Payload"].read()
    if answer.get("FunctionError"):
        raise DeliveryError(f"{arn} failed: {returned.decode(errors='replace')}")
    return json.loads(returned) if wait and returned else None


def call_state_machine(client: Client, arn: str, payload: Any) -> Any:
    """The output of an Express state machine. Raises DeliveryError if the execution fails."""
    execution = client.start_sync_execution(stateMachineArn=arn, input=to_json_str(payload))
    if execution["status"] != "SUCCEEDED":
        raise DeliveryError(f"{arn} {execution['status']}: {execution.get('error')} {execution.get('cause')}")
    return json.loads(execution["output"])


def _to_function(pipe: Pipe, client: Client, parameters: Parameters, events: list[Any]) -> Any:
    kind = (parameters.get("LambdaFunctionParameters") or {}).get("InvocationType")
    return call_function(client, pipe.given["Target"], events, wait=kind != "FIRE_AND_FORGET")


def _to_state_machine(pipe: Pipe, client: Client, parameters: Parameters, events: list[Any]) -> Any:
    arn: str = pipe.given["Target"]
    kind = (parameters.get("StepFunctionStateMachineParameters") or {}).get("InvocationType")
    if kind == "REQUEST_RESPONSE":
        return call_state_machine(client, arn, events)
    client.start_execution(stateMachineArn=arn, input=to_json_str(events))
    return None


def _to_queue(pipe: Pipe, client: Client, parameters: Parameters, events: list[Any]) -> None:
    own = parameters.get("SqsQueueParameters") or {}
    url = sqs_queue_url_for_arn(pipe.given["Target"])
    names = {
        "MessageGroupId": own.get("MessageGroupId"),
        "MessageDeduplicationId": own.get("MessageDeduplicationId"),
    }
    for entries in _entries(events):
        sent = [
            {"Id": key, "MessageBody": text_of(event), **_resolved(names, event)} for key, event in entries
        ]
        _assert_all(client.send_message_batch(QueueUrl=url, Entries=sent).get("Failed"))


def _to_topic(pipe: Pipe, client: Client, _parameters: Parameters, events: list[Any]) -> None:
    for entries in _entries(events):
        sent = [{"Id": key, "Message": text_of(event)} for key, event in entries]
        answer = client.publish_batch(TopicArn=pipe.given["Target"], PublishBatchRequestEntries=sent)
        _assert_all(answer.get("Failed"))


def _to_bus(pipe: Pipe, client: Client, parameters: Parameters, events: list[Any]) -> None:
    own = parameters.get("EventBridgeEventBusParameters") or {}
    kind = f"Event from aws:{service_of(pipe.given['Source'])}"
    names = {"Source": own.get("Source") or f"Pipe {pipe.name}", "DetailType": own.get("DetailType") or kind}
    for entries in _entries(events):
        sent = []
        for _, event in entries:
            entry = {
                "EventBusName": pipe.given["Target"],
                "Detail": text_of(event),
                **_resolved(names, event),
            }
            if resources := own.get("Resources"):
                entry["Resources"] = [str(_at(resource, event)) for resource in resources]
            sent.append(entry)
        answer = client.put_events(Entries=sent)
        _assert_all([entry for entry in answer["Entries"] if entry.get("ErrorCode")])


def _to_stream(pipe: Pipe, client: Client, parameters: Parameters, events: list[Any]) -> None:
    key = (parameters.get("KinesisStreamParameters") or {}).get("PartitionKey", "")
    records = [
        {"Data": text_of(event).encode(), "PartitionKey": str(_at(key, event)) or str(uuid.uuid4())}
        for event in events
    ]
    answer = client.put_records(StreamARN=pipe.given["Target"], Records=records)
    _assert_all([record for record in answer["Records"] if record.get("ErrorCode")])


def _to_delivery_stream(pipe: Pipe, client: Client, _parameters: Parameters, events: list[Any]) -> None:
    name = pipe.given["Target"].rpartition("/")[2]
    records = [{"Data": text_of(event).encode()} for event in events]
    client.put_record_batch(DeliveryStreamName=name, Records=records)


def _to_log(pipe: Pipe, client: Client, parameters: Parameters, events: list[Any]) -> None:
    group = pipe.given["Target"].split(":log-group:")[1].removesuffix(":*")
    stream = (parameters.get("CloudWatchLogsParameters") or {}).get("LogStreamName") or str(uuid.uuid4())
    with suppress(client.exceptions.ResourceAlreadyExistsException):
        client.create_log_stream(logGroupName=group, logStreamName=stream)
    now = int(datetime.now(UTC).timestamp() * 1000)
    lines = [{"timestamp": now, "message": text_of(event)} for event in events]
    client.put_log_events(logGroupName=group, logStreamName=stream, logEvents=lines)


def text_of(event: Any) -> str:
    return event if isinstance(event, str) else to_json_str(event)


def _entries(events: Iterable[Any]) -> Iterator[list[tuple[str, Any]]]:
    for group in batched(events, _MOST, strict=False):
        yield [(str(at), event) for at, event in enumerate(group)]


def _resolved(names: Mapping[str, str | None], event: Any) -> dict[str, str]:
    return {name: str(_at(value, event)) for name, value in names.items() if value}


def _at(value: str, event: Any) -> Any:
    """Parameters are texts or JSON paths into the event."""
    if not value.startswith("$."):
        return value
    at = found(event, value)
    return "" if at is MISSING else at


def _assert_all(failed: list[Any] | None) -> None:
    if failed:
        raise DeliveryError(f"{len(failed)} events were not delivered: {failed[0]}")


_SENDERS: dict[str, Send] = {
    "events": _to_bus,
    "firehose": _to_delivery_stream,
    "kinesis": _to_stream,
    "lambda": _to_function,
    "logs": _to_log,
    "sns": _to_topic,
    "sqs": _to_queue,
    "states": _to_state_machine,
}
