"""Ends what a test asked for when the test crashed and cannot remove it."""

import time

DEFAULT_S = 60.0
LONGEST_S = 86_400.0


class Lease:
    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    @property
    def seconds_left(self) -> float:
        return self._end - time.monotonic()

    @property
    def expired(self) -> bool:
        return self.seconds_left <= 0
