import logging
import queue
import unittest

from localstack.aws.api.logs import InputLogEvent

from localstack_harness.support.log_delivery import LogDelivery


class LogDeliveryTest(unittest.TestCase):
    def setUp(self) -> None:
        self.put: queue.Queue[tuple[str, list[str]]] = queue.Queue()

    def deliver(self, *events: tuple[str, int]) -> None:
        delivery = LogDelivery[str]("a delivery", self.take)
        for destination, at in events:
            delivery.send(destination, {"timestamp": at, "message": f"at {at}"})

    def take(self, destination: str, events: list[InputLogEvent]) -> None:
        if destination == "nowhere":
            raise LookupError(destination)
        self.put.put((destination, [event["message"] for event in events]))

    def test_delivers_the_events_of_a_destination_together_ordered_by_time(self) -> None:
        self.deliver(("walks", 3), ("walks", 1), ("walks", 2))
        self.assertEqual(self.put.get(timeout=5), ("walks", ["at 1", "at 2", "at 3"]))

    def test_keeps_destinations_apart(self) -> None:
        self.deliver(("walks", 1), ("naps", 2), ("walks", 3))
        self.assertEqual(self.put.get(timeout=5), ("walks", ["at 1", "at 3"]))
        self.assertEqual(self.put.get(timeout=5), ("naps", ["at 2"]))

    def test_logs_a_failed_delivery_and_continues_with_the_next(self) -> None:
        with self.assertLogs("localstack_harness.support.log_delivery", logging.WARNING) as log:
            self.deliver(("nowhere", 1), ("walks", 2))
            self.assertEqual(self.put.get(timeout=5), ("walks", ["at 2"]))
        self.assertIn("1 events for nowhere", log.output[0])


if __name__ == "__main__":
    unittest.main()
