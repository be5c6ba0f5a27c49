"""
Where providers of custom resources send their response: the URL in each request that they receive.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-responses.html
"""

import json
import secrets
import threading
from dataclasses import dataclass, field
from typing import Any, Literal

from localstack import config
from localstack.http import Response
from localstack.services.edge import ROUTER
from werkzeug import Request

LONGEST_BYTES = 4_096
"""CloudFormation takes no longer response."""
_PATH = "/_harness/custom-resources"


@dataclass(frozen=True)
class Outcome:
    status: Literal["SUCCESS", "FAILED"]
    reason: str = ""
    physical_id: str = ""
    data: dict[str, Any] = field(default_factory=dict)


class PendingResponse:
    """One request to a provider, until its response is there."""

    def __init__(self) -> None:
        self.token = secrets.token_urlsafe(24)
        self._arrived = threading.Event()
        self._outcome = Outcome("FAILED")

    @property
    def url(self) -> str:
        return f"http://{config.LOCALSTACK_HOST.host_and_port()}{_PATH}/{self.token}"

    @property
    def has_arrived(self) -> bool:
        return self._arrived.is_set()

    def arrive(self, outcome: Outcome) -> None:
        self._outcome = outcome
        self._arrived.set()

    def wait(self, seconds: float) -> Outcome | None:
        return self._outcome if self._arrived.wait(seconds) else None


class Responses:
    def __init__(self) -> None:
        self._pending: dict[str, PendingResponse] = {}

    def expect(self) -> PendingResponse:
        pending = PendingResponse()
        self._pending[pending.token] = pending
        return pending

    def forget(self, pending: PendingResponse) -> None:
        self._pending.pop(pending.token, None)

    def receive(self, token: str, body: bytes) -> bool:
        """Returns whether a request with this token is pending: only the first response counts."""
        pending = self._pending.pop(token, None)
        if pending is None:
            return False
        pending.arrive(read_outcome(body))
        return True


RESPONSES = Responses()


def install() -> None:
    def on_put(request: Request, token: Any) -> Response:
        known = RESPONSES.receive(token, request.get_data())
        return Response(status=200 if known else 403)

    ROUTER.add(f"{_PATH}/<token>", on_put, methods=["PUT"])


def read_outcome(body: bytes) -> Outcome:
    if len(body) > LONGEST_BYTES:
        return Outcome(
            "FAILED", f"Response object is too long: {len(body)} bytes, of at most {LONGEST_BYTES}."
        )
    try:
        given = json.loads(body)
    except ValueError as error:
        return Outcome("FAILED", f"Invalid response: not JSON ({error}).")
    if not isinstance(given, dict) or given.get("Status") not in ("SUCCESS", "FAILED"):
        return Outcome("FAILED", "Invalid response: Status must be SUCCESS or FAILED.")
    physical_id = given.get("PhysicalResourceId")
    if given["Status"] == "FAILED":
        return Outcome(
            "FAILED", str(given.get("Reason") or "the provider gave no reason"), str(physical_id or "")
        )
    if not isinstance(physical_id, str) or physical_id == "":
        return Outcome("FAILED", "Invalid PhysicalResourceId: the response has none.")
    return Outcome("SUCCESS", "", physical_id, given.get("Data") or {})
