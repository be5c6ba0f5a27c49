"""Results that do not fit into the input of their state, under the name that AWS documents.

LocalStack fails with States.Runtime, and fills an array up to the position. Mends asl/component/common/path.
https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
"""

import json
from typing import Any

from jsonpath_ng import Child, Fields, Index, JSONPath
from localstack.services.stepfunctions.asl.component.common.error_name.states_error_name_type import (
    StatesErrorNameType,
)
from localstack.services.stepfunctions.asl.component.common.path import result_path
from localstack.services.stepfunctions.asl.eval.environment import Environment

from localstack_harness.stepfunctions.executions.copies import copied
from localstack_harness.stepfunctions.failures import failure
from localstack_harness.support.patching import Original, patch


class NoPlaceError(ValueError):
    """The input has a value in the way."""


def install() -> None:
    @patch(result_path.ResultPath._eval_body)
    def eval_body(original: Original, self: result_path.ResultPath, env: Environment) -> None:
        if self.result_path_src is None:
            original(self, env)
            return
        result = copied(env.stack.pop())
        given = env.states.get_input()
        try:
            env.stack.append(put(result, _steps(result_path.parse(self.result_path_src)), given))
        except NoPlaceError as error:
            raise failure(
                env,
                StatesErrorNameType.StatesResultPathMatchFailure,
                f"Unable to apply ResultPath '{self.result_path_src}' to input {json.dumps(given)}: {error}",
            ) from error


def put(result: Any, steps: list[str | int], value: Any) -> Any:
    """Puts `result` into `value`, with the objects that are missing on the way. Raises NoPlaceError."""
    if not steps:
        return result
    step, *rest = steps
    if isinstance(step, int):
        if not isinstance(value, list) or not 0 <= step < len(value):
            raise NoPlaceError(f"there is no item at position {step}")
        value[step] = put(result, rest, value[step])
    elif isinstance(value, dict):
        value[step] = put(result, rest, value.get(step, {}))
    else:
        raise NoPlaceError(f"there is no object for '{step}'")
    return value


def _steps(path: JSONPath) -> list[str | int]:
    match path:
        case Child(left=left, right=right):
            return [*_steps(left), *_steps(right)]
        case Fields(fields=fields):
            return list(fields)
        case Index(indices=indices):
            return list(indices)
        case _:
            return []
