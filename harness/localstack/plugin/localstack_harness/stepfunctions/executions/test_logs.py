import queue
import unittest
from datetime import UTC, datetime
from typing import Any
from unittest import mock

from localstack.aws.api.stepfunctions import HistoryEventType, LogLevel
from localstack.services.stepfunctions.asl.eval.event import logging
from localstack.services.stepfunctions.asl.eval.event.event_detail import EventDetails
from localstack.services.stepfunctions.asl.eval.event.event_manager import EventManager
from localstack.services.stepfunctions.asl.eval.event.logging import (
    CloudWatchLoggingConfiguration,
    CloudWatchLoggingSession,
)

from localstack_harness.stepfunctions.executions import logs

DETAILS: EventDetails = {
    "taskScheduledEventDetails": {"resource": "invoke", "parameters": '{"email": "rex@example.com"}'}
}


def log(include_execution_data: bool) -> Any:
    return EventManager._create_history_log(
        event_id=2,
        source_event_id=1,
        event_type=HistoryEventType.TaskScheduled,
        timestamp=datetime.now(UTC),
        execution_arn="arn:aws:states:us-east-1:000000000000:execution:m:e",
        event_details=DETAILS,
        include_execution_data=include_execution_data,
    )["details"]


class ExecutionLogsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        logs.omit_parameters()

    def test_omits_parameters_with_the_other_data(self) -> None:
        self.assertEqual(log(include_execution_data=False), {"resource": "invoke"})

    def test_keeps_parameters_if_data_is_included(self) -> None:
        self.assertIn("parameters", log(include_execution_data=True))
        self.assertIn("parameters", DETAILS["taskScheduledEventDetails"])


def session(group: str) -> CloudWatchLoggingSession:
    configuration = CloudWatchLoggingConfiguration(
        state_machine_arn="arn:aws:states:us-east-1:000000000000:stateMachine:Walk",
        log_account_id="000000000000",
        log_region="us-east-1",
        log_group_name=group,
        log_level=LogLevel.ALL,
        include_execution_data=False,
    )
    return CloudWatchLoggingSession("arn of an execution", configuration)


class DeliveryTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        logs.deliver_in_background()

    def setUp(self) -> None:
        self.put: queue.Queue[tuple[str, list[str]]] = queue.Queue()
        self.enterContext(mock.patch.object(logging, "connect_to", self.connect))

    def connect(self, **_: Any) -> Any:
        def put_log_events(**request: Any) -> None:
            messages = [event["message"] for event in request["logEvents"]]
            self.put.put((request["logGroupName"], messages))

        return mock.Mock(logs=mock.Mock(put_log_events=put_log_events))

    def publish(self, group: str, at: int) -> None:
        session(group)._publish_history_log_or_setup([{"timestamp": at, "message": f"at {at}"}])

    def test_sends_the_events_of_several_executions_in_one_call_ordered_by_time(self) -> None:
        for at in (3, 1, 2):
            self.publish("walks", at)
        self.assertEqual(self.put.get(timeout=5), ("walks", ["at 1", "at 2", "at 3"]))


if __name__ == "__main__":
    unittest.main()
