"""
Names of resources whose template has none: LocalStack gives no default to a connection and an API destination of EventBridge
(services/events/resource_providers/), and so cannot create them.
"""

from typing import Any

from localstack.services.cloudformation.resource_provider import ProgressEvent, ResourceRequest

from localstack_harness.support.patching import Original, patch
from localstack_harness.support.resource_types import default_name


def name_connections() -> None:
    from localstack.services.events.resource_providers.aws_events_connection import EventsConnectionProvider

    _give_default(EventsConnectionProvider, "Name")


def name_api_destinations() -> None:
    from localstack.services.events.resource_providers.aws_events_apidestination import (
        EventsApiDestinationProvider,
    )

    _give_default(EventsApiDestinationProvider, "Name")


def _give_default(provider: Any, name: str) -> None:
    @patch(provider.create)
    def create(original: Original, self: Any, request: ResourceRequest[Any]) -> ProgressEvent[Any]:
        if not request.desired_state.get(name):
            default = default_name(request)
            request.desired_state[name] = default
        event: ProgressEvent[Any] = original(self, request)
        return event
