"""What a response of HTTP may hold. A server that sends something else breaks its connection.

https://www.rfc-editor.org/rfc/rfc9110#section-5
"""

import re

STATUS_CODES = range(200, 600)
"""Of a final response: a function cannot send an informational one."""

_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_VALUE = re.compile(r"[\t\x20-\x7e\x80-\xff]*")


def is_header_name(name: str) -> bool:
    return _NAME.fullmatch(name) is not None


def is_header_value(value: str) -> bool:
    """Of characters that Latin-1 has, and no control characters but tabs."""
    return _VALUE.fullmatch(value) is not None
