import json
import unittest
from typing import Any
from unittest.mock import Mock, patch

from localstack.services.lambda_.event_source_mapping.pollers import sqs_poller

from localstack_harness.lambda_ import queue_bodies

BODIES = ('{"a":1, "b": "é"}', '"Rex"', "Rex", "1.0", "")


class QueueBodiesTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        queue_bodies.install()

    def given(self, *patterns: dict[str, Any]) -> list[str]:
        """The bodies of the events that a function gets."""
        processor = Mock()
        arn = "arn:aws:sqs:us-east-1:000000000000:q"
        parameters = {
            "SqsQueueParameters": {"BatchSize": 10},
            "FilterCriteria": {"Filters": [{"Pattern": json.dumps(pattern)} for pattern in patterns]},
        }
        with patch.object(sqs_poller, "get_queue_url", Mock(return_value="q")):
            poller = sqs_poller.SqsPoller(arn, parameters, Mock(), processor)
        messages = [
            {"MessageId": str(index), "ReceiptHandle": "r", "Body": body} for index, body in enumerate(BODIES)
        ]
        poller.handle_messages(messages)
        (events,) = processor.process_events_batch.call_args.args
        return [event["body"] for event in json.loads(json.dumps(events))]

    def test_bodies_are_as_they_were_sent(self) -> None:
        self.assertEqual(self.given(), list(BODIES))

    def test_filters_read_json(self) -> None:
        self.assertEqual(self.given({"body": {"a": [1]}}), [BODIES[0]])


if __name__ == "__main__":
    unittest.main()
