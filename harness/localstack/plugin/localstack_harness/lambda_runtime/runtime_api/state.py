"""
The state of one sandbox's Lambda Runtime API (2018-06-01), without HTTP.

https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
"""

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus

from localstack_harness.lambda_runtime.outcome import Outcome, response_too_large


@dataclass(frozen=True)
class RuntimeRequest:
    """An invocation, as the runtime receives it."""

    request_id: str
    payload: bytes
    headers: dict[str, str] = field(default_factory=dict)


class RuntimeApi:
    """The runtime calls `next`, `respond`, `fail` and `fail_init`; the executor calls `offer` and `wait`."""

    def __init__(self, max_payload: int) -> None:
        self._max_payload = max_payload
        self._changed = threading.Condition()
        self._offered: RuntimeRequest | None = None
        self._current: str | None = None
        self.idle = False
        """The runtime waits for an invocation."""
        self.ready = False
        """The runtime has asked for an invocation at least once: the function's module is loaded."""
        self.outcome: Outcome | None = None
        self.init_error: bytes | None = None
        self.exit_code: int | None = None
        self.closed = False

    def next(self) -> RuntimeRequest | None:
        """Waits for an invocation. None: the API was closed."""
        with self._changed:
            self.idle = self.ready = True
            self._changed.notify_all()
            self._changed.wait_for(lambda: self._offered or self.closed)
            request, self._offered = self._offered, None
            self.idle = False
            return None if self.closed else request

    def respond(self, request_id: str, body: bytes) -> HTTPStatus:
        if len(body) > self._max_payload:
            outcome = response_too_large(self._max_payload)
            return self._settle(request_id, outcome, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        return self._settle(request_id, Outcome(body), HTTPStatus.ACCEPTED)

    def fail(self, request_id: str, body: bytes) -> HTTPStatus:
        return self._settle(request_id, Outcome(body, is_error=True), HTTPStatus.ACCEPTED)

    def fail_init(self, body: bytes) -> HTTPStatus:
        with self._changed:
            self.init_error = body
            self._changed.notify_all()
        return HTTPStatus.ACCEPTED

    def offer(self, request: RuntimeRequest) -> None:
        with self._changed:
            self.outcome = None
            self._current = request.request_id
            self._offered = request
            self.idle = False
            self._changed.notify_all()

    def process_exited(self, code: int) -> None:
        with self._changed:
            self.exit_code = code
            self.idle = False
            self.closed = True
            self._changed.notify_all()

    def close(self) -> None:
        with self._changed:
            self.closed = True
            self._changed.notify_all()

    def wait(self, condition: Callable[[], bool], seconds: float) -> bool:
        with self._changed:
            return self._changed.wait_for(condition, seconds)

    @property
    def init_error_type(self) -> str:
        try:
            return str(json.loads(self.init_error or b"{}").get("errorType", "Unknown"))
        except (ValueError, AttributeError):
            return "Unknown"

    def _settle(self, request_id: str, outcome: Outcome, status: HTTPStatus) -> HTTPStatus:
        with self._changed:
            if request_id != self._current or self.outcome:
                return HTTPStatus.BAD_REQUEST  # AWS: InvalidRequestID
            # nothing waits for it alone: an invocation ends when the runtime asks for the next one
            self.outcome = outcome
        return status
