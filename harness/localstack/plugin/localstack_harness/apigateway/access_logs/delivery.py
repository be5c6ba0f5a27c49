"""Delivers access log lines to their log groups."""

import contextlib
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from localstack_harness.support.log_delivery import LogDelivery

if TYPE_CHECKING:
    from localstack.aws.api.logs import InputLogEvent


@dataclass(frozen=True)
class Destination:
    account: str
    region: str
    group: str
    stream: str
    stage_arn: str


class AccessLogDelivery:
    def __init__(self) -> None:
        self._events = LogDelivery("access-log-delivery", self._put)
        self._streams: set[Destination] = set()

    def send(self, destination: Destination, line: str) -> None:
        self._events.send(destination, {"timestamp": int(time.time() * 1000), "message": line})

    def _put(self, destination: Destination, events: list["InputLogEvent"]) -> None:
        from localstack.aws.connect import connect_to

        logs = connect_to(aws_access_key_id=destination.account, region_name=destination.region).logs
        client = logs.request_metadata(service_principal="apigateway", source_arn=destination.stage_arn)
        stream = {"logGroupName": destination.group, "logStreamName": destination.stream}
        if destination not in self._streams:
            with contextlib.suppress(logs.exceptions.ResourceAlreadyExistsException):
                client.create_log_stream(**stream)
            self._streams.add(destination)
        try:
            client.put_log_events(**stream, logEvents=events)
        except logs.exceptions.ResourceNotFoundException:
            self._streams.discard(destination)
            raise


DELIVERY = AccessLogDelivery()
