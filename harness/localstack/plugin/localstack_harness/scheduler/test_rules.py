import json
import unittest
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any, cast
from unittest import mock

from localstack.services.events.models import ValidationException, events_stores
from localstack.services.events.provider import EventsProvider
from localstack.services.events.scheduler import JobScheduler
from localstack.services.events.target import SqsTargetSender, StatesTargetSender

from localstack_harness.scheduler import rules
from localstack_harness.scheduler.timetable import TIMETABLE

rules.install()

ACCOUNT, REGION = "222222222222", "us-east-1"
QUEUE = f"arn:aws:sqs:{REGION}:{ACCOUNT}:q"
MACHINE = f"arn:aws:states:{REGION}:{ACCOUNT}:stateMachine:m"


class RulesTest(unittest.TestCase):
    """With LocalStack's EventBridge; the time of the timetable, and the calls of targets, are replaced."""

    def setUp(self) -> None:
        self.context = cast("Any", SimpleNamespace(account_id=ACCOUNT, region=REGION))
        self.addCleanup(events_stores.reset)
        self.provider = EventsProvider()
        self.sent: list[Any] = []
        self.enterContext(
            mock.patch.object(SqsTargetSender, "send_event", lambda _, event, __: self.sent.append(event))
        )
        self.plan = self.enterContext(mock.patch.object(TIMETABLE, "plan"))
        self.forget = self.enterContext(mock.patch.object(TIMETABLE, "forget"))
        self.enterContext(mock.patch("localstack_harness.scheduler.rules.Thread", _RunsAtOnce))

    def put(self, expression: str, *targets: dict[str, Any], **more: Any) -> str:
        answer = self.provider.put_rule(self.context, name="nightly", schedule_expression=expression, **more)
        wanted: Any = [{"Id": f"{index}", "Arn": QUEUE, **target} for index, target in enumerate(targets)]
        if wanted:
            self.provider.put_targets(self.context, rule="nightly", targets=wanted)
        arn = answer.get("RuleArn")
        assert arn
        return arn

    def ring(self) -> None:
        """As the timetable does when it is due."""
        self.plan.call_args.args[2]()

    def fire(self) -> Exception | None:
        (rule,) = rules.every_scheduled_rule()
        return rules.fire(rule)

    @property
    def due(self) -> datetime:
        due: datetime = self.plan.call_args.args[1]
        return due

    def test_a_rate_is_due_when_its_time_has_passed_once_and_then_regularly(self) -> None:
        arn = self.put("rate(10 minutes)", {})
        due = self.due
        self.assertAlmostEqual(due.timestamp(), datetime.now(UTC).timestamp() + 600, delta=2)
        self.ring()
        (event,) = self.sent
        self.assertEqual(
            {**event, "id": "", "time": ""},
            {
                "version": "0",
                "id": "",
                "detail-type": "Scheduled Event",
                "source": "aws.events",
                "account": ACCOUNT,
                "time": "",
                "region": REGION,
                "resources": [arn],
                "detail": {},
            },
        )
        self.assertEqual(event["time"], f"{due:%Y-%m-%dT%H:%M:%SZ}")
        self.assertEqual(self.due, due + timedelta(minutes=10))

    def test_a_changed_expression_is_planned_again(self) -> None:
        self.put("rate(10 minutes)")
        self.put("cron(0 12 1 1 ? 2090)")
        self.assertEqual(self.due, datetime(2090, 1, 1, 12, tzinfo=UTC))

    def test_a_rule_with_a_pattern_only_is_not_planned(self) -> None:
        self.provider.put_rule(self.context, name="nightly", event_pattern='{"source": ["test"]}')
        self.plan.assert_not_called()
        self.forget.assert_called_once()

    def test_a_disabled_rule_passes_its_times_by(self) -> None:
        self.put("rate(1 minute)", {}, state="DISABLED")
        due = self.due
        self.ring()
        self.assertEqual(self.sent, [])
        self.assertEqual(self.due, due + timedelta(minutes=1))
        self.provider.enable_rule(self.context, name="nightly")
        self.ring()
        self.assertEqual(len(self.sent), 1)

    def test_a_rule_that_was_deleted_does_not_fire(self) -> None:
        self.put("rate(1 minute)", {})
        self.provider.remove_targets(self.context, rule="nightly", ids=["0"])
        self.provider.delete_rule(self.context, name="nightly")
        self.ring()
        self.assertEqual(self.sent, [])

    def test_each_target_gets_its_input(self) -> None:
        self.put(
            "rate(1 minute)",
            {"Input": '{"pet": "Rex"}'},
            {"Input": '"text"'},
            {"Input": "{}"},
            {"InputPath": "$.resources"},
            {"InputTransformer": {"InputPathsMap": {"source": "$.source"}, "InputTemplate": '"by <source>"'}},
        )
        self.assertIsNone(self.fire())
        (rule,) = rules.every_scheduled_rule()
        self.assertEqual(self.sent, [{"pet": "Rex"}, "text", {}, [rule.arn], "by aws.events"])

    def test_putting_targets_again_does_not_call_them_twice(self) -> None:
        self.put("rate(1 minute)", {})
        self.put("rate(1 minute)", {})
        self.ring()
        self.assertEqual(len(self.sent), 1)
        self.assertEqual(JobScheduler.instance().jobs, [])

    def test_a_target_that_fails_is_named_and_the_others_are_called(self) -> None:
        self.put("rate(1 minute)", {"Arn": MACHINE}, {})
        client = mock.Mock()
        client.start_execution.side_effect = RuntimeError("no such machine")
        with (
            mock.patch.object(StatesTargetSender, "client", client),
            self.assertLogs("localstack_harness.scheduler.rules", "WARNING"),
        ):
            self.assertEqual(str(self.fire()), f"{MACHINE}: no such machine")
        self.assertEqual(len(self.sent), 1)

    def test_a_state_machine_gets_an_input_without_an_id(self) -> None:
        self.put("rate(1 minute)", {"Arn": MACHINE, "Input": '{"pet": "Rex"}'})
        with mock.patch.object(StatesTargetSender, "client") as client:
            self.assertIsNone(self.fire())
        request = client.start_execution.call_args.kwargs
        self.assertEqual(json.loads(request["input"]), {"pet": "Rex"})
        self.assertRegex(request["name"], r"^[0-9a-f-]{36}$")

    def test_wrong_expressions_are_refused(self) -> None:
        for expression in ("rate(0 minutes)", "cron(61 * * * ? *)", "at(2090-01-01T00:00:00)"):
            with self.subTest(expression), self.assertRaises(ValidationException):
                self.put(expression)


class _RunsAtOnce:
    """In place of a thread."""

    def __init__(self, target: Any, args: tuple[Any, ...], **_: Any) -> None:
        self.start = lambda: target(*args)
