"""
Sends events to a log group's subscribers: only those that match a filter's pattern, and without waiting for a function.

LocalStack ignores patterns, takes what the first filter left for the second, and waits until a function has returned
(services/logs/provider.py, which replaces moto's LogStream.put_log_events).

https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html
"""

import base64
import gzip
import json
import logging
from typing import Any

from localstack.aws.api.logs import InvalidParameterException
from localstack.aws.connect import connect_to
from localstack.services.logs import provider
from localstack.utils.aws import arns
from localstack.utils.aws.client_types import ServicePrincipal
from moto.core.utils import unix_time_millis
from moto.logs.models import LogEvent, LogsBackend, LogStream

from localstack_harness.logs.patterns.pattern import pattern_of
from localstack_harness.support.patching import Original, patch, replace

LOG = logging.getLogger(__name__)


def install() -> None:
    replace(LogStream, "put_log_events", put_log_events)
    replace(provider, "get_pattern_matcher", lambda text: lambda _, event: matches(text, event))

    @patch(LogsBackend.put_subscription_filter)
    def put_subscription_filter(  # noqa: PLR0913, PLR0917 moto's parameters
        original: Original,
        self: LogsBackend,
        log_group_name: str,
        filter_name: str,
        filter_pattern: str,
        destination_arn: str,
        role_arn: str,
    ) -> None:
        check(filter_pattern)
        original(self, log_group_name, filter_name, filter_pattern, destination_arn, role_arn)


def matches(pattern: str, event: Any) -> bool:
    return pattern_of(pattern).matches(event["message"])


def check(pattern: str | None) -> None:
    """Raises what CloudWatch Logs answers to what is no filter pattern."""
    try:
        pattern_of(pattern or "")
    except ValueError as error:
        raise InvalidParameterException(f"Invalid filter pattern: {error}") from error


def put_log_events(stream: Any, log_events: list[dict[str, Any]]) -> str:
    stream.last_ingestion_time = int(unix_time_millis())
    stream.stored_bytes += sum(len(event["message"]) for event in log_events)
    events = [LogEvent(stream.last_ingestion_time, event) for event in log_events]
    stream.events += events
    stream.upload_sequence_token += 1
    for subscription in list(stream.log_group.subscription_filters.values()):
        wanted = pattern_of(subscription.filter_pattern or "")
        selected = [event for event in events if wanted.matches(event.message)]
        if selected and subscription.destination_arn:
            try:
                _send(stream, subscription, selected)
            except Exception:
                # the events are in the group all the same, as on AWS
                LOG.warning("no events reached %s", subscription.destination_arn, exc_info=True)
    return f"{stream.upload_sequence_token:056d}"


def _send(stream: Any, subscription: Any, events: list[Any]) -> None:
    group, destination = stream.log_group, subscription.destination_arn
    document = {
        "messageType": "DATA_MESSAGE",
        "owner": stream.account_id,
        "logGroup": group.name,
        "logStream": stream.log_stream_name,
        "subscriptionFilters": [subscription.name],
        "logEvents": [
            {"id": str(event.event_id), "timestamp": event.timestamp, "message": event.message}
            for event in events
        ],
    }
    data = gzip.compress(json.dumps(document, separators=(",", ":")).encode())
    target = arns.parse_arn(destination)
    principal: Any = ServicePrincipal.logs
    sender = {"source_arn": group.arn, "service_principal": principal}
    if subscription.role_arn:
        clients: Any = connect_to.with_assumed_role(
            role_arn=subscription.role_arn, service_principal=principal, region_name=target["region"]
        )
    else:
        clients = connect_to(aws_access_key_id=target["account"], region_name=target["region"])
    match target["service"]:
        case "lambda":
            payload = json.dumps({"awslogs": {"data": base64.b64encode(data).decode()}})
            clients.lambda_.request_metadata(**sender).invoke(
                FunctionName=destination, InvocationType="Event", Payload=payload
            )
        case "kinesis":
            clients.kinesis.request_metadata(**sender).put_record(
                StreamName=arns.kinesis_stream_name(destination), Data=data, PartitionKey=group.name
            )
        case "firehose":
            clients.firehose.request_metadata(**sender).put_record(
                DeliveryStreamName=arns.firehose_name(destination), Record={"Data": data}
            )
