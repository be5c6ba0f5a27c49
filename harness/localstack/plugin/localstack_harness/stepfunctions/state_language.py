"""Has Step Functions read each definition and each JSONPath once. LocalStack reads a definition whenever an execution
starts, and the paths of a state whenever the execution enters it; jsonpath_ng even builds its grammar anew each time.
Together that is half of all the processor time of a reminder."""

import threading
from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any

from jsonpath_ng import JSONPath
from jsonpath_ng.ext.parser import ExtendedJsonPathParser
from jsonpath_ng.parser import JsonPathParser
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
    json_path.parse = lru_cache(PATHS)(_path_reader(ExtendedJsonPathParser))
    result_path.parse = lru_cache(PATHS)(_path_reader(JsonPathParser))
    AmazonStateLanguageParser.parse = staticmethod(_parsing_once(AmazonStateLanguageParser.parse))


def _path_reader(grammar: type[JsonPathParser]) -> Callable[[str], JSONPath]:
    """The grammar is built when the first path is read, and kept."""
    lock = threading.Lock()
    parser = cache(grammar)

    def read(path: str) -> JSONPath:
        # a parser reads one path at a time
        with lock:
            return parser().parse(path)

    return read


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
