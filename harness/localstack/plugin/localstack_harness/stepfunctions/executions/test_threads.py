import threading
import unittest
from unittest import mock

from localstack.services.stepfunctions.asl.component.state.state_execution.state_parallel.state_parallel import (
    StateParallel,
)
from localstack.services.stepfunctions.asl.eval.environment import Environment
from localstack.utils.threads import TMP_THREADS

from localstack_harness.stepfunctions import program_for_tests
from localstack_harness.stepfunctions.executions import threads

threads.install()


class ThreadsTest(unittest.TestCase):
    def test_states_share_one_that_nothing_lists(self) -> None:
        used: list[threading.Thread] = []

        evaluate = StateParallel._eval_execution

        def noted(self: StateParallel, env: Environment) -> None:
            used.append(threading.current_thread())
            evaluate(self, env)

        self.enterContext(mock.patch.object(StateParallel, "_eval_execution", noted))
        listed = len(TMP_THREADS)
        one = {"StartAt": "P", "States": {"P": {"Type": "Pass", "End": True}}}
        states = {
            "A": {"Type": "Parallel", "Branches": [one], "Next": "B"},
            "B": {"Type": "Parallel", "Branches": [one], "End": True},
        }
        environment = program_for_tests.evaluated({"StartAt": "A", "States": states}, {"a": 1})
        self.assertEqual(environment.states.get_input(), [[{"a": 1}]])
        self.assertEqual(len(used), 2)
        self.assertEqual(len(set(used)), 1)
        self.assertEqual(len(TMP_THREADS), listed)
