"""Error names that AWS documents and LocalStack never raises, or does not find in a Retry or Catch.

Mends asl/component/common/error_name and the states that report failures, of LocalStack's Step Functions.
"""

from typing import Any

from botocore.exceptions import ClientError
from localstack.services.stepfunctions.asl.component.common.error_name.custom_error_name import (
    CustomErrorName,
)
from localstack.services.stepfunctions.asl.component.common.error_name.error_equals_decl import (
    ErrorEqualsDecl,
)
from localstack.services.stepfunctions.asl.component.common.error_name.error_name import ErrorName
from localstack.services.stepfunctions.asl.component.common.error_name.failure_event import (
    FailureEventException,
)
from localstack.services.stepfunctions.asl.component.common.error_name.states_error_name_type import (
    StatesErrorNameType,
)
from localstack.services.stepfunctions.asl.component.common.parargs import Parargs
from localstack.services.stepfunctions.asl.component.state.state_choice.state_choice import StateChoice
from localstack.services.stepfunctions.asl.component.state.state_execution.state_parallel import branches_decl
from localstack.services.stepfunctions.asl.component.state.state_execution.state_task.service.state_task_service_lambda import (
    StateTaskServiceLambda,
)
from localstack.services.stepfunctions.asl.component.state.state_execution.state_task.state_task import (
    StateTask,
)
from localstack.services.stepfunctions.asl.component.state.state_execution.state_task.state_task_activitiy import (
    StateTaskActivity,
)
from localstack.services.stepfunctions.asl.component.state.state_execution.state_task.state_task_lambda import (
    StateTaskLambda,
)
from localstack.services.stepfunctions.asl.eval.callback.callback import HeartbeatTimeoutError
from localstack.services.stepfunctions.asl.utils.encoding import to_json_str
from localstack.services.stepfunctions.asl.utils.json_path import NoSuchJsonPathError

from localstack_harness.stepfunctions.failures import (
    RUNTIME,
    TIMEOUT,
    KnownAs,
    failure,
    failure_known_as,
    is_met,
    names_of,
)
from localstack_harness.support.patching import Original, patch


def install() -> None:
    _match_by_name()
    _pass_names_on()
    _name_heartbeats()
    _name_paths_of_parameters()
    _name_choices()
    _name_errors_of_lambda()


def _match_by_name() -> None:
    def is_one_of(self: Any, env: Any) -> None:
        names = names_of(env.stack.pop())
        wanted = [name.error_name for name in self.error_names]
        env.stack.append(any(is_met(name, names) for name in wanted))

    error_equals: Any = ErrorEqualsDecl
    error_equals._eval_body = is_one_of


def _pass_names_on() -> None:
    """What fails in a branch, an iteration or a worker may have one of AWS's names, which LocalStack refuses."""
    name: Any = CustomErrorName
    name.__init__ = ErrorName.__init__
    parallel: Any = branches_decl
    parallel.CustomErrorName = lambda error_name: KnownAs(error_name, "States.BranchFailed")


def _name_heartbeats() -> None:
    """The history reports a missed heartbeat as States.Timeout, on AWS too."""

    def named(ex: Exception, event: Any) -> Any:
        if isinstance(ex, HeartbeatTimeoutError):
            event.error_name = KnownAs(TIMEOUT, "States.HeartbeatTimeout")
        return event

    @patch(StateTask._from_error)
    def of_a_task(original: Original, self: Any, env: Any, ex: Exception) -> Any:
        return named(ex, original(self, env, ex))

    @patch(StateTaskActivity._from_error)
    def of_an_activity(original: Original, self: Any, env: Any, ex: Exception) -> Any:
        if isinstance(ex, FailureEventException):
            return ex.failure_event
        return named(ex, original(self, env, ex))


def _name_paths_of_parameters() -> None:
    """Reported as States.Runtime, on AWS too."""

    @patch(Parargs._eval_body)
    def _eval_body(original: Original, self: Any, env: Any) -> None:
        try:
            original(self, env)
        except NoSuchJsonPathError as error:
            raise failure_known_as(
                env,
                KnownAs(RUNTIME, "States.ParameterPathFailure"),
                f"The JSONPath '{error.json_path}' specified for the field '{env.next_field_name}' "
                f"could not be found in the input '{to_json_str(error.data)}'",
            ) from error


def _name_choices() -> None:
    @patch(StateChoice._eval_state)
    def _eval_state(original: Original, self: Any, env: Any) -> None:
        try:
            original(self, env)
        except RuntimeError as error:
            if "No branching option reached" not in str(error):
                raise
            raise failure(
                env,
                StatesErrorNameType.StatesNoChoiceMatched,
                "Failed to transition out of the state. The state does not point to a next state.",
            ) from error


def _name_errors_of_lambda() -> None:
    """A task whose resource is the function itself: what Lambda refuses, and answers that name no error."""

    @patch(StateTaskLambda._from_error)
    def _from_error(original: Original, self: Any, env: Any, ex: Exception) -> Any:
        event = original(self, env, ex)
        if isinstance(ex, ClientError):
            error, cause = StateTaskServiceLambda._error_cause_from_client_error(ex)
            event.error_name = KnownAs(error)
            event.event_details["lambdaFunctionFailedEventDetails"].update(error=error, cause=cause)
        return event
