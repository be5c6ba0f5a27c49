"""Intrinsic functions, as AWS evaluates them.

LocalStack reads a call in its JSON form, where a backslash is two and an apostrophe ends the string. It knows
neither `null` nor fractions, hands a template to Python's str.format, and reports failures as States.Runtime.
Mends asl/parse/intrinsic/intrinsic_parser.py and asl/component/intrinsic of LocalStack's Step Functions.
"""

import base64
import json
from typing import Any

from localstack.services.stepfunctions.asl.component.common.error_name.failure_event import (
    FailureEventException,
)
from localstack.services.stepfunctions.asl.component.common.error_name.states_error_name_type import (
    StatesErrorNameType,
)
from localstack.services.stepfunctions.asl.component.common.string.string_expression import (
    StringIntrinsicFunction,
)
from localstack.services.stepfunctions.asl.component.intrinsic.function.statesfunction import states_function
from localstack.services.stepfunctions.asl.component.intrinsic.function.statesfunction.encoding_decoding import (
    base_64_decode,
    base_64_encode,
)
from localstack.services.stepfunctions.asl.component.intrinsic.function.statesfunction.generic import (
    string_format,
)
from localstack.services.stepfunctions.asl.component.intrinsic.function.statesfunction.json_manipulation import (
    json_to_string,
)
from localstack.services.stepfunctions.asl.eval.environment import Environment
from localstack.services.stepfunctions.asl.jsonata.jsonata import extract_jsonata_variable_references
from localstack.services.stepfunctions.asl.parse.asl_parser import ASLParserException
from localstack.services.stepfunctions.asl.parse.intrinsic.intrinsic_parser import IntrinsicParser
from localstack.services.stepfunctions.asl.parse.preprocessor import Preprocessor
from localstack.services.stepfunctions.asl.static_analyser.intrinsic import (
    variable_names_intrinsic_static_analyser,
)
from localstack.services.stepfunctions.asl.utils.json_path import NoSuchJsonPathError

from localstack_harness.stepfunctions.failures import failure
from localstack_harness.stepfunctions.intrinsics.calls import InvalidCallError, read_call, variables
from localstack_harness.stepfunctions.intrinsics.program import Template, program_of
from localstack_harness.support.patching import Original, patch, replace

LONGEST_BASE64 = 10_000
"""Characters that AWS encodes or decodes at most."""


def install() -> None:
    _read_calls_as_aws_does()
    _refuse_what_is_no_call()
    _name_failures()
    _fill_templates()
    _keep_characters_beyond_ascii()


def _read_calls_as_aws_does() -> None:
    """A call comes as it is in the definition, a JSON string without its quotes."""

    def parse(source: str) -> tuple[Any, None]:
        return program_of(read_call(json.loads(f'"{source}"'))), None

    def variable_names(definition: str) -> list[str]:
        call = read_call(json.loads(f'"{definition}"'))
        return [
            reference.removeprefix("$")
            for expression in variables(call)
            for reference in extract_jsonata_variable_references(expression)
        ]

    replace(IntrinsicParser, "parse", staticmethod(parse))
    replace(
        variable_names_intrinsic_static_analyser.VariableNamesIntrinsicStaticAnalyser,
        "process_and_get",
        staticmethod(variable_names),
    )


def _refuse_what_is_no_call() -> None:
    @patch(Preprocessor.visitString_intrinsic_function)
    def visit(original: Original, self: Preprocessor, ctx: Any) -> Any:
        try:
            return original(self, ctx)
        except InvalidCallError as error:
            field = ctx.parentCtx.parentCtx.children[0].getText().strip('"')
            raise _refused(field, f" ({error})") from error

    for visit_binding in (
        Preprocessor.visitPayload_binding_value,
        Preprocessor.visitAssign_template_binding_value,
    ):

        @patch(visit_binding)
        def visit_value(original: Original, self: Preprocessor, ctx: Any) -> Any:
            field: str = self.visitString_literal(ctx=ctx.string_literal()).literal_value
            if field.endswith(".$"):
                raise _refused(field)
            return original(self, ctx)


def _refused(field: str, why: str = "") -> ASLParserException:
    message = (
        f"SCHEMA_VALIDATION_FAILED: The value for the field '{field}' must be a valid JSONPath "
        f"or a valid intrinsic function call{why}"
    )
    return ASLParserException([message])


def _name_failures() -> None:
    @patch(StringIntrinsicFunction._eval_body)
    def eval_body(original: Original, self: StringIntrinsicFunction, env: Environment) -> None:
        field = env.next_field_name
        try:
            original(self, env)
        except FailureEventException:
            raise
        except NoSuchJsonPathError:
            if field:
                env.next_field_name = field  # of the definition, not of the argument
            raise
        except Exception as error:
            call = json.loads(f'"{self.intrinsic_function_derivation}"')
            raise failure(
                env,
                StatesErrorNameType.StatesIntrinsicFailure,
                f"The function '{call}' had the following error: {error}",
            ) from error


def _fill_templates() -> None:
    """A template in the definition has escapes; one that comes by a path has only placeholders."""

    def fill(self: states_function.StatesFunction, env: Environment) -> None:
        self.argument_list.eval(env=env)
        template, *values = env.stack.pop()
        first = self.argument_list.arguments[0]
        if not isinstance(template, str):
            raise TypeError(f"the template must be a string, not {template!r}")
        parts = first.parts if isinstance(first, Template) else tuple(template.split("{}"))
        if parts is None:
            raise ValueError("matching '}' not found for '{'")
        if len(parts) != len(values) + 1:
            raise ValueError(f"{len(values)} values for {len(parts) - 1} occurrences of {{}}")
        texts = [string_format.StringFormat._to_str_repr(value) for value in values]
        env.stack.append(parts[0] + "".join(text + part for text, part in zip(texts, parts[1:], strict=True)))

    replace(string_format.StringFormat, "_eval_body", fill)


def _keep_characters_beyond_ascii() -> None:
    def to_string(self: states_function.StatesFunction, env: Environment) -> None:
        self.argument_list.eval(env=env)
        (value,) = env.stack.pop()
        env.stack.append(json.dumps(value, separators=(",", ":"), ensure_ascii=False))

    def encode(self: states_function.StatesFunction, env: Environment) -> None:
        text = _base64_argument(self, env)
        env.stack.append(base64.b64encode(text.encode()).decode())

    def decode(self: states_function.StatesFunction, env: Environment) -> None:
        text = _base64_argument(self, env)
        env.stack.append(base64.b64decode(text, validate=True).decode())

    for function, evaluate in (
        (json_to_string.JsonToString, to_string),
        (base_64_encode.Base64Encode, encode),
        (base_64_decode.Base64Decode, decode),
    ):
        replace(function, "_eval_body", evaluate)


def _base64_argument(function: states_function.StatesFunction, env: Environment) -> str:
    function.argument_list.eval(env=env)
    (text,) = env.stack.pop()
    if not isinstance(text, str) or len(text) > LONGEST_BASE64:
        raise ValueError(f"the argument must be a string of at most {LONGEST_BASE64} characters")
    return text
