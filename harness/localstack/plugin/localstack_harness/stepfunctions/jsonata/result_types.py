"""Fields that take a number or a boolean, and get something else from their JSONata: States.QueryEvaluationError.

LocalStack reads "5" as a number, cuts fractions off, and fails with States.Runtime or with a name of Python. Mends the
components of LocalStack's Step Functions that it imports.
https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html
"""

import json
from typing import Any

from localstack.services.stepfunctions.asl.component.common.string.string_expression import StringJSONata
from localstack.services.stepfunctions.asl.component.common.timeouts.heartbeat import HeartbeatSecondsJSONata
from localstack.services.stepfunctions.asl.component.common.timeouts.timeout import TimeoutSecondsJSONata
from localstack.services.stepfunctions.asl.component.state.state_choice.comparison.comparison import (
    ConditionStringJSONata,
)
from localstack.services.stepfunctions.asl.component.state.state_execution.state_map import tolerated_failure
from localstack.services.stepfunctions.asl.component.state.state_execution.state_map.item_reader.reader_config import (
    max_items_decl,
)
from localstack.services.stepfunctions.asl.component.state.state_execution.state_map.max_concurrency import (
    MaxConcurrencyJSONata,
)
from localstack.services.stepfunctions.asl.component.state.state_wait.wait_function.seconds import (
    SecondsJSONata,
)
from localstack.services.stepfunctions.asl.eval.environment import Environment

from localstack_harness.stepfunctions.jsonata.failure import query_failure
from localstack_harness.support.patching import replace

LONGEST_S = 99_999_999
"""Seconds that a Wait state or a time-out may have at most."""


def install() -> None:
    _take_numbers(SecondsJSONata, "_get_wait_seconds", "Seconds", 0, LONGEST_S)
    _take_numbers(TimeoutSecondsJSONata, "_eval_seconds", "TimeoutSeconds", 1, LONGEST_S)
    _take_numbers(HeartbeatSecondsJSONata, "_eval_seconds", "HeartbeatSeconds", 1, LONGEST_S)
    _take_numbers(MaxConcurrencyJSONata, "_eval_max_concurrency", "MaxConcurrency", 0, None)
    _take_numbers(max_items_decl.MaxItemsStringJSONata, "_get_value", "MaxItems", 1, 100_000_000)
    count = tolerated_failure.ToleratedFailureCountStringJSONata
    _take_numbers(count, "_eval_tolerated_failure_count", "ToleratedFailureCount", 0, None)
    percentage = tolerated_failure.ToleratedFailurePercentageStringJSONata
    method = "_eval_tolerated_failure_percentage"
    _take_numbers(percentage, method, "ToleratedFailurePercentage", 0, 100, fractions=True)
    _take_booleans()


def _take_numbers(  # noqa: PLR0913
    component: type, method: str, field: str, least: int, most: int | None, *, fractions: bool = False
) -> None:
    def evaluate(self: Any, env: Environment) -> float:
        value = _value(self.string_jsonata, env)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise _unexpected(env, self.string_jsonata, field, "number", value)
        whole = fractions or value == int(value)
        if not whole or value < least or (most is not None and value > most):
            allowed = f"at least {least}" if most is None else f"from {least} to {most}"
            raise query_failure(
                env,
                f"The JSONata expression '{self.string_jsonata.literal_value}' specified for the field '{field}' "
                f"returned a value that is not {'a number' if fractions else 'an integer'} {allowed}: {value}",
                field,
            )
        return value if fractions else int(value)

    replace(component, method, evaluate)


def _take_booleans() -> None:
    def evaluate(self: ConditionStringJSONata, env: Environment) -> None:
        value = _value(self.string_jsonata, env)
        if not isinstance(value, bool):
            raise _unexpected(env, self.string_jsonata, "Condition", "boolean", value)
        env.stack.append(value)

    replace(ConditionStringJSONata, "_eval_body", evaluate)


def _value(expression: StringJSONata, env: Environment) -> Any:
    expression.eval(env=env)
    return env.stack.pop()


def _unexpected(
    env: Environment, expression: StringJSONata, field: str, expected: str, value: Any
) -> Exception:
    return query_failure(
        env,
        f"The JSONata expression '{expression.literal_value}' specified for the field '{field}' returned an "
        f"unexpected result type. Expected '{expected}', but was '{type_name(value)}' for value: {json.dumps(value)}",
        field,
    )


def type_name(value: Any) -> str:
    """As JSONata's `$type` names it."""
    match value:
        case None:
            return "null"
        case bool():
            return "boolean"
        case int() | float():
            return "number"
        case str():
            return "string"
        case list():
            return "array"
        case _:
            return "object"
