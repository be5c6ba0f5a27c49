"""Has Step Functions read each definition and each JSONPath once. LocalStack reads a definition whenever an execution
starts, and the paths of a state whenever the execution enters it; jsonpath_ng even builds its grammar anew each time.
Together that is half of all the processor time of a reminder."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from localstack.services.stepfunctions.asl.antlr.runtime.ASLParser import ASLParser
from localstack.services.stepfunctions.asl.component.common.path import result_path
from localstack.services.stepfunctions.asl.parse.asl_parser import (
    AmazonStateLanguageParser,
)
from localstack.services.stepfunctions.asl.parse.preprocessor import Preprocessor
from localstack.services.stepfunctions.asl.utils import json_path

DEFINITIONS = 64
"""How many definitions are kept: those of the state machines in use."""
PATHS = 2_048
"""How many paths are kept: those with a position in a map (`$.items[17]`) are of no end."""


def read_once() -> None:
    # what a path is read into holds no data: many threads may use it at once
    for module in (json_path, result_path):
        module.parse = lru_cache(PATHS)(module.parse)
    AmazonStateLanguageParser.parse = staticmethod(
        _parsing_once(AmazonStateLanguageParser.parse)
    )


def _parsing_once(parse: Callable[[str], Any]) -> Callable[[str], Any]:
    """The syntax tree is kept; the program, which executions may write to, is made from it for each of them."""

    @lru_cache(DEFINITIONS)
    def tree_of(definition: str) -> ASLParser.State_machineContext:
        _, tree = parse(definition)
        return tree

    def parse_once(definition: str) -> Any:
        tree = tree_of(definition)
        return Preprocessor().visit(tree), tree

    return parse_once
