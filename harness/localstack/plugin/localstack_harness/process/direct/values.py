"""
What a request and a response become on their way through an AWS protocol, without the message: copies, reduced to the
members of their shapes. Independent of LocalStack.
"""

import io
import math
import re
from collections.abc import Callable, Mapping
from typing import Any

from botocore.model import Shape, StructureShape
from botocore.response import StreamingBody

_IN_ADDRESS = re.compile(r"[A-Za-z0-9:_$.-]+")
_IN_HEADER = re.compile(r"[!-~]+")


class UnusualError(Exception):
    """A value that the protocol might change or reject: only the message shows how."""


def request_of(shape: StructureShape, params: Mapping[str, Any]) -> dict[str, Any]:
    """The request as the provider receives it. Raises UnusualError."""
    if not params.keys() <= shape.members.keys() or not params.keys() >= set(shape.required_members):
        raise UnusualError
    body = _payload(shape)
    request = {
        name: io.BytesIO(_bytes(value)) if name == body else _located(shape.members[name], value)
        for name, value in params.items()
    }
    if body and body not in request:
        raise UnusualError
    return request


def response_of(shape: StructureShape | None, result: Mapping[str, Any]) -> dict[str, Any]:
    """The response as the caller receives it, without its metadata. Raises UnusualError."""
    if shape is None:
        return {}
    body = _payload(shape)
    response = {
        name: _copy(member, result[name])
        for name, member in shape.members.items()
        if name != body and result.get(name) is not None
    }
    if body:
        content = _bytes(result.get(body) or b"")
        response[body] = StreamingBody(io.BytesIO(content), str(len(content)))
    return response


def _payload(shape: StructureShape) -> str | None:
    """The member that is the body of the message, of which only a stream of bytes is known here."""
    name: str | None = shape.serialization.get("payload")
    if name is not None and shape.members[name].type_name != "blob":
        raise UnusualError
    return name


def _located(shape: Shape, value: Any) -> Any:
    """Of a request: an address or a header holds less than a body."""
    location = shape.serialization.get("location")
    if location is None:
        return _copy(shape, value)
    pattern = _IN_HEADER if location == "header" else _IN_ADDRESS
    if shape.type_name != "string" or not isinstance(value, str) or not pattern.fullmatch(value):
        raise UnusualError
    return value


def _copy(shape: Shape, value: Any) -> Any:
    copy = _COPIES.get(shape.type_name)
    if copy is None:
        raise UnusualError
    return copy(shape, value)


def _structure(shape: Any, value: Any) -> dict[str, Any]:
    if not isinstance(value, dict) or not value.keys() <= shape.members.keys():
        raise UnusualError
    if not value.keys() >= set(shape.required_members):
        raise UnusualError
    return {name: _copy(shape.members[name], member) for name, member in value.items()}


def _list(shape: Any, value: Any) -> list[Any]:
    # the query protocol has no empty lists
    if not isinstance(value, list) or not value:
        raise UnusualError
    return [_copy(shape.member, item) for item in value]


def _string(shape: Shape, value: Any) -> str:
    if not isinstance(value, str) or not value or shape.serialization.get("jsonvalue"):
        raise UnusualError
    if not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError as error:
            raise UnusualError from error
    return value


def _integer(_shape: Shape, value: Any) -> int:
    if type(value) is not int:
        raise UnusualError
    return value


def _float(_shape: Shape, value: Any) -> float:
    if not isinstance(value, float) or not math.isfinite(value):
        raise UnusualError
    return value


def _boolean(_shape: Shape, value: Any) -> bool:
    if not isinstance(value, bool):
        raise UnusualError
    return value


def _bytes(value: Any) -> bytes:
    if isinstance(value, str):
        return value.encode()
    if not isinstance(value, bytes | bytearray):
        raise UnusualError
    return bytes(value)


_COPIES: dict[str, Callable[[Any, Any], Any]] = {
    "structure": _structure,
    "list": _list,
    "string": _string,
    "integer": _integer,
    "long": _integer,
    "float": _float,
    "double": _float,
    "boolean": _boolean,
}
