import unittest
from types import SimpleNamespace
from typing import Any

from localstack.services.sqs.models import StandardQueue

from localstack_harness.keep.changes import CHANGES, note_call, note_receipts


def call(service: str, operation: str) -> Any:
    return SimpleNamespace(
        service=SimpleNamespace(service_name=service), operation=SimpleNamespace(name=operation)
    )


class ReceiptsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        note_receipts()

    def test_a_message_that_is_received_changes_its_queue_and_an_empty_answer_does_not(self) -> None:
        queue = StandardQueue("walks", "eu-central-1", "000000000000")
        CHANGES.take()
        queue.receive(wait_time_seconds=0)
        self.assertEqual(CHANGES.take(), set())
        queue.put({"MessageId": "1", "Body": "b", "Attributes": {}, "MD5OfBody": ""})
        self.assertEqual(len(queue.receive(wait_time_seconds=0).successful), 1)
        self.assertEqual(CHANGES.take(), {"sqs"})


class ChangesTest(unittest.TestCase):
    def changed_by(self, *calls: Any) -> set[str]:
        CHANGES.take()
        for each in calls:
            note_call(None, each, None)  # type: ignore[arg-type]
        return CHANGES.take()

    def test_calls_that_change_something(self) -> None:
        self.assertEqual(self.changed_by(call("s3", "PutObject"), call("sqs", "SendMessage")), {"s3", "sqs"})

    def test_calls_that_read(self) -> None:
        for operation in (
            "GetObject",
            "ListBuckets",
            "HeadObject",
            "DescribeTable",
            "FilterLogEvents",
            "ReceiveMessage",
        ):
            self.assertEqual(self.changed_by(call("any", operation)), set(), operation)

    def test_a_stack_changes_until_it_is_asked_for_the_last_time(self) -> None:
        self.assertEqual(self.changed_by(call("cloudformation", "DescribeStacks")), {"cloudformation"})

    def test_services_that_share_a_state(self) -> None:
        self.assertEqual(self.changed_by(call("sesv2", "SendEmail")), {"sesv2", "ses"})

    def test_what_was_taken_is_not_taken_again(self) -> None:
        self.changed_by(call("s3", "PutObject"))
        self.assertEqual(CHANGES.take(), set())

    def test_requests_that_are_no_calls(self) -> None:
        self.assertEqual(self.changed_by(SimpleNamespace(service=None, operation=None)), set())
