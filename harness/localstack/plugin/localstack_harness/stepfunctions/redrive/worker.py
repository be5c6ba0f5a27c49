"""Continues an execution that ended, in the state in which it ended."""

import datetime
from typing import Any, override

from localstack.aws.api.stepfunctions import ExecutionRedrivenEventDetails, HistoryEventType
from localstack.services.stepfunctions.asl.component.common.flow.start_at import StartAt
from localstack.services.stepfunctions.asl.component.state.state import CommonStateField
from localstack.services.stepfunctions.asl.component.state.state_fail.state_fail import StateFail
from localstack.services.stepfunctions.asl.eval.environment import Environment
from localstack.services.stepfunctions.backend.execution_worker import ExecutionWorker

from localstack_harness.stepfunctions.redrive.entries import entry_where_ended, remember
from localstack_harness.stepfunctions.redrive.history import ContinuedHistory


class RedrivenWorker(ExecutionWorker):
    env: Environment

    def __init__(self, before: Any, count: int, date: datetime.datetime) -> None:
        super().__init__(
            before._evaluation_details,
            before._execution_communication,
            before._cloud_watch_logging_session,
            before._activity_store,
            before._local_mock_test_case,
        )
        self._program: Any = super()._get_evaluation_entrypoint()
        self._count = count
        # at once, so that the history has the events of before
        self.env = super()._get_evaluation_environment()
        _tell(self.env, count, date)
        is_in_state = self._go_to_where_it_ended(before.env)
        history = ContinuedHistory(before.env.event_manager, is_in_state=is_in_state)
        self.env.event_manager = history
        self.env.event_history_context = history.context()  # type: ignore[misc]  # LocalStack declares it Final

    def _go_to_where_it_ended(self, before: Environment) -> bool:
        """Returns whether it is in the state already."""
        entry = entry_where_ended(before)
        if entry is None:
            return False
        # it may end again before it enters a state
        remember(self.env, entry)
        self._program.start_at = StartAt(entry.state)
        self.env.states.reset(entry.input)
        self.env.variable_store._inner_scope.update(entry.variables)
        state = self._program.states.states[entry.state]
        if entry.entered_at is None or isinstance(state, StateFail):
            return False
        _keep_entered_time(state, entry.entered_at)
        return True

    @override
    def _execution_logic(self) -> None:
        details: Any = {
            "executionRedrivenEventDetails": ExecutionRedrivenEventDetails(redriveCount=self._count)
        }
        self.env.event_manager.add_event(
            context=self.env.event_history_context,
            event_type=HistoryEventType.ExecutionRedriven,
            event_details=details,
        )
        self._program.eval(self.env)
        self._execution_communication.terminated()


def _tell(env: Environment, count: int, date: datetime.datetime) -> None:
    """The context object has both fields once an execution was redriven."""
    execution: Any = env.states.context_object.context_object_data["Execution"]
    execution["RedriveCount"] = count
    execution["RedriveTime"] = (
        f"{date.astimezone(datetime.UTC):%Y-%m-%dT%H:%M:%S}.{date.microsecond // 1000:03}Z"
    )


def _keep_entered_time(state: CommonStateField, entered_at: str) -> None:
    """For the visit that continues; the program belongs to one execution."""
    original = state._eval_state_input

    def eval_state_input(env: Environment) -> None:
        del vars(state)["_eval_state_input"]
        env.states.context_object.context_object_data["State"]["EnteredTime"] = entered_at
        original(env)

    vars(state)["_eval_state_input"] = eval_state_input
