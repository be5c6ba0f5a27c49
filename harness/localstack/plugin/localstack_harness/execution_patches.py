"""Two promises of Step Functions that LocalStack keeps most of the time only."""

import threading
from typing import Any

from localstack.services.stepfunctions.asl.eval.environment import Environment
from localstack.services.stepfunctions.provider import StepFunctionsProvider
from localstack.utils.patch import patch


def install() -> None:
    _let_a_stopped_execution_stay_stopped()
    _start_equal_executions_once()


def _let_a_stopped_execution_stay_stopped() -> None:
    """A task that is under way when its execution is stopped fails, which must not turn ABORTED into FAILED."""

    @patch(Environment.set_error)
    def set_error(original: Any, self: Any, error: Any) -> None:
        if self.is_running():
            original(self, error)


def _start_equal_executions_once() -> None:
    """LocalStack looks whether the name is taken, and later takes it: of two requests at once, both may find it free."""
    starting = threading.Lock()

    @patch(StepFunctionsProvider.start_execution)
    def start_execution(original: Any, self: Any, *args: Any, **kwargs: Any) -> Any:
        with starting:
            return original(self, *args, **kwargs)
