"""
The keys of objects in a bucket's events: encoded as in a form for queues, topics and functions, and as they are for
EventBridge. LocalStack writes `%20` for a space, for EventBridge, too.

Changes services/s3/notifications.py of LocalStack.
https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html
"""

import dataclasses
from collections.abc import Callable
from typing import Any
from urllib.parse import quote_plus, unquote

from localstack.services.s3.notifications import BaseNotifier, EventBridgeNotifier, S3EventNotificationContext

from localstack_harness.support.patching import replace


def install() -> None:
    _write_keys(BaseNotifier, lambda key: quote_plus(key, safe="/"))
    _write_keys(EventBridgeNotifier, lambda key: key)


def _write_keys(notifier: type[BaseNotifier], written: Callable[[str], str]) -> None:
    original: Any = notifier._get_event_payload

    def event_payload(ctx: S3EventNotificationContext, config_id: str | None = None) -> Any:
        # LocalStack has encoded it, which is right for the filters
        key = written(unquote(ctx.key_name))
        return original(dataclasses.replace(ctx, key_name=key), config_id)

    replace(notifier, "_get_event_payload", staticmethod(event_payload))
