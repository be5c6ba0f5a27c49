"""
Gives functions and pipes the bodies of a queue's messages as they were sent. LocalStack's poller
(event_source_mapping/pollers/sqs_poller.py) writes JSON again, and takes the quotes from a text.
"""

from typing import Any

from localstack.services.lambda_.event_source_mapping.pollers import sqs_poller
from localstack.services.lambda_.event_source_mapping.pollers.poller import Poller

from localstack_harness.support.patching import Original, patch, replace

type Event = dict[str, Any]


class QueueEvent(dict[str, Any]):
    """An event whose body LocalStack reads for its filters."""

    def __init__(self, event: Event) -> None:
        super().__init__(event)
        self.sent_body: str = event["body"]


def install() -> None:
    transform: Original = sqs_poller.transform_into_events

    def transform_into_events(messages: list[Event]) -> list[Event]:
        return [QueueEvent(event) for event in transform(messages)]

    replace(sqs_poller, "transform_into_events", transform_into_events)

    @patch(Poller.add_source_metadata)
    def add_source_metadata(
        original: Original, /, self: Poller, events: list[Event], *args: Any, **named: Any
    ) -> list[Event]:
        for event in events:
            if isinstance(event, QueueEvent):
                event["body"] = event.sent_body
        enriched: list[Event] = original(self, events, *args, **named)
        return enriched
