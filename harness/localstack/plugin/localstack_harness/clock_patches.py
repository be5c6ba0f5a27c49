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

from localstack_harness.clock import CLOCK, Wakeups
from localstack_harness.searchable import searchable


def _wait(env: Environment, seconds: float) -> None:
    execution = env.states.context_object.context_object_data["Execution"]
    CLOCK.wait(
        seconds,
        lambda: searchable(dict(execution)),
        env.program_state_event,
        env.is_running,
    )


def install() -> None:
    _make_environments_wakeable()
    WaitFunction._wait_interval = lambda self, env, wait_seconds: _wait(
        env, wait_seconds
    )
    _pause_retries_by_the_clock()


def _make_environments_wakeable() -> None:
    """LocalStack sets and clears an event when an execution is stopped: a wait that is about to begin misses that."""
    original = Environment.__init__

    def __init__(self: Environment, *args: Any, **kwargs: Any) -> None:
        original(self, *args, **kwargs)
        self.program_state_event = Wakeups()

    Environment.__init__ = __init__


def _pause_retries_by_the_clock() -> None:
    """The retrier calls time.sleep in the middle of its work, without the execution at hand."""
    current = threading.local()
    original = retrier_decl.RetrierDecl._eval_body

    def _eval_body(self: retrier_decl.RetrierDecl, env: Environment) -> None:
        current.env = env
        original(self, env)

    retrier_decl.RetrierDecl._eval_body = _eval_body
    retrier_decl.time = SimpleNamespace(
        sleep=lambda seconds: _wait(current.env, seconds)
    )
