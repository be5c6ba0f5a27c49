"""The text that a control's `match` is searched in: a request, with the JSON inside its strings decoded."""

import datetime
import json
from collections.abc import Iterator

_MAX_DEPTH = 8


def searchable(value: object) -> str:
    """`value` as compact JSON, then each of its keys and values on a line. Streams are not read."""
    document = json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":"))
    return "\n".join([document, *_pieces(value, _MAX_DEPTH)])


def contains_all(text: str, needles: tuple[str, ...]) -> bool:
    return all(needle in text for needle in needles)


def _pieces(value: object, depth: int) -> Iterator[str]:
    if depth == 0:
        return
    if isinstance(value, dict):
        for key, item in value.items():
            yield str(key)
            yield from _pieces(item, depth)
    elif isinstance(value, list | tuple | set):
        for item in value:
            yield from _pieces(item, depth)
    elif isinstance(value, str | bytes | bytearray):
        text = value if isinstance(value, str) else value.decode(errors="replace")
        yield text
        if text.lstrip()[:1] in ("{", "[", '"'):
            try:
                decoded = json.loads(text)
            except ValueError:
                return
            yield json.dumps(decoded, ensure_ascii=False, separators=(",", ":"))
            yield from _pieces(decoded, depth - 1)
    elif isinstance(value, datetime.date):
        yield value.isoformat()
    elif value is None or isinstance(value, bool | int | float):
        yield json.dumps(value)


def _plain(value: object) -> object:
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set):
        return [_plain(item) for item in value]
    if isinstance(value, bytes | bytearray):
        return value.decode(errors="replace")
    if isinstance(value, datetime.date):
        return value.isoformat()
    if value is None or isinstance(value, str | bool | int | float):
        return value
    return f"<{type(value).__name__}>"
