"""
Finds the media type of a response once for each kind of request: LocalStack parses the headers and compares the types
for each response.
"""

from functools import lru_cache
from typing import Any

from localstack.aws.protocol.serializer import ResponseSerializer

from localstack_harness.support.patching import Original, patch

_KINDS = 256


def install() -> None:
    @patch(ResponseSerializer._get_mime_type)
    def get_mime_type(original: Original, self: ResponseSerializer, headers: Any) -> str:
        given = headers or {}
        return found(original, type(self), given.get("Accept"), given.get("Content-Type"))

    @lru_cache(_KINDS)
    def found(
        find: Original, serializer: type[ResponseSerializer], accept: str | None, content: str | None
    ) -> str:
        headers = {"Accept": accept, "Content-Type": content}
        mime_type: str = find(
            serializer, {name: value for name, value in headers.items() if value is not None}
        )
        return mime_type
