import json
import unittest
from typing import Any
from unittest import mock

from botocore.exceptions import ClientError
from localstack.services.stepfunctions.asl.component.state.state_execution.state_task import state_task_lambda
from localstack.services.stepfunctions.asl.component.state.state_execution.state_task.service import (
    state_task_service_sqs,
)
from localstack.services.stepfunctions.asl.eval.callback.callback import HeartbeatTimeoutError

from localstack_harness.stepfunctions import map_failures
from localstack_harness.stepfunctions.failures import KnownAs, is_met, names_of
from localstack_harness.stepfunctions.program_for_tests import Ended, install, run

NOTHING_MATCHES = {"Type": "Choice", "Choices": [{"Variable": "$", "StringEquals": "x", "Next": "After"}]}
AFTER = {"Type": "Pass", "End": True}


def branch(**states: Any) -> dict[str, Any]:
    return {"StartAt": next(iter(states)), "States": states}


def caught_as(catch: list[str], inner: dict[str, Any]) -> Ended:
    """What a Parallel state with one branch makes of a failure in it."""
    return run(
        branch(
            P={
                "Type": "Parallel",
                "Branches": [inner],
                "Catch": [{"ErrorEquals": [name], "Next": name} for name in catch],
                "End": True,
            },
            **{name: {"Type": "Pass", "Result": name, "ResultPath": "$.by", "End": True} for name in catch},
        )
    )


class MatchingTest(unittest.TestCase):
    def test_a_name_is_met_by_itself(self) -> None:
        self.assertTrue(is_met("Mine", frozenset({"Mine"})))
        self.assertFalse(is_met("Mine", frozenset({"mine"})))
        self.assertFalse(is_met("Mine", frozenset()))

    def test_all_is_met_by_everything_but_what_ends_an_execution(self) -> None:
        for name in ("Mine", "States.Timeout"):
            self.assertTrue(is_met("States.ALL", frozenset({name})))
        self.assertTrue(is_met("States.ALL", frozenset()))
        for name in ("States.Runtime", "States.DataLimitExceeded"):
            self.assertFalse(is_met("States.ALL", frozenset({name})))
        self.assertTrue(is_met("States.DataLimitExceeded", frozenset({"States.DataLimitExceeded"})))

    def test_task_failed_is_met_by_everything_but_time_outs(self) -> None:
        for name in ("Mine", "States.TaskFailed", "States.IntrinsicFailure"):
            self.assertTrue(is_met("States.TaskFailed", frozenset({name})))
        for name in ("States.Timeout", "States.Runtime"):
            self.assertFalse(is_met("States.TaskFailed", frozenset({name})))

    def test_nothing_meets_a_runtime_error(self) -> None:
        self.assertFalse(is_met("States.Runtime", frozenset({"States.Runtime"})))

    def test_a_failure_is_met_by_all_of_its_names(self) -> None:
        self.assertEqual(names_of(KnownAs("A", "B")), {"A", "B"})
        self.assertEqual(names_of(KnownAs(None)), frozenset())
        self.assertEqual(names_of(None), frozenset())


class BranchTest(unittest.TestCase):
    def test_no_choice_matched(self) -> None:
        ended = run(branch(C=NOTHING_MATCHES, After=AFTER))
        self.assertEqual(ended.error, "States.NoChoiceMatched")
        self.assertIn("executing the state 'C'", ended.cause or "")

    def test_a_parallel_state_catches_what_its_branch_reports(self) -> None:
        inner = branch(C=NOTHING_MATCHES, After=AFTER)
        for catch, by in (
            (["States.NoChoiceMatched"], "States.NoChoiceMatched"),
            (["Other", "States.BranchFailed"], "States.BranchFailed"),
            (["States.TaskFailed"], "States.TaskFailed"),
            (["States.ALL"], "States.ALL"),
        ):
            with self.subTest(catch=catch):
                ended = caught_as(catch, inner)
                self.assertEqual(ended.output["by"], by)
                self.assertEqual(ended.output["Error"], "States.NoChoiceMatched")

    def test_names_of_aws_pass_from_a_fail_state_too(self) -> None:
        inner = branch(F={"Type": "Fail", "Error": "States.Timeout", "Cause": "c"})
        ended = caught_as(["States.TaskFailed", "States.Timeout"], inner)
        self.assertEqual(ended.output["by"], "States.Timeout")

    def test_a_runtime_error_in_a_branch_ends_all(self) -> None:
        inner = branch(S={"Type": "Pass", "InputPath": "$.none", "End": True})
        ended = caught_as(["States.Runtime", "States.ALL"], inner)
        self.assertEqual(ended.error, "States.Runtime")


