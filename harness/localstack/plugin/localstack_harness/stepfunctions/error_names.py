"""Error names that AWS documents and LocalStack never raises, or does not find in a Retry or Catch.

Mends asl/component/common/error_name and the states that report failures, of LocalStack's Step Functions.
"""

from typing import Any

from botocore.exceptions import ClientError
from localstack.aws.api.stepfunctions import LambdaFunctionFailedEventDetails
from localstack.services.stepfunctions.asl.component.common.error_name.custom_error_name import (
    CustomErrorName,
)
from localstack.services.stepfunctions.asl.component.common.error_name.error_equals_decl import (
    ErrorEqualsDecl,
)
from localstack.services.stepfunctions.asl.component.common.error_name.error_name import ErrorName
from localstack.services.stepfunctions.asl.component.common.error_name.failure_event import (
    FailureEvent,
    FailureEventException,
)
from localstack.services.stepfunctions.asl.component.common.error_name.states_error_name_type import (
    StatesErrorNameType,
)
from localstack.services.stepfunctions.asl.component.common.parargs import Parargs
from localstack.services.stepfunctions.asl.component.state.state_choice.state_choice import StateChoice
from localstack.services.stepfunctions.asl.component.state.state_execution.state_parallel import branches_decl
from localstack.services.stepfunctions.asl.component.state.state_execution.state_task import (
    state_task_activitiy,
    state_task_lambda,
)
from localstack.services.stepfunctions.asl.component.state.state_execution.state_task.service import (
    state_task_service_lambda,
)
from localstack.services.stepfunctions.asl.component.state.state_execution.state_task.state_task import (
    StateTask,
)
from localstack.services.stepfunctions.asl.eval.callback.callback import HeartbeatTimeoutError
from localstack.services.stepfunctions.asl.eval.environment import Environment
from localstack.services.stepfunctions.asl.eval.event.event_detail import EventDetails
from localstack.services.stepfunctions.asl.utils.encoding import to_json_str
from localstack.services.stepfunctions.asl.utils.json_path import NoSuchJsonPathError

from localstack_harness.stepfunctions.failures import (
    RUNTIME,
    TIMEOUT,
    KnownAs,
    Reported,
    failure,
    failure_known_as,
    is_met,
    names_of,
)
from localstack_harness.support.patching import Original, patch, replace


def install() -> None:
    _match_by_name()
    _pass_names_on()
    _name_heartbeats()
    _name_paths_of_parameters()
    _name_choices()
    _name_errors_of_lambda()


def _match_by_name() -> None:
    def is_one_of(self: ErrorEqualsDecl, env: Environment) -> None:
        names = names_of(env.stack.pop())
        wanted = [name.error_name for name in self.error_names]
        env.stack.append(any(is_met(name, names) for name in wanted))

    replace(ErrorEqualsDecl, "_eval_body", is_one_of)


def _pass_names_on() -> None:
    """LocalStack refuses AWS's own names where a branch, an iteration or a worker reports them."""
    replace(CustomErrorName, "__init__", ErrorName.__init__)

    def named(error_name: str | None) -> KnownAs:
        return KnownAs(error_name, "States.BranchFailed")

    replace(branches_decl, "CustomErrorName", named)


def _name_heartbeats() -> None:
    """The history reports a missed heartbeat as States.Timeout, on AWS too."""

    def named(env: Environment, ex: Exception, event: FailureEvent) -> FailureEvent:
        if isinstance(ex, HeartbeatTimeoutError):
            name = Reported.with_others(TIMEOUT, "States.HeartbeatTimeout")
            given: Any = event.event_details or {}
            details: Any = {kind: {**fields, "error": name} for kind, fields in given.items()}
            return FailureEvent(env, KnownAs(name), event.event_type, details)
        return event

    @patch(StateTask._from_error)
    def of_a_task(original: Original, self: StateTask, env: Environment, ex: Exception) -> FailureEvent:
        return named(env, ex, original(self, env, ex))

    @patch(state_task_activitiy.StateTaskActivity._from_error)
    def of_an_activity(
        original: Original, self: state_task_activitiy.StateTaskActivity, env: Environment, ex: Exception
    ) -> FailureEvent:
        if isinstance(ex, FailureEventException):
            return ex.failure_event
        return named(env, ex, original(self, env, ex))


def _name_paths_of_parameters() -> None:
    """Reported as States.Runtime, on AWS too."""

    @patch(Parargs._eval_body)
    def eval_body(original: Original, self: Parargs, env: Environment) -> None:
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
    def eval_state(original: Original, self: StateChoice, env: Environment) -> None:
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
    """A task whose resource is the function itself: what Lambda refuses."""

    @patch(state_task_lambda.StateTaskLambda._from_error)
    def from_error(
        original: Original, self: state_task_lambda.StateTaskLambda, env: Environment, ex: Exception
    ) -> FailureEvent:
        event: FailureEvent = original(self, env, ex)
        if not isinstance(ex, ClientError):
            return event
        error, cause = state_task_service_lambda.StateTaskServiceLambda._error_cause_from_client_error(ex)
        details = EventDetails(
            lambdaFunctionFailedEventDetails=LambdaFunctionFailedEventDetails(error=error, cause=cause)
        )
        return FailureEvent(env, KnownAs(error), event.event_type, details)
