import json
import threading
import unittest
import uuid
import weakref
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any
from unittest.mock import MagicMock, Mock, patch

from localstack.aws.api.stepfunctions import HistoryEventType
from localstack.services.stepfunctions.asl.component.eval_component import EvalComponent
from localstack.services.stepfunctions.asl.component.state.state_execution.state_task import lambda_eval_utils
from localstack.services.stepfunctions.asl.component.state.state_execution.state_task.credentials import (
    StateCredentials,
)
from localstack.services.stepfunctions.asl.component.state.state_execution.state_task.service.state_task_service_lambda import (
    StateTaskServiceLambda,
)
from localstack.services.stepfunctions.asl.eval.environment import Environment
from localstack.services.stepfunctions.asl.eval.event.event_manager import EventHistoryContext, EventManager
from localstack.services.stepfunctions.asl.eval.program_state import ProgramError
from localstack.services.stepfunctions.asl.utils import boto_client
from localstack.services.stepfunctions.backend import execution_worker
from localstack.services.stepfunctions.backend.execution_worker import ExecutionWorker
from localstack.services.stepfunctions.backend.store import sfn_stores
from localstack.services.stepfunctions.provider import StepFunctionsProvider

from localstack_harness.stepfunctions import execution_patches
from localstack_harness.stepfunctions.program_for_tests import evaluated, one_state

execution_patches.install()


class StoppedExecutionTest(unittest.TestCase):
    def state_after_error(self, running: bool) -> object:
        environment = MagicMock(_program_state="unchanged", _frames=[])
        environment.is_running.return_value = running
        Environment.set_error(environment, error={})
        return environment._program_state

    def test_an_error_after_the_stop_changes_nothing(self) -> None:
        self.assertEqual(self.state_after_error(running=False), "unchanged")

    def test_an_error_ends_a_running_execution(self) -> None:
        self.assertIsInstance(self.state_after_error(running=True), ProgramError)


class EndedHistoryTest(unittest.TestCase):
    def added_after(self, end: HistoryEventType, *later: HistoryEventType) -> list[str]:
        events = EventManager()
        context = EventHistoryContext.of_program_start()
        for event in (HistoryEventType.ExecutionStarted, end, *later):
            events.add_event(context=context, event_type=event)
        history = events.get_event_history()
        self.assertEqual([event["id"] for event in history], list(range(1, len(history) + 1)))
        return [event["type"] for event in history[2:]]

    def test_nothing_follows_the_event_of_a_stop_or_a_time_out(self) -> None:
        for end in (HistoryEventType.ExecutionAborted, HistoryEventType.ExecutionTimedOut):
            with self.subTest(end=end):
                self.assertEqual(self.added_after(end, HistoryEventType.MapIterationAborted), [])

    def test_except_what_a_redrive_adds(self) -> None:
        redriven = [HistoryEventType.ExecutionRedriven, HistoryEventType.WaitStateEntered]
        self.assertEqual(self.added_after(HistoryEventType.ExecutionAborted, *redriven), redriven)


class StoppedAtOnceTest(unittest.TestCase):
    def setUp(self) -> None:
        self.provider = StepFunctionsProvider()
        self.context: Any = SimpleNamespace(account_id=f"{uuid.uuid4().int % 10**12:012}", region="us-east-1")
        self.addCleanup(sfn_stores.pop, self.context.account_id, None)

    def test_an_execution_can_be_stopped_before_its_thread_begins(self) -> None:
        arn = self.start()
        self.provider.stop_execution(self.context, arn)
        self.begin()
        self.assert_aborted(arn)

    def test_an_execution_can_be_stopped_before_the_thread_of_its_states_begins(self) -> None:
        arn = self.start(TimeoutSeconds=60)
        evaluate = EvalComponent.eval

        def stop_before(program: EvalComponent, env: Environment) -> None:
            self.provider.stop_execution(self.context, arn)
            evaluate(program, env)

        with patch.object(EvalComponent, "eval", stop_before):
            self.begin()
        self.assert_aborted(arn)

    def start(self, **limits: int) -> str:
        """Its thread has not begun."""
        request: Any = {
            "name": "m",
            "definition": json.dumps({**one_state(Type="Wait", Seconds=60), **limits}),
            "roleArn": f"arn:aws:iam::{self.context.account_id}:role/r",
        }
        machine = self.provider.create_state_machine(self.context, request)["stateMachineArn"]
        with patch.object(execution_worker, "Thread") as thread:
            arn = self.provider.start_execution(self.context, machine)["executionArn"]
        self.begin = thread.call_args.kwargs["target"]
        return arn

    def assert_aborted(self, arn: str) -> None:
        self.assertEqual(self.provider.describe_execution(self.context, arn)["status"], "ABORTED")
        events = self.provider.get_execution_history(self.context, arn)["events"]
        self.assertEqual([event["type"] for event in events], ["ExecutionStarted", "ExecutionAborted"])

    def test_an_execution_that_has_ended_does_not_keep_its_environment(self) -> None:
        worker = ExecutionWorker(MagicMock(), MagicMock(), None, {})
        with (
            patch.object(execution_worker, "Thread"),
            patch.object(ExecutionWorker, "_get_evaluation_environment", Mock),
        ):
            worker.start()
        assert worker.env is not None
        kept = weakref.ref(worker.env)
        self.assertIs(worker._get_evaluation_environment(), worker.env)
        worker.env = None
        self.assertIsNone(kept())


