"""The last AWS calls: a ring, limited in calls and in characters. Independent of LocalStack."""

import datetime
import itertools
import json
import os
import threading
from collections import deque
from typing import TypedDict

from localstack_harness.calls.encoded import Encoded
from localstack_harness.support.searchable import contains_all, searchable

_MAX_CALLS = 20_000
_MAX_CHARACTERS = 64_000_000
_MAX_STRING = 16_384
_MAX_ITEMS = 200

# The parameter that names the resource of a call, the most specific first
_RESOURCE_PARAMETERS = (
    "executionArn", "stateMachineArn", "FunctionName", "Bucket", "QueueUrl", "TopicArn", "TableName",
    "logGroupName", "Source", "Identity", "EmailAddress", "RoleArn", "RoleName", "StackName", "SecretId",
    "KeyId", "restApiId", "Name", "name",
)  # fmt: skip


class CallFacts(TypedDict):
    """What LocalStack's gateway reports about a call, as `GET /_harness/calls` returns it."""

    time: int
    """When it was answered, in milliseconds since 1970."""
    service: str
    operation: str
    account: str | None
    region: str | None
    role: str | None
    """ARN of the role of the caller; None for the account itself and for calls between services."""
    session: str | None
    principal: str | None
    """The service that made the call, or for which the role was assumed."""
    source: str | None
    """ARN of the resource on whose behalf a service made the call."""
    internal: bool
    """Whether one of LocalStack's services made it."""
    status: int
    error: str | None
    requestId: str | None
    """The id in the response. A function logs that of its invocation."""
    durationMs: float | None
    """None if the call was refused before it reached its service."""
    trace: str | None
    """The root of AWS X-Ray's trace id: calls that one request caused have the same."""
    result: str | None
    """What the call created: the ARN of an execution, the id of a message."""


class ListedCall(CallFacts):
    seq: int
    """Increases with each call."""
    resource: str | None


class Call(ListedCall):
    request: object


class CallPage(TypedDict):
    calls: list[Call]
    next: int
    """The `since` of the next request."""
    dropped: int
    """How many calls after `since` the ring no longer holds."""


class _Entry:
    """A call as JSON, which takes a third of the memory of its objects."""

    __slots__ = ("_facts", "_request", "_text", "characters", "is_log", "seq")

    def __init__(self, facts: CallFacts, request: object) -> None:
        plain, self.characters = outline(request)
        self.seq = 0
        """Given by the ring."""
        self.is_log = facts["operation"] == "PutLogEvents"
        self._facts = json.dumps({**facts, "resource": _resource(plain)})
        self._request = json.dumps(plain)
        self._text: str | None = None

    @property
    def call(self) -> Call:
        call: Call = json.loads(self._with(self._request))
        return call

    @property
    def news(self) -> str:
        """As JSON, with its request only where that has log lines."""
        return self._with(self._request if self.is_log else "{}")

    def _with(self, request: str) -> str:
        return f'{{"seq": {self.seq}, {self._facts[1:-1]}, "request": {request}}}'

    @property
    def text(self) -> str:
        """What `match` is searched in; kept, since a test that waits for a call asks repeatedly."""
        if self._text is None:
            self._text = searchable(self.call)
        return self._text


class CallRecord:
    def __init__(self, enabled: bool = True) -> None:
        self.enabled = enabled
        self._lock = threading.Lock()
        self._numbers = itertools.count(1)
        self._ring: deque[_Entry] = deque()
        self._characters = 0

    def add(self, facts: CallFacts, request: object) -> None:
        entry = _Entry(facts, request)
        with self._lock:
            entry.seq = next(self._numbers)
            self._ring.append(entry)
            self._characters += entry.characters
            while len(self._ring) > _MAX_CALLS or self._characters > _MAX_CHARACTERS:
                self._characters -= self._ring.popleft().characters

    def since(self, seq: int, match: tuple[str, ...] = ()) -> CallPage:
        later, last, dropped = self._later(seq, _MAX_CALLS)
        calls = [entry.call for entry in later if not match or contains_all(entry.text, match)]
        return {"calls": calls, "next": last, "dropped": dropped}

    def news(self, seq: int, limit: int) -> Encoded:
        """A page of the newest, without the requests that have no log lines; those before count as dropped."""
        later, last, dropped = self._later(seq, limit)
        calls = ", ".join(entry.news for entry in later)
        return Encoded(f'{{"calls": [{calls}], "next": {last}, "dropped": {dropped}}}')

    def _later(self, seq: int, limit: int) -> tuple[list[_Entry], int, int]:
        with self._lock:
            # the newest are few: look from the end
            new = itertools.takewhile(lambda entry: entry.seq > seq, reversed(self._ring))
            later = list(itertools.islice(new, limit))[::-1]
            last = self._ring[-1].seq if self._ring else 0
        return later, max(last, seq), max(0, (later[0].seq if later else last + 1) - seq - 1)


def outline(value: object) -> tuple[object, int]:
    """`value` as plain data, without streams and with long strings cut; and roughly its length."""
    characters = [0]
    return _plain(value, characters), characters[0]


def _plain(value: object, characters: list[int]) -> object:
    if isinstance(value, str):
        if len(value) > _MAX_STRING:
            value = f"{value[:_MAX_STRING]}… ({len(value)} characters)"
        characters[0] += len(value)
        return value
    characters[0] += 16
    if isinstance(value, dict):
        return {str(key): _plain(item, characters) for key, item in value.items()}
    if isinstance(value, list | tuple | set):
        return [_plain(item, characters) for item in itertools.islice(value, _MAX_ITEMS)]
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, bytes | bytearray):
        return _plain(value.decode(errors="replace"), characters)
    return value.isoformat() if isinstance(value, datetime.date) else f"<{type(value).__name__}>"


def _resource(request: object) -> str | None:
    if not isinstance(request, dict):
        return None
    for name in _RESOURCE_PARAMETERS:
        value = request.get(name)
        if isinstance(value, str) and value:
            return f"{value}/{request['Key']}" if name == "Bucket" and request.get("Key") else value
    return None


# HARNESS_CALLS=0 records no calls, to measure what recording costs
CALLS = CallRecord(enabled=os.environ.get("HARNESS_CALLS") != "0")
