"""Which services have changed since they were saved last."""

import threading
from typing import TYPE_CHECKING, Any

from localstack.aws.api import RequestContext

from localstack_harness.support.patching import Original, patch

if TYPE_CHECKING:
    from werkzeug import Response

_READS = (
    "Describe",
    "Filter",
    "Get",
    "Head",
    "List",
    "Receive",
    "Scan",
    "Query",
    "BatchGet",
    "Search",
    "Validate",
)
_CHANGES_LATER = frozenset({"cloudformation"})
"""Services that change after the call that begins the change, and are asked until it has ended."""
_ALSO = {"sesv2": "ses", "dynamodb": "dynamodbstreams"}
"""The service that a call changes as well."""


class Changes:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._services: set[str] = set()

    def add(self, service: str) -> None:
        if service in self._services:
            return
        with self._lock:
            self._services.add(service)

    def take(self) -> set[str]:
        with self._lock:
            taken, self._services = self._services, set()
            return taken


CHANGES = Changes()


def note_receipts() -> None:
    """A message that is received is invisible for a time, or goes to the queue for those that were received too often."""
    from localstack.services.sqs.models import FifoQueue, StandardQueue

    receivers: tuple[Any, ...] = (StandardQueue.receive, FifoQueue.receive)
    for receive in receivers:

        @patch(receive)
        def noted(original: Original, /, *args: object, **named: object) -> Any:
            result: Any = original(*args, **named)
            if result.successful or result.dead_letter_messages:
                CHANGES.add("sqs")
            return result


def note_call(chain: object, context: RequestContext, response: "Response") -> None:
    """A response handler of LocalStack's gateway."""
    if not context.operation or not context.service:
        return
    service = context.service.service_name
    if context.operation.name.startswith(_READS) and service not in _CHANGES_LATER:
        return
    CHANGES.add(service)
    if also := _ALSO.get(service):
        CHANGES.add(also)
