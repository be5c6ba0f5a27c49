"""Has Step Functions read each JSONPath once. jsonpath_ng builds its grammar anew whenever it reads a path, and LocalStack
reads the paths of a state whenever it enters the state: a third of all the processor time of a run of suites."""

from functools import lru_cache

from localstack.services.stepfunctions.asl.component.common.path import result_path
from localstack.services.stepfunctions.asl.utils import json_path

PATHS = 2_048
"""How many paths are kept: those with a position in a map (`$.items[17]`) are of no end."""


def read_once() -> None:
    # what a path is read into holds no data: many threads may use it at once
    for module in (json_path, result_path):
        module.parse = lru_cache(PATHS)(module.parse)
