"""A record of the last AWS calls: a ring, bounded in number and in characters. Knows nothing of LocalStack."""

import itertools
import os
import threading
from collections import deque
from functools import cached_property
from typing import Any

from localstack_harness.support.searchable import contains_all, searchable

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


class _Noted:
    def __init__(self, call: dict[str, Any], characters: int) -> None:
        self.call = call
        self.characters = characters

    @cached_property
    def text(self) -> str:
        """What `match` is searched in. Tests that wait for a call ask over and over."""
        return searchable(self.call)


class Calls:
    def __init__(self, kept: bool = True) -> None:
        self.kept = kept
        self._lock = threading.Lock()
        self._numbers = itertools.count(1)
        self._ring: deque[_Noted] = deque()
        self._characters = 0

    def add(self, call: dict[str, Any], request: Any) -> None:
        plain, characters = outline(request)
        call["resource"] = _resource(plain)
        call["request"] = plain
        with self._lock:
            call["seq"] = next(self._numbers)
            self._ring.append(_Noted(call, characters))
            self._characters += characters
            while len(self._ring) > _MOST_CALLS or self._characters > _MOST_CHARACTERS:
                self._characters -= self._ring.popleft().characters

    def since(self, seq: int, match: tuple[str, ...] = ()) -> dict[str, Any]:
        """Those after `seq`; `next` is the number to ask with next; `dropped` is how many the ring has lost of them."""
        with self._lock:
            kept = [noted for noted in self._ring if noted.call["seq"] > seq]
            last = self._ring[-1].call["seq"] if self._ring else 0
        dropped = max(0, (kept[0].call["seq"] if kept else last + 1) - seq - 1)
        calls = [noted.call for noted in kept if not match or contains_all(noted.text, match)]
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
        return [_plain(item, characters) for item in itertools.islice(value, _MOST_ITEMS)]
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, (bytes, bytearray)):
        return _plain(value.decode(errors="replace"), characters)
    return value.isoformat() if hasattr(value, "isoformat") else f"<{type(value).__name__}>"


def _resource(request: Any) -> str | None:
    if not isinstance(request, dict):
        return None
    for name in _RESOURCE_PARAMETERS:
        value = request.get(name)
        if isinstance(value, str) and value:
            return f"{value}/{request['Key']}" if name == "Bucket" and request.get("Key") else value
    return None


# HARNESS_CALLS=0: none is kept, to measure what keeping them costs
CALLS = Calls(kept=os.environ.get("HARNESS_CALLS") != "0")
