import logging
import queue
import unittest
from typing import Any

from localstack_harness.support.log_delivery import LogDelivery


class LogDeliveryTest(unittest.TestCase):
    def setUp(self) -> None:
        self.put: queue.Queue[tuple[str, list[str]]] = queue.Queue()

    def deliver(self, *lines: tuple[str, int]) -> None:
        delivery = LogDelivery[str]("a delivery", self.take)
        for destination, at in lines:
            delivery.send(destination, {"timestamp": at, "message": f"at {at}"})

    def take(self, destination: str, events: list[dict[str, Any]]) -> None:
        if destination == "nowhere":
            raise LookupError(destination)
        self.put.put((destination, [event["message"] for event in events]))

    def test_lines_for_one_destination_come_at_once_and_in_order_of_time(self) -> None:
        self.deliver(("walks", 3), ("walks", 1), ("walks", 2))
        self.assertEqual(self.put.get(timeout=5), ("walks", ["at 1", "at 2", "at 3"]))

    def test_each_destination_gets_its_own(self) -> None:
        self.deliver(("walks", 1), ("naps", 2), ("walks", 3))
        self.assertEqual(self.put.get(timeout=5), ("walks", ["at 1", "at 3"]))
        self.assertEqual(self.put.get(timeout=5), ("naps", ["at 2"]))

    def test_what_cannot_be_put_is_told_and_keeps_nothing_else_from_being_put(
        self,
    ) -> None:
        with self.assertLogs("localstack_harness.support.log_delivery", logging.WARNING) as log:
            self.deliver(("nowhere", 1), ("walks", 2))
            self.assertEqual(self.put.get(timeout=5), ("walks", ["at 2"]))
        self.assertIn("1 lines for nowhere", log.output[0])


if __name__ == "__main__":
    unittest.main()
