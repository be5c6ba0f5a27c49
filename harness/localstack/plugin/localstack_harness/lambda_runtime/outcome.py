"""The outcome of an invocation, and AWS's error documents for a sandbox that did not respond."""

import json
from dataclasses import dataclass
from typing import Literal

# As AWS's runtime, a Go program, names them on every platform
_SIGNALS = {
    1: "hangup",
    2: "interrupt",
    3: "quit",
    4: "illegal instruction",
    5: "trace/breakpoint trap",
    6: "aborted",
    7: "bus error",
    8: "floating point exception",
    9: "killed",
    10: "user defined signal 1",
    11: "segmentation fault",
    12: "user defined signal 2",
    13: "broken pipe",
    14: "alarm clock",
    15: "terminated",
}


@dataclass(frozen=True)
class Outcome:
    payload: bytes
    is_error: bool = False
    status: Literal["timeout", "error"] | None = None
    """Set if the sandbox, not the handler, failed: it is replaced, and the REPORT line has the status."""
    error_type: str | None = None
    """With a status: the "Error Type" of the REPORT line."""
    message: str | None = None
    """With a status: the line that AWS logs."""


def error_document(error_type: str, message: str) -> bytes:
    return json.dumps({"errorType": error_type, "errorMessage": message}).encode()


def timed_out(request_id: str, seconds: float) -> Outcome:
    message = f"Task timed out after {seconds:.2f} seconds"
    payload = error_document("Sandbox.Timedout", f"RequestId: {request_id} Error: {message}")
    return Outcome(payload, True, "timeout", "Sandbox.Timedout", message)


def exited(request_id: str, code: int) -> Outcome:
    """`code` is that of subprocess: negative for a signal."""
    if code == 0:
        reason = "Runtime exited without providing a reason"
    elif code < 0:
        reason = f"Runtime exited with error: signal: {_SIGNALS.get(-code, f'signal {-code}')}"
    else:
        reason = f"Runtime exited with error: exit status {code}"
    message = f"RequestId: {request_id} Error: {reason}"
    return Outcome(error_document("Runtime.ExitError", message), True, "error", "Runtime.ExitError", message)


def response_too_large(limit: int) -> Outcome:
    """`limit` is in bytes. An error of the handler: the sandbox continues."""
    message = f"Response payload size exceeded maximum allowed payload size ({limit} bytes)."
    return Outcome(error_document("Function.ResponseSizeTooLarge", message), True)
