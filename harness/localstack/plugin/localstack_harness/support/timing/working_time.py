"""The clock of time limits: it stops while a debugger has stopped a function."""

import threading
import time
from collections.abc import Callable
from typing import Any, override

_LEAST_S = 0.05


class WorkingTime:
    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._lock = threading.Lock()
        self._stopped = 0.0
        """Seconds of all stops before the last one."""
        self._from = self._to = 0.0
        """The last stop."""

    def now(self) -> float:
        """In seconds."""
        with self._lock:
            now = self._now()
            return now - self._stopped - (min(now, self._to) - self._from)

    def stop(self, seconds: float) -> None:
        """Stops for so long from now on, unless it is called again. 0 ends a stop."""
        with self._lock:
            now = self._now()
            if now > self._to:
                self._stopped += self._to - self._from
                self._from = now
            self._to = now + seconds

    def wait(self, wait: Callable[[float], bool], seconds: float) -> bool:
        """Calls `wait` with seconds of real time until it returns true, or so many seconds have passed here."""
        end = self.now() + seconds
        while not wait(min(seconds, max(_LEAST_S, end - self.now()))):
            if self.now() >= end:
                return False
        return True


WORKING_TIME = WorkingTime()


class WorkingEvent(threading.Event):
    @override
    def wait(self, timeout: float | None = None) -> bool:
        if timeout is None:
            return super().wait()
        return WORKING_TIME.wait(super().wait, timeout)


class WorkingThread(threading.Thread):
    @override
    def join(self, timeout: float | None = None) -> None:
        if timeout is None:
            super().join()
            return

        def ended(seconds: float) -> bool:
            threading.Thread.join(self, seconds)
            return not self.is_alive()

        WORKING_TIME.wait(ended, timeout)


class Threading:
    """Replaces the module `threading` in modules of LocalStack."""

    Event = WorkingEvent
    Thread = WorkingThread

    def __getattr__(self, name: str) -> Any:
        return getattr(threading, name)
