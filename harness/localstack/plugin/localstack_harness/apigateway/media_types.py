"""
Which bodies an API treats as binary, by its binaryMediaTypes. Knows nothing of LocalStack.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-payload-encodings.html
"""

from collections.abc import Iterable

_EVERYTHING = "*/*"


def is_binary(mime_type: str | None, binary_media_types: Iterable[str]) -> bool:
    """`mime_type` is a Content-Type, or an Accept of which only the first type counts."""
    types = [_bare(given) for given in binary_media_types]
    if _EVERYTHING in types:
        return True
    wanted = _bare(mime_type or "")
    main, separator, _ = wanted.partition("/")
    return bool(separator) and "*" not in wanted and (wanted in types or f"{main}/*" in types)


def _bare(mime_type: str) -> str:
    return mime_type.partition(",")[0].partition(";")[0].strip().lower()
