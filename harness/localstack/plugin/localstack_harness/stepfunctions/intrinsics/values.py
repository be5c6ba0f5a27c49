"""What intrinsic functions return, where LocalStack's answer is Python's: 1 is True, -1 the last item, NaN is JSON; and where it
refuses a range that counts down.

Mends asl/component/intrinsic/function/statesfunction of LocalStack's Step Functions.
https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html
"""

import json
import math
import random
from typing import Any, Never

from localstack.services.stepfunctions.asl.component.intrinsic.function.statesfunction.array import (
    array_contains,
    array_get_item,
    array_range,
    array_unique,
)
from localstack.services.stepfunctions.asl.component.intrinsic.function.statesfunction.json_manipulation import (
    string_to_json,
)
from localstack.services.stepfunctions.asl.component.intrinsic.function.statesfunction.math_operations import (
    math_random,
)
from localstack.services.stepfunctions.asl.component.intrinsic.function.statesfunction.states_function import (
    StatesFunction,
)
from localstack.services.stepfunctions.asl.eval.environment import Environment

from localstack_harness.support.patching import replace

LONGEST_RANGE = 1_000
"""Items of the array of States.ArrayRange."""


def install() -> None:
    _compare_as_json()
    _refuse_positions_before_the_first()
    _leave_out_the_end_of_random_numbers()
    _count_down()
    _read_only_json()


def _json(value: Any) -> str:
    return json.dumps(value, sort_keys=True)


def _compare_as_json() -> None:
    def contains(self: StatesFunction, env: Environment) -> None:
        array, value = _arguments(self, env)
        env.stack.append(_json(value) in {_json(item) for item in _list(array)})

    def unique(self: StatesFunction, env: Environment) -> None:
        (array,) = _arguments(self, env)
        first: dict[str, Any] = {}
        for item in _list(array):
            first.setdefault(_json(item), item)
        env.stack.append(list(first.values()))

    replace(array_contains.ArrayContains, "_eval_body", contains)
    replace(array_unique.ArrayUnique, "_eval_body", unique)


def _refuse_positions_before_the_first() -> None:
    def item(self: StatesFunction, env: Environment) -> None:
        array, index = _arguments(self, env)
        if isinstance(index, bool) or not isinstance(index, int) or not 0 <= index < len(_list(array)):
            raise IndexError(f"there is no item at position {_json(index)}")
        env.stack.append(array[index])

    replace(array_get_item.ArrayGetItem, "_eval_body", item)


def _leave_out_the_end_of_random_numbers() -> None:
    def number(self: StatesFunction, env: Environment) -> None:
        start, end, *seed = map(_whole, _arguments(self, env))
        env.stack.append(random.Random(*seed).randrange(start, end))

    replace(math_random.MathRandom, "_eval_body", number)


def _count_down() -> None:
    def count(self: StatesFunction, env: Environment) -> None:
        first, last, step = map(_whole, _arguments(self, env))
        numbers = range(first, last + (1 if step > 0 else -1), step)
        if len(numbers) > LONGEST_RANGE:
            raise ValueError(f"an array has at most {LONGEST_RANGE} items, not {len(numbers)}")
        env.stack.append(list(numbers))

    replace(array_range.ArrayRange, "_eval_body", count)


def _read_only_json() -> None:
    def refuse(constant: str) -> Never:
        raise ValueError(f"{constant} is not JSON")

    def read(self: StatesFunction, env: Environment) -> None:
        (text,) = _arguments(self, env)
        blank = text is None or not text.strip()
        env.stack.append(None if blank else json.loads(text, parse_constant=refuse))

    replace(string_to_json.StringToJson, "_eval_body", read)


def _arguments(function: StatesFunction, env: Environment) -> list[Any]:
    function.argument_list.eval(env=env)
    values: list[Any] = env.stack.pop()
    return values


def _whole(value: Any) -> int:
    """The nearest integer."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"the argument must be a number, not {_json(value)}")
    return math.floor(value + 0.5)


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError(f"the argument must be an array, not {_json(value)}")
    return value
