"""
Runs executions and their states in threads that are used again. LocalStack starts one for each, and lists all of them, to stop
them when it ends.
"""

from types import ModuleType

from localstack.services.stepfunctions.asl.component.program import program
from localstack.services.stepfunctions.asl.component.state.state_execution import execute_state
from localstack.services.stepfunctions.asl.component.state.state_execution.state_map.iteration import (
    inline_iteration_component,
)
from localstack.services.stepfunctions.asl.component.state.state_execution.state_parallel import branch_worker
from localstack.services.stepfunctions.asl.component.state.state_execution.state_task.service import (
    state_task_service_callback,
)
from localstack.services.stepfunctions.backend import execution_worker

from localstack_harness.support.patching import replace
from localstack_harness.support.threads import ReusedThread

_REUSING: tuple[ModuleType, ...] = (execution_worker, execute_state)
_LISTING = (*_REUSING, program, inline_iteration_component, branch_worker, state_task_service_callback)


class _NoList:
    def append(self, thread: object) -> None:
        """The threads end with the process."""


def install() -> None:
    for module in _REUSING:
        replace(module, "Thread", ReusedThread)
    for module in _LISTING:
        replace(module, "TMP_THREADS", _NoList())
