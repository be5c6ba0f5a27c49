"""
What a function URL makes of a function's response (services/lambda_/urlrouter.py): cookies, which LocalStack drops, and bytes
of a streamed body, which it reads as text. A request's cookies are in the event.

https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html
"""

import dataclasses
import json
from typing import Any

from localstack.http import Response
from localstack.services.lambda_ import urlrouter

from localstack_harness.support.patching import Original, patch

_PRELUDE_END = bytes(8)
"""Between the status, headers and cookies of a streamed response and its body."""


def install() -> None:
    @patch(urlrouter.lambda_result_to_response)
    def lambda_result_to_response(original: Original, /, result: Any) -> Response:
        prelude, body = split(_bytes(result.payload))
        if body is None:
            response: Response = original(result)
        else:
            response = original(dataclasses.replace(result, payload=prelude + _PRELUDE_END))
            response.set_data(body)
        for cookie in cookies(prelude):
            response.headers.add("Set-Cookie", cookie)
        return response

    @patch(urlrouter.event_for_lambda_url)
    def event_for_lambda_url(original: Original, /, api_id: str, request: Any) -> dict[str, Any]:
        event: dict[str, Any] = original(api_id, request)
        if given := event["headers"].pop("cookie", None):
            event["cookies"] = [each.strip() for each in given.split(";")]
        return event


def split(payload: bytes) -> tuple[bytes, bytes | None]:
    """The JSON document of a response, and the body where that was streamed."""
    document, end, body = payload.partition(_PRELUDE_END)
    return (document, body) if end else (payload, None)


def cookies(document: bytes) -> list[str]:
    try:
        given = json.loads(document)
    except ValueError:
        return []
    listed = given.get("cookies") if isinstance(given, dict) else None
    return [str(each) for each in listed] if isinstance(listed, list) else []


def _bytes(payload: bytes | str | None) -> bytes:
    return payload.encode() if isinstance(payload, str) else payload or b""
