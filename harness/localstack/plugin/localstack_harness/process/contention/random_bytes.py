"""
Takes random bytes for ids from the system in advance. LocalStack creates some thirty ids for a reminder: under load, each lets
another thread go first, and waits for its turn again.
"""

import os
from collections import deque

_LONGEST = 16
"""Bytes of a UUID; trace ids have fewer."""
_AHEAD = 512
"""Ids for which bytes are taken at once."""


class RandomBytes:
    def __init__(self) -> None:
        self._from_system = os.urandom
        self._pieces: deque[bytes] = deque()

    def take(self, size: int, /) -> bytes:
        """Like os.urandom. The bytes of a short one are cut off, and never returned."""
        if not 0 <= size <= _LONGEST:
            return self._from_system(size)
        while True:
            try:
                return self._pieces.popleft()[:size]
            except IndexError:
                block = self._from_system(_AHEAD * _LONGEST)
                self._pieces.extend(block[at : at + _LONGEST] for at in range(0, len(block), _LONGEST))

    def forget(self) -> None:
        self._pieces.clear()


def install() -> None:
    ahead = RandomBytes()
    # a copy of the process must not create the same ids
    os.register_at_fork(after_in_child=ahead.forget)
    os.urandom = ahead.take
