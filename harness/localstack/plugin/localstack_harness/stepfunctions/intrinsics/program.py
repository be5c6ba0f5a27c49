"""Makes of a call what LocalStack evaluates."""

from typing import Any

from localstack.services.stepfunctions.asl.component.common.query_language import QueryLanguageMode
from localstack.services.stepfunctions.asl.component.common.string.string_expression import (
    StringVariableSample,
)
from localstack.services.stepfunctions.asl.component.intrinsic.argument.argument import (
    Argument,
    ArgumentContextPath,
    ArgumentFunction,
    ArgumentJsonPath,
    ArgumentList,
    ArgumentLiteral,
    ArgumentVar,
)
from localstack.services.stepfunctions.asl.component.intrinsic.function.statesfunction.factory import (
    StatesFunctionFactory,
)
from localstack.services.stepfunctions.asl.component.intrinsic.functionname.state_function_name_types import (
    StatesFunctionNameType,
)
from localstack.services.stepfunctions.asl.component.intrinsic.functionname.states_function_name import (
    StatesFunctionName,
)

from localstack_harness.stepfunctions.intrinsics import calls


class Template(ArgumentLiteral):
    """A string of the definition, which States.Format may be given first."""

    def __init__(self, text: calls.Text) -> None:
        super().__init__(text.value)
        self.parts = text.parts


def program_of(call: calls.Call) -> Any:
    """Raises InvalidCallError for a function that there is not, and for arguments that it does not take."""
    name = StatesFunctionNameType.__members__.get(call.function)
    if name is None:
        raise calls.InvalidCallError(f"there is no function States.{call.function}")
    arguments = ArgumentList([_argument(given) for given in call.arguments])
    try:
        return StatesFunctionFactory.from_name(StatesFunctionName(name), arguments)
    except ValueError as error:
        raise calls.InvalidCallError(str(error)) from error


def _argument(given: calls.Argument) -> Argument:
    match given:
        case calls.Text():
            return Template(given)
        case calls.Constant(value):
            return ArgumentLiteral(value)
        case calls.Call():
            return ArgumentFunction(program_of(given))
        case calls.Variable(expression):
            return ArgumentVar(StringVariableSample(QueryLanguageMode.JSONPath, expression))
        case calls.Path(expression) if expression.startswith("$$"):
            return ArgumentContextPath(expression)
        case calls.Path(expression):
            return ArgumentJsonPath(expression)
