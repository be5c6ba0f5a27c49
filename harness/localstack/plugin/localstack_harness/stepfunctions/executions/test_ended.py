import unittest
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from localstack.services.stepfunctions.asl.eval.event.event_detail import EventDetails
from localstack.services.stepfunctions.backend.execution import BaseExecutionWorkerCommunication

from localstack_harness.stepfunctions import program_for_tests
from localstack_harness.stepfunctions.executions import ended

ended.install()


def end(environment: Any, reflect: Callable[[Any], None] = lambda _execution: None) -> Any:
    """An execution that ended with this environment."""
    execution: Any = SimpleNamespace(exec_worker=SimpleNamespace(env=environment))
    execution.publish_execution_status_change_event = lambda: reflect(execution)
    execution.exec_status = execution.output = execution.error = execution.cause = None
    BaseExecutionWorkerCommunication(execution).terminated()
    return execution


class EndedExecutionTest(unittest.TestCase):
    def test_the_history_and_the_result_stay_as_they_were(self) -> None:
        environment = program_for_tests.evaluated(
            {"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}, {"a": 1}
        )
        before = environment.event_manager.get_event_history()
        execution = end(environment)
        self.assertIsNot(execution.exec_worker.env, environment)
        self.assertEqual(execution.exec_worker.env.event_manager.get_event_history(), before)
        self.assertEqual(execution.output, {"a": 1})
        self.assertGreater(len(before), 1)

    def test_what_can_be_redriven_keeps_its_environment(self) -> None:
        environment = program_for_tests.evaluated(
            {"StartAt": "A", "States": {"A": {"Type": "Fail", "Error": "E"}}}, {}
        )
        self.assertIs(end(environment).exec_worker.env, environment)

    def test_a_stop_after_the_end_changes_nothing(self) -> None:
        environment = program_for_tests.evaluated({"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}, {})
        execution = end(environment)
        execution.exec_worker.env.set_stop(stop_date=None, cause=None, error=None)
        self.assertEqual(execution.exec_status, "SUCCEEDED")


class PackedHistoryTest(unittest.TestCase):
    def test_a_caller_may_change_the_events_that_it_gets(self) -> None:
        event: Any = {"id": 1, **EventDetails(), "type": "WaitStateEntered"}
        history = ended.PackedHistory([event])
        history.get_event_history().clear()
        self.assertEqual(history.get_event_history(), [event])


if __name__ == "__main__":
    unittest.main()
