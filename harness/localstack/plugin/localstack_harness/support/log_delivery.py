"""Delivers log events in the background, as AWS does: in batches, a moment after they were sent."""

import logging
import math
import queue
import threading
import time
from collections.abc import Callable, Hashable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from localstack.aws.api.logs import InputLogEvent

LOG = logging.getLogger(__name__)
_MAX_QUEUED = 10_000
_MAX_BATCH = 500
_GATHER_S = 0.05
"""How long events are gathered: a call of PutLogEvents takes milliseconds, however many events it has."""


def gathered[Item](items: queue.Queue[Item], seconds: float, most: float = math.inf) -> list[Item]:
    """Waits for one, and then so long for others."""
    waiting = [items.get()]
    time.sleep(seconds)
    while len(waiting) < most and not items.empty():
        waiting.append(items.get())
    return waiting


class LogDelivery[Destination: Hashable]:
    """
    A background thread calls `put` with a destination and its events, ordered by time as PutLogEvents
    requires. Events that cannot be delivered are dropped with a warning.
    """

    def __init__(self, name: str, put: Callable[[Destination, list["InputLogEvent"]], None]) -> None:
        self._name = name
        self._put = put
        self._events: queue.Queue[tuple[Destination, InputLogEvent]] = queue.Queue(_MAX_QUEUED)
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def send(self, destination: Destination, event: "InputLogEvent") -> None:
        with self._lock:
            if not self._thread:
                self._thread = threading.Thread(target=self._run, daemon=True, name=self._name)
                self._thread.start()
        try:
            self._events.put_nowait((destination, event))
        except queue.Full:
            LOG.error("%s dropped an event for %s: %d are waiting", self._name, destination, _MAX_QUEUED)

    def _run(self) -> None:
        while True:
            waiting = gathered(self._events, _GATHER_S, _MAX_BATCH)
            batches: dict[Destination, list[InputLogEvent]] = {}
            for destination, event in sorted(waiting, key=lambda entry: entry[1]["timestamp"]):
                batches.setdefault(destination, []).append(event)
            for destination, events in batches.items():
                try:
                    self._put(destination, events)
                except Exception as error:  # noqa: BLE001 - any failure must leave the thread running
                    LOG.warning(
                        "%s dropped %d events for %s: %s", self._name, len(events), destination, error
                    )
