import unittest
from datetime import UTC, datetime
from typing import Any

from localstack.services.stepfunctions.asl.eval.event.event_manager import EventManager

from localstack_harness import execution_logs

DETAILS = {
    "taskScheduledEventDetails": {
        "resource": "invoke",
        "parameters": '{"email": "rex@example.com"}',
    }
}


def log(include_execution_data: bool) -> Any:
    return EventManager._create_history_log(
        event_id=2,
        source_event_id=1,
        event_type="TaskScheduled",
        timestamp=datetime.now(UTC),
        execution_arn="arn:aws:states:us-east-1:000000000000:execution:m:e",
        event_details=DETAILS,
        include_execution_data=include_execution_data,
    )["details"]


class ExecutionLogsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        execution_logs.leave_out_parameters()

    def test_parameters_are_left_out_with_the_rest_of_the_data(self) -> None:
        self.assertEqual(log(include_execution_data=False), {"resource": "invoke"})

    def test_they_stay_where_data_is_asked_for(self) -> None:
        self.assertIn("parameters", log(include_execution_data=True))
        self.assertIn("parameters", DETAILS["taskScheduledEventDetails"])


if __name__ == "__main__":
    unittest.main()
