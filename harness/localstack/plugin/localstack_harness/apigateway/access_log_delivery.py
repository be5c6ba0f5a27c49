"""Takes access log lines to their log groups."""

import time
from dataclasses import dataclass
from typing import Any

from localstack_harness.support.log_delivery import LogDelivery


@dataclass(frozen=True)
class Destination:
    account: str
    region: str
    group: str
    stream: str
    stage_arn: str


class AccessLogDelivery:
    def __init__(self) -> None:
        self._lines = LogDelivery("access-log-delivery", self._put)
        self._streams: set[Destination] = set()

    def send(self, destination: Destination, line: str) -> None:
        self._lines.send(destination, {"timestamp": int(time.time() * 1000), "message": line})

    def _put(self, destination: Destination, events: list[dict[str, Any]]) -> None:
        from localstack.aws.connect import connect_to

        logs = connect_to(aws_access_key_id=destination.account, region_name=destination.region).logs
        client = logs.request_metadata(service_principal="apigateway", source_arn=destination.stage_arn)
        if destination not in self._streams:
            try:
                client.create_log_stream(logGroupName=destination.group, logStreamName=destination.stream)
            except logs.exceptions.ResourceAlreadyExistsException:
                pass
            self._streams.add(destination)
        try:
            client.put_log_events(
                logGroupName=destination.group,
                logStreamName=destination.stream,
                logEvents=events,
            )
        except logs.exceptions.ResourceNotFoundException:
            self._streams.discard(destination)
            raise


DELIVERY = AccessLogDelivery()
