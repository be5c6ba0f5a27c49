"""
Step Functions' execution log. LocalStack sends each event in a separate call, which delays the execution.
With includeExecutionData false it omits inputs and outputs, but not the parameters of a task, which contain
the same data.
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from localstack.services.stepfunctions.asl.eval.event.event_manager import EventManager
from localstack.services.stepfunctions.asl.eval.event.logging import CloudWatchLoggingSession

from localstack_harness.support.log_delivery import LogDelivery
from localstack_harness.support.patching import Original, patch

if TYPE_CHECKING:
    from localstack.aws.api.logs import InputLogEvent


def install() -> None:
    omit_parameters()
    deliver_in_background()


def omit_parameters() -> None:
    @patch(EventManager._remove_data_from_history_log)
    def remove_data(original: Original, details_body: dict[str, Any]) -> None:
        original(details_body=details_body)
        details_body.pop("parameters", None)


@dataclass(frozen=True)
class Stream:
    account: str
    region: str
    group: str
    name: str
    session: CloudWatchLoggingSession = field(compare=False, repr=False)
    """Any session that writes to the stream."""


def deliver_in_background() -> None:
    """As on AWS, where the log follows the execution."""
    publish = CloudWatchLoggingSession._publish_history_log_or_setup

    def put(stream: Stream, events: list["InputLogEvent"]) -> None:
        publish(stream.session, log_events=events)

    delivery = LogDelivery("execution-log-delivery", put)

    @patch(CloudWatchLoggingSession._publish_history_log_or_setup)
    def deliver(
        _original: Original, self: CloudWatchLoggingSession, log_events: list["InputLogEvent"]
    ) -> None:
        to = self.configuration
        stream = Stream(to.log_account_id, to.log_region, to.log_group_name, to.log_stream_name, self)
        for event in log_events:
            delivery.send(stream, event)
