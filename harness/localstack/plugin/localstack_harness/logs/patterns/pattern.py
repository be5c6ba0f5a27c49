"""
A filter pattern: of terms, of conditions on the fields of JSON, or of fields between spaces. Knows nothing of LocalStack.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
"""

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from localstack_harness.logs.patterns.conditions import MISSING, Condition, matcher, parse, unquoted

_TERM = re.compile(r'\s*([-?]?)("(?:\\.|[^"\\])*"|%(?:\\.|[^%])*%|[^\s"]+)')
_FIELD = re.compile(r'\[([^\]]*)\]|"([^"]*)"|(\S+)')
_STEP = re.compile(r"""\.?(?:([^.\[\]]+)|\[(?:(\d+)|["']([^"']+)["'])\])""")
_REST = "..."


class Pattern:
    """One without text matches every event."""

    def matches(self, message: str) -> bool:  # noqa: ARG002 for classes below
        return True

    def value(self, reference: str, message: str) -> Any:  # noqa: ARG002 for classes below
        """Of a field of a message that matches, such as `$.latency` or `$bytes`; MISSING if there is none."""
        return MISSING


@lru_cache(maxsize=256)
def pattern_of(text: str) -> Pattern:
    """Raises ValueError if it is not a filter pattern."""
    text = text.strip()
    if not text:
        return Pattern()
    if text.startswith("{") and text.endswith("}"):
        return JsonPattern(parse(text[1:-1]))
    if text.startswith("[") and text.endswith("]"):
        return _fields_pattern(text[1:-1])
    return _terms_pattern(text)


@dataclass(frozen=True)
class TermsPattern(Pattern):
    required: tuple[re.Pattern[str], ...]
    excluded: tuple[re.Pattern[str], ...]
    optional: tuple[re.Pattern[str], ...]
    """One of them has to be there, unless there are required ones."""

    def matches(self, message: str) -> bool:
        if any(term.search(message) for term in self.excluded):
            return False
        if self.required or not self.optional:
            return all(term.search(message) for term in self.required)
        return any(term.search(message) for term in self.optional)


@dataclass(frozen=True)
class JsonPattern(Pattern):
    condition: Condition

    def matches(self, message: str) -> bool:
        document = _document(message)
        return document is not MISSING and self.condition(lambda selector: _select(document, selector))

    def value(self, reference: str, message: str) -> Any:
        return _select(_document(message), reference)


@dataclass(frozen=True)
class FieldsPattern(Pattern):
    names: tuple[str, ...]
    """`...` is any number of fields."""
    conditions: tuple[Condition, ...]

    def matches(self, message: str) -> bool:
        fields = self._fields(message)
        if fields is None:
            return False
        return all(condition(lambda name: fields.get(name, MISSING)) for condition in self.conditions)

    def value(self, reference: str, message: str) -> Any:
        return (self._fields(message) or {}).get(reference.removeprefix("$"), MISSING)

    def _fields(self, message: str) -> dict[str, str] | None:
        """The values by name; None if there are more or fewer than the pattern has."""
        values = ["".join(groups) for groups in _FIELD.findall(message)]
        names = list(self.names)
        if _REST in names:
            at, more = names.index(_REST), len(values) - len(names) + 1
            if more < 0:
                return None
            names[at : at + 1] = [""] * more
        return dict(zip(names, values, strict=True)) if len(names) == len(values) else None


def _terms_pattern(text: str) -> Pattern:
    terms: dict[str, list[re.Pattern[str]]] = {"": [], "-": [], "?": []}
    at = 0
    while text[at:].strip():
        if not (found := _TERM.match(text, at)):
            raise ValueError(f"{text[at:]} is not a term of a filter pattern")
        kind, term = found.groups()
        is_expression = len(term) > 1 and term.startswith("%") and term.endswith("%")
        terms[kind].append(matcher(term) if is_expression else re.compile(re.escape(unquoted(term))))
        at = found.end()
    return TermsPattern(tuple(terms[""]), tuple(terms["-"]), tuple(terms["?"]))


def _fields_pattern(text: str) -> Pattern:
    parts = [part.strip() for part in re.split(r',(?=(?:[^"]*"[^"]*")*[^"]*$)', text)]
    names, conditions = [], []
    for part in parts:
        name, *condition = re.split(r"(?=[=!<>\s(])", part.lstrip("( "), maxsplit=1)
        names.append(name)
        if condition and condition[0].strip():
            conditions.append(parse(part))
    return FieldsPattern(tuple(names), tuple(conditions))


def _document(message: str) -> Any:
    try:
        return json.loads(message)
    except ValueError:
        return MISSING


def _select(document: Any, selector: str) -> Any:
    for name, index, quoted in _STEP.findall(selector.removeprefix("$")):
        if index:
            document = document[int(index)] if _has(document, int(index)) else MISSING
        elif isinstance(document, dict):
            document = document.get(name or quoted, MISSING)
        else:
            return MISSING
    return document


def _has(document: object, index: int) -> bool:
    return isinstance(document, list) and index < len(document)
