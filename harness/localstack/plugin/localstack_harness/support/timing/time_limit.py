"""Waits for a call no longer than a limit. The call itself continues, as integrations of API Gateway do on AWS."""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextvars import copy_context

from localstack_harness.support.threads import THREADS
from localstack_harness.support.timing.working_time import WORKING_TIME


class LateError(Exception):
    """The call took longer than its limit."""


def within[Result](seconds: float, call: Callable[[], Result]) -> Result:
    """Returns what `call` returns, and raises what it raises. Raises LateError."""
    answer: Future[Result] = Future()
    ended = threading.Event()
    context = copy_context()

    def run() -> None:
        try:
            answer.set_result(context.run(call))
        except BaseException as error:  # noqa: BLE001 raised again by the thread that waits
            answer.set_exception(error)
        ended.set()

    THREADS.start(run)
    if not WORKING_TIME.wait(ended.wait, seconds):
        raise LateError
    return answer.result()