class StoppedTaskTest(unittest.TestCase):
    def history_of(self, stop_in: tuple[type, str], **task: object) -> list[str]:
        """The events of an execution that is stopped in a method, before the method does its work."""
        environments: list[Environment] = []
        open_frame, method = Environment.open_frame, getattr(*stop_in)

        def keep(env: Environment) -> Environment:
            environments.append(env)
            return open_frame(env)

        def stop(*args: object, **kwargs: object) -> object:
            environments[0].set_stop(datetime.now(UTC), None, None)
            return method(*args, **kwargs)

        definition = one_state(
            Type="Task",
            Resource="arn:aws:states:::lambda:invoke",
            Parameters={"FunctionName": "send", "Payload.$": "$"},
            Catch=[{"ErrorEquals": ["States.ALL"], "Next": "S"}],
            **task,
        )
        with (
            patch.object(Environment, "open_frame", keep),
            patch.object(*stop_in, stop),
            patch.object(lambda_eval_utils, "boto_client_for") as self.client_for,
        ):
            env = evaluated(definition, {"email": "rex@example.com"})
        return [event["type"] for event in env.event_manager.get_event_history()]

    def test_is_neither_scheduled_nor_run(self) -> None:
        limits = {"TimeoutSeconds": 60, "HeartbeatSeconds": 30}
        for method, task in (
            ("_eval_execution", {}),
            ("_eval_parameters", {}),
            ("_before_eval_execution", limits),
        ):
            with self.subTest(method=method):
                events = self.history_of((StateTaskServiceLambda, method), **task)
                self.assertEqual(events, ["TaskStateEntered", "ExecutionAborted"])
                self.client_for.assert_not_called()


class ConcurrentStartsTest(unittest.TestCase):
    def test_concurrent_starts_do_not_overlap(self) -> None:
        inside = threading.Semaphore()
        overlaps: list[bool] = []

        def look(_arn: str) -> None:
            alone = inside.acquire(blocking=False)
            overlaps.append(not alone)
            threading.Event().wait(0.02)
            if alone:
                inside.release()
            raise LookupError

        provider = MagicMock()
        provider._validate_state_machine_arn = look

        def start(_: int) -> None:
            with self.assertRaises(LookupError):
                StepFunctionsProvider.start_execution(provider, MagicMock(), "arn")

        with ThreadPoolExecutor(4) as threads:
            list(threads.map(start, range(4)))
        self.assertEqual(overlaps, [False] * 4)


class AssumedRolesTest(unittest.TestCase):
    def setUp(self) -> None:
        self.connect_to = MagicMock()
        self.enterContext(patch.object(boto_client, "connect_to", self.connect_to))

    def client_for(self, role: str, service: str = "lambda") -> object:
        return boto_client.boto_client_for(service, "us-east-1", StateCredentials(role))

    @staticmethod
    def assume_slowly(**_: object) -> MagicMock:
        threading.Event().wait(0.02)
        return MagicMock()

    def assumed(self) -> list[str]:
        calls = self.connect_to.with_assumed_role.call_args_list
        return [call.kwargs["role_arn"] for call in calls]

    def test_concurrent_tasks_share_the_credentials_of_their_role(self) -> None:
        execution_patches.share_assumed_roles()
        self.client_for("walker", "lambda")
        self.client_for("walker", "ses")
        self.client_for("sitter")
        self.assertEqual(self.assumed(), ["walker", "sitter"])

    def test_tasks_share_the_clients_of_their_role(self) -> None:
        execution_patches.share_assumed_roles()
        for service in ("lambda", "ses", "lambda"):
            self.client_for("walker", service)
        get_client = self.connect_to.with_assumed_role.return_value.get_client
        self.assertEqual(
            [call.args or call.kwargs for call in get_client.call_args_list],
            [{"service": "lambda"}, {"service": "ses"}],
        )

    def test_only_one_of_the_tasks_that_begin_together_assumes_the_role(self) -> None:
        execution_patches.share_assumed_roles()
        self.connect_to.with_assumed_role.side_effect = self.assume_slowly
        with ThreadPoolExecutor(4) as threads:
            list(threads.map(self.client_for, ["walker"] * 4))
        self.assertEqual(self.assumed(), ["walker"])

    def test_a_role_is_assumed_again_after_a_while(self) -> None:
        with patch.object(execution_patches, "SHARED_FOR_S", 0):
            execution_patches.share_assumed_roles()
        self.client_for("walker")
        self.client_for("walker")
        self.assertEqual(self.assumed(), ["walker", "walker"])

    def test_as_long_as_a_role_can_be_assumed_its_first_clients_are_used(self) -> None:
        first, second = MagicMock(), MagicMock()
        self.connect_to.with_assumed_role.side_effect = [first, second, PermissionError]
        with patch.object(execution_patches, "SHARED_FOR_S", 0):
            execution_patches.share_assumed_roles()
        for _ in range(2):
            self.assertIs(self.client_for("walker"), first.get_client.return_value)
        self.assertEqual(second.get_client.call_count, 0)
        with self.assertRaises(PermissionError):
            self.client_for("walker")


if __name__ == "__main__":
    unittest.main()
