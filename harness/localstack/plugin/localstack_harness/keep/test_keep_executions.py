import unittest
from types import SimpleNamespace
from typing import Any

from localstack.services.stepfunctions.backend import execution_worker
from localstack.state import pickle

from localstack_harness.keep import executions, pickles
from localstack_harness.stepfunctions import program_for_tests
from localstack_harness.stepfunctions.executions.ended import EndedEnvironment, PackedHistory

pickles.make_picklable()
executions.install()


def worker_of(environment: Any) -> Any:
    worker: Any = execution_worker.ExecutionWorker(
        evaluation_details=SimpleNamespace(name="e"),  # type: ignore[arg-type]
        exec_comm=None,  # type: ignore[arg-type]
        cloud_watch_logging_session=None,
        activity_store={},
    )
    worker.env = environment
    return worker


def kept(environment: Any) -> Any:
    return pickle.loads(pickle.dumps(worker_of(environment)))


class KeptExecutionTest(unittest.TestCase):
    def test_the_history_of_an_execution_that_ended(self) -> None:
        environment = program_for_tests.evaluated({"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}, {})
        history = environment.event_manager.get_event_history()
        for each in (environment, EndedEnvironment(environment)):
            self.assertEqual(kept(each).env.event_manager.get_event_history(), history)

    def test_a_packed_history_stays_packed_from_one_start_to_the_next(self) -> None:
        environment = program_for_tests.evaluated({"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}, {})
        first = kept(EndedEnvironment(environment)).env
        for each in (first, kept(first).env):
            self.assertIsInstance(each.event_manager, PackedHistory)

    def test_what_an_execution_was_started_with(self) -> None:
        self.assertEqual(kept(None)._evaluation_details.name, "e")

    def test_an_execution_that_ran_ends_with_an_event(self) -> None:
        environment = program_for_tests.evaluated({"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}, {})
        env = kept(environment).env
        before = len(env.event_manager.get_event_history())
        env.abort("E", "cause")
        event = env.event_manager.get_event_history()[-1]
        self.assertEqual((event["type"], event["id"]), ("ExecutionAborted", before + 1))
        self.assertEqual(event["executionAbortedEventDetails"], {"error": "E", "cause": "cause"})

    def test_only_one_in_a_wait_state_waits(self) -> None:
        env = kept(None).env
        self.assertFalse(env.waits())
        env.event_manager._history_event_list.append({"type": "WaitStateEntered"})
        self.assertTrue(env.waits())
        env.event_manager._history_event_list.append({"type": "WaitStateExited"})
        self.assertFalse(env.waits())
