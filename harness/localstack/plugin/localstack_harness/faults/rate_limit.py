"""A limit on the rate of calls: at most so many in any one second."""

import time
from collections import deque
from collections.abc import Callable


class RateLimit:
    def __init__(self, per_second: int, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._admitted: deque[float] = deque(maxlen=per_second)
        """When each of the last calls was admitted, the oldest first."""

    def admit(self) -> bool:
        """Whether one more call is within the limit. If so, it is counted."""
        now = self._now()
        full = len(self._admitted) == self._admitted.maxlen
        if full and now - self._admitted[0] < 1:
            return False
        self._admitted.append(now)
        return True
