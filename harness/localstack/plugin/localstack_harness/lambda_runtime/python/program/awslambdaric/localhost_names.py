"""
LocalStack gives queues, APIs, function URLs and websites addresses below `.localhost`. Browsers and curl resolve all of
these names to this machine (RFC 6761, 6.3), Python resolves `localhost` itself.
"""

import re
import socket
from typing import Any

_LOCALHOST_NAME = re.compile(r"(.*\.)?localhost(\.localstack\.cloud)?\.?", re.IGNORECASE)
_getaddrinfo = socket.getaddrinfo


def install() -> None:
    socket.getaddrinfo = _resolve


def _resolve(host: Any, *args: Any, **kwargs: Any) -> Any:
    name = host.decode("ascii", "replace") if isinstance(host, bytes) else host
    is_localhost = isinstance(name, str) and _LOCALHOST_NAME.fullmatch(name)
    return _getaddrinfo("localhost" if is_localhost else host, *args, **kwargs)
