import unittest
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from localstack.services.stepfunctions.backend.store import sfn_stores

from localstack_harness.stepfunctions.executions.kept import EndedExecutions

ACCOUNT, REGION = "111111111111", "us-east-1"
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


class EndedExecutionsTest(unittest.TestCase):
    def setUp(self) -> None:
        self.stored = sfn_stores[ACCOUNT][REGION].executions
        self.addCleanup(self.stored.clear)

    def execution(self, name: str) -> Any:
        execution = SimpleNamespace(exec_arn=name, account_id=ACCOUNT, region_name=REGION, stop_date=NOON)
        self.stored[name] = execution
        return execution

    def test_those_that_ended_first_are_forgotten(self) -> None:
        ended = EndedExecutions(2)
        for name in "abc":
            ended.add(self.execution(name))
        self.assertEqual(list(self.stored), ["b", "c"])

    def test_a_running_execution_is_never_forgotten(self) -> None:
        ended = EndedExecutions(1)
        self.execution("running")
        for name in "ab":
            ended.add(self.execution(name))
        self.assertEqual(list(self.stored), ["running", "b"])

    def test_one_that_was_redriven_counts_from_its_last_end(self) -> None:
        ended = EndedExecutions(1)
        redriven = self.execution("redriven")
        ended.add(redriven)
        redriven.stop_date = None
        ended.add(self.execution("a"))
        self.assertEqual(list(self.stored), ["redriven", "a"])
        redriven.stop_date = NOON + timedelta(seconds=1)
        ended.add(redriven)
        self.assertEqual(list(self.stored), ["redriven"])

    def test_one_that_was_deleted_meanwhile_is_no_error(self) -> None:
        ended = EndedExecutions(1)
        ended.add(self.execution("a"))
        self.stored.clear()
        ended.add(self.execution("b"))
        self.assertEqual(list(self.stored), ["b"])


if __name__ == "__main__":
    unittest.main()
