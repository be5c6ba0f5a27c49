"""What it costs to note every AWS call: processor time, against the time that has passed. Knows nothing of LocalStack."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager


class RecorderCost:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._began = time.monotonic()
        self._calls = 0
        self._seconds = 0.0

    @contextmanager
    def of_a_call(self) -> Iterator[None]:
        began = time.thread_time()
        try:
            yield
        finally:
            seconds = time.thread_time() - began
            with self._lock:
                self._calls += 1
                self._seconds += seconds

    def so_far(self) -> dict[str, float]:
        """`seconds` of processor time for so many `calls`, in the `elapsed` seconds since LocalStack loaded this."""
        with self._lock:
            return {
                "calls": self._calls,
                "seconds": round(self._seconds, 6),
                "elapsed": round(time.monotonic() - self._began, 3),
            }


COST = RecorderCost()
