"""The processor time that the call record takes, and the time that has passed. Independent of LocalStack."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypedDict


class Cost(TypedDict):
    calls: int
    seconds: float
    """Processor time for these calls."""
    elapsed: float
    """Seconds since LocalStack loaded this module."""


class RecorderCost:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._start = time.monotonic()
        self._calls = 0
        self._seconds = 0.0

    @contextmanager
    def of_call(self) -> Iterator[None]:
        start = time.thread_time()
        try:
            yield
        finally:
            seconds = time.thread_time() - start
            with self._lock:
                self._calls += 1
                self._seconds += seconds

    def so_far(self) -> Cost:
        with self._lock:
            return {
                "calls": self._calls,
                "seconds": round(self._seconds, 6),
                "elapsed": round(time.monotonic() - self._start, 3),
            }


COST = RecorderCost()
