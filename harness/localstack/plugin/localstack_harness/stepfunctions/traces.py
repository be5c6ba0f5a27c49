"""An execution continues the trace of the request that started it; LocalStack begins a new one with each task."""

from typing import Any

from localstack.services.stepfunctions.asl.component.state.state_execution.state_task.service.state_task_service import (
    StateTaskService,
)
from localstack.services.stepfunctions.asl.component.state.state_execution.state_task.state_task_lambda import (
    StateTaskLambda,
)
from localstack.services.stepfunctions.asl.eval.environment import Environment
from localstack.services.stepfunctions.backend.execution import Execution

from localstack_harness.support.http import tracing
from localstack_harness.support.patching import Original, patch


def install() -> None:
    @patch(Execution.start)
    def start(original: Original, self: Execution) -> None:
        tracing.adopt(self.exec_arn)
        original(self)

    for task in (StateTaskService, StateTaskLambda):

        @patch(task._eval_execution)
        def eval_execution(original: Original, self: Any, env: Environment) -> None:
            execution = env.states.context_object.context_object_data["Execution"]
            with tracing.working_for(tracing.root_of(execution["Id"])):
                original(self, env)
