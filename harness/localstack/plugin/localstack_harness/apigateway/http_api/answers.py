"""
What an HTTP API makes of a function's answer. Knows nothing of LocalStack.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
"""

import base64
import binascii
import json
from dataclasses import dataclass
from typing import Any

from localstack_harness.apigateway.proxy_response import MalformedResponseError, read_response

JSON = "application/json"
TEXT = "text/plain; charset=utf-8"
_OWN = ("connection", "content-length", "transfer-encoding")
"""Headers that API Gateway sets itself."""


@dataclass(frozen=True)
class Answer:
    status: int
    headers: tuple[tuple[str, str], ...]
    """Names in lower case."""
    body: bytes


def message(status: int, text: str, *headers: tuple[str, str]) -> Answer:
    """One of API Gateway's own, such as 404 with `{"message":"Not Found"}`."""
    body = json.dumps({"message": text}, separators=(",", ":")).encode()
    return Answer(status, (("content-type", JSON), *headers), body)


def answer_v2(payload: bytes) -> Answer:
    """Of payload format 2.0. Raises MalformedResponseError."""
    given = _read(payload)
    if not isinstance(given, dict) or "statusCode" not in given:
        body = given.encode() if isinstance(given, str) else payload
        return Answer(200, (("content-type", JSON),), body)
    cookies = given.get("cookies") or []
    if not isinstance(cookies, list) or not all(isinstance(cookie, str) for cookie in cookies):
        raise MalformedResponseError("`cookies` must be a list of strings")
    return _answer(_checked(given, ("statusCode", "headers", "body", "isBase64Encoded")), cookies)


def answer_v1(payload: bytes) -> Answer:
    """Of payload format 1.0. Raises MalformedResponseError."""
    given = _read(payload)
    if not isinstance(given, dict):
        raise MalformedResponseError("it must be an object")
    known = ("statusCode", "headers", "multiValueHeaders", "body", "isBase64Encoded")
    return _answer(_checked({"statusCode": None, **given}, known), [])


def _read(payload: bytes) -> Any:
    try:
        return json.loads(payload)
    except ValueError as error:
        raise MalformedResponseError("it is not JSON") from error


def _checked(given: dict[str, Any], known: tuple[str, ...]) -> dict[str, Any]:
    """Unlike a REST API, an HTTP API ignores other fields."""
    return read_response(json.dumps({name: given[name] for name in known if name in given}).encode())


def _answer(given: dict[str, Any], cookies: list[str]) -> Answer:
    single: dict[str, str] = {name.lower(): value for name, value in given["headers"].items()}
    multiple: dict[str, list[str]] = {
        name.lower(): values for name, values in given["multiValueHeaders"].items()
    }
    headers = [(name, value) for name, value in single.items() if name not in multiple]
    headers += [(name, value) for name, values in multiple.items() for value in values]
    headers += [("set-cookie", cookie) for cookie in cookies]
    headers = [(name, value) for name, value in headers if name not in _OWN]
    if not any(name == "content-type" for name, _ in headers):
        headers.append(("content-type", TEXT))
    return Answer(int(given["statusCode"]), tuple(headers), _body(given))


def _body(given: dict[str, Any]) -> bytes:
    text: str = given.get("body") or ""
    if not given.get("isBase64Encoded"):
        return text.encode()
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except binascii.Error as error:
        raise MalformedResponseError("`body` is not base64") from error
