"""Shortens the waits of chosen executions, including waits that have begun. Independent of LocalStack."""

import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from localstack_harness.support.timing.lease import Lease


class Wakeups:
    """The parts of threading.Event that LocalStack uses, without losing a wake-up between two waits."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._set = False
        self.count = 0

    def is_set(self) -> bool:
        return self._set

    def set(self) -> None:
        with self._changed:
            self._set = True
            self.count += 1
            self._changed.notify_all()

    def clear(self) -> None:
        with self._changed:
            self._set = False

    def wait(self, timeout: float | None = None) -> bool:
        return True if self._set else self.wait_after(self.count, timeout)

    def wait_after(self, count: int, timeout: float | None) -> bool:
        """Waits for a wake-up after the `count`th. False: there was none in time."""
        if timeout is not None:
            timeout = min(timeout, threading.TIMEOUT_MAX)
        with self._changed:
            return self._changed.wait_for(lambda: self.count != count, timeout)


@dataclass(frozen=True)
class Compression:
    match: str
    scale: float
    """The share of a wait that really passes: 1 is all of it, 0 is none."""
    lease: Lease


class Clock:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._compressions: dict[str, Compression] = {}
        self._waiting: set[Wakeups] = set()

    def compress(self, match: str, scale: float, lease_s: float) -> str:
        """Returns an id for `restore`."""
        compression_id = str(uuid.uuid4())
        with self._lock:
            self._compressions[compression_id] = Compression(match, scale, Lease(lease_s))
        self._wake_all()
        return compression_id

    def restore(self, compression_id: str) -> bool:
        """False: it does not exist, or its lease has ended."""
        with self._lock:
            known = self._compressions.pop(compression_id, None)
        self._wake_all()
        return known is not None and not known.lease.expired

    def active(self) -> dict[str, Compression]:
        """Those whose lease has not ended, by their id."""
        with self._lock:
            return {key: found for key, found in self._compressions.items() if not found.lease.expired}

    def wait(
        self, seconds: float, text: Callable[[], str], wakeups: Wakeups, running: Callable[[], bool]
    ) -> None:
        """Waits `seconds` in the time of the execution that `text` describes, or until it no longer runs."""
        left = seconds
        with self._lock:
            self._waiting.add(wakeups)
        try:
            described = ""
            while left > 0:
                seen = wakeups.count  # read first, so that no later change is missed
                if not running():
                    return
                if self._compressions and not described:
                    described = text()
                scale, valid_s = self._scale(described)
                if scale == 0:
                    return
                start = time.monotonic()
                wakeups.wait_after(seen, min(left * scale, valid_s))
                left -= (time.monotonic() - start) / scale
        finally:
            with self._lock:
                self._waiting.discard(wakeups)

    def _scale(self, text: str) -> tuple[float, float]:
        """The smallest matching scale, and for how many seconds it is valid."""
        with self._lock:
            for compression_id in [key for key, value in self._compressions.items() if value.lease.expired]:
                del self._compressions[compression_id]
            matching = [found for found in self._compressions.values() if found.match in text]
        if not matching:
            return 1.0, threading.TIMEOUT_MAX
        chosen = min(matching, key=lambda found: found.scale)
        return chosen.scale, max(0.0, min(found.lease.seconds_left for found in matching))

    def _wake_all(self) -> None:
        with self._lock:
            waiting = list(self._waiting)
        for wakeups in waiting:
            wakeups.set()
            wakeups.clear()


CLOCK = Clock()
