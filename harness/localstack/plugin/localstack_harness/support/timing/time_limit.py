"""Waits for a call no longer than a limit. The call itself continues, as integrations of API Gateway do on AWS."""

import threading
from collections.abc import Callable
from contextvars import copy_context

from localstack_harness.support.threads import THREADS
from localstack_harness.support.timing.working_time import WORKING_TIME


class LateError(Exception):
    """The call took longer than its limit."""


def within[Result](seconds: float, call: Callable[[], Result]) -> Result:
    """Returns what `call` returns, and raises what it raises. Raises LateError."""
    results: list[Result] = []
    errors: list[BaseException] = []
    ended = threading.Event()
    context = copy_context()

    def run() -> None:
        try:
            results.append(context.run(call))
        except BaseException as error:  # noqa: BLE001 raised again by the thread that waits
            errors.append(error)
        ended.set()

    THREADS.start(run)
    if not WORKING_TIME.wait(ended.wait, seconds):
        raise LateError
    if errors:
        try:
            raise errors[0]
        finally:
            # its traceback has this frame: a cycle, which only the garbage collector would free
            errors.clear()
    return results[0]
