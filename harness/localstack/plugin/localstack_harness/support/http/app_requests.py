"""Recognises requests to what an app serves: its APIs and function URLs."""

import re
from typing import Any

_PATH = re.compile(r"/_aws/execute-api/|/restapis/[^/]+/[^/]+/_user_request_(?:/|$)")
_HOST = re.compile(r"^[^:]+\.(?:execute-api|lambda-url)\.")


def is_app_request(request: Any) -> bool:
    return bool(_PATH.match(request.path) or _HOST.match(request.headers.get("Host", "")))
