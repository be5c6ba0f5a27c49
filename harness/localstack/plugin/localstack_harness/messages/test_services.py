"""With LocalStack's own queues, topics and buses."""

import unittest
from types import SimpleNamespace
from typing import Any, cast

from localstack.services.events.models import events_stores
from localstack.services.events.provider import EventsProvider
from localstack.services.sns.models import SnsMessage, SnsMessageType, SnsStore
from localstack.services.sns.publisher import PublishDispatcher
from localstack.services.sqs.models import FifoQueue, SqsQueue, StandardQueue
from localstack.services.sqs.provider import SqsProvider

from localstack_harness.messages import buses, queues, topics
from localstack_harness.messages.record import MESSAGES

queues.install()
topics.install()
buses.install()

ACCOUNT, REGION = "333333333333", "us-east-1"
TEXT = {"DataType": "String", "StringValue": "dog"}
BYTES = {"DataType": "Binary", "BinaryValue": b"\x01"}


def messages(arn: str) -> list[Any]:
    return list(MESSAGES.of(arn, 0)["messages"])


class QueuesTest(unittest.TestCase):
    def put(self, queue: SqsQueue, body: str, **options: Any) -> Any:
        attributes = {"kind": TEXT, "raw": BYTES}
        message: Any = {"MessageId": f"id-{body}", "Body": body, "MessageAttributes": attributes}
        return queue.put(message, **options)

    def test_a_message_is_noted_and_its_end_is_seen(self) -> None:
        queue = StandardQueue("jobs", REGION, ACCOUNT)
        self.put(queue, "walk")
        (noted,) = messages(queue.arn)
        self.assertEqual(
            noted | {"time": 0},
            {
                "time": 0,
                "id": "id-walk",
                "body": "walk",
                "attributes": {"kind": "dog", "raw": "AQ=="},
                "group": None,
                "consumed": False,
                "receives": 0,
            },
        )
        received = queue.receive()
        queue.remove(received.receipt_handles[0])
        (noted,) = messages(queue.arn)
        self.assertEqual((noted["consumed"], noted["receives"]), (True, 1))

    def test_a_delayed_message_is_noted(self) -> None:
        queue = StandardQueue("late-jobs", REGION, ACCOUNT)
        self.put(queue, "walk", delay_seconds=60)
        self.assertEqual([noted["body"] for noted in messages(queue.arn)], ["walk"])

    def test_a_duplicate_in_a_fifo_queue_is_not_noted(self) -> None:
        queue = FifoQueue("jobs.fifo", REGION, ACCOUNT)
        for body in ("walk", "walk", "brush"):
            self.put(queue, body, message_group_id="rex", message_deduplication_id=body)
        self.assertEqual(
            [(noted["body"], noted["group"]) for noted in messages(queue.arn)],
            [("walk", "rex"), ("brush", "rex")],
        )

    def test_the_patched_methods_are_those_that_the_provider_calls(self) -> None:
        self.assertIn("put", SqsProvider._put_message.__code__.co_names)


class TopicsTest(unittest.TestCase):
    def setUp(self) -> None:
        self.dispatcher = PublishDispatcher(num_thread=1)
        self.addCleanup(self.dispatcher.shutdown)

    def message(self, text: Any, **fields: Any) -> SnsMessage:
        return SnsMessage(type=SnsMessageType.Notification, message=text, **fields)

    def test_messages_are_noted_without_a_subscription(self) -> None:
        arn = f"arn:aws:sns:{REGION}:{ACCOUNT}:news"
        store = SnsStore()
        store.topics[arn] = cast("Any", {"arn": arn, "subscriptions": [], "attributes": {}})
        one = SimpleNamespace(message=self.message("walk", subject="Rex"), store=store)
        self.dispatcher.publish_to_topic(cast("Any", one), arn)
        batch = [self.message({"default": "brush"}), self.message("feed", message_attributes={"kind": TEXT})]
        self.dispatcher.publish_batch_to_topic(cast("Any", SimpleNamespace(messages=batch, store=store)), arn)
        self.assertEqual(
            [(noted["message"], noted["subject"], noted["attributes"]) for noted in messages(arn)],
            [("walk", "Rex", {}), ('{"default": "brush"}', "", {}), ("feed", "", {"kind": "dog"})],
        )


class BusesTest(unittest.TestCase):
    def test_valid_events_of_buses_that_exist_are_noted(self) -> None:
        self.addCleanup(events_stores.reset)
        provider = EventsProvider()
        trace = {"aws_trace_header": None}
        context: Any = _Context(account_id=ACCOUNT, region=REGION, trace_context=trace)
        provider.create_event_bus(context, name="pets")

        def put(**fields: str) -> None:
            event = {"Source": "shop", "DetailType": "Sold", "Detail": '{"pet": "Rex"}', "Resources": ["r"]}
            provider.put_events(context, cast("Any", [event | fields]))

        put()
        put(EventBusName="pets")
        put(EventBusName="pets", Detail="no JSON")
        put(EventBusName="nowhere")

        def noted(bus: str) -> list[Any]:
            return messages(f"arn:aws:events:{REGION}:{ACCOUNT}:event-bus/{bus}")

        self.assertEqual(len(noted("default")), 1)
        (sold,) = noted("pets")
        self.assertEqual(
            sold | {"time": 0, "id": ""},
            {
                "time": 0,
                "id": "",
                "source": "shop",
                "detailType": "Sold",
                "detail": '{"pet":"Rex"}',
                "resources": ["r"],
            },
        )
        self.assertEqual(noted("nowhere"), [])


class _Context(SimpleNamespace):
    """The parts of LocalStack's RequestContext that PutEvents reads."""

    def get(self, name: str) -> Any:
        return getattr(self, name, None)
