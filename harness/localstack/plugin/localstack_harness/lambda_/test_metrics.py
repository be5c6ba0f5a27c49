import threading
import unittest
from collections.abc import Callable
from typing import Any

from localstack_harness.lambda_ import metrics
from localstack_harness.lambda_.metrics import Metric, MetricCounter


class MetricCounterTest(unittest.TestCase):
    def setUp(self) -> None:
        self.changed = threading.Condition()
        self.calls: list[tuple[str, str, list[dict[str, Any]]]] = []

    def put(self, account: str, region: str, data: list[dict[str, Any]]) -> None:
        with self.changed:
            self.calls.append((account, region, data))
            self.changed.notify_all()

    def wait_for(self, condition: Callable[[], bool]) -> None:
        with self.changed:
            self.assertTrue(self.changed.wait_for(condition, 10), self.calls)

    def test_puts_all_of_a_while_by_one_call(self) -> None:
        counter = MetricCounter(self.put, period_s=0.1)
        for _ in range(5):
            counter.count(Metric("a", "r", "f", "Invocations"))
        counter.count(Metric("a", "r", "f", "Errors"), Metric("a", "r", "g", "Invocations"))
        self.wait_for(lambda: bool(self.calls))
        self.assertEqual(len(self.calls), 1)
        account, region, data = self.calls[0]
        self.assertEqual((account, region), ("a", "r"))
        counts = {
            (one["MetricName"], one["Dimensions"][0]["Value"]): (one["Values"], one["Counts"]) for one in data
        }
        self.assertEqual(
            counts,
            {("Invocations", "f"): ([1], [5]), ("Errors", "f"): ([1], [1]), ("Invocations", "g"): ([1], [1])},
        )

    def test_accounts_and_regions_stay_apart(self) -> None:
        counter = MetricCounter(self.put, period_s=0.01)
        counter.count(Metric("a", "r", "f", "Invocations"), Metric("b", "r", "f", "Invocations"))
        self.wait_for(lambda: len(self.calls) == 2)
        self.assertEqual({call[0] for call in self.calls}, {"a", "b"})

    def test_goes_on_after_a_failure(self) -> None:
        def put(account: str, region: str, data: list[dict[str, Any]]) -> None:
            self.put(account, region, data)
            if len(self.calls) == 1:
                raise OSError("disk full")

        counter = MetricCounter(put, period_s=0.01)
        with self.assertLogs(metrics.LOG, "WARNING"):
            counter.count(Metric("a", "r", "f", "Invocations"))
            self.wait_for(lambda: len(self.calls) == 1)
            counter.count(Metric("a", "r", "f", "Invocations"))
            self.wait_for(lambda: len(self.calls) == 2)


if __name__ == "__main__":
    unittest.main()
