"""
Parses each state machine definition and each JSONPath once. LocalStack parses a definition for each
execution, and the paths of a state each time an execution enters it; jsonpath_ng even builds its grammar for
each path. That is half of the processor time of a simple execution.
"""

import threading
from collections.abc import Callable
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from jsonpath_ng.ext.parser import ExtendedJsonPathParser
from jsonpath_ng.parser import JsonPathParser
from localstack.services.stepfunctions.asl.component.common.path import result_path
from localstack.services.stepfunctions.asl.parse.asl_parser import AmazonStateLanguageParser
from localstack.services.stepfunctions.asl.parse.preprocessor import Preprocessor
from localstack.services.stepfunctions.asl.utils import json_path

from localstack_harness.support.patching import replace

if TYPE_CHECKING:
    from jsonpath_ng import JSONPath
    from localstack.services.stepfunctions.asl.component.eval_component import EvalComponent

    type Parsed = tuple[EvalComponent, object]

MAX_DEFINITIONS = 64
MAX_PATHS = 2_048
"""A limit is needed, since a Map state has paths that contain a position (`$.items[17]`)."""


def install() -> None:
    # several threads may use a parsed path at once: it holds no data
    replace(json_path, "parse", lru_cache(MAX_PATHS)(_path_parser(ExtendedJsonPathParser)))
    replace(result_path, "parse", lru_cache(MAX_PATHS)(_path_parser(JsonPathParser)))
    cached = _cached_definitions(AmazonStateLanguageParser.parse)
    replace(AmazonStateLanguageParser, "parse", staticmethod(cached))


def _path_parser(grammar: type[JsonPathParser]) -> Callable[[str], "JSONPath"]:
    """Builds the grammar for the first path and keeps it."""
    lock = threading.Lock()
    parser = cache(grammar)

    def parse(path: str) -> "JSONPath":
        with lock:  # a parser reads one path at a time
            return parser().parse(path)

    return parse


def _cached_definitions(parse: Callable[[str], "Parsed"]) -> Callable[[str], "Parsed"]:
    """Keeps the syntax tree. Each execution gets its own program, which it may modify."""

    @lru_cache(MAX_DEFINITIONS)
    def tree_of(definition: str) -> object:
        _, tree = parse(definition)
        return tree

    def cached_parse(definition: str) -> "Parsed":
        tree = tree_of(definition)
        return Preprocessor().visit(tree), tree

    return cached_parse
