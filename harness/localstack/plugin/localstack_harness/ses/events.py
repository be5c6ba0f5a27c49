"""
Events of a configuration set, to SNS, EventBridge, CloudWatch and Firehose. LocalStack publishes to SNS only, keeps one
destination for each set, and reports mails as sent whose template cannot be rendered.

Mends services/ses/provider.py of LocalStack. https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html
"""

import json
import logging
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from localstack.aws.connect import connect_to
from localstack.utils.aws.arns import firehose_name

LOG = logging.getLogger(__name__)

SEND, DELIVERY, RENDERING_FAILURE = "send", "delivery", "renderingFailure"
_NAMES = {
    SEND: ("Send", "Email Sent", "send"),
    DELIVERY: ("Delivery", "Email Delivered", "delivery"),
    RENDERING_FAILURE: ("Rendering Failure", "Email Rendering Failed", "failure"),
}
"""The name of an event, of its EventBridge event, and of the field with its details."""


@dataclass(frozen=True)
class SentMail:
    """What events say of a mail."""

    message_id: str
    account: str
    region: str
    source: str
    recipients: Sequence[str]
    configuration_set: str | None
    tags: Sequence[Mapping[str, str]] = field(default_factory=tuple)
    of_template: bool = False

    @property
    def source_arn(self) -> str:
        return f"arn:aws:ses:{self.region}:{self.account}:identity/{self.source}"


def publish(
    mail: SentMail, destinations: Sequence[Mapping[str, Any]], kind: str, details: Mapping[str, Any]
) -> None:
    for destination in destinations:
        if destination.get("Enabled") and kind in (destination.get("MatchingEventTypes") or ()):
            for name, send in _SENDERS.items():
                if given := destination.get(name):
                    _attempt(send, mail, given, kind, _event(mail, kind, details))


type _Sender = Callable[[SentMail, Mapping[str, Any], str, Mapping[str, Any]], object]


def _attempt(
    send: _Sender, mail: SentMail, destination: Mapping[str, Any], kind: str, event: Mapping[str, Any]
) -> None:
    try:
        send(mail, destination, kind, event)
    except Exception as error:  # noqa: BLE001 - the mail is sent in any case
        LOG.warning("the event %s of a mail could not be sent to %s: %s", kind, dict(destination), error)


def _event(mail: SentMail, kind: str, details: Mapping[str, Any]) -> dict[str, Any]:
    event_type, _, details_field = _NAMES[kind]
    tags: dict[str, list[str]] = defaultdict(list)
    for tag in mail.tags:
        tags[tag["Name"]].append(tag["Value"])
    if mail.configuration_set:
        tags["ses:configuration-set"].append(mail.configuration_set)
    facts = {
        "timestamp": now(),
        "source": mail.source,
        "sourceArn": mail.source_arn,
        "sendingAccountId": mail.account,
        "messageId": mail.message_id,
        "destination": list(mail.recipients),
        "tags": tags,
    }
    if mail.of_template and kind == SEND:
        del facts["sourceArn"]  # as AWS does
    return {"eventType": event_type, "mail": facts, details_field: dict(details)}


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _clients(mail: SentMail) -> Any:
    return connect_to(aws_access_key_id=mail.account, region_name=mail.region)


def _to_sns(mail: SentMail, destination: Mapping[str, Any], _kind: str, event: Mapping[str, Any]) -> None:
    _clients(mail).sns.publish(
        TopicArn=destination["TopicARN"],
        Message=json.dumps(event),
        Subject="Amazon SES Email Event Notification",
    )


def _to_event_bus(
    mail: SentMail, destination: Mapping[str, Any], kind: str, event: Mapping[str, Any]
) -> None:
    entry = {
        "EventBusName": destination["EventBusArn"],
        "Source": "aws.ses",
        "DetailType": _NAMES[kind][1],
        "Detail": json.dumps(event),
        "Resources": [mail.source_arn],
    }
    _clients(mail).events.put_events(Entries=[entry])


def _to_metrics(mail: SentMail, destination: Mapping[str, Any], kind: str, _event: Mapping[str, Any]) -> None:
    tags = {tag["Name"]: tag["Value"] for tag in mail.tags}
    dimensions = [
        {
            "Name": given["DimensionName"],
            "Value": tags.get(given["DimensionName"], given["DefaultDimensionValue"]),
        }
        for given in destination["DimensionConfigurations"]
    ]
    datum = {"MetricName": _NAMES[kind][0], "Value": 1, "Unit": "Count", "Dimensions": dimensions}
    _clients(mail).cloudwatch.put_metric_data(Namespace="AWS/SES", MetricData=[datum])


def _to_firehose(
    mail: SentMail, destination: Mapping[str, Any], _kind: str, event: Mapping[str, Any]
) -> None:
    stream = destination.get("DeliveryStreamARN") or destination["DeliveryStreamArn"]
    _clients(mail).firehose.put_record(
        DeliveryStreamName=firehose_name(stream), Record={"Data": f"{json.dumps(event)}\n".encode()}
    )


_SENDERS: dict[str, _Sender] = {
    "SNSDestination": _to_sns,
    "EventBridgeDestination": _to_event_bus,
    "CloudWatchDestination": _to_metrics,
    "KinesisFirehoseDestination": _to_firehose,
}
