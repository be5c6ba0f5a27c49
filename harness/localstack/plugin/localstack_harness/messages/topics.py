"""
Notes what SNS topics accept from any publisher, whether or not a subscription takes it.

Patches services/sns/publisher.py of LocalStack.
"""

import json
import time
from typing import Any

from localstack.services.sns.models import SnsMessage
from localstack.services.sns.publisher import PublishDispatcher

from localstack_harness.messages.attributes import plain_attributes
from localstack_harness.messages.record import MESSAGES
from localstack_harness.support.patching import Original, patch


def install() -> None:
    @patch(PublishDispatcher.publish_to_topic)
    def publish_to_topic(original: Original, self: PublishDispatcher, ctx: Any, topic_arn: str) -> None:
        _note(topic_arn, ctx.message)
        original(self, ctx, topic_arn)

    @patch(PublishDispatcher.publish_batch_to_topic)
    def publish_batch_to_topic(original: Original, self: PublishDispatcher, ctx: Any, topic_arn: str) -> None:
        for message in ctx.messages:
            _note(topic_arn, message)
        original(self, ctx, topic_arn)


def _note(arn: str, message: SnsMessage) -> None:
    text = message.message
    MESSAGES.add(
        arn,
        time.time(),
        {
            "id": message.message_id,
            "message": text if isinstance(text, str) else json.dumps(text),
            "subject": message.subject or "",
            "attributes": plain_attributes(message.message_attributes),
            "group": message.message_group_id,
        },
    )
