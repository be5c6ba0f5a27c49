"""
The response that API Gateway expects from a function behind a proxy integration. Knows nothing of LocalStack.

https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
"""

import json
from typing import Any

from localstack_harness.support.http.response import STATUS_CODES, is_header_name, is_header_value

_FIELDS = {"statusCode", "headers", "multiValueHeaders", "body", "isBase64Encoded"}


class MalformedResponseError(ValueError):
    """Answered with 502; the message is for the log."""


def read_response(payload: bytes) -> dict[str, Any]:
    """
    The answer, with header values as strings. As on AWS, no field is mandatory: without `statusCode` it is 200, and an empty
    object is an empty answer.
    """
    try:
        answer = json.loads(payload)
    except ValueError as error:
        raise MalformedResponseError("it is not JSON") from error
    if not isinstance(answer, dict):
        raise MalformedResponseError(f"it must be an object, not {_shown(answer)}")
    if not answer:
        return {}
    if unknown := set(answer) - _FIELDS:
        raise MalformedResponseError(f"it has the unknown field {min(unknown)!r}")
    _check_status_code(answer.get("statusCode", 200))
    _check("body", answer.get("body"), str)
    _check("isBase64Encoded", answer.get("isBase64Encoded"), bool)
    _check("headers", answer.get("headers"), dict)
    _check("multiValueHeaders", answer.get("multiValueHeaders"), dict)
    return {
        **answer,
        "headers": {name: _text(name, value) for name, value in (answer.get("headers") or {}).items()},
        "multiValueHeaders": {
            name: _texts(name, values) for name, values in (answer.get("multiValueHeaders") or {}).items()
        },
    }


def _check_status_code(code: object) -> None:
    written = isinstance(code, str) and code.isascii() and code.isdigit()
    is_number = written or (isinstance(code, int) and not isinstance(code, bool))
    if is_number and int(str(code)) in STATUS_CODES:
        return
    raise MalformedResponseError(f"`statusCode` must be a number from 200 to 599, not {_shown(code)}")


def _check(name: str, value: object, kind: type) -> None:
    if value is not None and not isinstance(value, kind):
        wanted = {str: "a string", bool: "true or false", dict: "an object"}[kind]
        raise MalformedResponseError(f"`{name}` must be {wanted}, not {_shown(value)}")


def _texts(name: str, values: object) -> list[str]:
    if not isinstance(values, list):
        raise MalformedResponseError(f"the header {name!r} must be a list, not {_shown(values)}")
    return [_text(name, value) for value in values]


def _text(name: str, value: object) -> str:
    if not is_header_name(name):
        raise MalformedResponseError(f"{_shown(name)} is not the name of a header")
    if isinstance(value, bool | int | float):
        return json.dumps(value)
    if isinstance(value, str) and is_header_value(value):
        return value
    raise MalformedResponseError(
        f"the header {name!r} must be a string of Latin-1 characters in one line, not {_shown(value)}"
    )


def _shown(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)[:100]
