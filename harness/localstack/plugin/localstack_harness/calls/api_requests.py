"""The last HTTP requests to the app's APIs: a ring, limited in requests and in characters. Independent of LocalStack."""

import itertools
import threading
from collections import deque
from typing import TypedDict

_MAX_REQUESTS = 2_000
_MAX_CHARACTERS = 32_000_000
_MAX_BODY = 65_536


class RequestFacts(TypedDict):
    """A request without headers and bodies, as lists show it."""

    time: int
    """When it arrived, in milliseconds since 1970."""
    method: str
    host: str
    path: str
    query: str
    status: int
    durationMs: float
    requestId: str | None
    """API Gateway's id, as in `x-amzn-requestid`."""
    trace: str | None


class RequestContent(TypedDict):
    requestHeaders: list[tuple[str, str]]
    requestBody: str
    responseHeaders: list[tuple[str, str]]
    responseBody: str


class ListedRequest(RequestFacts):
    seq: int
    """Increases with each request."""


class ApiRequest(ListedRequest, RequestContent):
    pass


class RequestPage(TypedDict):
    requests: list[ListedRequest]
    next: int


class ApiRequests:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._numbers = itertools.count(1)
        self._ring: deque[tuple[ListedRequest, RequestContent, int]] = deque()
        self._characters = 0

    def add(self, facts: RequestFacts, content: RequestContent) -> None:
        characters = _size(content)
        with self._lock:
            self._ring.append(({**facts, "seq": next(self._numbers)}, content, characters))
            self._characters += characters
            while len(self._ring) > _MAX_REQUESTS or self._characters > _MAX_CHARACTERS:
                self._characters -= self._ring.popleft()[2]

    def since(self, seq: int) -> RequestPage:
        with self._lock:
            last = self._ring[-1][0]["seq"] if self._ring else 0
            # the newest are few: look from the end
            new = itertools.takewhile(lambda entry: entry[0]["seq"] > seq, reversed(self._ring))
            later = [facts for facts, _, _ in new]
        return {"requests": later[::-1], "next": last}

    def find(self, seq: int) -> ApiRequest | None:
        with self._lock:
            entries = list(self._ring)
        found = [self._whole(facts, content) for facts, content, _ in entries if facts["seq"] == seq]
        return found[0] if found else None

    def mentioning(self, text: str) -> list[ApiRequest]:
        """Those that have the text in their ids, address or bodies."""
        with self._lock:
            entries = list(self._ring)
        return [
            self._whole(facts, content) for facts, content, _ in entries if _mentions(text, facts, content)
        ]

    def _whole(self, facts: ListedRequest, content: RequestContent) -> ApiRequest:
        return {**facts, **content}


def _mentions(text: str, facts: ListedRequest, content: RequestContent) -> bool:
    given = (facts["requestId"], facts["trace"], facts["path"], facts["query"])
    return any(text in (each or "") for each in (*given, content["requestBody"], content["responseBody"]))


def shortened(body: bytes) -> str:
    """A body as text; one that is not UTF-8, or is long, is described or cut."""
    try:
        text = body.decode()
    except UnicodeDecodeError:
        return f"({len(body)} bytes that are not text)"
    return text if len(text) <= _MAX_BODY else f"{text[:_MAX_BODY]}… ({len(text)} characters)"


def _size(content: RequestContent) -> int:
    headers = itertools.chain(content["requestHeaders"], content["responseHeaders"])
    return (
        sum(len(name) + len(value) for name, value in headers)
        + len(content["requestBody"])
        + len(content["responseBody"])
    )


REQUESTS = ApiRequests()
