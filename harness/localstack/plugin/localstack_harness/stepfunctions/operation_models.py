"""
Looks an operation up once. For each task LocalStack converts the names of all operations of its service, twice.

Mends services/stepfunctions/asl/component/state/state_execution/state_task/service/state_task_service.py.
"""

from functools import lru_cache

from localstack.services.stepfunctions.asl.component.state.state_execution.state_task.service import (
    state_task_service,
)
from localstack.services.stepfunctions.asl.component.state.state_execution.state_task.service.state_task_service import (
    StateTaskService,
)

from localstack_harness.support.patching import replace

_MAX_OPERATIONS = 256
_MAX_NAMES = 4_096


def install() -> None:
    find = lru_cache(_MAX_OPERATIONS)(StateTaskService._get_boto_operation_model)
    replace(StateTaskService, "_get_boto_operation_model", staticmethod(find))
    for convert in ("camel_to_snake_case", "snake_to_camel_case"):
        replace(state_task_service, convert, lru_cache(_MAX_NAMES)(getattr(state_task_service, convert)))
