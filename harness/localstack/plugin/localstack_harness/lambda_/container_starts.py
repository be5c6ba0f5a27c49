"""As many containers of functions start at once as there are processors to start them.

LocalStack starts sixteen. On two cores, twenty invocations at once then wait half a minute for the first answer, because
all containers get ready at the same time, and some run into their time-outs meanwhile. One after the other takes no
longer in all, and the first answers after a second.
"""

import os
import threading
from typing import Any

from localstack.services.lambda_.hooks import prepare_docker_executor

_starts = threading.Semaphore(max(2, os.process_cpu_count() or 2))
_patched = threading.Event()


@prepare_docker_executor()
def start_few_at_once(*_: Any) -> None:
    from localstack.services.lambda_.invocation.assignment import AssignmentService

    if _patched.is_set():
        return
    _patched.set()
    start = AssignmentService.start_environment

    def start_environment(self: AssignmentService, *args: Any, **kwargs: Any) -> Any:
        with _starts:
            return start(self, *args, **kwargs)

    AssignmentService.start_environment = start_environment
