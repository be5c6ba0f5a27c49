"""Takes access log lines to their log groups, behind the requests' backs."""

import logging
import queue
import threading
import time
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

LOG = logging.getLogger(__name__)
_MOST_WAITING = 10_000
_MOST_AT_ONCE = 500


@dataclass(frozen=True)
class Destination:
    account: str
    region: str
    group: str
    stream: str
    stage_arn: str


class Delivery:
    def __init__(self) -> None:
        self._lines: queue.Queue[tuple[Destination, int, str]] = queue.Queue(
            _MOST_WAITING
        )
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._streams: set[Destination] = set()

    def send(self, destination: Destination, line: str) -> None:
        with self._lock:
            if not self._thread:
                self._thread = threading.Thread(
                    target=self._run, daemon=True, name="access-log-delivery"
                )
                self._thread.start()
        try:
            self._lines.put_nowait((destination, int(time.time() * 1000), line))
        except queue.Full:
            LOG.error(
                "an access log line for %s was dropped: %d are waiting",
                destination.group,
                _MOST_WAITING,
            )

    def _run(self) -> None:
        while True:
            batches: dict[Destination, list[dict[str, Any]]] = {}
            line = self._lines.get()
            for _ in range(_MOST_AT_ONCE):
                batches.setdefault(line[0], []).append(
                    {"timestamp": line[1], "message": line[2]}
                )
                try:
                    line = self._lines.get_nowait()
                except queue.Empty:
                    break
            else:
                batches.setdefault(line[0], []).append(
                    {"timestamp": line[1], "message": line[2]}
                )
            for destination, events in batches.items():
                try:
                    self._put(destination, events)
                except (BotoCoreError, ClientError) as error:  # AWS drops them silently
                    LOG.warning(
                        "access log lines for %s were dropped: %s",
                        destination.group,
                        error,
                    )
                    self._streams.discard(destination)

    def _put(self, destination: Destination, events: list[dict[str, Any]]) -> None:
        from localstack.aws.connect import connect_to

        logs = connect_to(
            aws_access_key_id=destination.account, region_name=destination.region
        ).logs
        client = logs.request_metadata(
            service_principal="apigateway", source_arn=destination.stage_arn
        )
        if destination not in self._streams:
            try:
                client.create_log_stream(
                    logGroupName=destination.group, logStreamName=destination.stream
                )
            except logs.exceptions.ResourceAlreadyExistsException:
                pass
            self._streams.add(destination)
        client.put_log_events(
            logGroupName=destination.group,
            logStreamName=destination.stream,
            logEvents=events,
        )


DELIVERY = Delivery()
