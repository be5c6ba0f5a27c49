import json
import time
import unittest
import uuid
from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from unittest import mock

from localstack.aws.api.stepfunctions import (
    ExecutionNotRedrivable,
    InvalidArn,
    StateMachineType,
    ValidationException,
)
from localstack.aws.skeleton import create_dispatch_table
from localstack.services.stepfunctions.backend import execution_worker
from localstack.services.stepfunctions.backend.store import sfn_stores
from localstack.services.stepfunctions.provider import StepFunctionsProvider

from localstack_harness.stepfunctions import execution_patches, program_for_tests
from localstack_harness.stepfunctions.executions import status_events
from localstack_harness.stepfunctions.jsonata import queries
from localstack_harness.stepfunctions.redrive import entries, operation, redrives

program_for_tests.install()
execution_patches.install()
status_events.install()
queries.install()
operation.install()

FIRST = {"Type": "Pass", "Result": {"from": "first"}, "Assign": {"v": 1}, "Next": "Check"}
IF_REDRIVEN = {"Variable": "$$.Execution.RedriveCount", "IsPresent": True, "Next": "Last"}
ONLY_REDRIVEN = {"Type": "Choice", "Choices": [IF_REDRIVEN]}
"""Fails, until the execution is redriven."""
LAST = {
    "Type": "Pass",
    "Parameters": {"given.$": "$.from", "v.$": "$v", "redrives.$": "$$.Execution.RedriveCount"},
    "End": True,
}
REDRIVABLE = {"StartAt": "First", "States": {"First": FIRST, "Check": ONLY_REDRIVEN, "Last": LAST}}
FAIL = {"StartAt": "F", "States": {"F": {"Type": "Fail", "Error": "Own"}}}
WAIT = {"StartAt": "W", "States": {"W": {"Type": "Wait", "Seconds": 60, "End": True}}}


def until[T](look: Callable[[], T | None]) -> T:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        if found := look():
            return found
        time.sleep(0.01)
    raise AssertionError("too late")


