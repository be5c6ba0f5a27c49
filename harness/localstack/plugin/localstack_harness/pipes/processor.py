"""
What happens to a batch of a pipe: enrichment, then the target. LocalStack's pollers read the source, filter, retry, and
fill the dead-letter queue of a stream.
"""

import logging
from typing import Any, override

from localstack.services.lambda_.event_source_mapping.event_processor import (
    BatchFailureError,
    EventProcessor,
    PartialBatchFailureError,
)
from localstack.services.lambda_.event_source_mapping.pipe_utils import get_internal_client
from localstack.services.lambda_.event_source_mapping.pollers.poller import has_batch_item_failures

from localstack_harness.pipes.inputs import transformed
from localstack_harness.pipes.pipe import Pipe, service_of
from localstack_harness.pipes.targets import call_function, call_state_machine, send

LOG = logging.getLogger(__name__)


class PipeProcessor(EventProcessor):
    def __init__(self, pipe: Pipe) -> None:
        self._pipe = pipe
        self._clients: dict[str, Any] = {}

    @override
    def process_events_batch(self, input_events: list[dict[str, Any]]) -> None:
        pipe = self._pipe
        try:
            events = self._enriched(list(input_events))
            template = (pipe.given.get("TargetParameters") or {}).get("InputTemplate")
            answer = (
                send(pipe, self._client(pipe.given["Target"]), transformed(pipe, template, events))
                if events
                else None
            )
        except Exception as error:
            LOG.warning("%s could not deliver %d events: %s", pipe.arn, len(input_events), error)
            raise BatchFailureError({"message": str(error)}) from error
        if isinstance(answer, dict) and has_batch_item_failures(answer):
            raise PartialBatchFailureError(answer, {"message": "the target reported failed events"})  # type: ignore[arg-type]

    @override
    def generate_event_failure_context(self, abort_condition: str, **_: Any) -> dict[str, Any]:
        return {"context": {"partnerResourceArn": self._pipe.arn, "condition": abort_condition}}

    def _enriched(self, events: list[Any]) -> list[Any]:
        """Empty where the enrichment returns nothing: then the target is not called."""
        arn = self._pipe.given.get("Enrichment")
        if not arn:
            return events
        template = (self._pipe.given.get("EnrichmentParameters") or {}).get("InputTemplate")
        call = call_function if service_of(arn) == "lambda" else call_state_machine
        answer = call(self._client(arn), arn, transformed(self._pipe, template, events))
        if not answer:
            return []
        return answer if isinstance(answer, list) else [answer]

    def _client(self, arn: str) -> Any:
        if arn not in self._clients:
            self._clients[arn] = get_internal_client(
                arn,
                role_arn=self._pipe.given["RoleArn"],
                service_principal="pipes",
                source_arn=self._pipe.arn,
            )
        return self._clients[arn]
