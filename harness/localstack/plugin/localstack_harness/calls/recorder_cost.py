"""The processor time that the call record takes, and the time that has passed. Independent of LocalStack."""

import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import TypedDict


class Cost(TypedDict):
    calls: int
    seconds: float
    """Processor time for these calls, and for the requests to the app's APIs."""
    elapsed: float
    """Seconds since LocalStack loaded this module."""


class RecorderCost:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._start = time.monotonic()
        self._calls = 0
        self._seconds = 0.0

    def of_call(self) -> AbstractContextManager[None]:
        return self._of(calls=1)

    def of_time(self) -> AbstractContextManager[None]:
        """What is recorded beside calls."""
        return self._of(calls=0)

    @contextmanager
    def _of(self, calls: int) -> Iterator[None]:
        start = time.thread_time()
        try:
            yield
        finally:
            seconds = time.thread_time() - start
            with self._lock:
                self._calls += calls
                self._seconds += seconds

    def so_far(self) -> Cost:
        with self._lock:
            return {
                "calls": self._calls,
                "seconds": round(self._seconds, 6),
                "elapsed": round(time.monotonic() - self._start, 3),
            }


COST = RecorderCost()
