"""Puts the clock under LocalStack's Step Functions: its Wait states and the pauses of its retries.

Time-outs, heartbeats and task tokens do not come this way: they keep real time.
"""

import threading
from types import SimpleNamespace
from typing import Any

from localstack.services.stepfunctions.asl.component.common.retry import retrier_decl
from localstack.services.stepfunctions.asl.component.state.state_wait.wait_function.wait_function import (
    WaitFunction,
)
from localstack.services.stepfunctions.asl.eval.environment import Environment
from localstack.utils.patch import patch

from localstack_harness.clock.clock import CLOCK, Wakeups
from localstack_harness.support.searchable import searchable


def install() -> None:
    _make_environments_wakeable()
    _wait_by_the_clock()
    _pause_retries_by_the_clock()


def _wait(env: Any, seconds: float) -> None:
    execution = env.states.context_object.context_object_data["Execution"]
    CLOCK.wait(
        seconds,
        lambda: searchable(dict(execution)),
        env.program_state_event,
        env.is_running,
    )


def _make_environments_wakeable() -> None:
    """LocalStack sets and clears an event when an execution is stopped: a wait that is about to begin misses that."""

    @patch(Environment.__init__)
    def __init__(original: Any, self: Any, *args: Any, **kwargs: Any) -> None:
        original(self, *args, **kwargs)
        self.program_state_event = Wakeups()


def _wait_by_the_clock() -> None:
    @patch(WaitFunction._wait_interval)
    def _wait_interval(original: Any, self: Any, env: Any, wait_seconds: int) -> None:
        _wait(env, wait_seconds)


def _pause_retries_by_the_clock() -> None:
    """The retrier calls time.sleep in the middle of its work, without the execution at hand."""
    current = threading.local()

    @patch(retrier_decl.RetrierDecl._eval_body)
    def _eval_body(original: Any, self: Any, env: Any) -> None:
        current.env = env
        original(self, env)

    module: Any = retrier_decl
    module.time = SimpleNamespace(sleep=lambda seconds: _wait(current.env, seconds))
