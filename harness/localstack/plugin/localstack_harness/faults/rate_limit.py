"""A rate that a service allows: so many calls in any one second, and no more."""

import time
from collections import deque
from collections.abc import Callable


class RateLimit:
    def __init__(self, per_second: int, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._taken: deque[float] = deque(maxlen=per_second)
        """When each of the last calls was let through, the oldest first."""

    def take(self) -> bool:
        """Whether one more call is within the rate; if so, it is counted."""
        now = self._now()
        full = len(self._taken) == self._taken.maxlen
        if full and now - self._taken[0] < 1:
            return False
        self._taken.append(now)
        return True
