"""
Parses each state machine definition and each JSONPath once. LocalStack parses a definition for each
execution, and the paths of a state each time an execution enters it; jsonpath_ng even builds its grammar for
each path. That is half of the processor time of a simple execution.
"""

import pickle
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


def _pickled(program: "EvalComponent") -> bytes | None:
    """None for a program with a part that cannot be copied: it is made from the syntax tree each time."""
    try:
        return pickle.dumps(program, pickle.HIGHEST_PROTOCOL)
    except (pickle.PicklingError, TypeError, AttributeError):
        return None


def _cached_definitions(parse: Callable[[str], "Parsed"]) -> Callable[[str], "Parsed"]:
    """Keeps the syntax tree and the program. Each execution gets a copy of it, which it may modify."""

    @lru_cache(MAX_DEFINITIONS)
    def parsed(definition: str) -> tuple[object, bytes | None]:
        program, tree = parse(definition)
        return tree, _pickled(program)

    def cached_parse(definition: str) -> "Parsed":
        tree, program = parsed(definition)
        # the bytes are of this process
        return pickle.loads(program) if program else Preprocessor().visit(tree), tree

    return cached_parse
