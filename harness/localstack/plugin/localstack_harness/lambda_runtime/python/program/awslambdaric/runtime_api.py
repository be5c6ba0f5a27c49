"""A client for https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html"""

import http.client
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus

from .errors import ErrorDocument
from .marshal import to_json

_API = "/2018-06-01/runtime"


@dataclass(frozen=True)
class Invocation:
    request_id: str
    headers: Mapping[str, str]
    body: bytes


class RuntimeApi:
    def __init__(self, address: str) -> None:
        self._connection = http.client.HTTPConnection(address)

    def next(self) -> Invocation:
        """Ends the process if the API has ended, and LocalStack with it."""
        try:
            headers, body = self._call("GET", "/invocation/next")
        except (OSError, http.client.HTTPException):
            sys.exit(1)
        return Invocation(headers["Lambda-Runtime-Aws-Request-Id"], headers, body)

    def respond(self, request_id: str, body: bytes, content_type: str) -> None:
        self._call("POST", f"/invocation/{request_id}/response", body, {"Content-Type": content_type})

    def fail(self, request_id: str, error: ErrorDocument) -> None:
        self._fail(f"/invocation/{request_id}/error", error)

    def fail_init(self, error: ErrorDocument) -> None:
        self._fail("/init/error", error)

    def _fail(self, path: str, error: ErrorDocument) -> None:
        # a header may contain no line breaks and no characters beyond Latin-1
        error_type = re.sub(r"[^\x20-\x7e]", "?", error["errorType"])
        headers = {"Content-Type": "application/json", "Lambda-Runtime-Function-Error-Type": error_type}
        self._call("POST", path, to_json(error).encode(), headers)

    def _call(
        self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> tuple[Mapping[str, str], bytes]:
        self._connection.request(method, _API + path, body, headers or {})
        response = self._connection.getresponse()
        text = response.read()
        # as on AWS, the caller gets an error for a response that is too large, and the runtime continues
        if response.status >= HTTPStatus.BAD_REQUEST and response.status != HTTPStatus.CONTENT_TOO_LARGE:
            raise RuntimeError(f"the runtime API answered {response.status} to {method} {path}: {text!r}")
        return dict(response.headers), text
