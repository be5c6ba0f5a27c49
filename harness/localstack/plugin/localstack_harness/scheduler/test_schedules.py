import unittest
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest import mock

from localstack.aws.api.scheduler import ValidationException
from localstack.services.scheduler import provider
from moto.scheduler.models import EventBridgeSchedulerBackend, Schedule, scheduler_backends
from moto.scheduler.responses import EventBridgeSchedulerResponse

from localstack_harness.scheduler import schedules
from localstack_harness.scheduler.delivery import Occurrence, TargetError
from localstack_harness.scheduler.timetable import TIMETABLE

schedules.install()

ACCOUNT, REGION = "111111111111", "us-east-1"
OFF = {"Mode": "OFF"}


def in_s(seconds: float) -> datetime:
    return datetime.now(UTC) + timedelta(seconds=seconds)


def at(moment: datetime) -> str:
    return f"at({moment:%Y-%m-%dT%H:%M:%S})"


class SchedulesTest(unittest.TestCase):
    """With moto's schedules; only the time of the timetable and what it delivers are replaced."""

    def setUp(self) -> None:
        self.backend: EventBridgeSchedulerBackend = scheduler_backends[ACCOUNT][REGION]
        self.addCleanup(self.backend.reset)
        self.delivered: list[Occurrence] = []
        self.refusal: TargetError | None = None
        self.enterContext(mock.patch.object(schedules, "deliver", self.deliver))
        self.plan = self.enterContext(mock.patch.object(TIMETABLE, "plan", wraps=None))
        self.enterContext(mock.patch("localstack_harness.scheduler.schedules.Thread", _RunsAtOnce))

    def deliver(self, occurrence: Occurrence) -> TargetError | None:
        self.delivered.append(occurrence)
        return self.refusal

    def request(self, expression: str, **more: Any) -> dict[str, Any]:
        return {
            "description": "",
            "end_date": None,
            "flexible_time_window": OFF,
            "group_name": "default",
            "kms_key_arn": "",
            "name": "nightly",
            "schedule_expression": expression,
            "schedule_expression_timezone": "UTC",
            "start_date": None,
            "state": "ENABLED",
            "target": {"Arn": "arn:aws:sqs:us-east-1:111111111111:q", "RoleArn": "role"},
            **more,
        }

    def create(self, expression: str, **more: Any) -> Schedule:
        more = {"action_after_completion": None, **more}
        return self.backend.create_schedule(**self.request(expression, **more))

    @property
    def due(self) -> datetime | None:
        due: datetime | None = self.plan.call_args.args[1]
        return due

    def ring(self) -> None:
        """As the timetable does when it is due."""
        self.plan.call_args.args[2]()

    def test_a_time_is_one_of_its_zone(self) -> None:
        self.create("at(2090-07-01T12:00:00)", schedule_expression_timezone="Europe/Berlin")
        self.assertEqual(self.due, datetime(2090, 7, 1, 10, tzinfo=UTC))

    def test_a_time_is_due_once_and_then_never(self) -> None:
        schedule = self.create(at(in_s(100)))
        self.ring()
        (occurrence,) = self.delivered
        self.assertEqual(occurrence.schedule_arn, schedule.arn)
        self.assertEqual((occurrence.account, occurrence.region), (ACCOUNT, REGION))
        self.assertIsNone(self.due)
        self.assertTrue(schedules.is_there(schedule))

    def test_it_is_deleted_after_its_completion(self) -> None:
        schedule = self.create(at(in_s(100)), action_after_completion="DELETE")
        self.ring()
        self.assertEqual(len(self.delivered), 1)
        self.assertFalse(schedules.is_there(schedule))

    def test_a_time_that_has_passed_is_never_due_unless_in_this_minute(self) -> None:
        self.create(at(in_s(-120)))
        self.assertIsNone(self.due)
        now = datetime.now(UTC).replace(second=0)
        self.create(at(now), name="now")
        self.assertEqual(self.due, now.replace(microsecond=0))

    def test_a_rate_is_due_at_once_and_then_regularly(self) -> None:
        self.create("rate(5 minutes)")
        first = self.due
        assert first
        self.assertAlmostEqual(first.timestamp(), datetime.now(UTC).timestamp(), delta=2)
        self.ring()
        self.assertEqual(self.due, first + timedelta(minutes=5))

    def test_a_rate_is_due_first_at_its_start(self) -> None:
        start = in_s(3_600).replace(microsecond=0)
        self.create("rate(5 minutes)", start_date=start.timestamp())
        self.assertEqual(self.due, start)

    def test_nothing_is_due_after_the_end(self) -> None:
        end = in_s(60).timestamp()
        schedule = self.create("rate(5 minutes)", end_date=end, action_after_completion="DELETE")
        self.ring()
        self.assertIsNone(self.due)
        self.assertFalse(schedules.is_there(schedule))

    def test_a_disabled_schedule_passes_its_times_by(self) -> None:
        self.create("rate(5 minutes)", state="DISABLED")
        first = self.due
        assert first
        self.ring()
        self.assertEqual(self.delivered, [])
        self.assertEqual(self.due, first + timedelta(minutes=5))

    def test_a_schedule_that_was_deleted_does_not_fire(self) -> None:
        self.create("rate(5 minutes)")
        self.backend.delete_schedule("default", "nightly")
        self.ring()
        self.assertEqual(self.delivered, [])

    def test_an_update_plans_again_and_enables(self) -> None:
        schedule = self.create("rate(5 minutes)", state="DISABLED")
        self.backend.update_schedule(**self.request("at(2090-01-01T00:00:00)", state=None))
        self.assertEqual(self.due, datetime(2090, 1, 1, tzinfo=UTC))
        self.assertEqual(schedule.state, "ENABLED")

    def test_an_update_over_http_keeps_the_action_after_completion(self) -> None:
        schedule = self.create("at(2090-01-01T00:00:00)")
        response = EventBridgeSchedulerResponse()
        body = {
            "FlexibleTimeWindow": OFF,
            "ScheduleExpression": "at(2090-01-01T00:00:00)",
            "Target": schedule.target,
            "ActionAfterCompletion": "DELETE",
        }
        response.uri = "/schedules/nightly?x"
        with (
            mock.patch.object(response, "_get_param", body.get),
            mock.patch.object(EventBridgeSchedulerResponse, "scheduler_backend", self.backend),
        ):
            response.update_schedule()
        self.assertEqual(schedule.action_after_completion, "DELETE")

    def test_wrong_expressions_and_zones_are_refused(self) -> None:
        for expression in ("at(2030-02-30T00:00:00)", "rate(0 minutes)", "cron(* * * * *)", "daily"):
            with self.subTest(expression), self.assertRaises(ValidationException):
                provider._validate_schedule_expression(expression)
        self.create("rate(1 day)")
        with self.assertRaises(ValidationException):
            self.backend.update_schedule(**self.request("rate(1 fortnight)"))
        for zone in ("Mars/Olympus", "+01:00", "../UTC"):
            with self.subTest(zone), self.assertRaises(ValidationException):
                self.create("rate(1 day)", name="other", schedule_expression_timezone=zone)

    def test_an_end_before_the_start_and_half_a_window_are_refused(self) -> None:
        for wrong in (
            {"start_date": 2_000_000_000, "end_date": 1_999_999_999},
            {"start_date": 2_000_000_000, "end_date": 2_000_000_000},
            {"flexible_time_window": {"Mode": "FLEXIBLE"}},
            {"flexible_time_window": {"Mode": "OFF", "MaximumWindowInMinutes": 5}},
        ):
            with self.subTest(wrong), self.assertRaises(ValidationException):
                self.create("rate(1 day)", **wrong)
        self.create("rate(1 day)", start_date=2_000_000_000, end_date=2_000_000_001)

    def test_a_window_is_noted(self) -> None:
        with self.assertLogs("localstack_harness.scheduler.schedules", "INFO") as logs:
            window = {"Mode": "FLEXIBLE", "MaximumWindowInMinutes": 15}
            self.create("rate(1 day)", flexible_time_window=window)
        self.assertIn("not within its window of 15 minutes", logs.output[0])

    def test_fires_now(self) -> None:
        schedule = self.create("cron(0 0 1 1 ? 2090)")
        self.assertIsNone(schedules.fire(self.backend, schedule))
        (occurrence,) = self.delivered
        self.assertAlmostEqual(occurrence.scheduled.timestamp(), datetime.now(UTC).timestamp(), delta=2)
        self.assertTrue(schedules.is_there(schedule))

    def test_firing_completes_one_that_is_due_once(self) -> None:
        schedule = self.create("at(2090-01-01T00:00:00)", action_after_completion="DELETE")
        self.refusal = TargetError("NotFound", "no", temporary=False)
        self.assertIs(schedules.fire(self.backend, schedule), self.refusal)
        self.assertFalse(schedules.is_there(schedule))


class _RunsAtOnce:
    """In place of a thread."""

    def __init__(self, target: Any, args: tuple[Any, ...], **_: Any) -> None:
        self.start = lambda: target(*args)
