"""
Java's methods of texts, numbers, lists and maps, as mapping templates call them. Knows nothing of LocalStack.

https://docs.aws.amazon.com/apigateway/latest/developerguide/models-mappings.html
"""

import operator
from collections.abc import Callable
from typing import Any, NamedTuple, override

type Methods = dict[str, Callable[..., Any]]


class Entry(NamedTuple):
    """Of a map: `$entry.key` or `$entry.getKey()`."""

    key: Any
    value: Any

    def getKey(self) -> Any:  # noqa: N802 (Java's name)
        return self.key

    def getValue(self) -> Any:  # noqa: N802
        return self.value

    @override
    def __str__(self) -> str:
        return f"{self.key}={self.value}"


class Elements(list[Any]):
    """The keys or entries of a map, written as Java writes them."""

    @override
    def __str__(self) -> str:
        return f"[{', '.join(map(str, self))}]"


TEXT: Methods = {
    "charAt": operator.getitem,
    "concat": lambda self, other: f"{self}{other}",
    "contains": operator.contains,
    "endsWith": str.endswith,
    "equals": operator.eq,
    "equalsIgnoreCase": lambda self, other: self.casefold() == str(other).casefold(),
    "indexOf": str.find,
    "isEmpty": operator.not_,
    "lastIndexOf": str.rfind,
    "length": len,
    "startsWith": str.startswith,
    "toLowerCase": str.lower,
    "toString": str,
    "toUpperCase": str.upper,
    "trim": str.strip,
}
NUMBER: Methods = {"equals": operator.eq, "toString": str, "intValue": int}
LIST: Methods = {
    "containsAll": lambda self, others: all(other in self for other in others),
    "equals": operator.eq,
    "indexOf": lambda self, value: self.index(value) if value in self else -1,
    "isEmpty": operator.not_,
}
MAP: Methods = {
    "containsKey": operator.contains,
    "containsValue": lambda self, value: value in self.values(),
    "entrySet": lambda self: Elements(Entry(*item) for item in self.items()),
    "equals": operator.eq,
    "getOrDefault": lambda self, key, value: self.get(key, value),
    "isEmpty": operator.not_,
    "keySet": Elements,
    "remove": lambda self, key: self.pop(key, None),
    "size": len,
}


def equal(left: object, right: object) -> bool:
    """Velocity compares the texts of values of different classes."""
    if left is None or right is None or isinstance(left, type(right)) or isinstance(right, type(left)):
        return left == right
    if isinstance(left, (int, float)) and isinstance(right, (int, float)):
        return left == right
    return _text(left) == _text(right)


def compared(compare: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    """Velocity's result is false where values cannot be compared, such as one that the request lacks."""

    def perform(left: Any, right: Any) -> bool:
        try:
            return compare(left, right)
        except TypeError:
            return False

    return perform


def added(left: Any, right: Any) -> Any:
    """One text makes the sum a text."""
    return f"{_text(left)}{_text(right)}" if isinstance(left, str) or isinstance(right, str) else left + right


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
