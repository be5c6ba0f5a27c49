"""
Applies the clock to LocalStack's Step Functions: to Wait states and to the pauses between retries.
Time-outs, heartbeats and task tokens keep real time.
"""

import threading
from types import SimpleNamespace

from localstack.services.stepfunctions.asl.component.common.retry import retrier_decl
from localstack.services.stepfunctions.asl.component.state.state_wait.wait_function.wait_function import (
    WaitFunction,
)
from localstack.services.stepfunctions.asl.eval.environment import Environment

from localstack_harness.clock.clock import CLOCK, Wakeups
from localstack_harness.support.patching import Original, patch, replace
from localstack_harness.support.searchable import searchable


def install() -> None:
    _make_environments_wakeable()
    _wait_by_the_clock()
    _pause_retries_by_the_clock()


def _wait(env: Environment, seconds: float) -> None:
    execution = env.states.context_object.context_object_data["Execution"]
    CLOCK.wait(seconds, lambda: searchable(dict(execution)), env.program_state_event, env.is_running)


def _make_environments_wakeable() -> None:
    """LocalStack sets and clears an event when an execution is stopped: a wait about to begin misses it."""

    @patch(Environment.__init__)
    def init(original: Original, self: Environment, *args: object, **kwargs: object) -> None:
        original(self, *args, **kwargs)
        self.program_state_event = Wakeups()  # type: ignore[misc]  # LocalStack declares it Final


def _wait_by_the_clock() -> None:
    @patch(WaitFunction._wait_interval)
    def wait_interval(_original: Original, self: WaitFunction, env: Environment, wait_seconds: int) -> None:
        _wait(env, wait_seconds)


def _pause_retries_by_the_clock() -> None:
    """The retrier calls time.sleep without access to the execution."""
    current = threading.local()

    @patch(retrier_decl.RetrierDecl._eval_body)
    def eval_body(original: Original, self: retrier_decl.RetrierDecl, env: Environment) -> None:
        current.env = env
        original(self, env)

    sleep = SimpleNamespace(sleep=lambda seconds: _wait(current.env, seconds))
    replace(retrier_decl, "time", sleep)
