"""The thread of a running pipe: it polls the source until the pipe stops."""

import logging
from threading import Event, Thread

from localstack.services.lambda_.event_source_mapping.pipe_utils import get_internal_client
from localstack.services.lambda_.event_source_mapping.pollers.dynamodb_poller import DynamoDBPoller
from localstack.services.lambda_.event_source_mapping.pollers.kinesis_poller import KinesisPoller
from localstack.services.lambda_.event_source_mapping.pollers.poller import EmptyPollResultsException, Poller
from localstack.services.lambda_.event_source_mapping.pollers.sqs_poller import SqsPoller

from localstack_harness.pipes.pipe import Pipe, service_of
from localstack_harness.pipes.processor import PipeProcessor

LOG = logging.getLogger(__name__)

PAUSE_S = 0.5
LONGEST_PAUSE_S = 5


class PipeWorker(Thread):
    def __init__(self, pipe: Pipe) -> None:
        super().__init__(daemon=True, name=f"pipe-{pipe.name}")
        self._pipe = pipe
        self._stopped = Event()
        self._poller: Poller | None = None

    def stop(self) -> None:
        self._stopped.set()
        if self._poller:
            self._poller.close()

    def run(self) -> None:
        failures = 0
        while not self._stopped.is_set():
            try:
                self._poller = self._poller or poller_of(self._pipe)
                self._poller.poll_events()
                failures = 0
            except EmptyPollResultsException:
                failures = 0
            except Exception as error:  # noqa: BLE001 - the source may be there later
                failures += 1
                LOG.warning("%s cannot read %s: %s", self._pipe.arn, self._pipe.given["Source"], error)
            self._stopped.wait(min(PAUSE_S * 2**failures, LONGEST_PAUSE_S))


def poller_of(pipe: Pipe) -> Poller:
    source: str = pipe.given["Source"]
    client = get_internal_client(
        source, role_arn=pipe.given["RoleArn"], service_principal="pipes", source_arn=pipe.arn
    )
    parameters, processor = pipe.source_parameters, PipeProcessor(pipe)
    if service_of(source) == "sqs":
        return SqsPoller(source, parameters, client, processor)
    stream = DynamoDBPoller if service_of(source) == "dynamodb" else KinesisPoller
    return stream(source, parameters, client, processor, partner_resource_arn=pipe.arn)
