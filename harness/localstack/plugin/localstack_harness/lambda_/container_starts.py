"""
Starts at most as many function containers at once as there are processors.

LocalStack starts sixteen. On two cores, twenty concurrent invocations then wait half a minute for the first
response, because all containers start at the same time, and some invocations time out. With fewer starts at
once, all containers together take no longer, and the first response arrives after a second.
"""

import os
import threading
from typing import Any

from localstack.services.lambda_.hooks import prepare_docker_executor

from localstack_harness.support.patching import hook, replace

_starts = threading.Semaphore(max(2, os.process_cpu_count() or 2))
_patched = threading.Event()


@hook(prepare_docker_executor)
def limit_concurrent_starts(*_: object) -> None:
    from localstack.services.lambda_.invocation.assignment import AssignmentService

    if _patched.is_set():
        return
    _patched.set()
    start = AssignmentService.start_environment

    def start_environment(*args: Any, **kwargs: Any) -> object:
        with _starts:
            return start(*args, **kwargs)

    replace(AssignmentService, "start_environment", start_environment)
