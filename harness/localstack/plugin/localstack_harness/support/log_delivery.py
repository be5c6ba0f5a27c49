"""Takes lines to log groups behind the backs of those who write them, as AWS does: many at a time, and a moment later."""

import logging
import queue
import threading
import time
from collections.abc import Callable, Hashable
from typing import Any

LOG = logging.getLogger(__name__)
_MOST_WAITING = 10_000
_MOST_AT_ONCE = 500
_GATHER_S = 0.05
"""For how long lines are gathered. Each call of PutLogEvents takes milliseconds, however many lines it has."""


class LogDelivery[Destination: Hashable]:
    """
    A thread of its own calls `put` with a destination and the events for it, shaped as PutLogEvents takes them, in the
    order in which they came. What cannot be put is dropped, with a warning.
    """

    def __init__(
        self,
        name: str,
        put: Callable[[Destination, list[dict[str, Any]]], None],
    ) -> None:
        self._name = name
        self._put = put
        self._events: queue.Queue[tuple[Destination, dict[str, Any]]] = queue.Queue(_MOST_WAITING)
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def send(self, destination: Destination, event: dict[str, Any]) -> None:
        with self._lock:
            if not self._thread:
                self._thread = threading.Thread(target=self._run, daemon=True, name=self._name)
                self._thread.start()
        try:
            self._events.put_nowait((destination, event))
        except queue.Full:
            LOG.error(
                "%s dropped a line for %s: %d are waiting",
                self._name,
                destination,
                _MOST_WAITING,
            )

    def _run(self) -> None:
        while True:
            waiting = [self._events.get()]
            time.sleep(_GATHER_S)
            while len(waiting) < _MOST_AT_ONCE and not self._events.empty():
                waiting.append(self._events.get())
            batches: dict[Destination, list[dict[str, Any]]] = {}
            # in order of time, as PutLogEvents wants them, whichever thread came first
            for destination, event in sorted(waiting, key=lambda one: one[1]["timestamp"]):
                batches.setdefault(destination, []).append(event)
            for destination, events in batches.items():
                try:
                    self._put(destination, events)
                except Exception as error:  # AWS drops them silently
                    LOG.warning(
                        "%s dropped %d lines for %s: %s",
                        self._name,
                        len(events),
                        destination,
                        error,
                    )
