"""
Input templates of rules and pipes, whose placeholders are replaced by values of the event. Independent of LocalStack.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

from jsonpath_ng.parser import parse

_PLACEHOLDER = re.compile(r"<([^<>]+?)>")
MISSING = object()


class TemplateError(ValueError):
    """A template that does not give JSON."""


def found(event: Any, path: str) -> Any:
    """The value at a JSON path, MISSING if there is none."""
    values = [match.value for match in parse(path).find(event)]
    if not values:
        return MISSING
    return values[0] if len(values) == 1 else values


def fill(template: str, value_of: Callable[[str], Any]) -> Any:
    """
    The JSON value that a template gives; text for one that is a JSON string. `value_of` may return MISSING, which is
    empty text within quotes and in place of a value. Raises TemplateError.
    """
    text = "".join(_filled(template, value_of))
    try:
        return json.loads(text)
    except ValueError as error:
        if text.lstrip()[:1] in ("{", "["):
            raise TemplateError(f"the input template gives no JSON: {text}") from error
        # several lines, each in quotes
        return text.strip().strip('"').replace("\\n", "\n")


def _filled(template: str, value_of: Callable[[str], Any]) -> Iterator[str]:
    is_document = template.lstrip()[:1] in ("{", "[")
    position, quoted = 0, False
    for match in _PLACEHOLDER.finditer(template):
        before = template[position : match.start()]
        quoted ^= len(re.findall(r'(?<!\\)(?:\\\\)*"', before)) % 2 == 1
        yield before
        value = value_of(match[1])
        if value is MISSING:
            yield "" if quoted else '""'
        else:
            yield _in_text(value, is_document) if quoted else json.dumps(value, default=_shown)
        position = match.end()
    yield template[position:]


def _in_text(value: Any, is_document: bool) -> str:
    """Within quotes. A document gets JSON as text; text gets it without its quotes, as on AWS."""
    if isinstance(value, datetime):
        value = _shown(value)
    if isinstance(value, str):
        return json.dumps(value)[1:-1]
    written = json.dumps(value, default=_shown, separators=(",", ":"))
    if is_document or not isinstance(value, Mapping | list):
        return json.dumps(written)[1:-1]
    return written.replace('"', "")


def _shown(value: Any) -> str:
    return value.strftime("%Y-%m-%dT%H:%M:%SZ") if isinstance(value, datetime) else str(value)
