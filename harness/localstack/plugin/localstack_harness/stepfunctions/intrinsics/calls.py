"""Reads a call of an intrinsic function, `States.Format('It\\'s {}', $.name)`, as AWS reads it.

Knows nothing of LocalStack. Within a string the characters ' { } and \\ are reserved: a backslash before one
of them makes it text, and no other escape exists.
https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_NAME = re.compile(r"States\.(\w+)\s*\(")
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?")
_KEYWORD = re.compile(r"(true|false|null)\b")
_VARIABLE = re.compile(r"\$\w")
_KEYWORDS = {"true": True, "false": False, "null": None}
_RESERVED = "'{}\\"
PLACEHOLDER = "{}"


class InvalidCallError(ValueError):
    """AWS refuses a definition with it."""


@dataclass(frozen=True)
class Text:
    value: str
    parts: tuple[str, ...] | None
    """Of a template for States.Format: what is between its placeholders. None: a brace is not escaped."""


@dataclass(frozen=True)
class Constant:
    value: bool | int | float | None


@dataclass(frozen=True)
class Path:
    """`$.a` of the input, or `$$.a` of the context."""

    expression: str


@dataclass(frozen=True)
class Variable:
    """`$name`, assigned by an earlier state."""

    expression: str


@dataclass(frozen=True)
class Call:
    function: str
    arguments: tuple["Argument", ...]


Argument = Text | Constant | Path | Variable | Call


def read_call(source: str) -> Call:
    """Raises InvalidCallError."""
    reader = _Reader(source.strip())
    call = reader.call()
    if not reader.at_end:
        raise InvalidCallError(f"unexpected text after the call: {reader.rest!r}")
    return call


def variables(call: Call) -> Iterator[str]:
    """The expressions with a variable, last argument first."""
    for argument in reversed(call.arguments):
        if isinstance(argument, Call):
            yield from variables(argument)
        elif isinstance(argument, Variable):
            yield argument.expression


class _Reader:
    def __init__(self, source: str) -> None:
        self._source = source
        self._at = 0

    @property
    def at_end(self) -> bool:
        return self._at == len(self._source)

    @property
    def rest(self) -> str:
        return self._source[self._at :]

    def call(self) -> Call:
        name = self._take(_NAME)
        if not name:
            raise InvalidCallError(f"not a call of an intrinsic function: {self.rest!r}")
        arguments: list[Argument] = []
        self._skip_blanks()
        while not self._take_text(")"):
            if arguments and not self._take_text(","):
                raise InvalidCallError(f"expected `,` or `)` at {self.rest!r}")
            self._skip_blanks()
            arguments.append(self._argument())
            self._skip_blanks()
        return Call(name[1], tuple(arguments))

    def _argument(self) -> Argument:
        if self._take_text("'"):
            return self._text()
        if self.rest.startswith("$"):
            expression = self._path()
            return Variable(expression) if _VARIABLE.match(expression) else Path(expression)
        if keyword := self._take(_KEYWORD):
            return Constant(_KEYWORDS[keyword[1]])
        if number := self._take(_NUMBER):
            whole = number[1] is None and number[2] is None
            return Constant(int(number[0]) if whole else float(number[0]))
        return self.call()

    def _text(self) -> Text:
        """Up to the quote that ends it."""
        value, parts, bare_brace = "", [""], False
        while not self._take_text("'"):
            if self.at_end:
                raise InvalidCallError("a string without its closing quote")
            if self._take_text(PLACEHOLDER):
                value += PLACEHOLDER
                parts.append("")
                continue
            character = self._source[self._at]
            if character == "\\":
                self._at += 1
                character = self.rest[:1]
                if not character or character not in _RESERVED:
                    raise InvalidCallError(f"unknown escape \\{character}")
            elif character in "{}":
                bare_brace = True
            self._at += 1
            value += character
            parts[-1] += character
        return Text(value, None if bare_brace else tuple(parts))

    def _path(self) -> str:
        """Ends at a comma, parenthesis or blank outside of brackets, which may hold quotes and filters."""
        began, depth, quote = self._at, 0, ""
        while not self.at_end:
            character = self._source[self._at]
            if quote:
                if character == "\\":
                    self._at += 1
                elif character == quote:
                    quote = ""
            elif depth and character in "'\"":
                quote = character
            elif character == "[":
                depth += 1
            elif character == "]":
                depth -= 1
            elif not depth and (character in ",)" or character.isspace()):
                break
            self._at += 1
        if depth or quote or self._at > len(self._source):
            raise InvalidCallError(f"a path without its end: {self._source[began:]!r}")
        return self._source[began : self._at]

    def _skip_blanks(self) -> None:
        while self.rest[:1].isspace():
            self._at += 1

    def _take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        found = pattern.match(self._source, self._at)
        if found:
            self._at = found.end()
        return found

    def _take_text(self, text: str) -> bool:
        found = self._source.startswith(text, self._at)
        if found:
            self._at += len(text)
        return found
