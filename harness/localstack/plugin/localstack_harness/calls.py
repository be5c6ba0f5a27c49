"""A record of the last AWS calls: a ring, bounded in number and in characters. Knows nothing of LocalStack."""

import itertools
import threading
from collections import deque
from typing import Any

from localstack_harness.searchable import contains_all, searchable

_MOST_CALLS = 20_000
_MOST_CHARACTERS = 64_000_000
_LONGEST_STRING = 16_384
_MOST_ITEMS = 200

# The parameter that names what a call is about, the most telling first
_RESOURCE_PARAMETERS = (
    "executionArn", "stateMachineArn", "FunctionName", "Bucket", "QueueUrl", "TopicArn", "TableName", "logGroupName",
    "Source", "Identity", "EmailAddress", "RoleArn", "RoleName", "StackName", "SecretId", "KeyId", "restApiId",
    "Name", "name",
)  # fmt: skip


class Calls:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._numbers = itertools.count(1)
        self._ring: deque[tuple[int, dict[str, Any]]] = deque()
        self._characters = 0

    def add(self, call: dict[str, Any], request: Any) -> None:
        plain, characters = outline(request)
        call["resource"] = _resource(plain)
        call["request"] = plain
        with self._lock:
            call["seq"] = next(self._numbers)
            self._ring.append((characters, call))
            self._characters += characters
            while len(self._ring) > _MOST_CALLS or self._characters > _MOST_CHARACTERS:
                self._characters -= self._ring.popleft()[0]

    def since(self, seq: int, match: tuple[str, ...] = ()) -> dict[str, Any]:
        """Those after `seq`; `next` is the number to ask with next; `dropped` is how many the ring has lost of them."""
        with self._lock:
            kept = [call for _, call in self._ring if call["seq"] > seq]
            last = self._ring[-1][1]["seq"] if self._ring else 0
        dropped = max(0, (kept[0]["seq"] if kept else last + 1) - seq - 1)
        calls = (
            [call for call in kept if contains_all(searchable(call), match)]
            if match
            else kept
        )
        return {"calls": calls, "next": max(last, seq), "dropped": dropped}


def outline(value: Any) -> tuple[Any, int]:
    """`value` as plain data without bodies and endless strings, and about how many characters it has."""
    characters = [0]
    return _plain(value, characters), characters[0]


def _plain(value: Any, characters: list[int]) -> Any:
    if isinstance(value, str):
        if len(value) > _LONGEST_STRING:
            value = f"{value[:_LONGEST_STRING]}… ({len(value)} characters)"
        characters[0] += len(value)
        return value
    characters[0] += 16
    if isinstance(value, dict):
        return {str(key): _plain(item, characters) for key, item in value.items()}
    if isinstance(value, (list, tuple, set)):
        return [
            _plain(item, characters) for item in itertools.islice(value, _MOST_ITEMS)
        ]
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, (bytes, bytearray)):
        return _plain(value.decode(errors="replace"), characters)
    return (
        value.isoformat()
        if hasattr(value, "isoformat")
        else f"<{type(value).__name__}>"
    )


def _resource(request: Any) -> str | None:
    if not isinstance(request, dict):
        return None
    for name in _RESOURCE_PARAMETERS:
        value = request.get(name)
        if isinstance(value, str) and value:
            return (
                f"{value}/{request['Key']}"
                if name == "Bucket" and request.get("Key")
                else value
            )
    return None


CALLS = Calls()
