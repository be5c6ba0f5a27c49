"""Timestamps in state machines: RFC 3339, with an upper-case T, and either an upper-case Z or an offset.

LocalStack takes UTC only, compares no fractions of seconds, waits by the local time of its machine, and compares with
anything. Mends asl/component/state/state_wait and state_choice, and asl/parse/preprocessor.py, of LocalStack's Step
Functions.
"""

import re
from datetime import UTC, datetime
from typing import Any

from localstack.services.stepfunctions.asl.component.common.error_name.failure_event import (
    FailureEventException,
)
from localstack.services.stepfunctions.asl.component.state.state_choice.comparison.operator.implementations import (
    is_operator,
)
from localstack.services.stepfunctions.asl.component.state.state_wait.wait_function.timestamp import Timestamp
from localstack.services.stepfunctions.asl.eval.environment import Environment
from localstack.services.stepfunctions.asl.parse.asl_parser import ASLParserException
from localstack.services.stepfunctions.asl.parse.preprocessor import Preprocessor

from localstack_harness.support.patching import Original, patch, replace

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
    replace(Timestamp, "_from_timestamp_string", staticmethod(read_timestamp))
    replace(Timestamp, "_get_wait_seconds", _seconds_left)
    replace(is_operator.IsTimestamp, "string_to_timestamp", staticmethod(read_timestamp))
    replace(is_operator.IsTimestamp, "eval", staticmethod(_is_timestamp))
    patch(Preprocessor.visitComparison_func_value)(_compare_with_timestamp)


def _seconds_left(self: Timestamp, env: Environment) -> float:
    self.string.eval(env=env)
    text = env.stack.pop()
    until = read_timestamp(text)
    if until is None:
        raise FailureEventException(self._create_failure_event(env, text))
    return (until - datetime.now(UTC)).total_seconds()


def _is_timestamp(env: Environment, value: bool) -> None:
    found = read_timestamp(env.stack.pop()) is not None
    env.stack.append(found is value)


def _compare_with_timestamp(original: Original, self: Preprocessor, ctx: Any) -> Any:
    comparison = original(self, ctx)
    operator = comparison.operator_type.name
    literal = operator.startswith("Timestamp") and not operator.endswith("Path")
    if literal and read_timestamp(comparison.value) is None:
        message = f"Expected value of type Timestamp for '{operator}': {comparison.value!r}"
        raise ASLParserException([f"SCHEMA_VALIDATION_FAILED: {message}"])
    return comparison
