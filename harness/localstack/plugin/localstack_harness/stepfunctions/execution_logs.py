"""Step Functions' log. LocalStack puts each event there in a call of its own, for which the execution waits; and with
includeExecutionData false it leaves out inputs and outputs, but not the parameters of a task, which are made of them."""

from dataclasses import dataclass, field
from typing import Any

from localstack.services.stepfunctions.asl.eval.event.event_manager import EventManager
from localstack.services.stepfunctions.asl.eval.event.logging import (
    CloudWatchLoggingSession,
)
from localstack.utils.patch import patch

from localstack_harness.support.log_delivery import LogDelivery


def install() -> None:
    leave_out_parameters()
    deliver_later()


def leave_out_parameters() -> None:
    @patch(EventManager._remove_data_from_history_log)
    def _remove_data_from_history_log(original: Any, details_body: dict[str, Any]) -> None:
        original(details_body=details_body)
        details_body.pop("parameters", None)


@dataclass(frozen=True)
class Stream:
    account: str
    region: str
    group: str
    name: str
    # any session that writes there will do
    session: CloudWatchLoggingSession = field(compare=False, repr=False)


def deliver_later() -> None:
    """As on AWS, where the log follows the execution."""
    publish = CloudWatchLoggingSession._publish_history_log_or_setup

    def put(stream: Stream, events: list[dict[str, Any]]) -> None:
        publish(stream.session, log_events=events)

    delivery = LogDelivery("execution-log-delivery", put)

    @patch(CloudWatchLoggingSession._publish_history_log_or_setup)
    def _publish_history_log_or_setup(
        _original: Any, self: CloudWatchLoggingSession, log_events: list[dict[str, Any]]
    ) -> None:
        to = self.configuration
        stream = Stream(to.log_account_id, to.log_region, to.log_group_name, to.log_stream_name, self)
        for event in log_events:
            delivery.send(stream, event)
