"""
LocalStack gives queues, APIs, function URLs and websites addresses below `.localhost`. Browsers and curl resolve all of
these names to this machine (RFC 6761, 6.3), Python resolves `localhost` itself. Tokens of user pools name AWS's own
address as their issuer, and the libraries that verify them fetch its keys there. The SDK puts `sync-` and other prefixes
before the endpoint of some operations.
"""

import os
import re
import socket
from typing import Any
from urllib.parse import urlsplit

_LOCALSTACK_NAME = re.compile(
    r"(.*\.)?localhost(\.localstack\.cloud)?\.?|[a-z-]+[-.](localhost|127\.0\.0\.1)|cognito-idp\.[\w-]+\.amazonaws\.com|.+\.auth\.[\w-]+\.amazoncognito\.com",
    re.IGNORECASE,
)
_HTTPS_PORTS = (443, "443", "https")
_getaddrinfo = socket.getaddrinfo


def install() -> None:
    socket.getaddrinfo = _resolve


def _resolve(host: Any, port: Any, *args: Any, **kwargs: Any) -> Any:
    name = host.decode("ascii", "replace") if isinstance(host, bytes) else host
    if not isinstance(name, str) or not _LOCALSTACK_NAME.fullmatch(name):
        return _getaddrinfo(host, port, *args, **kwargs)
    # LocalStack serves HTTPS at its only port
    endpoint = urlsplit(os.environ.get("AWS_ENDPOINT_URL", ""))
    return _getaddrinfo(
        "localhost", endpoint.port if port in _HTTPS_PORTS and endpoint.port else port, *args, **kwargs
    )
