"""Timestamps in state machines: RFC 3339, with an upper-case T, and either an upper-case Z or an offset.

LocalStack takes UTC only, compares no fractions of seconds, and waits by the local time of its machine.
Mends asl/component/state/state_wait and state_choice of LocalStack's Step Functions.
"""

import re
from datetime import UTC, datetime
from typing import Any

from localstack.services.stepfunctions.asl.component.common.error_name.failure_event import (
    FailureEventException,
)
from localstack.services.stepfunctions.asl.component.state.state_choice.comparison.operator.implementations.is_operator import (
    IsTimestamp,
)
from localstack.services.stepfunctions.asl.component.state.state_wait.wait_function.timestamp import Timestamp

_PATTERN = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)", re.ASCII)


def read_timestamp(text: object) -> datetime | None:
    """With its zone; None where AWS would not take it for a timestamp."""
    if not isinstance(text, str) or not _PATTERN.fullmatch(text):
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def install() -> None:
    wait: Any = Timestamp
    wait._from_timestamp_string = staticmethod(read_timestamp)
    wait._get_wait_seconds = _seconds_left
    comparison: Any = IsTimestamp
    comparison.string_to_timestamp = staticmethod(read_timestamp)
    comparison.eval = staticmethod(_is_timestamp)


def _seconds_left(self: Any, env: Any) -> float:
    self.string.eval(env=env)
    text = env.stack.pop()
    until = read_timestamp(text)
    if until is None:
        raise FailureEventException(self._create_failure_event(env, text))
    return (until - datetime.now(UTC)).total_seconds()


def _is_timestamp(env: Any, value: Any) -> None:
    found = read_timestamp(env.stack.pop()) is not None
    env.stack.append(found is value)