class RedriveTest(unittest.TestCase):
    def setUp(self) -> None:
        self.provider = StepFunctionsProvider()
        self.context: Any = SimpleNamespace(account_id=f"{uuid.uuid4().int % 10**12:012}", region="us-east-1")
        self.addCleanup(sfn_stores.pop, self.context.account_id, None)

    def start(self, definition: dict[str, Any], kind: StateMachineType = StateMachineType.STANDARD) -> str:
        role = f"arn:aws:iam::{self.context.account_id}:role/r"
        request: Any = {
            "name": f"m-{uuid.uuid4()}",
            "definition": json.dumps(definition),
            "roleArn": role,
            "type": kind,
        }
        self.machine = self.provider.create_state_machine(self.context, request)["stateMachineArn"]
        return self.provider.start_execution(self.context, self.machine)["executionArn"]

    def ended(self, arn: str) -> dict[str, Any]:
        return until(lambda: self.described(arn) if self.described(arn)["status"] != "RUNNING" else None)

    def described(self, arn: str) -> dict[str, Any]:
        return dict(self.provider.describe_execution(self.context, arn))

    def redrive(self, arn: str, token: str | None = None) -> Any:
        return self.provider.redrive_execution(self.context, arn, client_token=token)

    def events(self, arn: str) -> list[Any]:
        return list(self.provider.get_execution_history(self.context, arn)["events"])

    def types(self, arn: str) -> list[str]:
        return [str(event["type"]) for event in self.events(arn)]

    def refusal(self, arn: str) -> str:
        with self.assertRaises(ExecutionNotRedrivable) as refused:
            self.redrive(arn)
        described = self.described(arn)
        self.assertEqual(described["redriveStatus"], "NOT_REDRIVABLE")
        self.assertEqual(described["redriveStatusReason"], refused.exception.message)
        return refused.exception.message

    def test_continues_in_the_failed_state_with_its_input_and_the_variables(self) -> None:
        arn = self.start(REDRIVABLE)
        failed = self.ended(arn)
        self.assertEqual((failed["status"], failed["redriveCount"]), ("FAILED", 0))
        self.assertEqual(failed["redriveStatus"], "REDRIVABLE")
        self.assertNotIn("redriveDate", failed)
        date = self.redrive(arn)["redriveDate"]
        ended = self.ended(arn)
        self.assertEqual(ended["status"], "SUCCEEDED", ended.get("cause"))
        self.assertEqual(json.loads(ended["output"]), {"given": "first", "v": 1, "redrives": 1})
        self.assertEqual((ended["redriveCount"], ended["redriveDate"]), (1, date))
        self.assertEqual(ended["startDate"], failed["startDate"])
        self.assertNotIn("error", ended)

    def test_keeps_the_events_and_enters_the_state_once(self) -> None:
        arn = self.start(REDRIVABLE)
        self.ended(arn)
        before = self.events(arn)
        self.redrive(arn)
        self.ended(arn)
        events = self.events(arn)
        self.assertEqual(events[: len(before)], before)
        self.assertEqual([event["id"] for event in events], list(range(1, len(events) + 1)))
        added = events[len(before) :]
        self.assertEqual(
            [str(event["type"]) for event in added],
            [
                "ExecutionRedriven",
                "ChoiceStateExited",
                "PassStateEntered",
                "PassStateExited",
                "ExecutionSucceeded",
            ],
        )
        self.assertEqual(added[0]["executionRedrivenEventDetails"], {"redriveCount": 1})
        self.assertEqual(added[0]["previousEventId"], before[-1]["id"])

    def test_a_fail_state_is_entered_again(self) -> None:
        arn = self.start(FAIL)
        self.ended(arn)
        for count in (1, 2):
            self.redrive(arn)
            self.assertEqual(self.ended(arn)["error"], "Own")
            self.assertEqual(self.described(arn)["redriveCount"], count)
        self.assertEqual(
            self.types(arn),
            ["ExecutionStarted", "FailStateEntered", "ExecutionFailed"]
            + ["ExecutionRedriven", "FailStateEntered", "ExecutionFailed"] * 2,
        )

    def test_a_stopped_execution_continues_in_the_state_that_it_entered_before(self) -> None:
        arn = self.start(WAIT)
        until(lambda: self.entered_at(arn))
        entered_at = self.entered_at(arn)
        self.provider.stop_execution(self.context, arn)
        self.assertEqual(self.ended(arn)["status"], "ABORTED")
        self.redrive(arn)
        self.assertEqual(self.described(arn)["status"], "RUNNING")
        self.assertIsNone(self.described(arn)["stopDate"])
        until(lambda: self.entered_at(arn) == entered_at)
        self.provider.stop_execution(self.context, arn)
        self.assertEqual(self.ended(arn)["status"], "ABORTED")
        self.assertEqual(self.types(arn).count("WaitStateEntered"), 1)

    def entered_at(self, arn: str) -> str | None:
        """As the context object has it, once the state works on its input."""
        execution: Any = sfn_stores[self.context.account_id]["us-east-1"].executions[arn]
        env = execution.exec_worker.env
        if env is None or entries.entry_where_ended(env) is None:
            return None
        state = env.states.context_object.context_object_data.get("State")
        return str(state["EnteredTime"]) if state else None

    def test_one_that_is_stopped_before_it_enters_a_state_continues_where_it_would_have(self) -> None:
        arn = self.start(REDRIVABLE)
        self.ended(arn)
        before = self.types(arn)
        with mock.patch.object(execution_worker, "Thread") as thread:
            self.redrive(arn)
        self.provider.stop_execution(self.context, arn)
        thread.call_args.kwargs["target"]()
        self.redrive(arn)
        self.assertEqual(self.ended(arn)["status"], "SUCCEEDED")
        self.assertEqual(
            self.types(arn)[len(before) :],
            [
                "ExecutionRedriven",
                "ExecutionAborted",
                "ExecutionRedriven",
                "ChoiceStateExited",
                "PassStateEntered",
                "PassStateExited",
                "ExecutionSucceeded",
            ],
        )

    def test_a_timed_out_execution_gets_its_whole_time_again(self) -> None:
        arn = self.start({**WAIT, "TimeoutSeconds": 1})
        for _ in range(2):
            self.assertEqual(self.ended(arn)["status"], "TIMED_OUT")
            self.redrive(arn)
            self.assertEqual(self.described(arn)["status"], "RUNNING")
        self.assertEqual(self.types(arn).count("ExecutionTimedOut"), 2)
        self.ended(arn)

    def test_a_request_that_is_repeated_redrives_once(self) -> None:
        arn = self.start(FAIL)
        self.ended(arn)
        first = self.redrive(arn, "t")
        self.ended(arn)
        self.assertEqual(self.redrive(arn, "t"), first)
        self.assertEqual(self.described(arn)["redriveCount"], 1)
        self.redrive(arn, "other")
        self.ended(arn)
        self.assertEqual(self.described(arn)["redriveCount"], 2)
        with mock.patch.object(redrives, "TOKEN_VALID_FOR", timedelta()):
            self.redrive(arn, "t")
        self.ended(arn)
        self.assertEqual(self.described(arn)["redriveCount"], 3)

    def test_is_refused_while_it_runs_and_after_a_success(self) -> None:
        arn = self.start(WAIT)
        self.assertEqual(self.refusal(arn), "Execution is RUNNING and cannot be redriven")
        self.provider.stop_execution(self.context, arn)
        self.ended(arn)
        self.provider.delete_state_machine(self.context, self.machine)
        self.assertEqual(self.refusal(arn), "State machine is in DELETING status")
        arn = self.start({"StartAt": "P", "States": {"P": {"Type": "Pass", "End": True}}})
        self.ended(arn)
        self.assertEqual(self.refusal(arn), "Execution is SUCCEEDED and cannot be redriven")

    def test_is_refused_beyond_aws_limits(self) -> None:
        arn = self.start(FAIL)
        self.ended(arn)
        with mock.patch.object(operation, "MAX_EVENTS", 3):
            self.assertEqual(self.refusal(arn), "Execution history event limit exceeded")
        with mock.patch.object(operation, "REDRIVABLE_FOR", timedelta()):
            self.assertEqual(self.refusal(arn), "Execution redrivable period exceeded")
        with mock.patch.object(operation, "MAX_OPEN", timedelta()):
            self.assertEqual(self.refusal(arn), "Execution has exceeded the max execution time")

    def test_is_refused_for_express(self) -> None:
        arn = self.start(FAIL, StateMachineType.EXPRESS)
        with self.assertRaises(InvalidArn):
            self.redrive(arn)

    def test_lists_have_the_redrives_and_no_filter_by_state_machine(self) -> None:
        arn = self.start(FAIL)
        self.ended(arn)
        self.assertEqual(self.listed()["redriveCount"], 0)
        date = self.redrive(arn)["redriveDate"]
        self.assertEqual((self.listed()["redriveCount"], self.listed()["redriveDate"]), (1, date))
        self.ended(arn)
        filtered: Any = {"redrive_filter": "REDRIVEN"}
        with self.assertRaises(ValidationException):
            self.provider.list_executions(self.context, self.machine, **filtered)

    def listed(self) -> Any:
        [item] = self.provider.list_executions(self.context, self.machine)["executions"]
        return item

    def test_is_an_operation_of_the_service(self) -> None:
        handler = create_dispatch_table(self.provider)["RedriveExecution"]
        arn = self.start(FAIL)
        self.ended(arn)
        answer: Any = handler(self.context, {"executionArn": arn, "clientToken": "t"})  # type: ignore[typeddict-unknown-key]
        self.assertEqual(answer["redriveDate"], self.described(arn)["redriveDate"])
        self.ended(arn)


if __name__ == "__main__":
    unittest.main()
