"""
Patches to JSONata expressions of state machines: the evaluator, values as they are, and errors by their name.

https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html
"""

import json
import os
from typing import Any

from localstack.services.stepfunctions.asl.component.common.string import string_expression
from localstack.services.stepfunctions.asl.component.common.string.string_expression import (
    StringJSONata,
    StringVariableSample,
)
from localstack.services.stepfunctions.asl.eval import states, variable_store
from localstack.services.stepfunctions.asl.jsonata import jsonata
from localstack.services.stepfunctions.asl.jsonata.jsonata import JSONataException

from localstack_harness.stepfunctions.jsonata.evaluator import Evaluator
from localstack_harness.stepfunctions.jsonata.failure import query_failure
from localstack_harness.support.node_child import NODE
from localstack_harness.support.patching import Original, patch, replace

PACKAGE = "HARNESS_JSONATA"


def install() -> None:
    """LocalStack in a container keeps its own evaluator: there is no Node.js."""
    if not (os.environ.get(NODE) and os.environ.get(PACKAGE)):
        return
    replace(jsonata, "_eval_jsonata", Evaluator(os.environ[NODE], os.environ[PACKAGE]))
    # the evaluator has them
    replace(string_expression, "get_intrinsic_functions_declarations", lambda **_: "")
    for module in (states, variable_store):
        replace(module, "encode_jsonata_variable_declarations", declarations)
    for expression in (StringJSONata, StringVariableSample):
        _name_failures(expression)


def declarations(bindings: dict[str, Any]) -> str:
    """Variables with their values, as JSONata. LocalStack leaves quotes and backslashes in texts as they are."""
    return "".join(f"{name}:={_literal(value)};" for name, value in bindings.items())


def _literal(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"), default=str)


def _name_failures(expression: type[StringJSONata] | type[StringVariableSample]) -> None:
    @patch(expression._eval_body)
    def _eval_body(original: Original, self: StringJSONata | StringVariableSample, env: Any) -> None:
        try:
            original(self, env)
        except JSONataException as error:
            why = error.details or error.error
            cause = f"The JSONata expression '{self.expression}' threw an error during evaluation. {why}"
            raise query_failure(env, cause) from error
