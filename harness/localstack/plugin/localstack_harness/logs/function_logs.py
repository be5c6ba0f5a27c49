"""
Delivers what functions log some invocations at once, as AWS does. LocalStack makes a call for each invocation.

Mends services/lambda_/invocation/logs.py of LocalStack.
"""

import logging
import time
from collections.abc import Iterator
from contextlib import suppress
from itertools import groupby
from operator import itemgetter
from typing import Any

from localstack.aws.connect import connect_to
from localstack.services.lambda_.invocation.logs import QUEUE_SHUTDOWN, LogHandler, LogItem
from localstack.utils.aws.client_types import ServicePrincipal

from localstack_harness.support.log_delivery import gathered
from localstack_harness.support.patching import Original, patch, replace

LOG = logging.getLogger(__name__)

_GATHER_S = 0.1
_MOST_EVENTS = 100
"""Of a call; a single invocation may have more. The record of calls keeps 200."""

type Events = list[dict[str, Any]]
type Batch = tuple[str, str, Events]
"""Log group, log stream, and events."""


def install() -> None:
    @patch(LogHandler.add_logs)
    def add_logs(original: Original, self: LogHandler, log_item: LogItem) -> None:
        # when the invocation ended, not when its log is delivered
        now = int(time.time() * 1000)
        # strips empty lines, which CloudWatch refuses
        events = [{"timestamp": now, "message": f"{line}\n"} for line in log_item.logs.split("\n") if line]
        original(self, (log_item.log_group, log_item.log_stream, events))

    replace(LogHandler, "run_log_loop", deliver)


def deliver(self: LogHandler, *_: object) -> None:
    """In place of LocalStack's loop."""
    principal: Any = ServicePrincipal.lambda_
    logs = connect_to.with_assumed_role(
        region_name=self.region, role_arn=self.role_arn, service_principal=principal
    ).logs
    waiting: list[Any] = []
    while QUEUE_SHUTDOWN not in waiting:
        waiting = gathered(self.log_queue, _GATHER_S)
        for batch in batches([each for each in waiting if each is not QUEUE_SHUTDOWN]):
            try:
                _put(logs, *batch)
            except Exception as error:  # noqa: BLE001 - any failure must leave the thread running
                LOG.warning("Error saving logs to group %s in region %s: %s", batch[0], self.region, error)


def batches(waiting: list[Batch]) -> Iterator[Batch]:
    """Those of a stream that belong to one call, in their order."""
    for (group, stream), items in groupby(sorted(waiting, key=_destination), _destination):
        together: Events = []
        for _, _, events in items:
            if together and len(together) + len(events) > _MOST_EVENTS:
                yield group, stream, together
                together = []
            together += events
        yield group, stream, together


def _destination(batch: Batch) -> tuple[str, str]:
    return batch[:2]


def _put(logs: Any, group: str, stream: str, events: Events) -> None:
    # the clock of this machine may have been set back: CloudWatch Logs would refuse all events
    in_order = sorted(events, key=itemgetter("timestamp"))
    put = {"logGroupName": group, "logStreamName": stream, "logEvents": in_order}
    try:
        logs.put_log_events(**put)
    except logs.exceptions.ResourceNotFoundException:
        with suppress(logs.exceptions.ResourceAlreadyExistsException):
            logs.create_log_group(logGroupName=group)
        logs.create_log_stream(logGroupName=group, logStreamName=stream)
        logs.put_log_events(**put)
