"""
Looks for a header without raising an error. For each header that is missing, such as most that S3 has names for, werkzeug
raises one and catches it.

Mends werkzeug/datastructures/headers.py.
"""

from collections.abc import Callable
from typing import Any

from werkzeug.datastructures import EnvironHeaders, Headers

from localstack_harness.support.patching import Original, patch


def install() -> None:
    @patch(Headers.get)
    def get(
        original: Original,
        self: Headers,
        key: str,
        default: Any = None,
        type: Callable[[str], Any] | None = None,  # noqa: A002 - werkzeug names it
    ) -> Any:
        # these are not in a list
        if isinstance(self, EnvironHeaders):
            return original(self, key, default, type)
        value = _value(self, key)
        if value is None:
            return default
        if type is None:
            return value
        try:
            return type(value)
        except ValueError:
            return default

    @patch(Headers.__contains__)
    def contains(original: Original, self: Headers, key: str) -> Any:
        return original(self, key) if isinstance(self, EnvironHeaders) else _value(self, key) is not None


def _value(headers: Headers, key: str) -> str | None:
    wanted = key.lower()
    for name, value in headers._list:
        if name.lower() == wanted:
            return value
    return None
