"""
Which route of an HTTP API takes a request. Knows nothing of LocalStack.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

DEFAULT = "$default"
ANY = "ANY"

type _Rank = tuple[bool, tuple[int, ...], bool]


@dataclass(frozen=True)
class RouteMatch:
    key: str
    """The route's key, such as `GET /pets/{name}`."""
    parameters: Mapping[str, str]


def match(keys: Iterable[str], method: str, raw_path: str) -> RouteMatch | None:
    """
    Finds the most specific route: one for the whole path, then one with a greedy variable, then `$default`. Of two for
    the same path, the one that names the method. `raw_path` is encoded as in the request.
    """
    best: tuple[_Rank, RouteMatch] | None = None
    default = None
    for key in keys:
        if key == DEFAULT:
            default = RouteMatch(key, {})
            continue
        wanted, _, pattern = key.partition(" ")
        if wanted not in (ANY, method):
            continue
        found = _match_path(_segments(pattern), _segments(raw_path))
        if found is None:
            continue
        ranks, parameters = found
        rank = (_GREEDY not in ranks, ranks, wanted != ANY)
        if best is None or rank > best[0]:
            best = rank, RouteMatch(key, parameters)
    return best[1] if best else default


_GREEDY, _VARIABLE, _LITERAL = range(3)


def _match_path(pattern: list[str], path: list[str]) -> tuple[tuple[int, ...], dict[str, str]] | None:
    ranks: list[int] = []
    parameters: dict[str, str] = {}
    for index, segment in enumerate(pattern):
        if index >= len(path):
            return None
        if segment.startswith("{") and segment.endswith("+}"):
            parameters[segment[1:-2]] = unquote("/".join(path[index:]))
            return (*ranks, _GREEDY), parameters
        value = unquote(path[index])
        if segment.startswith("{") and segment.endswith("}"):
            if not value:
                return None
            parameters[segment[1:-1]] = value
            ranks.append(_VARIABLE)
        elif segment == value:
            ranks.append(_LITERAL)
        else:
            return None
    return (tuple(ranks), parameters) if len(pattern) == len(path) else None


def _segments(path: str) -> list[str]:
    trimmed = path.removeprefix("/")
    return trimmed.split("/") if trimmed else []
