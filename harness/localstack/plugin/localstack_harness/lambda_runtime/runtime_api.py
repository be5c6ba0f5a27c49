"""The Lambda Runtime API (2018-06-01) of one sandbox: what it knows, without any HTTP.

https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
"""

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from localstack_harness.lambda_runtime.outcome import Outcome, response_too_large


@dataclass(frozen=True)
class RuntimeRequest:
    """An invocation, as the runtime receives it."""

    request_id: str
    payload: bytes
    headers: dict[str, str] = field(default_factory=dict)


class RuntimeApi:
    """Two sides: the runtime calls next, respond, fail and fail_init; the executor offers and waits."""

    def __init__(self, max_payload: int) -> None:
        self._max_payload = max_payload
        self._changed = threading.Condition()
        self._offered: RuntimeRequest | None = None
        self._current: str | None = None
        self.idle = False
        """The runtime has asked for an invocation and got none yet."""
        self.ready = False
        """It has asked at least once: the function's module is loaded."""
        self.outcome: Outcome | None = None
        self.init_error: bytes | None = None
        self.exit_code: int | None = None
        self.closed = False

    # --- the runtime ------------------------------------------------------------------------------------------------
    def next(self) -> RuntimeRequest | None:
        """Waits for an invocation. None: there will be none."""
        with self._changed:
            self.idle = self.ready = True
            self._changed.notify_all()
            self._changed.wait_for(lambda: self._offered or self.closed)
            request, self._offered = self._offered, None
            self.idle = False
            return None if self.closed else request

    def respond(self, request_id: str, body: bytes) -> int:
        """Returns the HTTP status, as the next two do."""
        if len(body) > self._max_payload:
            return self._settle(request_id, response_too_large(self._max_payload), 413)
        return self._settle(request_id, Outcome(body), 202)

    def fail(self, request_id: str, body: bytes) -> int:
        return self._settle(request_id, Outcome(body, is_error=True), 202)

    def fail_init(self, body: bytes) -> int:
        with self._changed:
            self.init_error = body
            self._changed.notify_all()
        return 202

    def _settle(self, request_id: str, outcome: Outcome, status: int) -> int:
        with self._changed:
            if request_id != self._current or self.outcome:
                return 400  # AWS: InvalidRequestID
            self.outcome = outcome
            self._changed.notify_all()
        return status

    # --- the executor -----------------------------------------------------------------------------------------------
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
