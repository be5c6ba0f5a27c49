"""
Notes what SQS queues accept, whichever service sent it, and also what a redrive policy moves to another queue.

Patches services/sqs/models.py of LocalStack.
"""

from collections.abc import Mapping
from typing import Any

from localstack.services.sqs.models import FifoQueue, SqsMessage, StandardQueue

from localstack_harness.messages.attributes import plain_attributes
from localstack_harness.messages.record import MESSAGES
from localstack_harness.support.patching import Original, patch


def install() -> None:
    @patch(StandardQueue.put)
    def put(original: Original, self: StandardQueue, *args: Any, **options: Any) -> SqsMessage:
        message: SqsMessage = original(self, *args, **options)
        _note(self.arn, message)
        return message

    @patch(FifoQueue.put)
    def put_in_order(original: Original, self: FifoQueue, *args: Any, **options: Any) -> SqsMessage:
        message: SqsMessage = original(self, *args, **options)
        # a duplicate is not accepted
        if self.deduplication.get(message.message_deduplication_id or "") is message:
            _note(self.arn, message)
        return message


def _note(arn: str, message: SqsMessage) -> None:
    sent = message.message

    def state() -> Mapping[str, object]:
        return {"consumed": message.deleted, "receives": message.receive_count}

    MESSAGES.add(
        arn,
        message.created,
        {
            "id": sent["MessageId"],
            "body": sent["Body"],
            "attributes": plain_attributes(sent.get("MessageAttributes")),
            "group": message.message_group_id,
        },
        state,
    )
