"""What a path selects: one value, or a list of all that match.

LocalStack gives a list of one value as the value, has no positions from the end, and fails where nothing meets a filter.
Changes asl/utils/json_path.py of LocalStack's Step Functions.
https://github.com/json-path/JsonPath#what-is-returned-when
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from jsonpath_ng import Descendants, Fields, Index, JSONPath, Slice, Union, Where
from jsonpath_ng.ext.filter import Filter
from localstack.services.stepfunctions.asl.utils import json_path

from localstack_harness.support.patching import replace


def install() -> None:
    parse: Callable[[str], JSONPath] = json_path.parse
    replace(json_path, "parse", lambda path: Query(parse(path)))


@dataclass(frozen=True)
class Selected:
    """In the place of a match of jsonpath_ng: LocalStack takes `value` as it is, unless `path` is a position."""

    value: Any
    path: None = None


@dataclass(frozen=True)
class Query:
    path: JSONPath

    def find(self, data: Any) -> list[Selected]:
        """Empty: LocalStack decides between a failure and an empty list."""
        found = [match.value for match in self.path.find(data)]
        if any(map(_selects_many, _parts(self.path))):
            searches = any(isinstance(part, Filter | Descendants) for part in _parts(self.path))
            return [Selected(found)] if found or searches else []
        return [Selected(found[0])] if found else []


def _parts(path: JSONPath) -> Iterator[JSONPath]:
    yield path
    for side in ("left", "right"):
        part = getattr(path, side, None)
        if isinstance(part, JSONPath):
            yield from _parts(part)


def _selects_many(part: JSONPath) -> bool:
    match part:
        case Fields(fields=fields):
            return len(fields) != 1 or fields[0] == "*"
        case Index(indices=indices):
            return len(indices) != 1
        case _:
            return isinstance(part, Slice | Filter | Descendants | Union | Where)
