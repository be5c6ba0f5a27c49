"""
Notes which events EventBridge's buses accept, whether or not a rule matches.

Patches services/events/provider.py of LocalStack.
"""

import json
import time
from typing import Any

from localstack.services.events.provider import EventsProvider

from localstack_harness.messages.record import MESSAGES
from localstack_harness.support.patching import Original, patch


def install() -> None:
    # LocalStack calls it with each valid event of a bus that exists
    @patch(EventsProvider._proxy_capture_input_event)
    def capture(original: Original, /, *args: Any, **named: Any) -> None:
        _, event, _, region, account_id = args
        MESSAGES.add(
            f"arn:aws:events:{region}:{account_id}:event-bus/{event['event-bus-name']}",
            time.time(),
            {
                "id": event["id"],
                "source": event["source"],
                "detailType": event["detail-type"],
                "detail": json.dumps(event["detail"], separators=(",", ":"), ensure_ascii=False),
                "resources": list(event["resources"]),
            },
        )
        original(*args, **named)