FUNCTION = "arn:aws:lambda:us-east-1:000000000000:function:f"
CALLBACK = "arn:aws:states:::sqs:sendMessage.waitForTaskToken"


def task(resource: str, catch: list[str], parameters: object) -> dict[str, Any]:
    names = {name: {"Type": "Pass", "Result": name, "End": True} for name in catch}
    return branch(
        T={
            "Type": "Task",
            "Resource": resource,
            "Parameters": parameters,
            "Catch": [{"ErrorEquals": [name], "Next": name} for name in catch],
            "End": True,
        },
        **names,
    )


class TaskTest(unittest.TestCase):
    def failing(
        self, error: Exception, catch: list[str], kind: Any = state_task_lambda.StateTaskLambda
    ) -> Ended:
        install()
        resource = FUNCTION if kind is state_task_lambda.StateTaskLambda else CALLBACK
        with mock.patch.object(kind, "_eval_execution", side_effect=error):
            return run(task(resource, catch, {}))

    def test_what_lambda_refuses_has_the_name_of_lambda(self) -> None:
        refusal = ClientError(
            {
                "Error": {"Code": "TooManyRequestsException", "Message": "Slow down"},
                "ResponseMetadata": {"HTTPStatusCode": 429, "RequestId": "r"},
            },
            "Invoke",
        )
        name = "Lambda.TooManyRequestsException"
        self.assertEqual(self.failing(refusal, [name]).output, name)
        ended = self.failing(refusal, [])
        self.assertEqual(ended.error, name)
        self.assertIn("Slow down (Service: AWSLambda; Status Code: 429;", ended.cause or "")

    def test_a_missed_heartbeat_has_two_names(self) -> None:
        missed = HeartbeatTimeoutError()
        for catch in (["States.HeartbeatTimeout", "States.Timeout"], ["States.Timeout"]):
            ended = self.failing(missed, catch, state_task_service_sqs.StateTaskServiceSqs)
            self.assertEqual(ended.output, catch[0])
        ended = self.failing(missed, [], state_task_service_sqs.StateTaskServiceSqs)
        self.assertEqual(ended.error, "States.Timeout")

    def test_a_missed_heartbeat_keeps_both_names_beyond_its_iteration_or_branch(self) -> None:
        install()
        inner = branch(T={"Type": "Task", "Resource": CALLBACK, "Parameters": {}, "End": True})
        for outer in (
            {"Type": "Map", "ItemsPath": "$.items", "ItemProcessor": inner},
            {"Type": "Parallel", "Branches": [inner]},
        ):
            for name in ("States.HeartbeatTimeout", "States.Timeout"):
                catch = [
                    {"ErrorEquals": ["Other"], "Next": "After"},
                    {"ErrorEquals": [name], "Next": "Caught"},
                ]
                with (
                    self.subTest(outer=outer["Type"], name=name),
                    mock.patch.object(
                        state_task_service_sqs.StateTaskServiceSqs,
                        "_eval_execution",
                        side_effect=HeartbeatTimeoutError(),
                    ),
                ):
                    caught = {"Type": "Pass", "End": True}
                    ended = run(
                        branch(O={**outer, "Catch": catch, "End": True}, After=AFTER, Caught=caught),
                        {"items": [1]},
                    )
                    self.assertEqual((ended.error, ended.output["Error"]), (None, "States.Timeout"))

    def test_a_time_out_is_no_missed_heartbeat(self) -> None:
        catch = ["States.HeartbeatTimeout", "States.Timeout"]
        for kind in (state_task_lambda.StateTaskLambda, state_task_service_sqs.StateTaskServiceSqs):
            ended = self.failing(TimeoutError(), catch, kind)
            self.assertEqual(ended.output, "States.Timeout")

    def test_parameters_and_intrinsic_functions(self) -> None:
        for value, name in (
            ("$.none", "States.ParameterPathFailure"),
            ("States.Format('{}')", "States.IntrinsicFailure"),
        ):
            with self.subTest(value=value):
                ended = run(task(CALLBACK, [name], {"QueueUrl.$": value}))
                self.assertEqual(ended.output, name)


