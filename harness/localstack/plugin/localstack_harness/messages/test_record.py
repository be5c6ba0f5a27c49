import unittest
from unittest import mock

from localstack_harness.messages import record
from localstack_harness.messages.record import MessageRecord

ARN, OTHER = "arn:aws:sqs:us-east-1:000000000000:jobs", "arn:aws:sqs:us-east-1:000000000000:others"


class MessageRecordTest(unittest.TestCase):
    def setUp(self) -> None:
        self.record = MessageRecord()

    def bodies(self, arn: str = ARN, since_ms: int = 0) -> list[object]:
        return [message["body"] for message in self.record.of(arn, since_ms)["messages"]]

    def test_returns_the_messages_of_one_arn_since_a_time(self) -> None:
        for time_s, arn, body in [(1, ARN, "a"), (2, OTHER, "b"), (3, ARN, "c")]:
            self.record.add(arn, time_s, {"body": body})
        self.assertEqual(self.bodies(), ["a", "c"])
        self.assertEqual(self.bodies(since_ms=3000), ["c"])
        self.assertEqual(self.record.of(OTHER, 0), {"messages": [{"time": 2000, "body": "b"}]})

    def test_asks_for_what_changes_when_it_is_read(self) -> None:
        state = {"consumed": False}
        self.record.add(ARN, 1, {"body": "a"}, lambda: state)
        state["consumed"] = True
        self.assertEqual(self.record.of(ARN, 0)["messages"], [{"time": 1000, "body": "a", "consumed": True}])

    def test_forgets_the_oldest_beyond_a_number_of_messages_or_characters(self) -> None:
        with mock.patch.object(record, "_MAX_MESSAGES", 2):
            for body in "abc":
                self.record.add(ARN, 1, {"body": body})
        self.assertEqual(self.bodies(), ["b", "c"])
        with mock.patch.object(record, "_MAX_CHARACTERS", 1000):
            self.record.add(ARN, 1, {"body": "d" * 700})
        self.assertEqual(self.bodies(), ["d" * 700])
