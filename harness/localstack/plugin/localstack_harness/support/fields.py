"""Reads the JSON that a control is given, and says exactly what is wrong with it."""

import json
from collections.abc import Iterable
from typing import Any


class BadInputError(ValueError):
    """Answered with 400 and its message."""


class Fields:
    """A JSON object whose fields are taken one by one; what is left over was not understood."""

    def __init__(self, body: bytes) -> None:
        try:
            given = json.loads(body)
        except ValueError as error:
            raise BadInputError(f"the body is not json: {error}") from error
        if not isinstance(given, dict):
            raise BadInputError(f"the body must be a json object, not {_kind(given)}")
        self._given: dict[str, Any] = given

    def text(self, name: str) -> str:
        value = self.optional_text(name)
        if value is None:
            raise BadInputError(f"`{name}` is missing")
        return value

    def optional_text(self, name: str) -> str | None:
        value = self._given.pop(name, None)
        if value is not None and (not isinstance(value, str) or not value):
            raise BadInputError(f"`{name}` must be a string that is not empty, not {_shown(value)}")
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        """A string, or a list of them; empty where it is missing."""
        value = self._given.pop(name, None)
        if value is None:
            return ()
        texts = value if isinstance(value, list) else [value]
        if not all(isinstance(text, str) and text for text in texts):
            raise BadInputError(
                f"`{name}` must be a string or a list of strings, none empty, not {_shown(value)}"
            )
        return tuple(texts)

    def number(self, name: str, default: float, low: float, high: float) -> float:
        value = self._given.pop(name, None)
        if value is None:
            return default
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not low <= value <= high:
            raise BadInputError(f"`{name}` must be a number from {low:g} to {high:g}, not {_shown(value)}")
        return float(value)

    def optional_integer(self, name: str, low: int, high: int) -> int | None:
        value = self._given.pop(name, None)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise BadInputError(f"`{name}` must be an integer from {low} to {high}, not {_shown(value)}")
        return value

    def optional_choice(self, name: str, choices: Iterable[str]) -> str | None:
        value = self.optional_text(name)
        if value is not None and value not in choices:
            raise BadInputError(f"`{name}` must be one of {', '.join(choices)}, not {_shown(value)}")
        return value

    def no_more(self) -> None:
        if self._given:
            raise BadInputError(f"unknown field `{next(iter(self._given))}`")


def _shown(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)[:100]


def _kind(value: Any) -> str:
    return {list: "an array", str: "a string", type(None): "null"}.get(type(value), "a number or boolean")
