"""The last messages: a ring, limited in messages and in characters. Independent of LocalStack."""

import threading
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypedDict

_MAX_MESSAGES = 20_000
_MAX_CHARACTERS = 64_000_000


class MessagePage(TypedDict):
    messages: list[Mapping[str, object]]


def _unchanging() -> Mapping[str, object]:
    return {}


@dataclass(frozen=True)
class _Message:
    arn: str
    time: int
    content: Mapping[str, object]
    state: Callable[[], Mapping[str, object]]
    characters: int


class MessageRecord:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._ring: deque[_Message] = deque()
        self._characters = 0

    def add(
        self,
        arn: str,
        time_s: float,
        content: Mapping[str, object],
        state: Callable[[], Mapping[str, object]] = _unchanging,
    ) -> None:
        """`arn` is that of the queue, topic or bus; `state` is asked for what may change later."""
        characters = 200 + sum(len(value) for value in content.values() if isinstance(value, str))
        with self._lock:
            self._ring.append(_Message(arn, int(time_s * 1000), content, state, characters))
            self._characters += characters
            while len(self._ring) > _MAX_MESSAGES or self._characters > _MAX_CHARACTERS:
                self._characters -= self._ring.popleft().characters

    def of(self, arn: str, since_ms: int) -> MessagePage:
        """Those that one queue, topic or bus has accepted since then, oldest first."""
        with self._lock:
            found = [message for message in self._ring if message.arn == arn and message.time >= since_ms]
        return {
            "messages": [{"time": message.time, **message.content, **message.state()} for message in found]
        }


MESSAGES = MessageRecord()
