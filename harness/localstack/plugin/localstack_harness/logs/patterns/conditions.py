"""
The conditions in a filter pattern, such as `$.status = 5* && $.user IS NULL`. Knows nothing of LocalStack.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
"""

import operator
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

MISSING = object()
"""The value of a field that an event does not have."""

type Lookup = Callable[[str], Any]
"""The value of a field, or MISSING."""
type Condition = Callable[[Lookup], bool]

_TOKENS = re.compile(
    r"""\s*(\$(?:\[[^\]]*\]|[^\s"%&|!<>=()\[])+|"(?:\\.|[^"\\])*"|%(?:\\.|[^%])*%"""
    r"""|&&|\|\||!=|<=|>=|[=<>()]|[^\s"%&|!<>=()]+)"""
)
_ORDERS: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def parse(text: str) -> Condition:
    """Raises ValueError."""
    tokens, at = [], 0
    while text[at:].strip():
        if not (found := _TOKENS.match(text, at)):
            raise ValueError(f"{text[at:].strip()} is not expected in a filter pattern")
        tokens.append(found.group(1))
        at = found.end()
    parser = _Parser(tokens)
    condition = parser.alternatives()
    if parser.tokens:
        raise ValueError(f"{parser.tokens[0]} is not expected in a filter pattern")
    return condition


def holds(value: Any, sign: str, wanted: str) -> bool:
    """Whether a value of an event compares to a token of the pattern."""
    if value is MISSING or isinstance(value, dict):
        return False
    if isinstance(value, list):
        return any(holds(each, sign, wanted) for each in value)
    if sign in _ORDERS:
        left, right = number(value), number(wanted)
        return left is not None and right is not None and _ORDERS[sign](left, right)
    return _equals(value, wanted) == (sign == "=")


def matcher(token: str) -> re.Pattern[str]:
    """Of a quoted or bare text with wildcards, or of a regular expression between `%`. Raises ValueError."""
    if token.startswith("%"):
        try:
            return re.compile(token[1:-1])
        except re.error as error:
            raise ValueError(f"{token} is not a regular expression: {error}") from error
    parts = unquoted(token).split("*")
    return re.compile(r"\A" + ".*".join(re.escape(part) for part in parts) + r"\Z", re.DOTALL)


def unquoted(token: str) -> str:
    return re.sub(r"\\(.)", r"\1", token[1:-1]) if token.startswith('"') else token


def number(value: object) -> float | None:
    if isinstance(value, bool):
        return None
    try:
        return float(value) if isinstance(value, int | float | str) else None
    except ValueError:
        return None


def _equals(value: Any, wanted: str) -> bool:
    left, right = number(value), number(wanted)
    if left is not None and right is not None:
        return left == right
    text = str(value).lower() if value is None or isinstance(value, bool) else str(value)
    return matcher(wanted).search(text) is not None


@dataclass
class _Parser:
    tokens: list[str] = field(default_factory=list)

    def alternatives(self) -> Condition:
        choices = [self._all()]
        while self._take("||"):
            choices.append(self._all())
        return lambda lookup: any(choice(lookup) for choice in choices)

    def _all(self) -> Condition:
        parts = [self._one()]
        while self._take("&&"):
            parts.append(self._one())
        return lambda lookup: all(part(lookup) for part in parts)

    def _one(self) -> Condition:
        if self._take("("):
            inner = self.alternatives()
            if not self._take(")"):
                raise ValueError("a filter pattern lacks a closing parenthesis")
            return inner
        name, sign = self._next(), self._next()
        wanted = self._next()
        match sign.upper(), wanted.upper():
            case "IS", "NULL":
                return lambda lookup: lookup(name) is None
            case "IS", "TRUE" | "FALSE" as word:
                return lambda lookup: lookup(name) is (word == "TRUE")
            case "NOT", "EXISTS":
                return lambda lookup: lookup(name) is MISSING
        if sign not in ("=", "!=", *_ORDERS):
            raise ValueError(f"{sign} is not an operator of filter patterns")
        matcher(wanted)
        return lambda lookup: holds(lookup(name), sign, wanted)

    def _take(self, token: str) -> bool:
        if self.tokens[:1] != [token]:
            return False
        self.tokens.pop(0)
        return True

    def _next(self) -> str:
        if not self.tokens:
            raise ValueError("a filter pattern ends in a condition")
        return self.tokens.pop(0)
