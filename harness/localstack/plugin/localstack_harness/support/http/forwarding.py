"""Passes a request on to another server, which may be LocalStack itself."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from localstack_harness.support.http.certificate import certificate_file
from localstack_harness.support.http.sender import is_local_name

_LONGEST_S = 30
_OF_CONNECTION = (
    "connection",
    "keep-alive",
    "transfer-encoding",
    "upgrade",
    "te",
    "trailer",
    "proxy-connection",
)
NOT_PASSED_ON = (*_OF_CONNECTION, "host", "content-length")
_NOT_PASSED_BACK = (*_OF_CONNECTION, "content-length", "content-encoding")


class UnreachableError(Exception):
    """The message is for the log."""


@dataclass(frozen=True)
class Forwarded:
    status: int
    headers: tuple[tuple[str, str], ...]
    """Names in lower case."""
    body: bytes


def forward(method: str, url: str, headers: Mapping[str, str], body: bytes) -> Forwarded:
    """Raises UnreachableError. `headers` need neither `host` nor those of a connection."""
    import requests

    parts = urlsplit(url)
    # the system resolves `localhost`, but not the names below it
    is_local = is_local_name(parts.hostname or "")
    target = url.replace(parts.netloc, f"localhost:{parts.port}", 1) if is_local and parts.port else url
    try:
        response = requests.request(
            method,
            target,
            headers={**headers, "host": parts.netloc},
            data=body,
            timeout=_LONGEST_S,
            allow_redirects=False,
            verify=str(certificate_file()) if is_local else True,
        )
    except requests.RequestException as error:
        raise UnreachableError(f"{url} cannot be reached: {error}") from error
    return Forwarded(
        response.status_code, tuple(_passed_back(response.raw.headers.items())), response.content
    )


def _passed_back(headers: Iterable[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    return ((name.lower(), value) for name, value in headers if name.lower() not in _NOT_PASSED_BACK)
