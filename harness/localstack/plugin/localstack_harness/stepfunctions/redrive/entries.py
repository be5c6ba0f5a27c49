"""Where an execution ended: the state, its input, and the variables as they were when it was entered."""

from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from localstack.services.stepfunctions.asl.component.state.state import CommonStateField
from localstack.services.stepfunctions.asl.eval.environment import Environment

from localstack_harness.support.patching import Original, patch


@dataclass(frozen=True)
class Entry:
    state: str
    input: Any
    variables: dict[str, Any]
    entered_at: str | None
    """None: the execution ended before it entered the state."""


_last: WeakKeyDictionary[Environment, Entry] = WeakKeyDictionary()
"""The last entry of a top-level state, by the execution's environment."""
_next_state: WeakKeyDictionary[Environment, str] = WeakKeyDictionary()
"""The state that an execution that ended was in, or about to enter."""


def install() -> None:
    _remember_entries()
    for end in (Environment.set_stop, Environment.set_error, Environment.set_timed_out):
        _remember_next_state(end)


def entry_where_ended(env: Environment) -> Entry | None:
    """None where the execution ended before its first state."""
    last, state = _last.get(env), _next_state.get(env)
    if last is None or state is None or last.state == state:
        return last
    return Entry(state, _input(env), _variables(env), None)


def remember(env: Any, entry: Entry) -> None:
    """Of an execution that another LocalStack ran."""
    _last[env] = entry


def _remember_entries() -> None:
    @patch(CommonStateField._eval_state_input)
    def eval_state_input(original: Original, self: CommonStateField, env: Environment) -> None:
        # frames are branches, iterations and attempts
        if not env.is_frame():
            entered_at = env.states.context_object.context_object_data["State"]["EnteredTime"]
            _last[env] = Entry(self.name, _input(env), _variables(env), entered_at)
        original(self, env)


def _remember_next_state(end: Any) -> None:
    @patch(end)
    def remember(original: Original, self: Environment, *args: Any, **kwargs: Any) -> None:
        if self.next_state_name is not None and not self.is_frame():
            _next_state[self] = self.next_state_name
        original(self, *args, **kwargs)


# no copies of values: LocalStack replaces them, and never changes them


def _input(env: Environment) -> Any:
    return env.states._states_data["input"]


def _variables(env: Environment) -> dict[str, Any]:
    return dict(env.variable_store._inner_scope)
