"""
Copies values of executions as what they are, data of JSON. LocalStack copies each input and output several times, and
`copy.deepcopy` looks for a special way to copy each string.
"""

import copy
from types import ModuleType
from typing import Any

from localstack.services.stepfunctions.asl.component.common.string import string_expression
from localstack.services.stepfunctions.asl.component.state.state_execution import execute_state
from localstack.services.stepfunctions.asl.eval import environment, states
from localstack.services.stepfunctions.asl.eval.event import event_manager

from localstack_harness.support.patching import replace

_COPYING: tuple[ModuleType, ...] = (string_expression, execute_state, environment, states, event_manager)
_PLAIN = frozenset({str, int, float, bool, type(None)})


class Copying:
    """In place of the module `copy`."""

    @staticmethod
    def deepcopy(value: Any, memo: Any = None) -> Any:
        return copied(value) if memo is None else copy.deepcopy(value, memo)

    def __getattr__(self, name: str) -> Any:
        return getattr(copy, name)


def install() -> None:
    for module in _COPYING:
        replace(module, "copy", Copying())


def copied(value: Any) -> Any:
    kind = type(value)
    if kind in _PLAIN:
        return value
    if kind is dict:
        return {key: copied(item) for key, item in value.items()}
    if kind is list:
        return [copied(item) for item in value]
    return copy.deepcopy(value)
