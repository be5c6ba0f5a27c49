"""Reads the JSON body of a request to the control API and reports exactly what is wrong with it."""

import json
from collections.abc import Collection
from typing import Any


class BadInputError(ValueError):
    """Becomes a response with status 400 and this message."""


class Fields:
    """A JSON object whose fields are taken one by one. `reject_unknown` refuses what remains."""

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
        if value is None or (isinstance(value, str) and value):
            return value
        raise BadInputError(f"`{name}` must be a string that is not empty, not {_shown(value)}")

    def texts(self, name: str) -> tuple[str, ...]:
        """A string or a list of strings; empty if the field is missing."""
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
        if isinstance(value, int | float) and not isinstance(value, bool) and low <= value <= high:
            return float(value)
        raise BadInputError(f"`{name}` must be a number from {low:g} to {high:g}, not {_shown(value)}")

    def optional_integer(self, name: str, low: int, high: int) -> int | None:
        value = self._given.pop(name, None)
        if value is None or (type(value) is int and low <= value <= high):
            return value
        raise BadInputError(f"`{name}` must be an integer from {low} to {high}, not {_shown(value)}")

    def optional_choice(self, name: str, choices: Collection[str]) -> str | None:
        value = self.optional_text(name)
        if value is not None and value not in choices:
            raise BadInputError(f"`{name}` must be one of {', '.join(choices)}, not {_shown(value)}")
        return value

    def reject_unknown(self) -> None:
        if self._given:
            raise BadInputError(f"unknown field `{next(iter(self._given))}`")


def _shown(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)[:100]


def _kind(value: object) -> str:
    return {list: "an array", str: "a string", type(None): "null"}.get(type(value), "a number or boolean")