class ThresholdTest(unittest.TestCase):
    def test_tolerates_as_many_as_are_allowed(self) -> None:
        for failed, total, count, percentage, exceeded in (
            (0, 10, 0, 0.0, False),
            (1, 10, 0, 0.0, True),
            (2, 10, 2, 0.0, False),
            (3, 10, 2, 0.0, True),
            (5, 10, 0, 50.0, False),
            (6, 10, 0, 50.0, True),
            (3, 10, 2, 50.0, True),
            (6, 10, 9, 50.0, True),
            (10, 10, 0, 100.0, False),
        ):
            with self.subTest(failed=failed, count=count, percentage=percentage):
                found = map_failures.is_exceeded(failed, total, count, percentage)
                self.assertIs(found, exceeded)


def distributed(reader: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    items: dict[str, Any] = {"ItemReader": reader} if reader else {"ItemsPath": "$.items"}
    return branch(
        M={
            "Type": "Map",
            **items,
            "ItemProcessor": {
                "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
                "StartAt": "C",
                "States": {
                    "C": {
                        "Type": "Choice",
                        "Choices": [{"Variable": "$", "BooleanEquals": True, "Next": "Ok"}],
                        "Default": "No",
                    },
                    "Ok": {"Type": "Succeed"},
                    "No": {"Type": "Fail", "Error": "Mine"},
                },
            },
            "End": True,
            **more,
        },
        After=AFTER,
    )


class DistributedMapTest(unittest.TestCase):
    def setUp(self) -> None:
        self.given = {"items": [True, False, True, True]}

    def test_fails_with_the_first_item(self) -> None:
        self.assertEqual(run(distributed(), self.given).error, "States.ExceedToleratedFailureThreshold")

    def test_goes_on_below_the_threshold(self) -> None:
        for more in (
            {"ToleratedFailureCount": 1},
            {"ToleratedFailurePercentage": 25.0},
            {"ToleratedFailurePercentage": 25},
        ):
            self.assertIsNone(run(distributed(**more), self.given).error)

    def test_a_whole_percentage_may_be_too_low(self) -> None:
        ended = run(distributed(ToleratedFailurePercentage=24), self.given)
        self.assertEqual(ended.error, "States.ExceedToleratedFailureThreshold")

    def test_a_catch_names_it(self) -> None:
        name = "States.ExceedToleratedFailureThreshold"
        catch = [{"ErrorEquals": [name], "Next": "After"}]
        ended = run(distributed(Catch=catch), self.given)
        self.assertEqual(ended.output["Error"], name)

    def test_items_that_cannot_be_read(self) -> None:
        reader = {
            "Resource": "arn:aws:states:::s3:getObject",
            "ReaderConfig": {"InputType": "JSON"},
            "Parameters": {"Bucket": "b", "Key": "k"},
        }
        name = "States.ItemReaderFailed"
        catch = [{"ErrorEquals": [name], "Next": "After"}]
        missing = ClientError({"Error": {"Code": "NoSuchKey", "Message": "gone"}}, "GetObject")
        with mock.patch(
            "localstack.services.stepfunctions.asl.component.state.state_execution.state_map"
            ".item_reader.resource_eval.resource_eval_s3.ResourceEvalS3.eval_resource",
            side_effect=missing,
        ):
            ended = run(distributed(reader, Catch=catch))
        self.assertEqual(ended.output["Error"], name)
        self.assertIn("gone", json.dumps(ended.output))


if __name__ == "__main__":
    unittest.main()
