import unittest
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, cast
from unittest import mock

from localstack.services.cloudformation.resource_provider import OperationStatus
from localstack.services.scheduler.resource_providers.aws_scheduler_schedule import SchedulerScheduleProvider

from localstack_harness.scheduler import schedule_resource

schedule_resource.install()

ARN = "arn:aws:scheduler:us-east-1:000000000000:schedule/default/nightly"
TARGET = {"Arn": "arn:q", "RoleArn": "role", "RetryPolicy": {"MaximumRetryAttempts": "3"}}
MODEL = {
    "Name": "nightly",
    "ScheduleExpression": "rate(1 day)",
    "FlexibleTimeWindow": {"Mode": "FLEXIBLE", "MaximumWindowInMinutes": "5"},
    "Target": TARGET,
}
TYPED = {
    **MODEL,
    "FlexibleTimeWindow": {"Mode": "FLEXIBLE", "MaximumWindowInMinutes": 5},
    "Target": {**TARGET, "RetryPolicy": {"MaximumRetryAttempts": 3}},
}


class ScheduleResourceTest(unittest.TestCase):
    """With a client in place of Scheduler's."""

    def setUp(self) -> None:
        self.scheduler = mock.Mock()
        self.scheduler.create_schedule.return_value = {"ScheduleArn": ARN}
        self.provider = SchedulerScheduleProvider()

    def request(self, desired: dict[str, Any], previous: dict[str, Any] | None = None) -> Any:
        return SimpleNamespace(
            desired_state=cast("Any", dict(desired)),
            previous_state=previous,
            aws_client_factory=SimpleNamespace(scheduler=self.scheduler),
            custom_context={},
            stack_name="stack",
            logical_resource_id="Schedule",
        )

    def test_numbers_may_be_strings(self) -> None:
        event = self.provider.create(self.request(MODEL))
        self.assertEqual(event.status, OperationStatus.SUCCESS)
        created = self.scheduler.create_schedule.call_args.kwargs
        self.assertEqual({name: created[name] for name in TYPED}, TYPED)
        self.scheduler.update_schedule.assert_not_called()

    def test_the_action_after_completion_is_kept(self) -> None:
        self.provider.create(self.request({**MODEL, "ActionAfterCompletion": "DELETE"}))
        updated = self.scheduler.update_schedule.call_args.kwargs
        self.assertEqual(updated, {**TYPED, "ActionAfterCompletion": "DELETE"})

    def test_an_update_changes_the_schedule(self) -> None:
        desired = {**MODEL, "ScheduleExpression": "rate(2 days)", "EndDate": "2090-01-01T00:00:00Z"}
        del desired["Name"]
        event = self.provider.update(self.request(desired, {**MODEL, "Arn": ARN}))
        self.assertEqual(event.status, OperationStatus.SUCCESS)
        self.assertEqual(
            event.resource_model, {**TYPED, **desired, **typed_parts(), "Name": "nightly", "Arn": ARN}
        )
        self.scheduler.update_schedule.assert_called_once_with(
            **{**TYPED, "ScheduleExpression": "rate(2 days)", "EndDate": datetime(2090, 1, 1, tzinfo=UTC)}
        )


def typed_parts() -> dict[str, Any]:
    return {name: TYPED[name] for name in ("FlexibleTimeWindow", "Target")}
