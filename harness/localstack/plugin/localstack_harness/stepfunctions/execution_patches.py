"""Two promises of Step Functions that LocalStack keeps most of the time only, and one thing that it does too often."""

import threading
from typing import Any

from cachetools import TTLCache, cached
from localstack.services.stepfunctions.asl.eval.environment import Environment
from localstack.services.stepfunctions.asl.utils import boto_client
from localstack.services.stepfunctions.provider import StepFunctionsProvider
from localstack.utils.patch import patch


def install() -> None:
    _let_a_stopped_execution_stay_stopped()
    _start_equal_executions_once()
    assume_roles_seldom()


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


ASSUMED_S = 5
"""For how long tasks share the credentials of a role. Short, so that a trust policy that was changed soon counts."""


def assume_roles_seldom() -> None:
    """Each task of each execution would assume its role anew and have a client made, a quarter of its processor time."""
    connect_to = boto_client.connect_to

    class AssumedRoles:
        @staticmethod
        @cached(
            TTLCache(maxsize=256, ttl=ASSUMED_S),
            key=lambda **wishes: (wishes["role_arn"], wishes["region_name"]),
            # of tasks that begin at once, one assumes the role for all
            condition=threading.Condition(),
        )
        def with_assumed_role(**wishes: Any) -> Any:
            return connect_to.with_assumed_role(**wishes)

    boto_client.connect_to = AssumedRoles
