"""What a control's `match` is searched in: a request as text, with the JSON inside its strings decoded."""

import datetime
import json
from collections.abc import Iterator
from typing import Any

_DEPTH = 8


def searchable(value: Any) -> str:
    """Every key and value of `value`, one a line, and the whole as compact JSON. Streams are left alone, unread."""
    document = json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":"))
    return "\n".join([document, *_pieces(value, _DEPTH)])


def contains_all(text: str, needles: tuple[str, ...]) -> bool:
    return all(needle in text for needle in needles)


def _pieces(value: Any, depth: int) -> Iterator[str]:
    if depth == 0:
        return
    if isinstance(value, dict):
        for key, item in value.items():
            yield str(key)
            yield from _pieces(item, depth)
    elif isinstance(value, (list, tuple, set)):
        for item in value:
            yield from _pieces(item, depth)
    elif isinstance(value, (str, bytes, bytearray)):
        text = value if isinstance(value, str) else value.decode(errors="replace")
        yield text
        if text.lstrip()[:1] in ("{", "[", '"'):
            try:
                decoded = json.loads(text)
            except ValueError:
                return
            yield json.dumps(decoded, ensure_ascii=False, separators=(",", ":"))
            yield from _pieces(decoded, depth - 1)
    elif isinstance(value, (datetime.datetime, datetime.date)):
        yield value.isoformat()
    elif value is None or isinstance(value, (bool, int, float)):
        yield json.dumps(value)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set)):
        return [_plain(item) for item in value]
    if isinstance(value, (bytes, bytearray)):
        return value.decode(errors="replace")
    if isinstance(value, (datetime.datetime, datetime.date)):
        return value.isoformat()
    return (
        value if value is None or isinstance(value, (str, bool, int, float)) else f"<{type(value).__name__}>"
    )
