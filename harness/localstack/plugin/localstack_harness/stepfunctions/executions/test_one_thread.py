import threading
import unittest
from typing import Any
from unittest import mock

from localstack.services.stepfunctions.asl.component.program.program import Program
from localstack.services.stepfunctions.asl.component.state.state import CommonStateField
from localstack.services.stepfunctions.asl.eval.program_state import ProgramEnded

from localstack_harness.stepfunctions import program_for_tests
from localstack_harness.stepfunctions.executions import one_thread

one_thread.install()


class OneThreadTest(unittest.TestCase):
    def test_only_a_time_limit_needs_another_thread(self) -> None:
        self.assertEqual(self.threads(), {threading.current_thread()})
        self.assertNotIn(threading.current_thread(), self.threads(TimeoutSeconds=60))

    def threads(self, **more: Any) -> set[threading.Thread]:
        """In which states are evaluated."""
        found: set[threading.Thread] = set()
        definition = {"StartAt": "A", "States": {"A": {"Type": "Succeed"}}, **more}

        enter = Program._get_state

        def note(program: Program, name: str) -> CommonStateField:
            found.add(threading.current_thread())
            return enter(program, name)

        with mock.patch.object(Program, "_get_state", note):
            environment = program_for_tests.evaluated(definition, {"a": 1})
        self.assertIsInstance(environment.program_state(), ProgramEnded)
        self.assertEqual(environment.states.get_input(), {"a": 1})
        return found


if __name__ == "__main__":
    unittest.main()
