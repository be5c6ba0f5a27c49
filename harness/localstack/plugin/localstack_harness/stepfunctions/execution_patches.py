"""Patches to Step Functions' executions: guarantees that LocalStack sometimes breaks, and a saving."""

import threading
from functools import cache
from types import SimpleNamespace
from typing import Any

from cachetools import TTLCache, cached
from localstack.aws.api.stepfunctions import HistoryEventType
from localstack.services.stepfunctions.asl.component.common.timeouts.heartbeat import Heartbeat
from localstack.services.stepfunctions.asl.component.common.timeouts.timeout import Timeout
from localstack.services.stepfunctions.asl.component.eval_component import EvalComponent
from localstack.services.stepfunctions.asl.component.program.program import Program
from localstack.services.stepfunctions.asl.component.state.state_execution.execute_state import ExecutionState
from localstack.services.stepfunctions.asl.component.state.state_execution.state_task.service.resource import (
    Resource,
)
from localstack.services.stepfunctions.asl.component.state.state_execution.state_task.state_task import (
    StateTask,
)
from localstack.services.stepfunctions.asl.eval.environment import Environment
from localstack.services.stepfunctions.asl.eval.event.event_manager import EventHistoryContext, EventManager
from localstack.services.stepfunctions.asl.eval.program_state import ProgramRunning, ProgramStopped
from localstack.services.stepfunctions.asl.utils import boto_client
from localstack.services.stepfunctions.backend.execution_worker import ExecutionWorker
from localstack.services.stepfunctions.provider import StepFunctionsProvider

from localstack_harness.support.patching import Original, patch, replace


def install() -> None:
    _keep_stopped_executions_aborted()
    _add_nothing_after_the_end()
    _schedule_nothing_once_stopped()
    _start_executions_one_by_one()
    _let_executions_stop_at_once()
    share_assumed_roles()


def _keep_stopped_executions_aborted() -> None:
    """When an execution is stopped its running task fails, which must not turn ABORTED into FAILED."""

    @patch(Environment.set_error)
    def set_error(original: Original, self: Environment, error: Any) -> None:
        if self.is_running():
            original(self, error)


def _add_nothing_after_the_end() -> None:
    """Iterations of a Map state end on other threads: LocalStack may add their events after the last event."""
    ends = (HistoryEventType.ExecutionAborted, HistoryEventType.ExecutionTimedOut)

    @patch(EventManager.__init__)
    def init(original: Original, self: EventManager, *args: Any, **kwargs: Any) -> None:
        original(self, *args, **kwargs)
        vars(self)["_mutex"] = threading.RLock()

    @patch(EventManager.add_event)
    def add_event(
        original: Original,
        self: EventManager,
        context: EventHistoryContext,
        event_type: HistoryEventType,
        *args: Any,
        **kwargs: Any,
    ) -> int:
        with self._mutex:
            events = self._history_event_list
            has_ended = bool(events) and events[-1]["type"] in ends
            if has_ended and event_type != HistoryEventType.ExecutionRedriven:
                return context.last_published_event_id
            added: int = original(self, context, event_type, *args, **kwargs)
            return added


class StoppedError(Exception):
    """The execution was stopped while a value was evaluated."""


def _schedule_nothing_once_stopped() -> None:
    """
    Once an execution is stopped, LocalStack evaluates nothing, and takes whatever is on the stack for the values that are
    missing: it would schedule a task with the state's input as its time-out, log it, and invoke its function.
    """

    def evaluate(self: EvalComponent, env: Environment) -> None:
        if not env.is_running():
            raise StoppedError
        EvalComponent.eval(self, env)

    for component in (Resource, Timeout, Heartbeat):
        replace(component, "eval", evaluate)

    @patch(StateTask._eval_state_credentials)
    def evaluate_credentials(original: Original, self: StateTask, env: Environment) -> Any:
        # the parameters have been evaluated before, and the task is scheduled next
        if not env.is_running():
            raise StoppedError
        return original(self, env)

    @patch(ExecutionState._evaluate_with_timeout)
    def evaluate_state(original: Original, self: ExecutionState, env: Environment) -> None:
        try:
            original(self, env)
        except Exception:
            # that a task of a stopped execution fails is no event of it
            if env.is_running():
                raise


def _start_executions_one_by_one() -> None:
    """LocalStack checks a name and uses it later: two concurrent requests could both find it free."""
    starting = threading.Lock()

    @patch(StepFunctionsProvider.start_execution)
    def start_execution(original: Original, /, *args: Any, **kwargs: Any) -> Any:
        with starting:
            return original(*args, **kwargs)


SHARED_FOR_S = 5
"""How long tasks share an assumed role; short, so that a changed trust policy soon takes effect."""

KEPT_FOR_S = 1_800
"""How long the credentials of a role, and their clients, are used as long as the role can be assumed: half of their hour."""


class Beginning(ProgramRunning):
    """Also before the first state."""

    @property
    def next_state_name(self) -> Any:
        return self._next_state_name

    @next_state_name.setter
    def next_state_name(self, name: Any) -> None:
        self._next_state_name = name
        self._next_field_name = None


def _let_executions_stop_at_once() -> None:
    """LocalStack fails to stop an execution whose thread has not begun, or ignores the request."""

    @patch(ExecutionWorker.start)
    def start(original: Original, self: ExecutionWorker) -> None:
        # one that is redriven has an environment
        if self.env is None:
            environment = self.env = self._get_evaluation_environment()

            def once() -> Environment:
                # nothing refers to the environment once the execution has ended
                del vars(self)["_get_evaluation_environment"]
                return environment

            vars(self)["_get_evaluation_environment"] = once
        self.env._program_state = Beginning()  # type: ignore[no-untyped-call]
        original(self)

    @patch(Program.eval)
    def evaluate(original: Original, self: Program, env: Environment) -> None:
        events = env.event_manager._history_event_list
        before = len(events)
        try:
            original(self, env)
        except RuntimeError:
            if env.is_running():
                raise
        if isinstance(env._program_state, ProgramStopped) and len(events) == before:
            # before its first state: this only adds the last event
            self._eval_body(env)


def share_assumed_roles() -> None:
    """Each task of each execution would assume its role, a quarter of its processor time, and have clients of 80 kB."""
    assume = boto_client.connect_to.with_assumed_role
    kept: Any = TTLCache(maxsize=256, ttl=KEPT_FOR_S)

    kept_lock = threading.Lock()

    def role(**options: Any) -> tuple[str, str]:
        return options["role_arn"], options["region_name"]

    def with_assumed_role(**options: Any) -> Any:
        # LocalStack merges and hashes a client's configuration to find it among those that it keeps
        clients = SimpleNamespace(get_client=cache(assume(**options).get_client))
        with kept_lock:
            return kept.setdefault(role(**options), clients)

    share = cached(
        TTLCache(maxsize=256, ttl=SHARED_FOR_S),
        key=role,
        # of tasks that begin at the same time, one assumes the role for all
        condition=threading.Condition(),
    )
    replace(boto_client, "connect_to", SimpleNamespace(with_assumed_role=share(with_assumed_role)))
